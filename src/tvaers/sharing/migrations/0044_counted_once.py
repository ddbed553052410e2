"""What others share with a colleague who leaves counts once, also where a task was taken on."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0003_handover.sql", "count_member_access")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0043_counts_tell_nothing")]
    operations: ClassVar = [sql_file(__file__, "0044_counted_once.sql", reverse=UNDO)]
