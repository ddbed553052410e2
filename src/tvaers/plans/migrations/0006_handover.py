"""Who leaves leaves no task without an owner."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = "DROP FUNCTION guard.count_member_tasks(uuid);\nDROP FUNCTION guard.hand_over_tasks(uuid, uuid);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0008_handover"), ("plans", "0005_statements")]
    operations: ClassVar = [sql_file(__file__, "0006_handover.sql", reverse=UNDO)]
