"""A part in a concern may have nobody by name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0007_decisions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="involved",
            name="person_id",
            field=models.UUIDField(db_index=True, null=True),
        ),
    ]
