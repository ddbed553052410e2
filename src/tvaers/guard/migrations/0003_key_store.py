"""Which key store belongs to this database."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = "DROP FUNCTION guard.key_store_id(); DROP TABLE guard.key_store;"


class Migration(migrations.Migration):
    """Which key store belongs to this database."""

    dependencies: ClassVar = [("guard", "0002_queue")]
    operations: ClassVar = [sql_file(__file__, "0003_key_store.sql", reverse=UNDO)]
