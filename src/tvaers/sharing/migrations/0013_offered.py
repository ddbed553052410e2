"""What waits for an answer is found at once, however much its reader sees."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("sharing", "0012_erasing_again")]
    operations: ClassVar = [
        migrations.AddIndex(
            "access",
            models.Index(condition=models.Q(("state", "offered")), fields=["reader_id"], name="access_reader_offered"),
        ),
    ]
