-- Notices to housing organisations (R25): the only way something about a person reaches one, and nothing else goes it.
-- Errors, besides those of guard.basis_stop: TV020 not the asker's to give or given already, TV022 no housing
-- organisation, TV025 longer than six months, TV026 no statute in force for both, TV095 another way than this.

-- Gives a notice to one member of a housing organisation, and returns the offer's id.
CREATE FUNCTION guard.give_notice(notice uuid, to_organisation uuid, to_member uuid, on_frame uuid, on_basis uuid,
    until_when timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own partnerships_organisation;
    told notices_housingnotice;
    frame sharing_frame;
    shown integer;
    stop text;
    access uuid := gen_random_uuid();
BEGIN
    PERFORM guard.at_work();
    SELECT * INTO own FROM partnerships_organisation o WHERE o.id = guard.organisation();
    SELECT n.* INTO told FROM notices_housingnotice n JOIN sharing_dossier d ON d.id = n.id
    WHERE n.id = notice AND d.kind = 'notice' AND d.owner_id = own.id AND d.erased_at IS NULL;
    IF told.id IS NULL OR guard.kind() <> 'member'
        OR (told.kind = 'decision') <> EXISTS (SELECT 1 FROM notices_noticedecision c WHERE c.dossier_id = notice)
        OR NOT guard.decides() OR NOT guard.can(notice, 8, 2)
        OR EXISTS (SELECT 1 FROM sharing_access a WHERE a.dossier_id = notice AND a.source = 'disclosure')
    THEN
        RAISE EXCEPTION 'not the asker''s to give' USING ERRCODE = 'TV020';
    END IF;
    IF to_organisation <> told.to_organisation_id OR to_organisation = own.id
        OR NOT EXISTS (SELECT 1 FROM partnerships_organisation o
                       WHERE o.id = to_organisation AND o.ended_at IS NULL AND o.kind = 'housing')
        OR NOT EXISTS (SELECT 1 FROM partnerships_membership m
            WHERE m.id = to_member AND m.organisation_id = to_organisation AND m.state = 'active')
    THEN
        RAISE EXCEPTION 'no housing organisation' USING ERRCODE = 'TV022';
    END IF;
    shown := CASE WHEN told.kind = 'decision' THEN 8 | 256 ELSE 8 END;
    PERFORM 1 FROM sharing_legalbasis b JOIN sharing_legalbasisversion v ON v.basis_id = b.id
    WHERE v.id = on_basis FOR KEY SHARE OF b;
    stop := CASE WHEN EXISTS (
        SELECT 1 FROM sharing_legalbasis b JOIN sharing_legalbasisversion v ON v.basis_id = b.id
        WHERE v.id = on_basis AND b.code = CASE told.kind WHEN 'decision' THEN 'al-63-d' ELSE 'al-63-e' END
    ) THEN guard.basis_stop(on_basis, on_frame, own.kind, 'housing', 1, shown) ELSE 'TV050' END;
    IF stop IS NOT NULL THEN
        RAISE EXCEPTION 'not on this legal basis' USING ERRCODE = stop;
    END IF;
    SELECT * INTO frame FROM sharing_frame f WHERE f.id = on_frame AND f.kind = 'statute' AND f.ended_at IS NULL
        AND f.in_force_from <= statement_timestamp() AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp())
        AND EXISTS (SELECT 1 FROM sharing_frameparty p WHERE p.frame_id = f.id AND p.organisation_id = to_organisation)
        AND EXISTS (SELECT 1 FROM sharing_frameparty p WHERE p.frame_id = f.id AND p.organisation_id = own.id);
    IF frame.id IS NULL THEN
        RAISE EXCEPTION 'no statute in force for both' USING ERRCODE = 'TV026';
    END IF;
    IF (until_when > statement_timestamp() AND until_when <= least(statement_timestamp() + interval '184 days',
        frame.in_force_until,
        (SELECT guard.basis_end(v.basis_id) FROM sharing_legalbasisversion v WHERE v.id = on_basis))) IS NOT TRUE THEN
        RAISE EXCEPTION 'six months at most' USING ERRCODE = 'TV025';
    END IF;
    INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, member_id, reader_id, categories, may, purpose,
                                frame_id, basis_id, source, state, granted_by_id, from_at, until_at)
    VALUES (access, notice, own.id, to_organisation, to_member, to_member, shown, 1, 1,
            on_frame, on_basis, 'disclosure', 'offered', guard.actor(), statement_timestamp(), until_when);
    PERFORM guard.record_event(gen_random_uuid(), 'sharing.offered', access, notice,
        jsonb_build_object('to', to_organisation, 'categories', shown, 'purpose', 1, 'basis', on_basis));
    RETURN access;
END
$$;
REVOKE ALL ON FUNCTION guard.give_notice(uuid, uuid, uuid, uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.give_notice(uuid, uuid, uuid, uuid, uuid, timestamptz) TO tvaers_app;

-- Whatever way an access row is made: a housing organisation is given a notice on one of its two laws and nothing else,
-- and a notice is given to nobody else.
CREATE FUNCTION guard.notices_alone() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = NEW.dossier_id AND d.kind = 'notice')
        OR EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = NEW.organisation_id AND o.kind = 'housing'))
        AND NOT EXISTS (
            SELECT 1 FROM sharing_dossier d, partnerships_organisation o, sharing_legalbasisversion v
            JOIN sharing_legalbasis b ON b.id = v.basis_id
            WHERE d.id = NEW.dossier_id AND d.kind = 'notice' AND o.id = NEW.organisation_id AND o.kind = 'housing'
              AND v.id = NEW.basis_id AND b.code IN ('al-63-d', 'al-63-e') AND NEW.may = 1)
    THEN
        RAISE EXCEPTION 'to a housing organisation a notice alone' USING ERRCODE = 'TV095';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.notices_alone() FROM PUBLIC;
CREATE TRIGGER notices_alone BEFORE INSERT OR UPDATE OF dossier_id, organisation_id, basis_id, may ON sharing_access
    FOR EACH ROW WHEN (NEW.source = 'disclosure') EXECUTE FUNCTION guard.notices_alone();
