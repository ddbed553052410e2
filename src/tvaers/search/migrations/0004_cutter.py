"""By which rules a text was cut into words, so that what older ones kept is kept anew at night."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("search", "0003_wide_readers")]
    operations: ClassVar = [
        # All that was kept before, by the first rules; without writing a row anew.
        migrations.AddField("posting", "cutter", models.SmallIntegerField(db_default=1)),
    ]
