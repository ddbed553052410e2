"""A row that says what a dossier is, is written for a dossier of that kind, by the organisation that answers for it."""

from typing import ClassVar

from django.db import migrations

from tvaers.people.references import is_of_kind

FUNCTION = """
CREATE FUNCTION guard.of_kind() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM sharing_dossier d
                   WHERE d.id = NEW.id AND d.kind = TG_ARGV[0] AND d.owner_id = guard.organisation()) THEN
        -- As a row behind a hidden dossier: nothing tells whether it is there.
        RAISE EXCEPTION 'no such dossier of this kind here' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION guard.of_kind() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0006_merge")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION guard.of_kind();"),
        is_of_kind("people_person", "person"),
    ]
