"""Tell the server which migrations have been applied."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    """Tell the server which migrations have been applied."""

    dependencies: ClassVar = [("guard", "0003_key_store")]
    operations: ClassVar = [sql_file(__file__, "0004_applied.sql", reverse="DROP FUNCTION guard.applied_migrations();")]
