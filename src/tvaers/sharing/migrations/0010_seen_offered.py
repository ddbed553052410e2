"""Who reads why something is offered is in the log."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

BEFORE = (Path(__file__).parent / "sql" / "0002_functions.sql").read_text(encoding="utf-8")
START = "CREATE FUNCTION guard.record_seen("
UNDO = "CREATE OR REPLACE FUNCTION guard.record_seen(" + BEFORE.partition(START)[2].partition("$$;")[0] + "$$;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0009_this_transaction")]
    operations: ClassVar = [sql_file(__file__, "0010_seen_offered.sql", reverse=UNDO)]
