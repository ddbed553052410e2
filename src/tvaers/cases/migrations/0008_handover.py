"""Who leaves leaves no case without a lead, and no draft that nobody can read."""

from typing import ClassVar

from django.db import migrations

from tvaers.foundation.queue import allowed
from tvaers.guard.policies import sql_file

UNDO = """
DROP FUNCTION guard.erase_left_drafts();
DROP FUNCTION guard.count_member_cases(uuid);
DROP FUNCTION guard.hand_over_cases(uuid, uuid);
DROP FUNCTION guard.let_successor_in(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("partnerships", "0003_administration"),
        ("sharing", "0003_handover"),
        ("cases", "0007_indexes"),
    ]
    operations: ClassVar = [
        sql_file(__file__, "0008_handover.sql", reverse=UNDO),
        allowed("cases.erase_left_drafts"),
    ]
