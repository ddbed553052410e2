"""Who is away says so for themselves, one substitute at a time; colleagues see it, and it opens nothing."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file
from tvaers.sharing.policies import organisation_rows

ABSENCE = "work_absence"
ME = "(SELECT guard.actor())"
OURS = f"{ABSENCE}.owner_id = (SELECT guard.organisation())"
TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"
# A mistyped year is none; and nothing is said afterwards of days that are over.
WITHIN = f"from_on <= {TODAY} + 400 AND until_on <= from_on + 366 AND from_on >= {TODAY}"
CONCERNED = f"{ME} IN ({ABSENCE}.member_id, {ABSENCE}.substitute_id)"
# Colleagues see who is away or will be; how it was before is known to the two alone.
SEES = f"({CONCERNED} OR ended_at IS NULL AND until_on >= {TODAY})"
RULES = f"""
ALTER POLICY may_select ON {ABSENCE} USING ({OURS} AND {SEES});
ALTER POLICY may_insert ON {ABSENCE} WITH CHECK (
    {OURS} AND {ABSENCE}.member_id = {ME} AND {WITHIN}
    AND known_at IS NULL AND ended_at IS NULL AND said_at <= statement_timestamp());
ALTER POLICY may_update ON {ABSENCE} USING ({OURS} AND {CONCERNED} AND ended_at IS NULL) WITH CHECK (
    {OURS} AND {CONCERNED} AND coalesce(ended_at, known_at, said_at) <= statement_timestamp());
"""
UNDO = """
DROP TRIGGER absences_end ON partnerships_membership;
DROP FUNCTION guard.absences_end();
DROP TRIGGER keep_absence ON work_absence;
DROP FUNCTION guard.keep_absence();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("partnerships", "0007_reviewed_by"),
        ("sharing", "0002_guard"),
        ("work", "0009_absence"),
    ]
    operations: ClassVar = [
        organisation_rows(
            ABSENCE,
            commands=("SELECT", "INSERT", "UPDATE"),
            changeable=("known_at", "ended_at", "ended_by"),
            signed=("ended_by",),
        ),
        migrations.RunSQL(RULES, reverse_sql=migrations.RunSQL.noop),
        sql_file(__file__, "0010_absence.sql", reverse=UNDO),
    ]
