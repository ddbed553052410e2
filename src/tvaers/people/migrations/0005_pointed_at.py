"""Tell which people something still points at, rows included that the asker cannot see, before one is erased."""

from typing import ClassVar

from django.db import migrations

FUNCTION = """
CREATE FUNCTION guard.people_pointed_at(people uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    r guard.person_reference;
    asked uuid[];
    more uuid[];
    found uuid[];
BEGIN
    PERFORM guard.at_work();
    -- Only of people the asker could erase: else the answer would tell who is known to somebody.
    SELECT coalesce(array_agg(p), '{}') INTO asked FROM unnest(people) AS p
    WHERE guard.can(p, 8, 2)
      AND EXISTS (SELECT 1 FROM sharing_dossier d WHERE d.id = p AND d.kind = 'person' AND d.owner_id = guard.organisation());
    SELECT coalesce(array_agg(p), '{}') INTO found FROM unnest(asked) AS p
    WHERE EXISTS (SELECT 1 FROM sharing_link l WHERE l.kind = 'concerns' AND l.target_id = p);
    FOR r IN SELECT * FROM guard.person_reference LOOP
        EXECUTE format('SELECT array_agg(DISTINCT %I) FROM %s WHERE %I = ANY ($1)', r.person_column, r.name, r.person_column)
            INTO more USING asked;
        found := found || coalesce(more, '{}');
    END LOOP;
    RETURN found;
END
$$;
REVOKE ALL ON FUNCTION guard.people_pointed_at(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION guard.people_pointed_at(uuid[]) TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0004_owner_changes")]
    operations: ClassVar = [
        migrations.RunSQL(FUNCTION, reverse_sql="DROP FUNCTION guard.people_pointed_at(uuid[]);"),
    ]
