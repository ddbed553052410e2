"""The database is away, slow, silent, full of others or refuses the log: a clear page, then all by itself as before.

Whoever sends the form again after the fault has saved once.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests import postgres
from tests.faults.browser import NEW, Answer, Browser
from tests.faults.house import House, descendants, kill, wait_until
from tests.faults.ledger import Ledger, key_store, tally
from tests.faults.load import Load, faults_of
from tvaers.guard import pool
from tvaers.guard.pool import PatientConnection, SilentDatabaseError

PAGES = ("/", "/concerns/", NEW)
CLOSED, OPENED = "Nothing is served yet", "everything was checked, and pages are served"


@pytest.fixture
def alice(house: House) -> Browser:
    return Browser(house.port, house.sessions["alice"])


def filled(browser: Browser, ledger: Ledger, *about: object) -> dict[str, str]:
    """Return a form as somebody fills it."""
    data = browser.form()
    assert data is not None
    return {**data, "fact": ledger.text(*about)}


def refused(answer: Answer, status: int = 503) -> None:
    """Assert that an answer is a page that says what is away, and holds nothing else."""
    assert answer.status == status, answer.main
    assert faults_of(answer) == []


def whole(house: House, ledger: Ledger) -> None:
    """Assert that what was acknowledged is there once, and nothing else of it."""
    with house.administrator() as connection:
        found = tally(ledger, connection, key_store(house.keys, house.secrets.root_key))
    assert ledger.wrong == []
    assert found.is_whole, found


def comes_back(house: House, browser: Browser) -> None:
    """Wait until pages are shown again, without anybody's doing."""
    wait_until(lambda: browser.get("/").status == 200, house.said)


def killed_and_closed(house: House, pids: list[int]) -> int:
    """Kill -9 the server's processes, and wait until what started instead has found that it cannot serve yet.

    Returns how long the server's log was before.
    """
    log = house.directory / "log" / "server.log"
    before = len(log.read_text())
    kill(pids)
    wait_until(lambda: CLOSED in log.read_text()[before:], house.said, 30)
    wait_until(lambda: house.status("/") == 503, house.said)
    return before


def every_process_opens(house: House, browser: Browser, before: int) -> None:
    """Ask until each process that found itself closed since then has opened: each does so at its own next asking."""

    def all_open() -> bool:
        comes_back(house, browser)
        said = (house.directory / "log" / "server.log").read_text()[before:]
        return said.count(OPENED) == said.count(CLOSED)

    wait_until(all_open, house.said)


@contextmanager
def done_to(house: House, do: str, undo: str, role: str = "") -> Iterator[None]:
    """Have the superuser do something in the block; end the sessions of `role`, so that they meet it."""
    with house.administrator() as connection:
        connection.execute(do)
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role])
    try:
        yield
    finally:
        with house.administrator() as connection:
            connection.execute(undo)


FAULTS = {
    "the network is away": lambda house: house.proxy.away(),
    "the database is away": lambda house: house.without_database(),
    "no session for the server": lambda house: done_to(
        house,
        "ALTER ROLE tvaers_app CONNECTION LIMIT 0",
        "ALTER ROLE tvaers_app CONNECTION LIMIT -1",
        "tvaers_app",
    ),
    "no session for the ticket": lambda house: done_to(
        house,
        "ALTER ROLE tvaers_ticket CONNECTION LIMIT 0",
        "ALTER ROLE tvaers_ticket CONNECTION LIMIT -1",
        "tvaers_ticket",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_away_is_said_and_the_form_sent_again_is_saved_once(house, alice, fault):
    ledger = Ledger()
    data = filled(alice, ledger, fault)
    with FAULTS[fault](house):
        refused(alice.get("/concerns/"))
        answer = alice.post(NEW, data)
        refused(answer)
        assert ledger.name in answer.text, "what was typed is in the page"
        assert "Send det igen" in answer.main
    comes_back(house, alice)
    for _ in range(2):
        concern = alice.post(NEW, data).written
        assert concern is not None
        ledger.acknowledge(data["fact"], concern)
    whole(house, ledger)


def test_a_restarted_database_costs_nobody_a_page(house, alice):
    """Lost connections are replaced before they are given out."""
    comes_back(house, alice)
    with house.administrator() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename IN ('tvaers_app', 'tvaers_ticket')"
        )
    assert {alice.get(page).status for page in PAGES * 2} == {200}


def test_connections_that_drop_in_the_middle_double_nothing(house):
    ledger = Ledger()
    load = Load(house.port, house.sessions, ledger)
    with load.running(), house.proxy.being(drops=0.02):
        load.wait_for_receipts(8)
    assert load.statuses[503], "no connection was dropped"
    whole(house, ledger)


def test_a_table_that_is_locked_is_told_as_busy(house, alice):
    with house.administrator() as connection, connection.transaction():
        connection.execute("LOCK TABLE concerns_concern IN ACCESS EXCLUSIVE MODE")
        refused(alice.get("/concerns/"))
    assert alice.get("/concerns/").status == 200


@pytest.mark.parametrize(
    ("do", "undo"),
    [
        (
            "REVOKE INSERT ON audit_ticket FROM tvaers_ticket",
            "GRANT INSERT ON audit_ticket TO tvaers_ticket",
        ),
        (
            "ALTER TABLE audit_seen ADD CONSTRAINT no_room CHECK (false) NOT VALID",
            "ALTER TABLE audit_seen DROP CONSTRAINT no_room",
        ),
    ],
    ids=["ticket", "seen"],
)
def test_without_the_log_nothing_is_shown(house, alice, do, undo):
    """Security test 15."""
    ledger = Ledger()
    data = filled(alice, ledger, "shown")
    concern = alice.post(NEW, data).written
    page = f"/concerns/{concern}/"
    assert ledger.name in alice.get(page).text
    with done_to(house, do, undo):
        answer = alice.get(page)
        refused(answer, 500)
        assert ledger.name not in answer.text
    assert ledger.name in alice.get(page).text


def test_a_server_started_without_its_database_says_so_and_opens_when_it_is_there(house, alice):
    with house.without_database():
        before = killed_and_closed(house, [house.children["server"].process.pid])
        refused(alice.get("/"))
        running = house.children["server"].process
    every_process_opens(house, alice, before)
    assert house.children["server"].process is running, "it was started again"


KILLED = {
    "the whole server": lambda house: [house.children["server"].process.pid],
    "its processes": lambda house: descendants(house.children["server"].process.pid),
}


@pytest.mark.parametrize("killed", KILLED)
def test_what_starts_again_while_no_session_is_left_says_so_and_opens_when_there_is_one(house, alice, killed):
    """A process that refused for that would end the server for good: gunicorn ends with it, and is not restarted."""
    with FAULTS["no session for the server"](house):
        before = killed_and_closed(house, KILLED[killed](house))
        refused(alice.get("/"))
        running = house.children["server"].process
    every_process_opens(house, alice, before)
    assert house.children["server"].process is running, "it was started again"


def test_a_silent_database_is_given_up(house, monkeypatch):
    monkeypatch.setattr(pool, "PATIENCE_SECONDS", 0.3)
    place = {"host": "127.0.0.1", "port": house.proxy.port, "dbname": postgres.NAME, "user": "tvaers_app"}
    with PatientConnection.connect(**place, password=house.secrets.passwords["tvaers_app"]) as connection:
        connection.execute("SELECT 1")
        with house.proxy.being(silent=True), pytest.raises(SilentDatabaseError):
            connection.execute("SELECT 1")
        assert connection.closed


def asked_often(connection: psycopg.Connection[object]) -> None:
    for _ in range(4):
        connection.execute("SELECT 1")


def test_a_slow_database_is_given_up_when_the_page_has_waited_long_enough(house, monkeypatch):
    monkeypatch.setattr(pool, "PAGE_SECONDS", 0.5)
    place = {"host": "127.0.0.1", "port": house.proxy.port, "dbname": postgres.NAME, "user": "tvaers_app"}
    password = house.secrets.passwords["tvaers_app"]
    with PatientConnection.connect(**place, password=password, autocommit=True) as connection:
        with house.proxy.being(latency=0.2):
            asked_often(connection)
            with pytest.raises(SilentDatabaseError), pool.one_page():
                asked_often(connection)
        assert connection.closed


@pytest.mark.whole
def test_a_half_open_database_in_full(house, alice, capsys):
    """Every connection takes what is sent and answers nothing: each page gives up, and all goes on afterwards."""
    ledger = Ledger()
    data = filled(alice, ledger, "silent")
    began = time.monotonic()
    with house.proxy.being(silent=True):
        refused(alice.post(NEW, data))
        first = time.monotonic() - began
        began = time.monotonic()
        refused(alice.get("/"))
        next_one = time.monotonic() - began
    began = time.monotonic()
    comes_back(house, alice)
    back = time.monotonic() - began
    concern = alice.post(NEW, data).written
    assert concern is not None
    ledger.acknowledge(data["fact"], concern)
    whole(house, ledger)
    told(
        capsys,
        f"half-open: {first:.0f} s to the first page that says so, {next_one:.0f} s to the next, back {back:.1f} s",
    )


@pytest.mark.whole
def test_a_slow_database_in_full(house, alice, capsys):
    """Two seconds for each thing asked: a page comes late or says so, and nothing is doubled."""
    ledger = Ledger()
    data = filled(alice, ledger, "slow")
    taken: list[tuple[float, int]] = []
    with house.proxy.being(latency=2.0):
        for _ in range(3):
            for ask in (lambda: alice.post(NEW, data), lambda: alice.get("/")):
                began = time.monotonic()
                answer = ask()
                taken.append((time.monotonic() - began, answer.status))
                if answer.status == 503:
                    refused(answer)
                if answer.written is not None:
                    ledger.acknowledge(data["fact"], answer.written)
    comes_back(house, alice)
    concern = alice.post(NEW, data).written
    assert concern is not None
    ledger.acknowledge(data["fact"], concern)
    whole(house, ledger)
    told(
        capsys, "2 s for each thing asked: " + ", ".join(f"{status} after {seconds:.0f} s" for seconds, status in taken)
    )


def told(capsys: pytest.CaptureFixture[str], line: str) -> None:
    """Print a line of figures past the capture."""
    with capsys.disabled():
        print(f"\n{line}")  # noqa: T201 - what `make faults` is run for


def test_statements_that_the_proxy_was_asked_to_delay_are_delayed(house):
    """The control of the proxy itself."""
    with psycopg.connect(
        host="127.0.0.1",
        port=house.proxy.port,
        dbname=postgres.NAME,
        user="tvaers_app",
        password=house.secrets.passwords["tvaers_app"],
        autocommit=True,
    ) as connection:
        with house.proxy.being(latency=0.2):
            began = time.monotonic()
            connection.execute("SELECT 1")
            assert time.monotonic() - began >= 0.2
        with house.proxy.being(drops=1.0), pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_the_worker_goes_on_when_the_database_is_back(house):
    """Restarted or connected anew: what waits is done."""
    with house.without_database():
        time.sleep(1)
    wait_until(lambda: done(house) == "succeeded", house.said)


def done(house: House) -> str:
    """Put a job in, and return how it ends within ten seconds; "" when the database is not there yet."""
    try:
        with house.administrator() as connection:
            row = connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, priority)"
                " VALUES ('default', 'accounts.sweep_sessions', '{\"timestamp\": 0}', 0) RETURNING id"
            ).fetchone()
            assert row is not None
            for _ in range(100):
                state = connection.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", row).fetchone()
                assert state is not None
                if state[0] in {"succeeded", "failed"}:
                    return str(state[0])
                time.sleep(0.1)
    except psycopg.OperationalError:
        pass
    return ""
