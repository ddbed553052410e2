"""Members put in what they started, and nothing that runs at night."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

BEFORE = (Path(__file__).parent / "sql" / "0002_queue.sql").read_text(encoding="utf-8")
START = "CREATE FUNCTION guard.enqueue("
UNDO = (
    f"CREATE OR REPLACE FUNCTION guard.enqueue({BEFORE.partition(START)[2].partition('$$;')[0]}$$;\n"
    "ALTER TABLE guard.allowed_task DROP COLUMN who;"
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0004_applied")]
    operations: ClassVar = [sql_file(__file__, "0005_whose_jobs.sql", reverse=UNDO)]
