"""How a goal stood is kept, statement by statement, behind the case's dossier."""

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing
from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0002_guard"), ("plans", "0004_indexes")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="GoalStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("goal_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("begun", "Begun"),
                            ("reached", "Reached"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=8,
                    ),
                ),
                ("said_by", tvaers.sharing.sealing.SealedTextField()),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                ("said_on", models.DateField()),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        dossier_rows(
            "plans_goalstatement",
            category=str(int(Category.PLAN)),
            commands=("SELECT", "INSERT"),
            owner_writes=True,
            signed=("written_by",),
        ),
    ]
