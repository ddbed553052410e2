"""A party leaves a frame; what was given is moved onto another frame before the one that carries it ends."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0018_consented")]
    operations: ClassVar = [
        migrations.AddField("frameparty", "until_at", models.DateTimeField(null=True)),
        migrations.AlterField(
            "access",
            "state",
            models.CharField(
                choices=[
                    ("offered", "Offered"),
                    ("accepted", "Accepted"),
                    ("declined", "Declined"),
                    ("revoked", "Withdrawn"),
                    ("ended", "Ended"),
                    ("moved", "Moved"),
                ],
                default="accepted",
                max_length=10,
            ),
        ),
    ]
