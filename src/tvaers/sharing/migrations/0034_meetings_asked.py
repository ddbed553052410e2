"""A question is a meeting as well, and what waited for approval is one on the day it is sent (R26)."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = "DROP TRIGGER no_further_meeting_sent ON sharing_access;\n" + former(
    __file__, "0024_meetings.sql", "meetings_about"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0033_onward")]
    operations: ClassVar = [sql_file(__file__, "0034_meetings_asked.sql", reverse=UNDO)]
