"""The queue: put in within the transaction, done by a worker with its own login, and nothing unknown gets in."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from django.db import connections, transaction

from tests.cast import named
from tvaers.accounts.actions import use_code_once
from tvaers.accounts.models import User
from tvaers.accounts.tasks import sweep_sessions
from tvaers.foundation import queue
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

DONE: list[dict[str, str]] = []


def run(connection, statements: Any) -> None:
    for statement, parameters in statements:
        connection.execute(statement, parameters)


@pytest.fixture
def known(as_migrator):
    """A task that tells what it got, allowed as a migration would."""

    @queue.task("test.tell")
    def tell(**arguments):
        DONE.append(arguments)

    @queue.task("test.fail")
    def fail(**arguments):
        raise ZeroDivisionError

    DONE.clear()
    operation = queue.allowed("test.tell", "test.fail")
    run(as_migrator, [*operation.sql, *queue.for_members("test.tell", "test.fail").sql])
    yield
    run(as_migrator, operation.reverse_sql)
    del queue.REGISTRY["test.tell"], queue.REGISTRY["test.fail"]


def in_worker(rounds):
    """Run a coroutine function beside us, as a worker does: the browser of a journey before us leaves a loop here."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        beside.submit(asyncio.run, rounds()).result()


def work():
    """Do what waits, as `python -m tvaers worker --once` does."""

    async def until_empty():
        app = queue.worker()
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    in_worker(until_empty)


def jobs(connection):
    return connection.execute(
        "SELECT task_name, status::text, args FROM procrastinate_jobs WHERE task_name LIKE 'test.%' ORDER BY id"
    ).fetchall()


def has_ended(status):
    return status in {"succeeded", "failed", "cancelled", "aborted"}


def test_a_job_runs_with_who_asked_for_it(transactional_db, acting_as, known, as_administrator):
    with acting_as("alice"):
        queue.enqueue("test.tell", concern=str(named("a concern")))
        assert not jobs(as_administrator), "nothing before the commit"
    assert [(name, has_ended(status)) for name, status, _ in jobs(as_administrator)] == [("test.tell", False)]
    work()
    assert [
        {"concern": str(named("a concern")), "actor": str(named("alice")), "organisation": str(named("gladsaxe"))}
    ] == DONE
    assert [status for _, status, _ in jobs(as_administrator)] == ["succeeded"]


def test_nobody_gives_a_job_another_asker(transactional_db, acting_as, known, as_administrator):
    with acting_as("alice"):
        queue.enqueue("test.tell", actor=str(named("bo")), organisation=str(named("herlev")))
    ((_, _, arguments),) = jobs(as_administrator)
    assert arguments == {"actor": str(named("alice")), "organisation": str(named("gladsaxe"))}


def test_what_is_undone_is_not_in_the_queue(transactional_db, acting_as, known, as_administrator):

    def do_and_fail():
        with acting_as("alice"):
            queue.enqueue("test.tell")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do_and_fail()
    assert not jobs(as_administrator)


def test_an_unknown_name_is_refused_and_the_transaction_lives(transactional_db, acting_as, known):
    with acting_as("alice"):
        with pytest.raises(queue.UnknownTaskError):
            queue.enqueue("test.unknown")
        assert queue.enqueue("test.tell")


def test_only_one_waits(transactional_db, acting_as, known):
    with acting_as("alice"):
        queue.enqueue("test.tell", only_one="a")
        with pytest.raises(queue.WaitingAlreadyError):
            queue.enqueue("test.tell", only_one="a")
        assert queue.enqueue("test.tell", only_one="b")


def test_a_failure_is_tried_again_later(transactional_db, acting_as, known, as_administrator):
    with acting_as("alice"):
        queue.enqueue("test.fail")
    work()
    ((_, status, _),) = jobs(as_administrator)
    assert not has_ended(status)
    row = as_administrator.execute(
        "SELECT attempts, scheduled_at > now() FROM procrastinate_jobs WHERE task_name = 'test.fail'"
    )
    assert row.fetchone() == (1, True)


def test_the_application_reaches_the_queue_through_the_function_only(as_app):
    for statement in ("SELECT * FROM procrastinate_jobs", "INSERT INTO procrastinate_jobs (task_name) VALUES ('x')"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), as_app.transaction():
            as_app.execute(statement)


def test_the_worker_login_reaches_the_queue_only(as_worker):
    for table in ("accounts_user", "partnerships_membership", "sharing_dossier", "audit_event"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), as_worker.transaction():
            as_worker.execute(f"SELECT * FROM {table}")


def test_sweeping_removes_what_has_run_out(transactional_db, client_for, as_maintenance):

    client_for("alice")
    client_for("bo")
    as_maintenance.execute(
        "UPDATE accounts_session SET seen_at = now() - interval '31 minutes' WHERE user_id = %s", (named("user alice"),)
    )
    as_maintenance.execute(
        "INSERT INTO django_cache VALUES ('old', 'x', now() - interval '1 s'), ('new', 'x', now() + interval '1 h')"
    )
    sweep_sessions()
    assert as_maintenance.execute("SELECT user_id FROM accounts_session").fetchall() == [(named("user bo"),)]
    assert as_maintenance.execute("SELECT cache_key FROM django_cache").fetchall() == [("new",)]
    ticket = as_maintenance.execute(
        "SELECT t.route, t.kind, o.status FROM audit_ticket t JOIN audit_outcome o ON o.ticket_id = t.id"
    ).fetchall()
    assert ticket == [("accounts.sweep_sessions", "sign-in", 200)]


def test_two_processes_cannot_use_a_code(transactional_db, cast, as_administrator):
    """The second waits for the first one's commit, and is then refused."""

    user, answers = User(id=named("user alice")), []

    def use():
        try:
            with transaction.atomic():
                context.enter(Claims(kind=ContextKind.SIGN_IN))
                answers.append(use_code_once(by=user, code="123 456"))
                time.sleep(0.1)
        finally:
            context.leave()
            connections.close_all()

    threads = [Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]
    # Remembered for as long as a telephone that is one period off could still send it: three periods.
    (seconds,) = as_administrator.execute("SELECT extract(epoch FROM until_at - now()) FROM guard.used_code").fetchone()
    assert seconds > 60


def test_the_worker_process_stops_politely(transactional_db, database, acting_as, known, as_administrator):
    """Started as an operator starts it; SIGTERM ends it with 0 once what runs is done."""
    place = connections["default"].settings_dict
    environment = {
        **os.environ,
        "PYTHONPATH": "src",
        "TVAERS_DATABASE_URL": f"postgresql:///{place['NAME']}?host={place['HOST']}&port={place['PORT']}",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tvaers", "worker"],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        until = time.monotonic() + 30
        while not as_administrator.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0]:
            assert process.poll() is None, process.communicate()[0]
            assert time.monotonic() < until, "no worker showed up"
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=20)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    assert process.returncode == 0, output


def test_a_killed_workers_job_is_taken_up_again(transactional_db, acting_as, known, as_administrator):
    with acting_as("alice"):
        queue.enqueue("test.tell", concern="x")
    as_administrator.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour')")
    as_administrator.execute(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM procrastinate_workers)"
    )
    app = queue.worker()

    async def take_up():
        async with app.open_async():
            await app.tasks["queue.take_up_again"].defer_async(timestamp=0)
            for _ in range(2):
                await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    in_worker(take_up)
    assert [arguments["concern"] for arguments in DONE] == ["x"]
    assert [status for _, status, _ in jobs(as_administrator)] == ["succeeded"]
