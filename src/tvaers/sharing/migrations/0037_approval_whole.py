"""What is offered in one go waits for approval as a whole, and is not moved on to a later day without one."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = "DROP TRIGGER drafted_together ON sharing_disclosure;\nDROP FUNCTION guard.drafted_together();\n" + former(
    __file__, "0020_moving.sql", "rebase_access"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0036_answers_waiting")]
    operations: ClassVar = [sql_file(__file__, "0037_approval_whole.sql", reverse=UNDO)]
