-- An emergency look-up is given to an inspector who can judge it: nobody judges the own, so an organisation whose only
-- inspector is whoever looks, there or under another hat, is none that could. As of 0002 it was given one all the same,
-- stayed unjudged, and after three working days stopped everybody's.

-- As of 0002, but for inspectors who are this user.
CREATE FUNCTION guard.emergency_reviewer(looker uuid, owner uuid, but_for uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT o.id FROM partnerships_organisation o
    WHERE o.ended_at IS NULL AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public')
      AND EXISTS (SELECT 1 FROM partnerships_membership m
                  WHERE m.organisation_id = o.id AND m.state = 'active' AND m.roles & 2048 <> 0
                    AND m.user_id <> but_for)
    ORDER BY CASE WHEN o.id IS DISTINCT FROM owner AND o.id <> looker THEN 0 WHEN o.id <> looker THEN 1 ELSE 2 END,
        (SELECT count(*) FROM emergencies_emergencylookup l
         WHERE l.reviewer_id = o.id AND l.at > statement_timestamp() - interval '1 year'), o.id
    LIMIT 1
$$;
REVOKE ALL ON FUNCTION guard.emergency_reviewer(uuid, uuid, uuid) FROM PUBLIC;

-- As of 0002, and: somebody else than the asker could judge it.
CREATE OR REPLACE FUNCTION guard.emergency_stop() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE
        -- Said here as well as in the register, which the host's administrators may change: never civil society.
        WHEN NOT EXISTS (SELECT 1 FROM partnerships_organisation o WHERE o.id = guard.organisation() AND o.ended_at IS NULL
            AND o.kind IN ('municipality', 'police', 'probation', 'school', 'institution-public')) THEN 'TV080'
        -- 511: partnerships.rules.WITH_PEOPLE.
        WHEN guard.kind() <> 'member' OR guard.roles() & 511 = 0 OR guard.purposes() & 127 = 0 THEN 'TV081'
        WHEN EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.organisation_id = guard.organisation()
            AND l.reviewed_at IS NULL AND l.review_by < (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date)
            THEN 'TV082'
        WHEN EXISTS (SELECT 1 FROM emergencies_emergencylookup l WHERE l.member_id = guard.actor()
            AND l.verdict = 'not-justified' AND l.restored_at IS NULL) THEN 'TV083'
        WHEN guard.emergency_is_open(guard.actor()) THEN 'TV084'
        WHEN (SELECT count(*) FROM emergencies_emergencylookup l WHERE l.member_id = guard.actor()
            AND l.at > statement_timestamp() - interval '1 day') >= 5 THEN 'TV085'
        WHEN guard.emergency_reviewer(guard.organisation(), NULL, guard.signed_in_user()) IS NULL THEN 'TV086'
        WHEN NOT EXISTS (SELECT 1 FROM guard.emergency_basis() v JOIN partnerships_organisation o ON o.id = guard.organisation()
            WHERE o.kind = ANY (v.receiver_kinds) AND v.purposes & guard.purposes() <> 0) THEN 'TV087'
    END
    WHERE guard.at_work()
$$;

-- As of 0002, and: given to somebody else than the asker.
CREATE OR REPLACE FUNCTION guard.begin_emergency(form uuid, danger text, organisations uuid[], tokens bytea[], review_by date)
RETURNS TABLE (lookup uuid, dossier uuid)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    stop text;
    owner uuid;
    today date := (statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date;
BEGIN
    PERFORM guard.at_work();
    -- One at a time: the second of two waits here, and meets the first.
    PERFORM 1 FROM partnerships_membership m WHERE m.id = guard.actor() FOR UPDATE;
    RETURN QUERY SELECT l.id, l.dossier_id FROM emergencies_emergencylookup l
        WHERE l.member_id = guard.actor() AND l.form_id = form;
    IF FOUND THEN
        RETURN;
    END IF;
    stop := guard.emergency_stop();
    IF stop IS NOT NULL THEN
        RAISE EXCEPTION 'no emergency look-up now' USING ERRCODE = stop;
    END IF;
    PERFORM guard.require_factor(60);
    IF (form IS NOT NULL AND danger IN ('life', 'health', 'violence', 'missing')
        AND cardinality(organisations) = cardinality(tokens)
        AND cardinality(organisations) = (SELECT count(DISTINCT o) FROM unnest(organisations) o)
        -- Three working days, also across Easter and Christmas.
        AND review_by > today + 2 AND review_by <= today + 12) IS NOT TRUE THEN
        RAISE EXCEPTION 'not whole' USING ERRCODE = 'TV088';
    END IF;
    SELECT d.id, d.owner_id INTO dossier, owner
    FROM unnest(organisations, tokens) AS n (organisation, token)
    JOIN people_token t ON t.token = n.token AND t.kind = 1
    JOIN sharing_dossier d ON d.id = t.dossier_id AND d.owner_id = n.organisation AND d.kind = 'person' AND d.erased_at IS NULL
    JOIN partnerships_organisation o ON o.id = d.owner_id AND o.kind = ANY ((guard.emergency_basis()).sender_kinds)
    WHERE NOT (d.owner_id = guard.organisation() AND guard.can(d.id, 8, 1))
    ORDER BY guard.can(d.id, 8, 1), d.opened_at DESC, d.id LIMIT 1;
    IF dossier IS NULL THEN
        IF EXISTS (SELECT 1 FROM unnest(tokens) AS n (token)
            JOIN people_token t ON t.token = n.token AND t.kind = 1 WHERE guard.can(t.dossier_id, 8, 1)) THEN
            RAISE EXCEPTION 'the asker sees the person already' USING ERRCODE = 'TV089';
        END IF;
    END IF;
    lookup := gen_random_uuid();
    INSERT INTO emergencies_emergencylookup
        (id, organisation_id, member_id, form_id, danger, owner_id, dossier_id, reviewer_id, review_by)
    VALUES (lookup, guard.organisation(), guard.actor(), form, danger, owner, dossier,
            guard.emergency_reviewer(guard.organisation(), owner, guard.signed_in_user()), review_by);
    PERFORM guard.record_event(gen_random_uuid(), 'emergencies.looked_up', lookup, dossier,
        jsonb_build_object('danger', danger, 'found', dossier IS NOT NULL));
    RETURN NEXT;
END
$$;
