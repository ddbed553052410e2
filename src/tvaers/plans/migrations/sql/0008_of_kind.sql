-- A row of a task that lies in another kind of dossier is none: whoever takes over would be let into that dossier.

-- As before, but for dossiers that are tasks.
CREATE OR REPLACE FUNCTION guard.hand_over_tasks(from_member uuid, to_member uuid) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    owned uuid;
    moved bigint := 0;
BEGIN
    PERFORM guard.require_successor(from_member, to_member);
    FOR owned IN
        SELECT t.id FROM plans_task t JOIN sharing_dossier d ON d.id = t.id AND d.kind = 'task'
        WHERE t.owner_id = from_member AND t.state = 'open' AND d.owner_id = guard.organisation() AND d.erased_at IS NULL
        ORDER BY t.id FOR UPDATE OF t
    LOOP
        UPDATE plans_task t SET owner_id = to_member, version = t.version + 1 WHERE t.id = owned;
        PERFORM guard.let_successor_in(owned, to_member);
        PERFORM guard.record_event(gen_random_uuid(), 'plans.task_handed_over', owned, owned,
            jsonb_build_object('from', from_member, 'to', to_member));
        moved := moved + 1;
    END LOOP;
    RETURN moved;
END
$$;

-- As before, but for dossiers that are tasks.
CREATE OR REPLACE FUNCTION guard.count_member_tasks(member uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.require_administrator();
    PERFORM guard.require_own_member(member);
    RETURN (SELECT count(*) FROM plans_task t JOIN sharing_dossier d ON d.id = t.id AND d.kind = 'task'
            WHERE t.owner_id = member AND t.state = 'open' AND d.owner_id = guard.organisation() AND d.erased_at IS NULL);
END
$$;
