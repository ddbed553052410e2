"""Past days are looked at again, each with what had been read in by then."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids

METHODS = [("permutation", "Space-time permutation scan"), ("ears", "EARS")]
BASES = [("then", "What had been read in by the next morning"), ("now", "What is known of it today")]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("incidents", "0003_refused")]
    operations: ClassVar = [
        migrations.AddField(
            "dailycount",
            "received_at",
            models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), null=True),
        ),
        migrations.AddField("scan", "days", models.PositiveSmallIntegerField(db_default=1, default=1)),
        migrations.CreateModel(
            name="PastDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("day", models.DateField()),
                ("basis", models.CharField(choices=BASES, max_length=4)),
                ("method", models.CharField(blank=True, choices=METHODS, default="", max_length=12)),
                ("told", models.PositiveSmallIntegerField(default=0)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("recurrence", models.FloatField(default=0)),
                ("looked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "day", "basis"), name="pastday_once"),
                ],
            },
        ),
    ]
