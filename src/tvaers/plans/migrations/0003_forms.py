"""A task knows the form it was written in."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0002_guard")]
    operations: ClassVar = [
        migrations.AddField(model_name="task", name="form_id", field=models.UUIDField(null=True)),
    ]
