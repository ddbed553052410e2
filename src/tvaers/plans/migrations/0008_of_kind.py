"""A task's row is written for a task, and only such are handed over; who asks for it writes it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.guard.policies import former, sql_file
from tvaers.people.references import is_of_kind
from tvaers.sharing.policies import open_to_reader

UNDO = former(__file__, "0006_handover.sql", "hand_over_tasks", "count_member_tasks")


def written_by(*, owner_only: bool) -> str:
    """Return who writes a task down: a disclosure lets somebody do it, and not ask for one."""
    rule = open_to_reader("plans_task.id", category=str(int(Category.PLAN)), may=2, owner_only=owner_only)
    return f"ALTER POLICY may_insert ON plans_task WITH CHECK ({rule});"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("people", "0007_of_kind"), ("plans", "0007_taken_up"), ("cases", "0009_of_kind")]
    operations: ClassVar = [
        is_of_kind("plans_task", "task"),
        sql_file(__file__, "0008_of_kind.sql", reverse=UNDO),
        migrations.RunSQL(written_by(owner_only=True), reverse_sql=written_by(owner_only=False)),
    ]
