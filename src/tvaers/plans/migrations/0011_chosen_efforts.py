"""Which efforts were chosen in a case, and how they go, behind the case's dossier."""

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0010_words_stay"),
    ]

    operations = [
        migrations.CreateModel(
            name="EffortStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("chosen_id", models.UUIDField()),
                ("said_by", tvaers.sharing.sealing.SealedTextField()),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                ("said_on", models.DateField()),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="ChosenEffort",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("effort_id", models.UUIDField()),
                ("title", tvaers.sharing.sealing.SealedTextField()),
                ("provider", tvaers.sharing.sealing.SealedTextField()),
                ("why", tvaers.sharing.sealing.SealedTextField()),
                ("goal_id", models.UUIDField(null=True)),
                ("start_on", models.DateField()),
                ("chosen_by", models.UUIDField()),
                ("chosen_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_on", models.DateField(null=True)),
                ("ended_words", tvaers.sharing.sealing.SealedTextField()),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("ended_on", None), ("ended_words", b"")),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_by__isnull", False),
                                ("ended_on__gte", models.F("start_on")),
                            ),
                            _connector="OR",
                        ),
                        name="chosen_effort_ended_by_somebody",
                    )
                ],
            },
        ),
    ]
