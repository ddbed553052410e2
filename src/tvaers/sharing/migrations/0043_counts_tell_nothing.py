"""How much was shared is counted by whole months, without what is restricted, and not of a few to who sees nobody."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0032_approval.sql", "disclosure_counts")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0042_taken_on")]
    operations: ClassVar = [sql_file(__file__, "0043_counts_tell_nothing.sql", reverse=UNDO)]
