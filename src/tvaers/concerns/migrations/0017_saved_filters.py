"""How somebody narrows the queue again and again, under a name of their own."""

import django.db.models.functions.datetime
from django.db import migrations, models

import tvaers.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0016_told_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("owner_id", models.UUIDField()),
                ("member_id", models.UUIDField()),
                ("name", models.CharField(max_length=60)),
                ("view", models.CharField(max_length=12)),
                ("area_id", models.UUIDField(null=True)),
                ("channel", models.CharField(blank=True, default="", max_length=12)),
                ("urgency", models.CharField(blank=True, default="", max_length=8)),
                ("kind", models.CharField(blank=True, default="", max_length=16)),
                ("about", models.CharField(blank=True, default="", max_length=12)),
                ("outcome", models.CharField(blank=True, default="", max_length=16)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("threshold", models.PositiveSmallIntegerField(null=True)),
                ("muted_at", models.PositiveSmallIntegerField(null=True)),
                ("muted_on", models.DateField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "name__regex",
                                "[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{6}[ \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[ \\u00a0\\u2010-\\u2015\\u2212-]?[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}|(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19][0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}(?:[0\\u0660\\u06f0\\uff10][1-9\\u0661-\\u0669\\u06f1-\\u06f9\\uff11-\\uff19]|[1\\u0661\\u06f1\\uff11][0-2\\u0660-\\u0662\\u06f0-\\u06f2\\uff10-\\uff12])[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,2}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{2}[\\s./_\\u00ad\\u2000-\\u200f\\u2028\\u2029\\u202f\\u205f-\\u2064\\u3000\\ufeff \\u00a0\\u2010-\\u2015\\u2212-]{0,3}[0-9\\u0660-\\u0669\\u06f0-\\u06f9\\uff10-\\uff19]{4}",
                            ),
                            _negated=True,
                        ),
                        name="saved_filter_without_numbers",
                    ),
                    models.UniqueConstraint(fields=("member_id", "name"), name="saved_filter_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("threshold", None),
                            models.Q(("threshold__gte", 1), ("threshold__lte", 200)),
                            _connector="OR",
                        ),
                        name="saved_filter_threshold",
                    ),
                ],
            },
        ),
    ]
