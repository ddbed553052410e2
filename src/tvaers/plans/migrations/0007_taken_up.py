"""Only who gave a task cancels it or takes it up again, and nobody what was finished with its case."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

# As 0002_guard made it.
BEFORE = """
CREATE OR REPLACE FUNCTION guard.keep_task() RETURNS trigger
LANGUAGE plpgsql SECURITY INVOKER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (to_jsonb(NEW) - '{state,done_at,done_by,version}'::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - '{state,done_at,done_by,version}'::text[])
        AND NOT EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = OLD.id AND d.owner_id = guard.organisation()) THEN
        RAISE EXCEPTION 'what was asked is changed by who asked' USING ERRCODE = 'TV043';
    END IF;
    IF NEW.version <> OLD.version + 1 AND NEW.version <> OLD.version
        OR NEW.state NOT IN ('open', 'done', 'cancelled') OR (NEW.done_by IS NULL) <> (NEW.state = 'open') THEN
        RAISE EXCEPTION 'not a step of a task' USING ERRCODE = 'TV043';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.keep_task() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0008_handover"), ("plans", "0006_handover")]
    operations: ClassVar = [sql_file(__file__, "0007_taken_up.sql", reverse=BEFORE)]
