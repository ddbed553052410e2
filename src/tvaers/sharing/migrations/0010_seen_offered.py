"""Who reads why something is offered is in the log."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0002_functions.sql", "record_seen")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0009_this_transaction")]
    operations: ClassVar = [sql_file(__file__, "0010_seen_offered.sql", reverse=UNDO)]
