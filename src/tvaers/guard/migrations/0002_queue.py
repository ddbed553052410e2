"""The queue's own rights, and the one function that puts jobs into it."""

from typing import ClassVar

from django.db import migrations

from tvaers.guard.policies import sql_file

UNDO = """
DROP FUNCTION guard.enqueue(text, jsonb, timestamptz, text);
DROP TABLE guard.allowed_task;
REVOKE ALL ON procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers, procrastinate_workers
    FROM tvaers_worker;
"""


class Migration(migrations.Migration):
    """The queue's own rights, and the one function that puts jobs into it."""

    dependencies: ClassVar = [
        ("guard", "0001_context"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations: ClassVar = [sql_file(__file__, "0002_queue.sql", reverse=UNDO)]
