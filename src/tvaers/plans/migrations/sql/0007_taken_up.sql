-- What a task may become, and by whom. Errors: TV043 what was asked is changed by who asked, or no step of a task;
-- TV044 it was finished when its case was closed.

-- Whoever takes a task on for another organisation says that it is done, or not yet, and nothing else: who asked for it
-- cancels it, and asks again. What was done or cancelled when the case was closed stays so, since that was decided of
-- it; a task that went on after the case is its owner's to do, and to undo. Reads the case for those who do not see it.
CREATE OR REPLACE FUNCTION guard.keep_task() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF ((to_jsonb(NEW) - '{state,done_at,done_by,version}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{state,done_at,done_by,version}'::text[])
        OR NEW.state <> OLD.state AND 'cancelled' IN (NEW.state, OLD.state))
        AND NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = OLD.id AND d.owner_id = guard.organisation()) THEN
        RAISE EXCEPTION 'what was asked is changed by who asked' USING ERRCODE = 'TV043';
    END IF;
    IF NEW.version <> OLD.version + 1 AND NEW.version <> OLD.version
        OR NEW.state NOT IN ('open', 'done', 'cancelled') OR (NEW.done_by IS NULL) <> (NEW.state = 'open') THEN
        RAISE EXCEPTION 'not a step of a task' USING ERRCODE = 'TV043';
    END IF;
    IF NEW.state = 'open' AND OLD.state <> 'open' AND EXISTS (
        SELECT 1 FROM sharing_link l JOIN cases_case c ON c.id = l.target_id
        WHERE l.kind = 'belongs' AND l.source_id = OLD.id AND (OLD.done_at <= c.closed_at OR OLD.done_at IS NULL)
          AND c.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'finished with its case' USING ERRCODE = 'TV044';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_task() FROM PUBLIC;
