"""Whoever works with people keeps a file of their organisation, such as a picture of a place, and takes it out again."""

from typing import ClassVar

from django.db import migrations

FILE, CONTENT = "files_organisationfile", "files_organisationfilecontent"
OWN = f"{FILE}.owner_id = (SELECT guard.organisation())"
KEPT = "((SELECT guard.decides()) OR (SELECT guard.roles()) & 4608 <> 0)"
# partnerships.rules.WITH_PEOPLE, and who signs or administers.
KEEPS = "(SELECT guard.roles()) & 5119 <> 0"
MINE = f"({KEPT} OR {FILE}.added_by = (SELECT guard.actor()))"
# The nightly job erases what ended a year ago.
NIGHT = f"((SELECT guard.kind()) = 'system' AND {FILE}.until_at < statement_timestamp() - interval '1 year')"
WITH_FILE = f"EXISTS (SELECT 1 FROM {FILE} f WHERE f.id = {CONTENT}.id AND f.owner_id = (SELECT guard.organisation())"


def policies(insert: str, change: str, delete: str) -> str:
    return f"""
ALTER POLICY may_insert ON {FILE} WITH CHECK ({OWN} AND {insert});
ALTER POLICY may_update ON {FILE} USING ({OWN} AND {change}) WITH CHECK ({OWN} AND {change});
ALTER POLICY may_delete ON {FILE} USING ({OWN} AND {delete});
ALTER POLICY may_insert ON {CONTENT} WITH CHECK ({WITH_FILE} AND {insert}));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0004_told")]
    operations: ClassVar = [
        migrations.RunSQL(policies(KEEPS, MINE, f"({MINE} OR {NIGHT})"), reverse_sql=policies(KEPT, KEPT, KEPT))
    ]
