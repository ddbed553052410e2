"""Who works on a case sees that its network meets, also where a colleague called it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0010_steps")]
    operations: ClassVar = [
        sql_file(__file__, "0011_of_case.sql", reverse="DROP FUNCTION guard.network_meetings(uuid);"),
    ]
