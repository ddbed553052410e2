-- A row of a case that lies in another kind of dossier is none: whoever takes over would be let into that dossier.

-- As before, but for dossiers that are cases.
CREATE OR REPLACE FUNCTION guard.hand_over_cases(from_member uuid, to_member uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    led cases_case;
    part uuid;
    moved bigint := 0;
BEGIN
    PERFORM guard.require_successor(from_member, to_member);
    FOR led IN
        SELECT c.* FROM cases_case c JOIN sharing_dossier d ON d.id = c.id AND d.kind = 'case'
        WHERE c.lead_id = from_member AND c.state <> 'closed' AND d.owner_id = guard.organisation()
          AND d.erased_at IS NULL
        ORDER BY c.id FOR UPDATE OF c
    LOOP
        -- cases.rules.OPENERS as a mask: who may lead a case.
        IF NOT EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = to_member AND m.roles & 455 <> 0) THEN
            RAISE EXCEPTION 'not somebody who leads cases' USING ERRCODE = 'TV022';
        END IF;
        UPDATE cases_case c SET lead_id = to_member, version = c.version + 1 WHERE c.id = led.id;
        INSERT INTO cases_step (id, dossier_id, kind, reason, at, by)
        VALUES (gen_random_uuid(), led.id, 'lead', '', statement_timestamp(), guard.actor());
        FOR part IN
            SELECT led.id UNION SELECT led.person_id
            UNION SELECT l.source_id FROM sharing_link l WHERE l.kind = 'belongs' AND l.target_id = led.id
        LOOP
            PERFORM guard.let_successor_in(part, to_member);
        END LOOP;
        PERFORM guard.record_event(gen_random_uuid(), 'cases.handed_over', led.id, led.id,
            jsonb_build_object('from', from_member, 'to', to_member));
        moved := moved + 1;
    END LOOP;
    RETURN moved;
END
$$;

-- As before, but for dossiers that are cases.
CREATE OR REPLACE FUNCTION guard.count_member_cases(member uuid) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    RETURN ARRAY[
        (SELECT count(*) FROM cases_case c JOIN sharing_dossier d ON d.id = c.id AND d.kind = 'case'
         WHERE c.lead_id = member AND c.state <> 'closed' AND d.owner_id = guard.organisation() AND d.erased_at IS NULL),
        (SELECT count(*) FROM cases_entry e WHERE e.author_id = member AND e.signed_at IS NULL)];
END
$$;
