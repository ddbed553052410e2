"""Decisions are found by whom they wait for: Today asks for them each time it is opened."""

from typing import ClassVar

from django.db import migrations, models

TO_MAKE = models.Q(made_id=None) & ~models.Q(made="")


class Migration(migrations.Migration):
    dependencies: ClassVar = [("meetings", "0013_screened")]
    operations: ClassVar = [
        migrations.AddIndex(
            "commondecision", models.Index(fields=["by_id"], condition=TO_MAKE, name="common_decision_to_make")
        ),
        migrations.AddIndex(
            "decision",
            models.Index(fields=["member_id"], condition=models.Q(done_at=None), name="decision_member_open"),
        ),
        migrations.AddIndex("decision", models.Index(fields=["by_id"], condition=TO_MAKE, name="decision_to_make")),
    ]
