"""Whoever opened a case and sees it no more is not told that it is still there."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0011_second_reader.sql", "second_reader")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0016_summaries")]
    operations: ClassVar = [sql_file(__file__, "0017_reader_tells_nothing.sql", reverse=UNDO)]
