"""How long somebody has to read a notice is an organisation's own rule."""

from typing import ClassVar

from django.db import migrations, models

KINDS: list[tuple[str, str]] = [
    ("acute", "Is it urgent?"),
    ("receipt", "Acknowledge receipt"),
    ("triage", "Decide what happens"),
    ("feedback", "Tell the reporter"),
    ("notification", "Notification sent elsewhere"),
    ("notice", "Read what became of something shared"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0005_open_of_kind")]
    operations: ClassVar = [
        migrations.AlterField(table, "kind", models.CharField(choices=KINDS, max_length=12))
        for table in ("clock", "clockrule")
    ]
