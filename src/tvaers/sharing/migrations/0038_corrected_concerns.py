"""A concern, and who is in it, is among what can be corrected or taken out."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0037_approval_whole")]
    operations: ClassVar = [
        migrations.AlterField(
            "correction",
            "what",
            models.CharField(
                choices=[
                    ("note", "A note"),
                    ("voice", "Own words"),
                    ("strength", "Something that carries"),
                    ("network", "Somebody in the network"),
                    ("file", "A file"),
                    ("identity", "Name, CPR number or day of birth"),
                    ("concern", "A concern"),
                    ("part", "Somebody in a concern"),
                ],
                max_length=10,
            ),
        ),
    ]
