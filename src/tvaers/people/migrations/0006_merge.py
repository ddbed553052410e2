"""Merging is a decision, and lets nobody in whom the asker could not let in."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

BEFORE = (Path(__file__).parent / "sql" / "0003_merge.sql").read_text(encoding="utf-8")
START = "CREATE FUNCTION guard.merge_person("
UNDO = "CREATE OR REPLACE FUNCTION guard.merge_person(" + BEFORE.partition(START)[2].partition("$$;")[0] + "$$;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0005_pointed_at")]
    operations: ClassVar = [sql_file(__file__, "0006_merge.sql", reverse=UNDO)]
