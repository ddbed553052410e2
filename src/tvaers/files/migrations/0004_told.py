"""Whoever was given a file is told when it is removed (R15, R22); one that stays was given to nobody."""

from typing import ClassVar

from django.db import migrations

TOLD = """
CREATE FUNCTION guard.tell_file_removed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM guard.tell_correction('removed', OLD.dossier_id, OLD.category, 'file', OLD.id, OLD.added_at, NULL);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.tell_file_removed() FROM PUBLIC;
CREATE TRIGGER tell_removed AFTER DELETE ON files_file FOR EACH ROW
    WHEN (current_user = 'tvaers_app' AND NOT OLD.stays) EXECUTE FUNCTION guard.tell_file_removed();
"""
UNDO = "DROP TRIGGER tell_removed ON files_file; DROP FUNCTION guard.tell_file_removed();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0027_corrections"), ("files", "0003_stays")]
    operations: ClassVar = [migrations.RunSQL(TOLD, reverse_sql=UNDO)]
