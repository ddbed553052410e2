"""The queue: work for later, put in within the asker's transaction and done by a worker process.

Apps register functions in their `tasks.py` and enqueue by name, so that nobody imports upwards. A name that one of
our jobs may enqueue stands in guard.allowed_task (`allowed` in a migration), and who but they may: a member's request
only what is marked so (`for_members`). The worker puts in what repeats.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import procrastinate
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.db.migrations.operations import RunSQL
from django.utils.module_loading import autodiscover_modules
from procrastinate import BaseRetryStrategy, JobContext, PsycopgConnector, RetryDecision, RetryStrategy
from procrastinate.jobs import Job
from psycopg.conninfo import make_conninfo

ALIAS = "default"
QUEUE = "default"
# Five attempts: after 5, 25, 125 and 625 seconds, which outlasts a restart of the database.
RETRIES = RetryStrategy(max_attempts=5, exponential_wait=5)
# What waits for somebody else's machine is tried again for longer, at last each half hour.
LONGEST_PAUSE = 30 * 60
HOURS_KEPT = 7 * 24
_UNKNOWN = "TV030"
_TAKEN = "23505"

Work = Callable[..., None]


class UnknownTaskError(LookupError):
    """No migration allows this name to who asks, or not for later: a mistake in the program, or a statement."""


class WaitingAlreadyError(Exception):
    """A job with the same `only_one` waits already."""


class Patience(BaseRetryStrategy):
    """Tries again after 5, 25, 125 and 625 seconds, then each half hour, until `last` has gone by since the first."""

    def __init__(self, last: timedelta) -> None:
        """Keep how long."""
        self.last = last

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:  # noqa: ARG002
        """Return when the next attempt is; None when there is none."""
        pauses = [min(5 ** (attempt + 1), LONGEST_PAUSE) for attempt in range(job.attempts + 1)]
        if sum(pauses) > self.last.total_seconds():
            return None
        return RetryDecision(retry_in={"seconds": pauses[-1]})


@dataclass(frozen=True)
class Task:
    """A function that the worker runs; cron says when, for what repeats; retries: how often what raises is tried."""

    name: str
    run: Work
    cron: str = ""
    retries: BaseRetryStrategy = field(default_factory=lambda: RETRIES)


REGISTRY: dict[str, Task] = {}


def task(name: str, *, patience: timedelta | None = None) -> Callable[[Work], Work]:
    """Register a function under `name`, such as "concerns.remind".

    patience: how long it is tried again when it raises, for what waits for a mail server; five attempts without.

    It gets the arguments it was enqueued with, and `actor` and `organisation`: the ids, as text or None, of the
    membership and organisation that enqueued it. What these may do it looks up again when it runs.
    """
    return _registering(name, "", Patience(patience) if patience else RETRIES)


def periodic(name: str, *, cron: str) -> Callable[[Work], Work]:
    """Register a function without arguments that the worker runs at the times of `cron` (UTC)."""
    return _registering(name, cron)


def _registering(name: str, cron: str, retries: BaseRetryStrategy = RETRIES) -> Callable[[Work], Work]:
    def register(work: Work) -> Work:
        REGISTRY[name] = Task(name, work, cron, retries)
        return work

    return register


def enqueue(
    name: str, *, run_at: datetime | None = None, only_one: str | None = None, **arguments: str | int | bool
) -> int:
    """Put a job into the queue within the open transaction and return its number. Arguments are ids and codes.

    run_at: not before; a member's job runs at once. only_one: raises WaitingAlreadyError while a job of this name with
    the same text waits, of this organisation and, for a member, of this member. Raises UnknownTaskError for a name that
    no migration allows to who asks.
    """
    try:
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute("SELECT guard.enqueue(%s, %s, %s, %s)", [name, json.dumps(arguments), run_at, only_one])
            (job,) = cursor.fetchone()
            return int(job)
    except DatabaseError as refused:
        state = getattr(refused.__cause__, "sqlstate", None)
        if state == _UNKNOWN:
            raise UnknownTaskError(name) from refused
        if state == _TAKEN and only_one is not None:
            raise WaitingAlreadyError(only_one) from refused
        raise


def enqueue_each(name: str, jobs: Iterable[Mapping[str, str]]) -> None:
    """Put a job of one name into the queue for each of the arguments, in one statement. Raises as `enqueue` does."""
    told = [json.dumps(dict(arguments)) for arguments in jobs]
    if not told:
        return
    each = "SELECT guard.enqueue(%s, told::jsonb, NULL, NULL) FROM unnest(%s::text[]) AS told"
    try:
        with transaction.atomic(using=ALIAS), connections[ALIAS].cursor() as cursor:
            cursor.execute(each, [name, told])
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", None) == _UNKNOWN:
            raise UnknownTaskError(name) from refused
        raise


def allowed(*names: str) -> RunSQL:
    """Build the migration operation that lets our own jobs enqueue these names; `for_members` adds requests."""
    parameters = [list(names)]
    return RunSQL(
        [("INSERT INTO guard.allowed_task SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING", parameters)],
        reverse_sql=[("DELETE FROM guard.allowed_task WHERE name = ANY (%s)", parameters)],
    )


def for_members(*names: str) -> RunSQL:
    """Build the migration operation that lets members' requests, and no longer our own jobs, enqueue allowed names."""
    parameters = [list(names)]
    statement = "UPDATE guard.allowed_task SET who = '{}' WHERE name = ANY (%s)"
    return RunSQL([(statement.format("member"), parameters)], reverse_sql=[(statement.format("system"), parameters)])


def worker() -> procrastinate.App:
    """Build the worker's app: its own login, every registered task, and the queue's own housekeeping."""
    autodiscover_modules("tasks")
    place = connections[ALIAS].settings_dict
    address = make_conninfo(
        dbname=place["NAME"],
        host=place["HOST"],
        port=place["PORT"],
        user=settings.TVAERS_WORKER_LOGIN[0],
        password=settings.TVAERS_WORKER_LOGIN[1],
        **{name: value for name, value in place["OPTIONS"].items() if name.startswith("ssl")},
    )
    app = procrastinate.App(connector=PsycopgConnector(conninfo=address, min_size=1, max_size=4))
    for each in REGISTRY.values():
        _add(app, each)
    _add_housekeeping(app)
    return app


def _add(app: procrastinate.App, each: Task) -> None:
    """Let the worker run a registered task; one that repeats never waits twice."""
    if not each.cron:
        app.task(name=each.name, queue=QUEUE, retry=each.retries)(_in_own_connections(each.run))
        return

    def at_its_time(timestamp: int) -> None:  # noqa: ARG001 - procrastinate tells the time that was due
        _in_own_connections(each.run)()

    made = app.task(name=each.name, queue=QUEUE, retry=RETRIES, queueing_lock=each.name)(at_its_time)
    app.periodic(cron=each.cron)(made)


def _in_own_connections(work: Work) -> Work:
    def run(**arguments: Any) -> None:
        try:
            work(**arguments)
        finally:
            # The thread goes back to the worker; its connections go back to the pool.
            connections.close_all()

    return run


def _add_housekeeping(app: procrastinate.App) -> None:
    @app.periodic(cron="* * * * *")
    @app.task(name="queue.take_up_again", queue=QUEUE, queueing_lock="queue.take_up_again", pass_context=True)
    async def take_up_again(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
        """Take up the jobs of a worker that was killed."""
        for job in await context.app.job_manager.get_stalled_jobs():
            await context.app.job_manager.retry_job(job)

    @app.periodic(cron="17 3 * * *")
    @app.task(name="queue.forget", queue=QUEUE, queueing_lock="queue.forget", pass_context=True)
    async def forget(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
        """Forget jobs that ended a week ago."""
        await context.app.job_manager.delete_old_jobs(
            nb_hours=HOURS_KEPT, include_failed=True, include_cancelled=True, include_aborted=True
        )
