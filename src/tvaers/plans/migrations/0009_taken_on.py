"""Whoever has taken a task on keeps its text when what it was given on ends before its time."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = """
DROP TRIGGER keeps_text_while_open ON plans_task;
DROP TRIGGER keeps_text_answered ON sharing_access;
DROP TRIGGER keeps_text_given ON sharing_access;
DROP FUNCTION guard.task_was_ended();
DROP FUNCTION guard.task_was_taken_on();
DROP FUNCTION guard.keep_text(sharing_access);
DELETE FROM sharing_access WHERE source = 'taken-on';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0042_taken_on"), ("plans", "0008_of_kind")]
    operations: ClassVar = [sql_file(__file__, "0009_taken_on.sql", reverse=UNDO)]
