"""What a decision that names nobody became, a row's free months, and who may write them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.migrations.operations import RunSQL

from tvaers.foundation.queue import allowed, for_members

MADE = [
    ("task", "A task in the plan"),
    ("share", "A sharing of the case"),
    ("concern", "A concern here"),
    ("bulletin", "A bulletin in the local picture"),
]
COLUMNS = {"meetings_commondecision": "made, made_id", "meetings_series": "seats"}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0011_of_case")]
    operations: ClassVar = [
        migrations.AddField(
            "commondecision",
            "made",
            models.CharField(blank=True, choices=MADE, db_default="", default="", max_length=10),
        ),
        migrations.AddField("commondecision", "made_id", models.UUIDField(null=True)),
        migrations.AddField(
            "series",
            "free_months",
            ArrayField(base_field=models.PositiveSmallIntegerField(), db_default=[], default=list, size=None),
        ),
        migrations.AlterField(
            "decision", "made", models.CharField(blank=True, choices=MADE, default="", max_length=10)
        ),
        *(
            RunSQL(
                f"GRANT UPDATE ({columns}) ON {table} TO tvaers_app",
                reverse_sql=f"REVOKE UPDATE ({columns}) ON {table} FROM tvaers_app",
            )
            for table, columns in COLUMNS.items()
        ),
        allowed("meetings.reseat_series"),
        for_members("meetings.reseat_series"),
    ]
