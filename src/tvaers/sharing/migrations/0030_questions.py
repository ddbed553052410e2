"""Questions put to somebody in another organisation, how they were answered, and by which disclosures."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models

import tvaers.foundation.ids


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0029_restricting")]
    operations: ClassVar = [
        migrations.AlterField(
            "dossier",
            "kind",
            models.CharField(
                choices=[
                    ("person", "Person"),
                    ("concern", "Concern"),
                    ("case", "Case"),
                    ("task", "Task"),
                    ("import", "Import"),
                    ("notice", "Notice to a housing organisation"),
                    ("question", "Question"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "link",
            "kind",
            models.CharField(
                choices=[
                    ("concerns", "Concerns the person"),
                    ("became", "Became"),
                    ("split", "Split from"),
                    ("belongs", "Belongs to"),
                    ("asked", "Asked about"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            "Question",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("who", models.BinaryField()),
                ("wanted", models.BinaryField()),
                ("helps_by", models.DateField(null=True)),
                ("asked_member_id", models.UUIDField(db_index=True)),
                ("asked_by", models.UUIDField()),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.Now())),
                (
                    "permitted",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sharing.legalbasisversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            "QuestionAnswer",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("dossier_id", models.UUIDField(db_index=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("whole", "Answered"),
                            ("part", "Partly answered"),
                            ("rest", "Partly answered, the rest declined"),
                            ("declined", "Declined"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.BinaryField()),
                ("organisation_id", models.UUIDField()),
                ("told_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "QuestionDisclosure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("group_id", models.UUIDField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.Now())),
            ],
        ),
    ]
