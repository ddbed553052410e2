"""An unattended screen of whoever has far-reaching rights closes sooner."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = "DROP FUNCTION guard.idle_limit(bytea, interval, interval, integer);"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0005_founding")]
    operations: ClassVar = [sql_file(__file__, "0006_idle.sql", reverse=UNDO)]
