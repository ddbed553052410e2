"""Say why an import ended early."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Say why an import ended early."""

    dependencies: ClassVar = [("concerns", "0004_imports_guard")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="import",
            name="stopped_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("asked", "Somebody stopped it."),
                    ("role", "Whoever started it may not write concerns down any more."),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
    ]
