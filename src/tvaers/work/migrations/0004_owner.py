"""A clock names who answers for its dossier, so that what waits in an organisation is found at once."""

from typing import ClassVar

from django.db import migrations, models

# Whatever the application writes there is replaced; who loads or restores rows may give it, and need not.
FILL = """
CREATE FUNCTION guard.fill_clock_owner() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    NEW.owner_id := (SELECT d.owner_id FROM sharing_dossier d WHERE d.id = NEW.dossier_id);
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.fill_clock_owner() FROM PUBLIC;
CREATE TRIGGER fill_owner BEFORE INSERT ON work_clock FOR EACH ROW
    WHEN (current_user = 'tvaers_app' OR NEW.owner_id IS NULL) EXECUTE FUNCTION guard.fill_clock_owner();
UPDATE work_clock c SET owner_id = d.owner_id FROM sharing_dossier d WHERE d.id = c.dossier_id;
"""
EMPTY = "DROP TRIGGER fill_owner ON work_clock; DROP FUNCTION guard.fill_clock_owner();"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("work", "0003_kept")]
    operations: ClassVar = [
        migrations.AddField("clock", "owner_id", models.UUIDField(editable=False, null=True)),
        migrations.RunSQL(FILL, reverse_sql=EMPTY),
        migrations.AddIndex(
            "clock",
            models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["owner_id", "due_at"],
                name="clock_owner_open_due",
            ),
        ),
    ]
