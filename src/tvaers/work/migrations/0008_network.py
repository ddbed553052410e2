"""A network meeting is held within days of the organisation's own (B7)."""

from typing import ClassVar

from django.db import migrations, models

KINDS: list[tuple[str, str]] = [
    ("acute", "Is it urgent?"),
    ("receipt", "Acknowledge receipt"),
    ("triage", "Decide what happens"),
    ("feedback", "Tell the reporter"),
    ("notification", "Notification sent elsewhere"),
    ("confirm", "Confirm why a case is there"),
    ("notice", "Read what became of something shared"),
    ("network", "Hold the network meeting"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0007_confirm")]
    operations: ClassVar = [
        migrations.AlterField(table, "kind", models.CharField(choices=KINDS, max_length=12))
        for table in ("clock", "clockrule")
    ]
