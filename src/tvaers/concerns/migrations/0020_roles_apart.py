"""Somebody who is charged, and somebody who was there, are neither suspects nor whom it is about (R12)."""

from typing import ClassVar

from django.db import migrations, models

ROLES = [
    ("of-concern", "Of concern"),
    ("suspect", "Suspect"),
    ("charged", "Charged"),
    ("victim", "Victim"),
    ("witness", "Witness"),
    ("present", "Was present"),
    ("relative", "Relative"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("concerns", "0019_searched")]
    operations: ClassVar = [
        migrations.AlterField("involved", "role", models.CharField(choices=ROLES, max_length=10)),
    ]
