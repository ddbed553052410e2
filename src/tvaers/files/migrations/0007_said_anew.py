"""Who decides, signs or administers says anew until when a file is read; who only writes can end it sooner."""

from typing import ClassVar

from django.db import migrations

FORMER = """
CREATE TRIGGER only_sooner BEFORE UPDATE ON files_organisationfile FOR EACH ROW
    WHEN (OLD.until_at IS NOT NULL AND (NEW.until_at IS NULL OR NEW.until_at > OLD.until_at))
    EXECUTE FUNCTION guard.{}();
"""
LATER = """
CREATE FUNCTION guard.refuse_later() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF current_user = 'tvaers_app' AND NOT (guard.decides() OR guard.roles() & 4608 <> 0) THEN
        RAISE EXCEPTION 'a row of % ends when it was said to', TG_TABLE_NAME USING ERRCODE = 'TV028';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.refuse_later() FROM PUBLIC;
DROP TRIGGER only_sooner ON files_organisationfile;
"""
UNDO = "DROP TRIGGER only_sooner ON files_organisationfile;\nDROP FUNCTION guard.refuse_later();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0006_pictures_kept")]
    operations: ClassVar = [
        migrations.RunSQL(LATER + FORMER.format("refuse_later"), reverse_sql=UNDO + FORMER.format("refuse_move"))
    ]
