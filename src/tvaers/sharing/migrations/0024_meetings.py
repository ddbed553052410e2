"""On some laws an exchange without consent is one meeting, by exception one more, and no third (R26)."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tvaers.guard.policies import sql_file
from tvaers.sharing.rules import BASES

_LIMITED = "\n".join(
    f"UPDATE sharing_legalbasis SET meetings = {each.meetings} WHERE id = '{each.id}';"
    for each in BASES
    if each.meetings
)
_UNDO = """
DROP TRIGGER no_further_meeting ON sharing_access;
DROP FUNCTION guard.no_further_meeting();
DROP FUNCTION guard.meetings_before(uuid, uuid);
DROP FUNCTION guard.meetings_about(uuid, uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0023_readers")]
    operations: ClassVar = [
        migrations.AddField("legalbasis", "meetings", models.PositiveSmallIntegerField(null=True)),
        RunSQL(_LIMITED, reverse_sql=RunSQL.noop),
        sql_file(__file__, "0024_meetings.sql", reverse=_UNDO),
    ]
