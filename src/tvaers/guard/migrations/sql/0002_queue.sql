-- The queue belongs to the worker. The application puts jobs in through one function with a list of names,
-- so that a statement injected there can start no job that the program does not know.

CREATE TABLE guard.allowed_task (name text PRIMARY KEY);
REVOKE ALL ON guard.allowed_task FROM PUBLIC;

GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers,
    procrastinate_workers TO tvaers_worker;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO tvaers_worker;

DO $$
DECLARE
    f regprocedure;
BEGIN
    FOR f IN SELECT p.oid::regprocedure FROM pg_proc p WHERE p.proname LIKE 'procrastinate%' AND p.pronamespace = 'public'::regnamespace LOOP
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO tvaers_worker', f);
    END LOOP;
END
$$;

-- Puts a job into the queue within the asker's transaction. The asker's membership and organisation go with it, from
-- the context; the worker derives its rights from them again when the job runs. `only_one` holds within one organisation: else its
-- refusal would tell what others have waiting. Raises TV030 for an unknown name.
CREATE FUNCTION guard.enqueue(task text, task_args jsonb, run_at timestamptz, only_one text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    job bigint;
BEGIN
    PERFORM guard.in_context();
    IF NOT EXISTS (SELECT 1 FROM guard.allowed_task t WHERE t.name = task) THEN
        RAISE EXCEPTION 'no such task' USING ERRCODE = 'TV030';
    END IF;
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, queueing_lock, args, scheduled_at)
    VALUES ('default', task, 0, coalesce(guard.organisation()::text, '') || ':' || only_one,
            task_args || jsonb_build_object('actor', guard.actor(), 'organisation', guard.organisation()), run_at)
    RETURNING id INTO job;
    RETURN job;
END
$$;
REVOKE ALL ON FUNCTION guard.enqueue(text, jsonb, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.enqueue(text, jsonb, timestamptz, text) TO tvaers_app;
