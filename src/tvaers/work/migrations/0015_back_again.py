"""What a substitute was let in to for an absence ends with it, also when it ends before its day."""

from typing import ClassVar

from django.db import migrations

NOW = """
CREATE FUNCTION guard.end_substitution() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    -- Let in by who was away, to the substitute, since it was said and no longer than it was to last.
    UPDATE sharing_access a SET ended_at = statement_timestamp(), state = 'revoked'
    WHERE a.source = 'owner' AND a.member_id = NEW.substitute_id AND a.granted_by_id = NEW.member_id
      AND a.granted_at >= NEW.said_at AND a.ended_at IS NULL
      AND a.until_at <= (NEW.until_on + 1)::timestamp AT TIME ZONE 'Europe/Copenhagen';
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.end_substitution() FROM PUBLIC;
CREATE TRIGGER end_substitution AFTER UPDATE OF ended_at ON work_absence FOR EACH ROW
    WHEN (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) EXECUTE FUNCTION guard.end_substitution();
"""
UNDONE = "DROP TRIGGER end_substitution ON work_absence;\nDROP FUNCTION guard.end_substitution();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0014_reminders_guard"), ("sharing", "0055_items")]
    operations: ClassVar = [migrations.RunSQL(NOW, reverse_sql=UNDONE)]
