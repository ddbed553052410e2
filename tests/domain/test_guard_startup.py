"""A server that could not keep its promises does not start; each fault is arranged, met, and taken away again."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections

from tvaers.foundation import clock, queue
from tvaers.foundation.keystore import KeyStore, KeyStoreUnavailableError
from tvaers.guard import away, startup

pytestmark = pytest.mark.usefixtures("django_db_setup")
ROOT = Path(__file__).resolve().parents[2]


def met(word):
    """The faults that name `word`; and there is at least one."""
    found = [fault for fault in startup.faults() if word in fault]
    assert found, startup.faults()
    return found


@contextmanager
def arranged(administrator, do, undo):
    """Have the administrator make a mistake, for the length of the block."""
    administrator.execute(do)
    try:
        yield
    finally:
        administrator.execute(undo)


def test_all_is_well():
    """The control of every test below."""
    assert startup.faults() == []
    startup.refuse_unless_safe()


@pytest.mark.parametrize(
    ("login", "do", "undo", "word"),
    [
        (login, f"ALTER ROLE {login} {attribute}", f"ALTER ROLE {login} NO{attribute}", word)
        for login in ("tvaers_app", "tvaers_ticket", "tvaers_worker")
        for attribute, word in (
            ("SUPERUSER", "superuser"),
            ("BYPASSRLS", "BYPASSRLS"),
            ("CREATEROLE", "create roles"),
            ("CREATEDB", "create roles"),
            ("REPLICATION", "replicate"),
        )
    ]
    + [
        ("tvaers_app", f"GRANT {role} TO tvaers_app", f"REVOKE {role} FROM tvaers_app", f"member of {role}")
        for role in ("tvaers_owner", "tvaers_maintenance", "pg_read_all_data")
    ]
    + [
        (
            "tvaers_app",
            "CREATE TABLE stray (a int); ALTER TABLE stray OWNER TO tvaers_app",
            "DROP TABLE stray",
            "owns stray",
        ),
        (
            "tvaers_app",
            "ALTER ROLE tvaers_app SET track_activities = on",
            "ALTER ROLE tvaers_app SET track_activities = off",
            "track_activities",
        ),
        (
            "",
            "GRANT SELECT ON audit_ticket TO tvaers_ticket",
            "REVOKE SELECT ON audit_ticket FROM tvaers_ticket",
            "audit_ticket",
        ),
        (
            "",
            "GRANT SELECT (id) ON sharing_access TO tvaers_ticket",
            "REVOKE SELECT (id) ON sharing_access FROM tvaers_ticket",
            "sharing_access",
        ),
        (
            "",
            "ALTER TABLE sharing_dossier DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE sharing_dossier ENABLE ROW LEVEL SECURITY",
            "sharing_dossier",
        ),
        (
            "",
            "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY",
            "ALTER TABLE people_person FORCE ROW LEVEL SECURITY",
            "people_person",
        ),
    ],
)
def test_a_login_that_could_pass_the_guard(as_administrator, login, do, undo, word):
    with arranged(as_administrator, do, undo):
        assert all(login in fault for fault in met(word))
    assert startup.faults() == []


def test_an_owner_of_the_database(as_administrator):
    (name,) = as_administrator.execute("SELECT current_database()").fetchone()
    do, undo = (f'ALTER DATABASE "{name}" OWNER TO {role};' for role in ("tvaers_app", "tvaers_owner"))
    with arranged(as_administrator, do, f'{undo} GRANT CONNECT ON DATABASE "{name}" TO tvaers_app'):
        met("owns the database")
    assert startup.faults() == []


@pytest.mark.skipif(
    "TVAERS_DATABASE_URL" in os.environ and "no-database" not in os.environ["TVAERS_DATABASE_URL"],
    reason="another server's pg_hba.conf is not ours to change",
)
def test_trust_lets_nobody_start(as_administrator):
    (path,) = as_administrator.execute("SHOW hba_file").fetchone()
    file = Path(path)
    rules = file.read_text()

    def rewrite(text, *, expect):
        file.write_text(text)
        as_administrator.execute("SELECT pg_reload_conf()")
        for _ in range(200):  # the server reads its rules again when it gets round to it
            if any("wrong password" in fault for fault in startup.faults()) is expect:
                return
            time.sleep(0.02)
        pytest.fail("the server did not read its rules again")

    try:
        rewrite(f"local all tvaers_ticket trust\n{rules}", expect=True)
        assert "tvaers_ticket" in met("wrong password")[0]
    finally:
        rewrite(rules, expect=False)
    assert startup.faults() == []


@pytest.mark.parametrize(
    "key",
    [b"", b"\0" * 32, b"short but various", bytes(range(32)), b"changeme" * 4, bytes(range(255, 191, -2))],
    ids=repr,
)
def test_a_key_that_is_no_secret(settings, key):
    settings.TVAERS_CONTEXT_KEY = key
    met("context key")
    settings.TVAERS_CONTEXT_KEY, settings.TVAERS_ROOT_KEY = os.urandom(32), key
    met("root key")


def test_one_key_for_two_things(settings):
    settings.TVAERS_ROOT_KEY = settings.TVAERS_CONTEXT_KEY
    met("the same")


@pytest.mark.parametrize("key", ["x" * 49, "django-insecure-" + "x" * 60])
def test_django_with_a_default_key(settings, key):
    settings.SECRET_KEY = key
    met("Django's secret key")


def test_another_key_in_the_database(settings):
    settings.TVAERS_CONTEXT_KEY = os.urandom(32)
    met("another key")


def test_no_key_in_the_database(as_administrator):
    keep = "CREATE TABLE guard.kept AS SELECT * FROM guard.secret; DELETE FROM guard.secret"
    with arranged(as_administrator, keep, "INSERT INTO guard.secret SELECT * FROM guard.kept; DROP TABLE guard.kept"):
        met("another key")


def test_debug_outside_the_demonstration(settings):
    settings.DEBUG = True
    settings.TVAERS_DEMO = True
    assert startup.faults() == []
    settings.TVAERS_DEMO = False
    met("DEBUG")


def test_secrets_that_others_can_read(settings, tmp_path):
    copy = tmp_path / "secrets.json"
    copy.write_bytes(settings.TVAERS_SECRETS_FILE.read_bytes())
    settings.TVAERS_SECRETS_FILE = copy
    copy.chmod(0o600)
    assert startup.faults() == []
    copy.chmod(0o640)
    assert f"chmod 600 {copy}" in met("0640")[0]
    copy.unlink()
    met("missing")


@pytest.mark.parametrize(("oldest", "newest"), [(19, 20), (13, 14)])
def test_a_server_of_another_age(monkeypatch, oldest, newest):
    monkeypatch.setattr(startup, "OLDEST", oldest)
    monkeypatch.setattr(startup, "NEWEST", newest)
    met("This is PostgreSQL")


def test_the_key_store_of_another_installation(settings, tmp_path):
    other = KeyStore(tmp_path / "keys.sqlite3", settings.TVAERS_ROOT_KEY)
    other.create()
    settings.TVAERS_KEY_STORE = other.path
    met("another installation")
    other.path.chmod(0o644)
    met("key store can be read by others")
    settings.TVAERS_KEY_STORE = tmp_path / "nothing.sqlite3"
    met("cannot be opened")


def test_a_key_store_with_another_root_key(settings):
    settings.TVAERS_ROOT_KEY = os.urandom(32)
    met("key store")


@pytest.mark.parametrize("applied", ["sharing.0002_guard", "guard.0001_context"])
def test_unapplied_migrations(as_administrator, applied):
    app, name = applied.split(".")
    with as_administrator.transaction():
        row = as_administrator.execute(
            "DELETE FROM django_migrations WHERE app = %s AND name = %s RETURNING id, app, name, applied", [app, name]
        ).fetchone()
    try:
        assert applied in met("Migrations are not applied")[0]
    finally:
        as_administrator.execute("INSERT INTO django_migrations (id, app, name, applied) VALUES (%s, %s, %s, %s)", row)


def test_a_database_that_does_not_answer(monkeypatch):
    monkeypatch.setitem(connections["ticket"].settings_dict, "HOST", "/nowhere")
    met("cannot be asked as tvaers_ticket")


def test_a_wrong_password_in_the_secrets(monkeypatch):
    monkeypatch.setitem(connections["default"].settings_dict, "PASSWORD", "wrong")
    met("cannot be asked as tvaers_app")


def test_the_check_command_asks_the_same(settings):
    call_command("check", tags=["database"], databases=["default"])
    settings.TVAERS_CONTEXT_KEY = os.urandom(32)
    with pytest.raises(SystemCheckError, match="another key"):
        call_command("check", tags=["database"], databases=["default"])
    settings.TVAERS_DATABASE_ROLE = "migrator"
    assert not [each for each in run_checks(tags=["database"], databases=["default"]) if each.id == "guard.E001"]


def test_the_process_ends_saying_why(settings, capsys):
    settings.TVAERS_CONTEXT_KEY = b"short"
    with pytest.raises(SystemExit) as ended:
        startup.refuse_unless_safe()
    assert ended.value.code == 3
    assert "does not start" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["import tvaers.config.wsgi", "worker"])
def test_server_and_worker_ask_first(database, what):
    """As a process of their own, with a database that nobody migrated: they end before serving."""
    place = database.parameters("tvaers_app")
    environment = os.environ | {
        "TVAERS_DATABASE_URL": f"postgresql:///postgres?host={place.get('host', '')}&port={place.get('port', '')}",
        "PYTHONPATH": str(ROOT / "src"),
    }
    arguments = ["-c", what] if what.startswith("import") else ["-m", "tvaers", what, "--once"]
    ended = subprocess.run(
        [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 3, ended.stderr
    assert "Tværs does not start" in ended.stderr


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=-1), timedelta(seconds=90)])
def test_a_clock_that_is_wrong_is_told(ahead):
    with clock.frozen(clock.now() + ahead):
        (fault,) = met("clock")
        assert ("ahead of" if ahead > timedelta(0) else "behind") in fault
        assert abs(startup.clock_difference() - ahead.total_seconds()) < 30


def test_a_clock_that_is_a_little_wrong_is_not(monkeypatch):
    with clock.frozen(clock.now() + timedelta(seconds=10)):
        assert startup.faults() == []


@pytest.fixture
def closed(monkeypatch):
    """The process as it is before it has started."""
    monkeypatch.setattr(startup, "_closed", startup._Closed())
    monkeypatch.setattr(startup, "ASK_AGAIN_SECONDS", 0)


def test_a_database_that_is_away_keeps_the_server_closed_until_it_is_back(closed, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setitem(connections["default"].settings_dict, "HOST", "127.0.0.1")
        patch.setitem(connections["default"].settings_dict, "PORT", "1")
        startup.serve_when_safe()
        with pytest.raises(startup.NotCheckedError):
            startup.require_open()
    startup.require_open()
    monkeypatch.setattr(away, "missing", lambda: pytest.fail("asked again"))
    startup.require_open()


def test_a_key_store_that_is_away_keeps_the_server_closed(closed, settings, tmp_path):
    there = settings.TVAERS_KEY_STORE
    settings.TVAERS_KEY_STORE = tmp_path / "away.sqlite3"
    startup.serve_when_safe()
    with pytest.raises(KeyStoreUnavailableError):
        startup.require_open()
    settings.TVAERS_KEY_STORE = there
    startup.require_open()


def test_what_comes_back_unsafe_is_not_served(closed, monkeypatch, as_administrator):
    monkeypatch.setattr(startup._closed, "is_closed", True)
    with arranged(as_administrator, "ALTER ROLE tvaers_app BYPASSRLS", "ALTER ROLE tvaers_app NOBYPASSRLS"):
        with pytest.raises(startup.NotCheckedError):
            startup.require_open()
        with pytest.raises(SystemExit):
            startup.serve_when_safe()
    startup.require_open()


LIMIT = "ALTER ROLE {} CONNECTION LIMIT {}"


@pytest.mark.parametrize("login", ["tvaers_app", "tvaers_ticket", "tvaers_worker"])
def test_no_session_left_keeps_the_server_closed_until_there_is_one(closed, as_administrator, login):
    with arranged(as_administrator, LIMIT.format(login, 0), LIMIT.format(login, -1)):
        assert login in met("too many connections")[0]
        startup.serve_when_safe()
        with pytest.raises(startup.NotCheckedError):
            startup.require_open()
    startup.require_open()
    assert not startup._closed.is_closed


def test_a_database_lost_after_it_answered_keeps_the_server_closed(closed, monkeypatch):
    monkeypatch.setattr(away, "missing", lambda: None)
    with monkeypatch.context() as patch:
        patch.setitem(connections["default"].settings_dict, "HOST", "127.0.0.1")
        patch.setitem(connections["default"].settings_dict, "PORT", "1")
        startup.serve_when_safe()
        with pytest.raises(startup.NotCheckedError):
            startup.require_open()
    startup.require_open()


@pytest.mark.parametrize("before", ["_signature", "_key_store"])
def test_a_session_that_is_ended_while_asking_keeps_the_server_closed(closed, monkeypatch, as_administrator, before):
    ask = getattr(startup, before)

    def ended(connection):
        as_administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.info.backend_pid])
        return ask(connection)

    with monkeypatch.context() as patch:
        patch.setattr(startup, before, ended)
        startup.serve_when_safe()
        with pytest.raises(startup.NotCheckedError):
            startup.require_open()
    startup.require_open()


@pytest.mark.parametrize("before", ["_key_store", "QUESTIONS"])
def test_a_key_store_lost_while_asking_keeps_the_server_closed(closed, monkeypatch, settings, tmp_path, before):
    there = settings.TVAERS_KEY_STORE

    def lost(_connection):
        settings.TVAERS_KEY_STORE = tmp_path / "away.sqlite3"
        yield from ()

    def lost_before(connection):
        yield from lost(connection)
        yield from ask(connection)

    ask = startup._key_store
    asked = [lost, *startup.QUESTIONS] if before == "QUESTIONS" else lost_before
    with monkeypatch.context() as patch:
        patch.setattr(startup, before, asked)
        startup.serve_when_safe()
        settings.TVAERS_KEY_STORE = there
        with pytest.raises(KeyStoreUnavailableError):
            startup.require_open()
    settings.TVAERS_KEY_STORE = there
    startup.require_open()


@pytest.mark.parametrize(("name", "value"), [("PASSWORD", "wrong"), ("NAME", "nowhere"), ("USER", "nobody")])
def test_a_login_that_is_refused_is_no_passing_fault(closed, monkeypatch, name, value):
    monkeypatch.setitem(connections["default"].settings_dict, name, value)
    for start in (startup.serve_when_safe, startup.wait_until_there):
        with pytest.raises(SystemExit) as ended:
            start()
        assert ended.value.code == 3


def test_another_root_key_is_no_passing_fault(closed, settings):
    settings.TVAERS_ROOT_KEY = os.urandom(32)
    with pytest.raises(SystemExit):
        startup.serve_when_safe()


def test_the_worker_waits_until_there_is_a_session(monkeypatch, as_administrator):
    undo = LIMIT.format("tvaers_worker", -1)
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        as_administrator.execute(undo)

    monkeypatch.setattr(startup.time, "sleep", sleep)
    with arranged(as_administrator, LIMIT.format("tvaers_worker", 0), undo):
        startup.wait_until_there()
    assert waited == [startup.WAIT_SECONDS]


def test_a_wrong_password_that_nobody_asked_for_proves_nothing(monkeypatch):
    """Whoever has no session left is refused before the password is asked for: no sign that it would be."""
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connections["default"].settings_dict, "PORT", "1")
    with pytest.raises(startup.NotCheckedError):
        list(startup._password("default", "tvaers_app"))


def test_a_worker_that_found_all_well_is_not_ended_by_what_is_away_then(monkeypatch, as_administrator):
    ran = []
    wait = startup.wait_until_there

    def full_afterwards():
        wait()
        as_administrator.execute(LIMIT.format("tvaers_app", 0))

    monkeypatch.setattr(startup, "wait_until_there", full_afterwards)
    monkeypatch.setattr(queue, "worker", lambda: SimpleNamespace(run_worker=lambda **_: ran.append(True)))
    try:
        call_command("worker")
    finally:
        as_administrator.execute(LIMIT.format("tvaers_app", -1))
    assert ran == [True]


def test_who_asks_again_at_once_is_told_the_same(closed, monkeypatch, settings, tmp_path):
    monkeypatch.setattr(startup, "ASK_AGAIN_SECONDS", 3600)
    monkeypatch.setattr(startup._closed, "asked_at", -3600.0)
    settings.TVAERS_KEY_STORE = tmp_path / "away.sqlite3"
    startup.serve_when_safe()
    for _ in range(2):
        with pytest.raises(KeyStoreUnavailableError):
            startup.require_open()
