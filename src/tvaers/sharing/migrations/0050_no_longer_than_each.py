"""Nobody gives a category longer than they have it themselves, whatever else they have for longer."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0039_summaries.sql", "grant_access")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0049_own_groups")]
    operations: ClassVar = [sql_file(__file__, "0050_no_longer_than_each.sql", reverse=UNDO)]
