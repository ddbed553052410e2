"""What somebody followed, and when they looked, goes the night after they have left."""

from typing import ClassVar

from django.db import migrations

FOLLOWS, LOOK = "localpicture_subscription", "localpicture_lastlook"
MEMBERS = {FOLLOWS: "by_id", LOOK: "id"}


def mine(table: str) -> str:
    return f"{table}.owner_id = (SELECT guard.organisation()) AND {table}.{MEMBERS[table]} = (SELECT guard.actor())"


def forgotten(table: str) -> str:
    return (
        f"({table}.owner_id = (SELECT guard.organisation()) AND (SELECT guard.kind()) = 'system' AND EXISTS (SELECT 1"
        f" FROM partnerships_membership m WHERE m.id = {table}.{MEMBERS[table]} AND m.state = 'left'))"
    )


NOW = "".join(
    f"ALTER POLICY may_select ON {table} USING (({mine(table)}) OR {forgotten(table)});\n" for table in MEMBERS
) + (
    f"ALTER POLICY may_delete ON {FOLLOWS} USING (({mine(FOLLOWS)}) OR {forgotten(FOLLOWS)});\n"
    f"GRANT DELETE ON {LOOK} TO tvaers_app;\n"
    f"CREATE POLICY may_delete ON {LOOK} FOR DELETE TO tvaers_app USING ({forgotten(LOOK)});\n"
)
FORMER = (
    f"DROP POLICY may_delete ON {LOOK};\nREVOKE DELETE ON {LOOK} FROM tvaers_app;\n"
    f"ALTER POLICY may_delete ON {FOLLOWS} USING ({mine(FOLLOWS)});\n"
) + "".join(f"ALTER POLICY may_select ON {table} USING ({mine(table)});\n" for table in MEMBERS)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("localpicture", "0006_written_now"), ("partnerships", "0007_reviewed_by")]
    operations: ClassVar = [migrations.RunSQL(NOW, reverse_sql=FORMER)]
