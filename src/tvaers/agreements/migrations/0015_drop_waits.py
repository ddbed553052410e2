"""A draft that is sent at the same moment is not given up."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file


class Migration(migrations.Migration):
    dependencies: ClassVar = [("agreements", "0014_purposes_end")]
    operations: ClassVar = [
        sql_file(__file__, "0015_drop_waits.sql", reverse=former(__file__, "0004_life.sql", "drop_agreement"))
    ]
