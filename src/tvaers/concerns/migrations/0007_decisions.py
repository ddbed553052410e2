"""Say who received what an outcome sent, on which basis, and tell a reopening from a decision."""

from django.db import migrations, models

import tvaers.sharing.sealing


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0006_said_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="basis",
            field=tvaers.sharing.sealing.SealedTextField(db_default=b"", default=b""),
        ),
        migrations.AddField(
            model_name="decision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("decided", "Decided"),
                    ("reopened", "Taken up again"),
                    ("followed-up", "Notification followed up"),
                ],
                db_default="decided",
                default="decided",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="receiver",
            field=tvaers.sharing.sealing.SealedTextField(db_default=b"", default=b""),
        ),
    ]
