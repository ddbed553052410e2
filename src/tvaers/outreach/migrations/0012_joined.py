"""Who comes onto a team later reads nothing that it said before: a colleague could else write themselves onto it."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models.functions import Now

MEMBER, DEBRIEF = "outreach_shiftmember", "outreach_debrief"
ME, JOB = "(SELECT guard.actor())", "(SELECT guard.kind()) = 'system'"
WALKS, LEADS = "(SELECT guard.roles()) & 267 <> 0", "(SELECT guard.roles()) & 257 <> 0"
JOINS = (
    f"{MEMBER}.owner_id = (SELECT guard.organisation()) AND {WALKS} AND EXISTS (SELECT 1 FROM outreach_shift s"
    f" WHERE s.id = {MEMBER}.shift_id AND s.owner_id = {MEMBER}.owner_id) AND EXISTS (SELECT 1 FROM"
    f" partnerships_membership c WHERE c.id = {MEMBER}.member_id AND c.organisation_id = {MEMBER}.owner_id)"
)
# The database puts it in, and nobody says another; without one are the rows of before.
JOINS_NOW = f"{JOINS} AND {MEMBER}.joined_at >= statement_timestamp()"
SINCE = f" AND (m.joined_at IS NULL OR m.joined_at <= {DEBRIEF}.written_at)"


def read(since: str) -> str:
    team = f"EXISTS (SELECT 1 FROM {MEMBER} m WHERE m.shift_id = {DEBRIEF}.shift_id AND m.member_id = {ME}{since})"
    return (
        f"ALTER POLICY may_select ON {DEBRIEF} USING ({DEBRIEF}.owner_id = (SELECT guard.organisation())"
        f" AND ({DEBRIEF}.by_id = {ME} OR {LEADS} OR {team} OR {JOB}));\n"
    )


def joined(condition: str) -> str:
    return f"ALTER POLICY may_insert ON {MEMBER} WITH CHECK ({condition});\n"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("outreach", "0011_alerts")]
    operations: ClassVar = [
        # Two steps: with a default at once, those who are on a team already would have joined now.
        migrations.AddField("shiftmember", "joined_at", models.DateTimeField(null=True)),
        migrations.AlterField("shiftmember", "joined_at", models.DateTimeField(null=True, db_default=Now())),
        migrations.RunSQL(joined(JOINS_NOW) + read(SINCE), reverse_sql=read("") + joined(JOINS)),
    ]
