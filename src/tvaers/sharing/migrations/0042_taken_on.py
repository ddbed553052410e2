"""Access can come from a task that somebody has taken on."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0041_out_of_sight")]
    operations: ClassVar = [
        migrations.AlterField(
            "access",
            "source",
            models.CharField(
                choices=[
                    ("owner", "Owner"),
                    ("disclosure", "Disclosure"),
                    ("consent", "Consent"),
                    ("break-glass", "Emergency access"),
                    ("taken-on", "Task taken on"),
                ],
                max_length=12,
            ),
        ),
    ]
