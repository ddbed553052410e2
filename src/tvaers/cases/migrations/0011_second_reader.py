"""A second reader confirms why a case is there, and a closing is told to whoever was given something of it (R15)."""

from typing import ClassVar

from django.db import migrations, models

from tvaers.guard.policies import sql_file

UNDO = """
DROP TRIGGER tell_closed ON cases_case;
DROP FUNCTION guard.tell_case_closed();
DROP TRIGGER entry_was_read ON work_clock;
DROP FUNCTION guard.entry_was_read();
DROP TRIGGER second_reader ON cases_step;
DROP FUNCTION guard.second_reader();
"""
KINDS = [
    ("opened", "Opened"),
    ("lead", "New lead"),
    ("reviewed", "Reviewed"),
    ("paused", "Paused"),
    ("resumed", "Resumed"),
    ("closed", "Closed"),
    ("reopened", "Reopened"),
    ("confirmed", "Confirmed by a second reader"),
    ("doubted", "Doubted by a second reader"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0007_confirm"), ("cases", "0010_corrected")]
    operations: ClassVar = [
        migrations.AlterField("step", "kind", models.CharField(choices=KINDS, max_length=10)),
        sql_file(__file__, "0011_second_reader.sql", reverse=UNDO),
    ]
