"""A new installation's first organisation and administrator."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = """
DROP FUNCTION guard.found_partnership(text, text, text, text, text, text, text, text, bytea, timestamptz);
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0004_own_account"), ("audit", "0003_account_events")]
    operations: ClassVar = [sql_file(__file__, "0005_founding.sql", reverse=UNDO)]
