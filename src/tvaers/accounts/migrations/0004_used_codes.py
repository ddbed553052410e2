"""Used one-time codes get a table of their own, which nobody reads and only time empties."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = """
DROP FUNCTION guard.sweep_used_codes();
DROP FUNCTION guard.use_code(bytea, integer);
DROP TABLE guard.used_code;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("accounts", "0003_own_columns")]
    operations: ClassVar = [sql_file(__file__, "0004_used_codes.sql", reverse=UNDO)]
