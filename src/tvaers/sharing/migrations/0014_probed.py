"""Each policy asks for one row's access at a time, never for everything the reader sees (sharing.policies)."""

from typing import ClassVar

from django.db import migrations

# Of each policy that asks, the condition as PostgreSQL writes it, with the one comparison put in, or taken out again.
CHANGE = r"""
DO $$
DECLARE
    p record;
BEGIN
    FOR p IN
        SELECT l.polname AS name, l.polrelid::regclass AS of, pg_get_expr(l.polqual, l.polrelid) AS sees,
               pg_get_expr(l.polwithcheck, l.polrelid) AS writes
        FROM pg_policy l
    LOOP
        IF p.sees ~ '%(wanted)s' THEN
            EXECUTE format('ALTER POLICY %%I ON %%s USING (%%s)', p.name, p.of,
                           regexp_replace(p.sees, '%(wanted)s', '%(made)s', 'g'));
        END IF;
        IF p.writes ~ '%(wanted)s' THEN
            EXECUTE format('ALTER POLICY %%I ON %%s WITH CHECK (%%s)', p.name, p.of,
                           regexp_replace(p.writes, '%(wanted)s', '%(made)s', 'g'));
        END IF;
    END LOOP;
END
$$;
"""
ALONE = r"\(a\.dossier_id = ([a-z_]+\.[a-z_]+)\)(?! AND \(a\.dossier_id >= )"
BOTH = r"\(a\.dossier_id = ([a-z_]+\.[a-z_]+)\) AND \(a\.dossier_id >= [a-z_]+\.[a-z_]+\)"
PUT_IN = CHANGE % {"wanted": ALONE, "made": r"(a.dossier_id = \1) AND (a.dossier_id >= \1)"}
TAKEN_OUT = CHANGE % {"wanted": BOTH, "made": r"(a.dossier_id = \1)"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("sharing", "0013_offered"),
        ("cases", "0009_of_kind"),
        ("concerns", "0014_by_recorder"),
        ("consents", "0004_ends_first"),
        ("people", "0007_of_kind"),
        ("plans", "0008_of_kind"),
        ("work", "0004_owner"),
    ]
    operations: ClassVar = [migrations.RunSQL(PUT_IN, reverse_sql=TAKEN_OUT)]
