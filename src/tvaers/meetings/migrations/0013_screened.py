"""What is handed over alone is screened; that an item was erased is seen by the organisation that brought it."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import open_to_reader

ITEM = "meetings_item"
US, ME = "(SELECT guard.organisation())", "(SELECT guard.actor())"
HERE = f"FROM meetings_meeting m WHERE m.id = {ITEM}.meeting_id"
AT_TABLE = (
    f"EXISTS (SELECT 1 {HERE} AND (m.owner_id = {US} OR {US} = ANY (m.audience)"
    f" OR m.id = ANY ((SELECT guard.at_tables())::uuid[])))"
)
READS = open_to_reader(f"{ITEM}.id", category="511", may=1)
CHAIRS = f"EXISTS (SELECT 1 {HERE} AND m.chair_id = {ME})"
# Nothing is left behind it but that it was there: who brought it sees what became of it.
GONE = f"state = 'erased' AND owner_id = {US} AND EXISTS (SELECT 1 {HERE})"


def _seen(gated: str) -> str:
    return f"ALTER POLICY may_select ON {ITEM} USING (NOT is_gated AND {AT_TABLE} OR is_gated AND ({gated}))"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0012_decided")]
    operations: ClassVar = [
        sql_file(__file__, "0013_screened.sql", reverse=former(__file__, "0003_guard.sql", "screen_item")),
        RunSQL(_seen(f"{READS} OR {CHAIRS} OR {GONE}"), reverse_sql=_seen(f"{READS} OR {CHAIRS}")),
    ]
