"""Put plans and tasks behind their dossiers."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

PLAN = str(int(Category.PLAN))
APPENDED = ("SELECT", "INSERT")
# Whoever takes a task on for another organisation says that it is done, and changes nothing of what was asked.
RECEIVER = """
CREATE FUNCTION guard.keep_task() RETURNS trigger
LANGUAGE plpgsql
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
CREATE TRIGGER keep_task BEFORE UPDATE ON plans_task FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.keep_task();
"""
NO_RECEIVER = "DROP TRIGGER keep_task ON plans_task; DROP FUNCTION guard.keep_task();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("plans", "0001_initial")]
    operations: ClassVar = [
        dossier_rows("plans_goal", category=PLAN, owner_writes=True, signed=("written_by", "evaluated_by")),
        dossier_rows("plans_taskgoal", category=PLAN, commands=APPENDED, owner_writes=True),
        dossier_rows("plans_task", category=PLAN, dossier="id", signed=("given_by", "done_by")),
        migrations.RunSQL(RECEIVER, reverse_sql=NO_RECEIVER),
        dossier_rows("plans_taskcomment", category=PLAN, commands=APPENDED, signed=("by", "org:by_organisation_id")),
        dossier_rows("plans_followup", category=PLAN, commands=APPENDED, owner_writes=True, signed=("by",)),
    ]
