"""Members put in what they started, and nothing that runs at night."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import former, sql_file

UNDO = former(__file__, "0002_queue.sql", "enqueue") + "ALTER TABLE guard.allowed_task DROP COLUMN who;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("guard", "0004_applied")]
    operations: ClassVar = [sql_file(__file__, "0005_whose_jobs.sql", reverse=UNDO)]
