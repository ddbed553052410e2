"""What holds "in this very transaction" is told by the transaction's id, not by the time alone."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

SQL = Path(__file__).parent / "sql"


def former(file: str, start: str) -> str:
    """Return the statement that puts a function back as `file` made it."""
    text = (SQL / file).read_text(encoding="utf-8")
    return f"CREATE OR REPLACE FUNCTION {start}" + text.partition(f"FUNCTION {start}")[2].partition("$$;")[0] + "$$;\n"


UNDO = f"""
{former("0008_let_in.sql", "guard.let_in(")}
{former("0003_handover.sql", "guard.require_successor(")}
DROP TRIGGER note_leaving ON partnerships_membership;
DROP FUNCTION guard.note_leaving();
ALTER TABLE partnerships_membership DROP COLUMN left_in;
ALTER TABLE sharing_dossier DROP COLUMN opened_in;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("partnerships", "0003_administration"), ("sharing", "0008_let_in")]
    operations: ClassVar = [sql_file(__file__, "0009_this_transaction.sql", reverse=UNDO)]
