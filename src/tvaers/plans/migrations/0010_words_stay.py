"""A goal's words and a task's text stay as they were written: whoever was given them is told of no change."""

from typing import ClassVar

from django.db import migrations

# What becomes of them; the rest is what was agreed.
GOAL = "place, state, said_by, said_on, evaluation, evaluated_at, evaluated_by, version"
TASK = "due_on, state, owner_id, owner_organisation_id, done_at, done_by, version"
KEPT = f"""
REVOKE UPDATE ON plans_goal, plans_task FROM tvaers_app;
GRANT UPDATE ({GOAL}) ON plans_goal TO tvaers_app;
GRANT UPDATE ({TASK}) ON plans_task TO tvaers_app;
"""
UNDO = """
REVOKE UPDATE ON plans_goal, plans_task FROM tvaers_app;
GRANT UPDATE ON plans_goal, plans_task TO tvaers_app;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0009_taken_on")]
    operations: ClassVar = [migrations.RunSQL(KEPT, reverse_sql=UNDO)]
