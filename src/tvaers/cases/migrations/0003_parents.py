"""What was said to the parents, and the reason of triage until a case is opened; the reason of a case is its first step's."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing

KINDS = [
    ("contacted", "The parents were contacted"),
    ("not-contacted", "The parents were not contacted"),
]


def opaque() -> models.UUIDField[Any, Any]:
    return models.UUIDField(default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("cases", "0002_guard")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="ParentContact",
            fields=[
                ("id", opaque()),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("entry_id", models.UUIDField(null=True)),
                ("kind", models.CharField(choices=KINDS, max_length=14)),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                ("id", opaque()),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("reason", tvaers.sharing.sealing.SealedTextField()),
                ("version", models.PositiveIntegerField()),
                ("by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.RemoveField(model_name="case", name="reason"),
    ]
