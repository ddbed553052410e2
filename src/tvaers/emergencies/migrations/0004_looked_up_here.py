"""That somebody was looked up in an emergency is told to those who work with them where they are known, and nobody else."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0003_alarm.sql", "looked_up_in_danger")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("emergencies", "0003_alarm")]
    operations: ClassVar = [sql_file(__file__, "0004_looked_up_here.sql", reverse=UNDO)]
