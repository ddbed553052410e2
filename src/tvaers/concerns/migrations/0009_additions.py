"""What became known about a concern, added to it."""

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing
from tvaers.guard.enums import Category
from tvaers.sharing.policies import dossier_rows


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0008_parts_alone"),
    ]

    operations = [
        migrations.CreateModel(
            name="Addition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.UUIDField()),
                ("fact", tvaers.sharing.sealing.SealedTextField()),
                ("assessment", tvaers.sharing.sealing.SealedTextField()),
                ("source", tvaers.sharing.sealing.SealedTextField()),
            ],
        ),
        # What was added is never changed, nor taken back.
        dossier_rows(
            "concerns_addition",
            category=str(int(Category.CONCERN)),
            commands=("SELECT", "INSERT"),
            owner_writes=True,
            signed=("by",),
        ),
    ]
