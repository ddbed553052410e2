-- Who may put which job in. What runs at night is put in by the program's own jobs; a member's request puts in what that
-- member started, at once, and keeps nothing else from waiting or running.
ALTER TABLE guard.allowed_task ADD COLUMN who text NOT NULL DEFAULT 'system' CHECK (who IN ('member', 'system'));

-- Puts a job into the queue within the asker's transaction. The asker's membership and organisation go with it, from
-- the context; the worker derives its rights from them again when the job runs. `only_one` holds within one organisation,
-- for one task and, for a member, among that member's own jobs: else its refusal would tell what others have waiting, and
-- a job put in by somebody would stand in the way of another's. A member's job runs after all others.
-- Raises TV030 for a name that is unknown or not for who asks, and for a member's job that is to run later.
CREATE OR REPLACE FUNCTION guard.enqueue(task text, task_args jsonb, run_at timestamptz, only_one text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    asker text := guard.kind();
    job bigint;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM guard.allowed_task t WHERE t.name = task AND t.who = asker) THEN
        RAISE EXCEPTION 'no such task' USING ERRCODE = 'TV030';
    END IF;
    IF asker = 'member' AND run_at > statement_timestamp() THEN
        RAISE EXCEPTION 'a request puts in what runs at once' USING ERRCODE = 'TV030';
    END IF;
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args, scheduled_at)
    VALUES ('default', task, CASE asker WHEN 'member' THEN -1 ELSE 0 END,
            concat_ws(':', guard.organisation(), asker, guard.actor(), task) || ':' || only_one,
            task_args || jsonb_build_object('actor', guard.actor(), 'organisation', guard.organisation()), run_at)
    RETURNING id INTO job;
    RETURN job;
END
$$;
