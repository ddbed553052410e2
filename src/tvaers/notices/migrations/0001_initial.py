"""The tables of notices to housing organisations."""

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids
import tvaers.sharing.sealing


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="HousingNotice",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("decision", "A decision against a resident"),
                            ("address", "Name and address of a resident"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", tvaers.sharing.sealing.SealedTextField()),
                ("address", tvaers.sharing.sealing.SealedTextField()),
                ("effort", tvaers.sharing.sealing.SealedTextField()),
                ("to_organisation_id", models.UUIDField()),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("erase_on", models.DateField(db_index=True)),
                ("form_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField(db_index=True)),
                ("words", tvaers.sharing.sealing.SealedTextField()),
                ("decided_on", models.DateField()),
                ("written_by", models.UUIDField()),
            ],
        ),
    ]
