"""Shifts go to authorities alone by the rule that all rooms share; a policy of its own said so before."""

from typing import ClassVar

from django.db import migrations

from tvaers.sharing.policies import only_authorities

WALKS = "(SELECT guard.roles()) & 267 <> 0"
OWN = "outreach_shift.owner_id = (SELECT guard.organisation())"
NOW = f"{OWN} AND {WALKS}"
BEFORE = (
    f"{NOW} AND audience <@ coalesce((SELECT array_agg(o.id) FROM partnerships_organisation o"
    " WHERE o.kind IN ('municipality', 'police')), '{}')"
)


def written(condition: str) -> str:
    return (
        f"ALTER POLICY may_insert ON outreach_shift WITH CHECK ({condition});\n"
        f"ALTER POLICY may_update ON outreach_shift USING ({condition}) WITH CHECK ({condition});\n"
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0054_authors"), ("outreach", "0009_held")]
    operations: ClassVar = [
        migrations.RunSQL(written(NOW), reverse_sql=written(BEFORE)),
        only_authorities("outreach_shift"),
    ]
