"""The signed context and the functions that read it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file


class Migration(migrations.Migration):
    """Create the schema `guard`."""

    dependencies: ClassVar = []
    operations: ClassVar = [sql_file(__file__, "0001_context.sql", reverse="DROP SCHEMA guard CASCADE;")]
