"""Figures of a quarter are divided by area as well (R28)."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

DIVIDED = [("all", "All"), ("age", "Age"), ("gender", "Gender by CPR number"), ("area", "Area")]
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
    ("area", "In an area"),
]
ONCE = ("owner", "quarter", "measure", "divided", "band")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("areas", "0001_initial"), ("cases", "0014_moves")]
    operations: ClassVar = [
        migrations.AddField(
            "publishedfigure",
            "area",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="areas.area"
            ),
        ),
        migrations.AlterField("publishedfigure", "divided", models.CharField(choices=DIVIDED, max_length=6)),
        migrations.AlterField("publishedfigure", "band", models.CharField(choices=BANDS, max_length=8)),
        migrations.RemoveConstraint("publishedfigure", "figure_published_once"),
        migrations.AddConstraint(
            "publishedfigure",
            models.UniqueConstraint(fields=(*ONCE, "area"), name="figure_published_once", nulls_distinct=False),
        ),
        migrations.AddConstraint(
            "publishedfigure",
            models.CheckConstraint(condition=Q(area=None) ^ Q(divided="area", band="area"), name="figure_of_area"),
        ),
    ]
