"""What stands in a plan is found by its words."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.search.policies import searchable

PLAN = str(int(Category.PLAN))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0002_guard"), ("plans", "0014_network_plans_guard")]
    operations: ClassVar = [
        searchable("plans_goal", category=PLAN),
        searchable("plans_goalstatement", category=PLAN),
        searchable("plans_followup", category=PLAN),
        searchable("plans_choseneffort", category=PLAN),
        searchable("plans_effortstatement", category=PLAN),
        searchable("plans_task", category=PLAN, dossier="id"),
        # Of a draft its owner's people alone see anything.
        searchable("plans_networkplan", category=PLAN, narrow="true"),
        searchable("plans_duty", category=PLAN, narrow="true"),
        searchable("plans_dutystatement", category=PLAN, narrow="true"),
        searchable("plans_stance", category="s.category", narrow="true"),
        # Whoever keeps the text of a task they took on, keeps none of its comments.
        searchable("plans_taskcomment", category=PLAN, narrow="true"),
    ]
