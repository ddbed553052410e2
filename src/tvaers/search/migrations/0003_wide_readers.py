"""Where a search begins is told without reading what its reader reads; a second word is looked up by its object."""

from typing import ClassVar

from django.db import migrations, models

# An index of its own holds all that is asked, so that nothing of the rows is read, as often as they are opened anew.
INDEX = """
CREATE INDEX search_access_open ON sharing_access (reader_id, dossier_id) INCLUDE (from_at, until_at)
    WHERE state = 'accepted' AND ended_at IS NULL;
"""
# Of the asker's own readers alone, which all of them read themselves; it stops at the first one too many.
FUNCTION = """
CREATE FUNCTION guard.opens_more_than(most integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    own uuid[];
BEGIN
    PERFORM guard.at_work();
    own := guard.readers();
    RETURN EXISTS (SELECT 1 FROM sharing_access a
        WHERE a.reader_id = ANY (own) AND a.state = 'accepted' AND a.ended_at IS NULL
          AND a.from_at <= statement_timestamp() AND a.until_at > statement_timestamp()
        OFFSET most LIMIT 1);
END
$$;
REVOKE ALL ON FUNCTION guard.opens_more_than(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.opens_more_than(integer) TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_guard"), ("sharing", "0055_items")]
    operations: ClassVar = [
        migrations.RemoveIndex("posting", "posting_key_dossier"),
        migrations.AddIndex(
            "posting", models.Index(fields=["key", "dossier_id", "object_id"], name="posting_key_object")
        ),
        migrations.RunSQL(INDEX, reverse_sql="DROP INDEX search_access_open;"),
        migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION guard.opens_more_than(integer);"),
    ]
