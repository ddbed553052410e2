"""When somebody wants to be written to is their own; the letters are written by their organisation's job alone."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.sharing.policies import organisation_rows

REMINDERS, DIGEST = "work_reminders", "work_digest"
JOB = "(SELECT guard.kind()) = 'system'"
ME = "(SELECT guard.actor())"
OURS = "{0}.owner_id = (SELECT guard.organisation())"
MINE = f"{OURS} AND {{0}}.member_id = {ME}"
COLLEAGUE = (
    f"EXISTS (SELECT 1 FROM partnerships_membership m WHERE m.id = {DIGEST}.member_id"
    f" AND m.organisation_id = {DIGEST}.owner_id)"
)
RULES = f"""
ALTER POLICY may_select ON {REMINDERS} USING ({OURS.format(REMINDERS)} AND ({REMINDERS}.member_id = {ME} OR {JOB}));
ALTER POLICY may_insert ON {REMINDERS} WITH CHECK ({MINE.format(REMINDERS)});
ALTER POLICY may_update ON {REMINDERS} USING ({MINE.format(REMINDERS)}) WITH CHECK ({MINE.format(REMINDERS)});
ALTER POLICY may_select ON {DIGEST} USING ({OURS.format(DIGEST)} AND ({DIGEST}.member_id = {ME} OR {JOB}));
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("work", "0013_reminders")]
    operations: ClassVar = [
        organisation_rows(
            REMINDERS,
            commands=("SELECT", "INSERT", "UPDATE"),
            changeable=("cadence", "weekday", "hour", "quiet_from", "quiet_until"),
        ),
        organisation_rows(
            DIGEST,
            writes=f"{JOB} AND {COLLEAGUE}",
            changeable=("state", "attempts", "next_at", "failed_since", "ended_at"),
        ),
        migrations.RunSQL(RULES, reverse_sql=migrations.RunSQL.noop),
        allowed("work.remind", "work.write_digest"),
    ]
