"""Words lie behind the dossier of what they are found in; each app adds what its own rows ask besides."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.sharing.policies import dossier_rows

POSTING = "search_posting"

# A posting of a table that no app lets be found is refused; when a row goes, so does what it is found by.
SOURCES = """
CREATE TABLE guard.search_source (name text PRIMARY KEY);
REVOKE ALL ON guard.search_source FROM PUBLIC;
CREATE FUNCTION guard.of_source() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM guard.search_source s WHERE s.name = NEW.source) THEN
        RAISE EXCEPTION 'not a table that is searched' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.of_source() FROM PUBLIC;
CREATE TRIGGER of_source BEFORE INSERT ON search_posting FOR EACH ROW
    WHEN (current_user = 'tvaers_app') EXECUTE FUNCTION guard.of_source();
CREATE FUNCTION guard.forget_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM search_posting p WHERE p.source = TG_TABLE_NAME AND p.object_id = OLD.id
        AND p.dossier_id = CASE TG_ARGV[0] WHEN 'id' THEN OLD.id ELSE (to_jsonb(OLD) ->> TG_ARGV[0])::uuid END;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION guard.forget_words() FROM PUBLIC;
"""
NO_SOURCES = """
DROP FUNCTION guard.forget_words();
DROP TRIGGER of_source ON search_posting;
DROP FUNCTION guard.of_source();
DROP TABLE guard.search_source;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0055_items"), ("search", "0001_initial")]
    operations: ClassVar = [
        dossier_rows(POSTING, category="category", commands=("SELECT", "INSERT", "DELETE")),
        migrations.RunSQL(SOURCES, reverse_sql=NO_SOURCES),
        allowed("search.index"),
    ]
