"""Whoever does not decide lets others in only while the dossier is opened."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

BEFORE = (Path(__file__).parent / "sql" / "0002_functions.sql").read_text(encoding="utf-8")
START = "CREATE FUNCTION guard.let_in("
UNDO = "CREATE OR REPLACE FUNCTION guard.let_in(" + BEFORE.partition(START)[2].partition("$$;")[0] + "$$;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0007_orphans")]
    operations: ClassVar = [sql_file(__file__, "0008_let_in.sql", reverse=UNDO)]
