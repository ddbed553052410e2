"""A bulletin may have a picture of the place."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("files", "0005_pictures"), ("localpicture", "0002_guard")]
    operations: ClassVar = [migrations.AddField("bulletin", "picture_id", models.UUIDField(null=True))]
