"""A case's row is written for a case, and only such are handed over."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file
from tvaers.people.references import is_of_kind

UNDO = former(__file__, "0008_handover.sql", "hand_over_cases", "count_member_cases")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0007_of_kind"), ("cases", "0008_handover")]
    operations: ClassVar = [
        is_of_kind("cases_case", "case"),
        sql_file(__file__, "0009_of_kind.sql", reverse=UNDO),
    ]
