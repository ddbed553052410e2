"""Figures of a quarter: written once by the organisation's own job, and never of a few people (R28)."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import tvaers.foundation.ids
from tvaers.foundation.queue import allowed
from tvaers.guard.policies import WORK_FLOOR, protection

TABLE = "cases_publishedfigure"
OWN = f"{TABLE}.owner_id = (SELECT guard.organisation())"
# Steering group (1024) and inspectors (2048) of whoever is a party of the same agreement in force.
TOGETHER = f"""(SELECT guard.roles()) & 3072 <> 0 AND EXISTS (
    SELECT 1 FROM sharing_frame f
    JOIN sharing_frameparty ours ON ours.frame_id = f.id AND ours.organisation_id = (SELECT guard.organisation())
        AND (ours.until_at IS NULL OR ours.until_at > statement_timestamp())
    JOIN sharing_frameparty theirs ON theirs.frame_id = f.id AND theirs.organisation_id = {TABLE}.owner_id
        AND (theirs.until_at IS NULL OR theirs.until_at > statement_timestamp())
    WHERE f.kind = 'agreement' AND f.ended_at IS NULL AND f.in_force_from <= statement_timestamp()
        AND (f.in_force_until IS NULL OR f.in_force_until > statement_timestamp()))"""
JOB = f"{OWN} AND (SELECT guard.kind()) = 'system'"
MEASURES = [("entries", "New cases"), ("shares", "Shared with others"), ("closures", "Closed cases")]
DIVIDED = [("all", "All"), ("age", "Age"), ("gender", "Gender by CPR number")]
BANDS = [
    ("all", "Young people in all (n)"),
    ("under-15", "Under 15"),
    ("15-17", "15 to 17"),
    ("under-18", "Under 18"),
    ("18-24", "18 to 24"),
    ("25-up", "25 or older"),
    ("18-up", "18 or older, or not known"),
    ("female", "Girls and women"),
    ("male", "Boys and men"),
    ("unknown", "Not known"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0005_whose_jobs"), ("cases", "0011_second_reader")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="PublishedFigure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tvaers.foundation.ids.opaque, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("quarter", models.DateField()),
                ("measure", models.CharField(choices=MEASURES, max_length=8)),
                ("divided", models.CharField(choices=DIVIDED, max_length=6)),
                ("band", models.CharField(choices=BANDS, max_length=8)),
                ("count", models.PositiveIntegerField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="partnerships.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "quarter", "measure", "divided", "band"), name="figure_published_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(Q(count=0) | Q(count__gte=5), count__isnull=False)
                        | Q(count__isnull=True, divided="all"),
                        name="figure_of_nobody",
                    ),
                ],
            },
        ),
        protection(TABLE, WORK_FLOOR, {"SELECT": f"({OWN} OR {TOGETHER})", "INSERT": JOB}),
        allowed("cases.publish_figures"),
    ]
