"""A case's row is written for a case, and only such are handed over."""

from pathlib import Path
from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file
from tvaers.people.references import is_of_kind

BEFORE = (Path(__file__).parent / "sql" / "0008_handover.sql").read_text(encoding="utf-8")
UNDO = "".join(
    f"CREATE OR REPLACE FUNCTION guard.{name}("
    + BEFORE.partition(f"FUNCTION guard.{name}(")[2].partition("$$;")[0]
    + "$$;\n"
    for name in ("hand_over_cases", "count_member_cases")
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0007_of_kind"), ("cases", "0008_handover")]
    operations: ClassVar = [
        is_of_kind("cases_case", "case"),
        sql_file(__file__, "0009_of_kind.sql", reverse=UNDO),
    ]
