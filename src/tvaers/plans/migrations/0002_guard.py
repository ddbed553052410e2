"""Put plans and tasks behind their dossiers."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows

PLAN = str(int(Category.PLAN))
APPENDED = ("SELECT", "INSERT")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("plans", "0001_initial")]
    operations: ClassVar = [
        dossier_rows("plans_goal", category=PLAN),
        dossier_rows("plans_task", category=PLAN, dossier="id"),
        dossier_rows("plans_taskcomment", category=PLAN, commands=APPENDED),
        dossier_rows("plans_followup", category=PLAN, commands=APPENDED),
    ]
