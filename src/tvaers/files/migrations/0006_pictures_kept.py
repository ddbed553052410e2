"""A file that somebody keeps who neither decides, signs nor administers goes to authorities alone, and for a while."""

from typing import ClassVar

from django.db import migrations

FILE, CONTENT = "files_organisationfile", "files_organisationfilecontent"
OWN = f"{FILE}.owner_id = (SELECT guard.organisation())"
KEPT = "((SELECT guard.decides()) OR (SELECT guard.roles()) & 4608 <> 0)"
KEEPS = "(SELECT guard.roles()) & 5119 <> 0"
MINE = f"{FILE}.added_by = (SELECT guard.actor())"
NIGHT = f"((SELECT guard.kind()) = 'system' AND {FILE}.until_at < statement_timestamp() - interval '1 year')"
WITH_FILE = f"EXISTS (SELECT 1 FROM {FILE} f WHERE f.id = {CONTENT}.id AND f.owner_id = (SELECT guard.organisation())"
# As long as a bulletin may hold, and for whom (localpicture).
FOR_A_WHILE = (
    f"{FILE}.until_at <= statement_timestamp() + interval '61 days 1 hour' AND NOT EXISTS (SELECT 1"
    f" FROM unnest({FILE}.audience) AS reader(id) WHERE NOT EXISTS (SELECT 1 FROM partnerships_organisation o"
    " WHERE o.id = reader.id AND o.kind IN ('municipality', 'police', 'probation')))"
)
# An annex has no end: who added one when they signed does nothing to it when they sign no longer.
LENT = f"{KEEPS} AND {MINE} AND {FILE}.until_at IS NOT NULL"


def policies(*, insert: str, using: str, check: str, delete: str, content: str) -> str:
    return f"""
ALTER POLICY may_insert ON {FILE} WITH CHECK ({OWN} AND {insert});
ALTER POLICY may_update ON {FILE} USING ({OWN} AND {using}) WITH CHECK ({OWN} AND {check});
ALTER POLICY may_delete ON {FILE} USING ({OWN} AND {delete});
ALTER POLICY may_insert ON {CONTENT} WITH CHECK ({WITH_FILE} AND {content}));
"""


NOW = policies(
    insert=f"({KEPT} OR ({KEEPS} AND {FOR_A_WHILE}))",
    using=f"({KEPT} OR ({LENT}))",
    check=f"({KEPT} OR ({LENT} AND {FOR_A_WHILE}))",
    delete=f"({KEPT} OR ({LENT}) OR {NIGHT})",
    content=f"({KEPT} OR ({KEEPS} AND f.added_by = (SELECT guard.actor())))",
)
FORMER = policies(
    insert=KEEPS,
    using=f"({KEPT} OR {MINE})",
    check=f"({KEPT} OR {MINE})",
    delete=f"({KEPT} OR {MINE} OR {NIGHT})",
    content=KEEPS,
)
SOONER = f"""
CREATE TRIGGER only_sooner BEFORE UPDATE ON {FILE} FOR EACH ROW
    WHEN (OLD.until_at IS NOT NULL AND (NEW.until_at IS NULL OR NEW.until_at > OLD.until_at))
    EXECUTE FUNCTION guard.refuse_move();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0005_pictures")]
    operations: ClassVar = [migrations.RunSQL(NOW + SOONER, reverse_sql=f"DROP TRIGGER only_sooner ON {FILE};{FORMER}")]
