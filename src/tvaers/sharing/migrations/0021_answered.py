"""When an offer was accepted: since then it could be seen, which somebody may want to know years later."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

NOTE = """
CREATE FUNCTION guard.note_answer() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    NEW.answered_at := statement_timestamp();
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.note_answer() FROM PUBLIC;
CREATE TRIGGER note_answer BEFORE UPDATE ON sharing_access FOR EACH ROW
    WHEN (OLD.state = 'offered' AND NEW.state = 'accepted') EXECUTE FUNCTION guard.note_answer();
"""
UNDO = "DROP TRIGGER note_answer ON sharing_access;\nDROP FUNCTION guard.note_answer();\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0020_moving_guard")]
    operations: ClassVar = [
        migrations.AddField("access", "answered_at", models.DateTimeField(null=True)),
        RunSQL(NOTE, reverse_sql=UNDO),
    ]
