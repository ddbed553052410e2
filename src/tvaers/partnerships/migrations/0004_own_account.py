"""An invitation is accepted with the own account."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

SQL = Path(__file__).parent / "sql"


def before(file: str, start: str) -> str:
    """Return the statement that makes a function again as `file` did; `start` is how it begins there."""
    text = (SQL / file).read_text(encoding="utf-8").partition(start)[2].partition("$$;")[0]
    return f"CREATE OR REPLACE FUNCTION {start.partition('FUNCTION ')[2]}{text}$$;\n"


UNDO = before("0002_functions.sql", "CREATE FUNCTION guard.invitation(") + before(
    "0003_functions.sql", "CREATE OR REPLACE FUNCTION guard.accept_invitation("
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0003_administration"), ("accounts", "0003_own_columns")]
    operations: ClassVar = [sql_file(__file__, "0004_own_account.sql", reverse=UNDO)]
