"""What somebody gave to others is found by its giver."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("plans", "0003_forms")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(fields=["given_by", "state", "due_on"], name="task_giver_state_due"),
        ),
    ]
