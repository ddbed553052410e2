"""What a colleague alone could see is handed over when the colleague leaves."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = """
DROP FUNCTION guard.count_member_access(uuid);
DROP FUNCTION guard.hand_over_access(uuid, uuid);
DROP FUNCTION guard.require_successor(uuid, uuid);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0003_administration"), ("sharing", "0002_guard")]
    operations: ClassVar = [sql_file(__file__, "0003_handover.sql", reverse=UNDO)]
