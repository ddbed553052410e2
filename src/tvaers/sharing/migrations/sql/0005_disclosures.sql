-- Writes down why an offer is necessary; once, by whoever made the offer.
CREATE FUNCTION guard.note_necessity(access uuid, in_group uuid, words bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    INSERT INTO sharing_disclosure (id, dossier_id, group_id, necessity)
    SELECT a.id, a.dossier_id, in_group, words FROM sharing_access a
    WHERE a.id = access AND a.granted_by_id = guard.actor() AND a.owner_id = guard.organisation() AND a.source = 'disclosure'
    ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such offer' USING ERRCODE = 'TV021';
    END IF;
END
$$;

-- Opens a consent's frame between the asker's organisation and one other, for one dossier that the asker works on.
CREATE FUNCTION guard.open_consent(on_dossier uuid, to_organisation uuid, for_purposes integer,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    frame uuid := gen_random_uuid();
BEGIN
    PERFORM guard.at_work();
    IF NOT guard.decides() OR NOT guard.can(on_dossier, 511, 2)
        OR NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = on_dossier AND d.owner_id = guard.organisation() AND d.erased_at IS NULL)
    THEN
        RAISE EXCEPTION 'only the owner takes consents' USING ERRCODE = 'TV020';
    END IF;
    -- Nobody consents on behalf of a receiver that could not receive (R4).
    IF to_organisation = guard.organisation()
        OR NOT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = to_organisation AND o.ended_at IS NULL
                       AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public'))
    THEN
        RAISE EXCEPTION 'not somebody who may receive' USING ERRCODE = 'TV022';
    END IF;
    IF (for_purposes & ~guard.purposes() = 0 AND for_purposes <> 0) IS NOT TRUE THEN
        RAISE EXCEPTION 'not a purpose of the asker' USING ERRCODE = 'TV023';
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= statement_timestamp() + interval '1 year 1 day') IS NOT TRUE THEN
        RAISE EXCEPTION 'a consent ends, within a year' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_frame (id, kind, title, basis, purposes, owner_id, dossier_id, in_force_from, in_force_until)
    VALUES (frame, 'consent', '', '', for_purposes, guard.organisation(), on_dossier, statement_timestamp(), until_when);
    INSERT INTO sharing_frameparty (frame_id, organisation_id)
    SELECT frame, o FROM unnest(ARRAY[guard.organisation(), to_organisation]) AS parties (o);
    RETURN frame;
END
$$;

-- Ends a consent's frame at once; all that stands on it ends with it, and nothing else.
CREATE FUNCTION guard.end_consent(frame uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.at_work();
    UPDATE sharing_frame f SET ended_at = statement_timestamp()
    WHERE f.id = frame AND f.kind = 'consent' AND f.owner_id = guard.organisation() AND f.ended_at IS NULL
      AND guard.decides() AND guard.can(f.dossier_id, 511, 2);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no such consent' USING ERRCODE = 'TV021';
    END IF;
END
$$;

REVOKE ALL ON FUNCTION guard.note_necessity(uuid, uuid, bytea), guard.open_consent(uuid, uuid, integer, timestamptz),
    guard.end_consent(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.note_necessity(uuid, uuid, bytea), guard.open_consent(uuid, uuid, integer, timestamptz),
    guard.end_consent(uuid) TO tvaers_app;
