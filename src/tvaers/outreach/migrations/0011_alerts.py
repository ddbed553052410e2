"""An alert is taken on by who was told and by who walks, and stays theirs; what became of its message jobs alone say."""

from typing import ClassVar

from django.db import migrations

TABLE = "outreach_safetyalert"
OWN = (
    f"{TABLE}.owner_id = (SELECT guard.organisation()) AND EXISTS (SELECT 1 FROM outreach_shift s"
    f" WHERE s.id = {TABLE}.shift_id AND s.owner_id = {TABLE}.owner_id)"
)
JOB = "(SELECT guard.kind()) = 'system'"
BEFORE = f"{OWN} AND ({JOB} OR (SELECT guard.kind()) = 'member')"
NOW = f"{OWN} AND ({JOB} OR {TABLE}.to_id = (SELECT guard.actor()) OR (SELECT guard.roles()) & 267 <> 0)"
TRIGGERS = f"""
CREATE FUNCTION guard.only_jobs() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF guard.kind() <> 'system' THEN
        RAISE EXCEPTION 'only jobs change this' USING ERRCODE = 'TV020';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.only_jobs() FROM PUBLIC;
CREATE TRIGGER taken_on_once BEFORE UPDATE ON {TABLE} FOR EACH ROW
    WHEN (OLD.acknowledged_by IS NOT NULL AND (OLD.acknowledged_by, OLD.acknowledged_at)
        IS DISTINCT FROM (NEW.acknowledged_by, NEW.acknowledged_at))
    EXECUTE FUNCTION guard.refuse_change();
CREATE TRIGGER sent_by_jobs BEFORE UPDATE ON {TABLE} FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND (OLD.sms, OLD.sms_at) IS DISTINCT FROM (NEW.sms, NEW.sms_at))
    EXECUTE FUNCTION guard.only_jobs();
"""
NO_TRIGGERS = (
    f"DROP TRIGGER sent_by_jobs ON {TABLE};\nDROP TRIGGER taken_on_once ON {TABLE};\nDROP FUNCTION guard.only_jobs();\n"
)


def changed(condition: str) -> str:
    return f"ALTER POLICY may_update ON {TABLE} USING ({condition}) WITH CHECK ({condition});\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0010_authorities")]
    operations: ClassVar = [migrations.RunSQL(changed(NOW) + TRIGGERS, reverse_sql=NO_TRIGGERS + changed(BEFORE))]
