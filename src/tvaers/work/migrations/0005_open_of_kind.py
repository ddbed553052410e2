"""What waits in an organisation is found by its kind, without a walk through every clock of that kind there is."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("work", "0004_owner")]
    operations: ClassVar = [
        migrations.AddIndex(
            "clock",
            models.Index(
                condition=models.Q(("done_at__isnull", True)),
                fields=["owner_id", "kind", "due_at"],
                name="clock_owner_open_kind",
            ),
        ),
        migrations.RemoveIndex("clock", "clock_owner_open_due"),
    ]
