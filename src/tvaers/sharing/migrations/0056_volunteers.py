"""A volunteer is a kind of dossier, and has a purpose of its own."""

from typing import ClassVar

from django.db import migrations, models

PURPOSES = [
    (1, "SSP"),
    (2, "PSP"),
    (4, "KSP"),
    (8, "RADICALISATION"),
    (16, "EXIT"),
    (32, "RELEASE"),
    (64, "PARENTS"),
    (128, "OVERSIGHT"),
    (256, "VOLUNTEERS"),
]
KINDS = [
    ("person", "Person"),
    ("concern", "Concern"),
    ("case", "Case"),
    ("task", "Task"),
    ("import", "Import"),
    ("notice", "Notice to a housing organisation"),
    ("question", "Question"),
    ("summary", "Summary"),
    ("item", "Item of an agenda"),
    ("volunteer", "Volunteer"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0055_items")]
    operations: ClassVar = [
        migrations.AlterField("access", "purpose", models.IntegerField(choices=PURPOSES)),
        migrations.AlterField("dossier", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.AlterField("notice", "purpose", models.IntegerField(choices=PURPOSES)),
    ]
