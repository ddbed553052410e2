"""Network plans with their duties and how people stand to them, behind the case's dossier; what hinders a task."""

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0012_chosen_efforts_guard"),
    ]

    operations = [
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("plan_id", models.UUIDField()),
                ("who", tvaers.sharing.sealing.SealedTextField()),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                ("due_on", models.DateField(null=True)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="DutyStatement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("duty_id", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("done", "Done"),
                            ("going", "Under way"),
                            ("hindered", "Something is in the way"),
                            ("dropped", "No longer needed"),
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
        migrations.CreateModel(
            name="Stance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("plan_id", models.UUIDField()),
                ("category", models.IntegerField(default=1)),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("young", "The young person"),
                            ("parent", "A parent"),
                            ("family", "Somebody of the network"),
                            ("official", "Somebody by their work"),
                        ],
                        max_length=8,
                    ),
                ),
                ("who", tvaers.sharing.sealing.SealedTextField()),
                (
                    "view",
                    models.CharField(
                        choices=[
                            ("agrees", "Agrees"),
                            ("partly", "Agrees with a reservation"),
                            ("against", "Does not agree"),
                        ],
                        max_length=7,
                    ),
                ),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                (
                    "given",
                    models.CharField(
                        choices=[
                            ("meeting", "At the meeting"),
                            ("paper", "With a signature on paper"),
                            ("talk", "In a talk or on the telephone"),
                        ],
                        max_length=7,
                    ),
                ),
                ("said_on", models.DateField()),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="taskcomment",
            name="hinders",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="NetworkPlan",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("meeting_id", models.UUIDField(null=True)),
                ("triggered_on", models.DateField()),
                ("cause", tvaers.sharing.sealing.SealedTextField()),
                ("concerns", tvaers.sharing.sealing.SealedTextField()),
                ("plain", tvaers.sharing.sealing.SealedTextField()),
                ("contact_on", models.DateField()),
                ("contact_by", tvaers.sharing.sealing.SealedTextField()),
                ("contacted_on", models.DateField(null=True)),
                ("contact_words", tvaers.sharing.sealing.SealedTextField()),
                ("review_on", models.DateField()),
                ("every_weeks", models.PositiveSmallIntegerField(null=True)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("version", models.PositiveIntegerField(default=1)),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("outcome", tvaers.sharing.sealing.SealedTextField()),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("dossier_id",),
                        name="network_plan_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", None)),
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="network_plan_signed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_by", None), ("ended_on", None), ("outcome", b"")),
                            models.Q(
                                ("ended_at__isnull", False), ("ended_by__isnull", False), ("ended_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="network_plan_ended_by_somebody",
                    ),
                ],
            },
        ),
    ]
