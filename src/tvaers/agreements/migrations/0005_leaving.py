"""A party leaves an agreement; what stands on the party ends with its last day."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file
from tvaers.sharing.policies import written_by_functions

UNDO = "DROP FUNCTION guard.leave_agreement(uuid, date);\n" + former(__file__, "0004_life.sql", "frame_agreement")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0004_life_guard"), ("sharing", "0020_moving_guard")]
    operations: ClassVar = [
        sql_file(__file__, "0005_leaving.sql", reverse=UNDO),
        written_by_functions("agreements.left", "agreements.terminated"),
    ]
