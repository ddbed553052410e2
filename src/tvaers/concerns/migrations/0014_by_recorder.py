"""What somebody wrote down is found by who wrote it."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("concerns", "0013_decided_alone")]
    operations: ClassVar = [
        migrations.AddIndex(
            "concern", models.Index(fields=["recorded_by", "received_at"], name="concern_recorder_received")
        ),
    ]
