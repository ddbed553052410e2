"""A notice to a housing organisation is a kind of dossier."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sharing", "0024_meetings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="dossier",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Person"),
                    ("concern", "Concern"),
                    ("case", "Case"),
                    ("task", "Task"),
                    ("import", "Import"),
                    ("notice", "Notice to a housing organisation"),
                ],
                max_length=10,
            ),
        ),
    ]
