-- What was shared and was wrong is corrected or taken out; each who can have kept it is told (R15, R22). What apps call
-- from their triggers is written here once.

-- True when nothing of an access row was ever open, or it closed again before `since`.
CREATE FUNCTION guard.never_open(access sharing_access, since timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT access.state <> 'accepted' AND access.answered_at IS NULL
        OR least(access.until_at, coalesce(access.ended_at, 'infinity'),
                 (SELECT least(coalesce(f.ended_at, 'infinity'), coalesce(f.in_force_until, 'infinity'))
                  FROM sharing_frame f WHERE f.id = access.frame_id)) <= since
$$;
REVOKE ALL ON FUNCTION guard.never_open(sharing_access, timestamptz) FROM PUBLIC;

-- Tells each reader elsewhere who was given some of the categories of a dossier after `since`, also where that has ended,
-- and returns how many. Each is told once, with what was given last. shown_to: the one organisation that was shown it, where
-- it was kept from all others. Whoever does it knows already.
CREATE FUNCTION guard.tell_receivers(tell_kind text, on_dossier uuid, about uuid, of_categories integer, since timestamptz,
    shown_to uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    told bigint;
BEGIN
    INSERT INTO sharing_notice (id, kind, dossier_id, about_id, owner_id, organisation_id, reader_id, unit_id, member_id,
                                purpose, given_by_id, given_at, told_at)
    SELECT DISTINCT ON (a.reader_id)
        gen_random_uuid(), tell_kind, on_dossier, about, a.owner_id, a.organisation_id, a.reader_id, a.unit_id,
        a.member_id, a.purpose, a.granted_by_id, a.granted_at, statement_timestamp()
    FROM sharing_access a
    WHERE a.dossier_id = on_dossier AND a.source = 'disclosure' AND a.categories & of_categories <> 0
      AND NOT guard.never_open(a, since) AND (shown_to IS NULL OR a.organisation_id = shown_to)
      AND a.organisation_id IS DISTINCT FROM guard.organisation()
    ORDER BY a.reader_id, a.granted_at DESC, a.id;
    GET DIAGNOSTICS told = ROW_COUNT;
    RETURN told;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_receivers(text, uuid, uuid, integer, timestamptz, uuid) FROM PUBLIC;

-- Writes down that something of a dossier was wrong, where somebody elsewhere can have kept it, and tells them.
CREATE FUNCTION guard.tell_correction(tell_kind text, on_dossier uuid, of_category integer, what text, object uuid,
    since timestamptz, shown_to uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    correction uuid := gen_random_uuid();
BEGIN
    IF guard.tell_receivers(tell_kind, on_dossier, correction, of_category, since, shown_to) > 0 THEN
        INSERT INTO sharing_correction (id, kind, dossier_id, category, what, object_id, only_id, at, by_id)
        VALUES (correction, tell_kind, on_dossier, of_category, what, object, shown_to, statement_timestamp(), guard.actor());
        PERFORM guard.record_event(gen_random_uuid(), 'sharing.told', correction, on_dossier,
            jsonb_build_object('kind', tell_kind, 'what', what));
    END IF;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_correction(text, uuid, integer, text, uuid, timestamptz, uuid) FROM PUBLIC;

-- Tells that a young person was known under a wrong name, number or day of birth: by who answers for the person alone,
-- for the texts are sealed, and the database cannot see what of them changed. Errors: TV020.
CREATE FUNCTION guard.tell_identity(person uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.can(person, 8, 2) OR NOT EXISTS (SELECT 1 FROM sharing_dossier d
            WHERE d.id = person AND d.kind = 'person' AND d.owner_id = guard.organisation() AND d.erased_at IS NULL) THEN
        RAISE EXCEPTION 'only who answers for it' USING ERRCODE = 'TV020';
    END IF;
    PERFORM guard.tell_correction('corrected', person, 8, 'identity', person, '-infinity', NULL);
END
$$;
REVOKE ALL ON FUNCTION guard.tell_identity(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.tell_identity(uuid) TO tvaers_app;
