"""The queue: whether a worker runs, and what it could not do.

Needs Django's settings.
"""

from collections.abc import Iterator

import psycopg
from django.conf import settings

from tvaers.guard import startup
from tvaers.operations.questions.findings import Finding, amber, green, red

SUBJECT = "worker"
#: A worker says every few seconds that it lives.
SILENT_SECONDS = 60
_ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
_FAILED = """
SELECT j.task_name, count(*) FROM procrastinate_jobs j WHERE j.status = 'failed'
  AND EXISTS (SELECT 1 FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > now() - interval '7 days')
GROUP BY 1 ORDER BY 1
"""


def ask() -> Iterator[Finding]:
    """Ask as the worker's own login, which sees the queue and nothing else."""
    user, password = settings.TVAERS_WORKER_LOGIN
    try:
        with startup.connect("default", user=user, password=password) as connection:
            (alive,) = connection.execute(_ALIVE, [SILENT_SECONDS]).fetchone() or (0,)
            failed = connection.execute(_FAILED).fetchall()
    except psycopg.OperationalError:
        return  # told by the start's questions
    if alive:
        yield green(SUBJECT, f"{alive} run{'s' if alive == 1 else ''}.")
    else:
        yield red(
            SUBJECT,
            "No worker runs: nobody is reminded, and nothing is erased in time.",
            "systemctl start tvaers-worker; its log says why it ended.",
        )
    for name, times in failed:
        yield amber(
            SUBJECT, f"{name} failed {times} times this week, its retries included.", "The worker's log says why."
        )
