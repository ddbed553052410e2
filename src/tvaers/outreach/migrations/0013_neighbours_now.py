"""A neighbour reads shifts and stops as long as an agreement in force joins it with their owner, and no longer (R5)."""

from typing import ClassVar

from django.db import migrations

TABLES = ("outreach_shift", "outreach_stop")
MINE = "(SELECT guard.organisation())"


def runs(table: str, column: str) -> str:
    return f"({table}.{column} IS NULL OR {table}.{column} > statement_timestamp())"


# outreach.queries.neighbours; asked once in a statement, whatever it reads.
JOINED = (
    "(SELECT theirs.organisation_id FROM sharing_frameparty ours JOIN sharing_frame f ON f.id = ours.frame_id"
    " JOIN sharing_frameparty theirs ON theirs.frame_id = f.id"
    f" WHERE ours.organisation_id = {MINE} AND f.kind = 'agreement' AND f.ended_at IS NULL"
    f" AND f.in_force_from <= statement_timestamp() AND {runs('f', 'in_force_until')}"
    f" AND {runs('ours', 'until_at')} AND {runs('theirs', 'until_at')})"
)


def read(table: str, joined: str) -> str:
    own = f"{table}.owner_id = {MINE}"
    return f"ALTER POLICY may_select ON {table} USING (({own} OR ({MINE} = ANY ({table}.audience){joined})));\n"


NOW = "".join(read(table, f" AND {table}.owner_id IN {JOINED}") for table in TABLES)
BEFORE = "".join(read(table, "") for table in TABLES)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0054_authors"), ("outreach", "0012_joined")]
    operations: ClassVar = [migrations.RunSQL(NOW, reverse_sql=BEFORE)]
