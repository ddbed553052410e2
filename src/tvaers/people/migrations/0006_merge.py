"""Merging is a decision, and lets nobody in whom the asker could not let in."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0003_merge.sql", "merge_person")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0005_pointed_at")]
    operations: ClassVar = [sql_file(__file__, "0006_merge.sql", reverse=UNDO)]
