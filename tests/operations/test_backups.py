"""Backups at the prompt of an installation of its own: made while it works, restored to a moment; bad ones refused."""

import json
import os
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from tests.operations.dossiers import Dossiers
from tests.operations.production import PATIENCE, Installation, Postgres
from tests.postgres import NAME, migrated
from tests.runs import RUN
from tvaers.foundation.secrets import LOGIN_ROLES, Secrets

pytestmark = pytest.mark.first
FOUNDING = {
    "--organisation": "Prøvekøbing Kommune",
    "--short-name": "Prøvekøbing",
    "--mark": "P",
    "--administrator": "Anna Administrator",
    "--title": "IT-konsulent",
    "--email": "anna@proevekoebing.example",
}


@pytest.fixture(scope="module")
def home(request):
    """A directory that the database's account reaches."""
    path = RUN / "backups"
    path.mkdir(parents=True)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres(home):
    """A server that has the tables already and belongs to no installation yet.

    That setting up makes them from nothing is tests/journeys/test_operator.py's.
    """
    secrets = Path(os.environ["TVAERS_SECRETS"])
    server = Postgres(home / "server")
    server.make_of(migrated(RUN, Secrets.load(secrets), secrets))
    server.start()
    with server.administrator("postgres") as connection:
        connection.execute(f"ALTER DATABASE {NAME} RENAME TO tvaers")
        for role in LOGIN_ROLES:
            connection.execute(f"ALTER ROLE {role} PASSWORD NULL")
    with server.administrator() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM guard.secret")
        connection.execute("DELETE FROM guard.key_store")
    yield server
    server.remove()


@pytest.fixture(scope="module")
def installed(home, postgres):
    """One installation, set up; it is shared, so a test leaves it working."""
    made = Installation(home, postgres)
    made.backups.mkdir()
    made.configure()
    made.run("new-backup-key", str(made.key))
    public = made.key.read_text(encoding="ascii").split("public key: ")[1].split()[0]
    made.configure(
        TVAERS_VAR=str(made.var),
        TVAERS_ADDRESS="https://tvaers.proevekoebing.example",
        TVAERS_DATABASE_URL=postgres.url(),
        TVAERS_MAIL_FROM="tvaers@proevekoebing.example",
        TVAERS_MAIL_SECURITY="none",
        TVAERS_BACKUP_TO=str(made.backups),
        TVAERS_BACKUP_RECIPIENT=public,
        TVAERS_POSTGRESQL_BIN=str(postgres.place.binaries),
    )
    words = [word for pair in FOUNDING.items() for word in pair]
    made.run("init", *words, "--login", postgres.login, "--show-link")
    yield made
    made.stop()


@pytest.fixture
def dossiers(installed):
    yield Dossiers(installed)
    with installed.postgres.administrator() as connection:
        connection.execute("SET session_replication_role = replica")
        for table in ("people_person", "sharing_dossier", "audit_event"):
            connection.execute(f"DELETE FROM {table}")


@pytest.fixture
def backups(installed):
    """An empty place for backups, as after a change of disks."""
    shutil.rmtree(installed.backups)
    installed.backups.mkdir()
    yield installed.backups
    installed.stop()


@pytest.fixture(scope="module")
def once(installed, home):
    """One backup, made once."""
    shutil.rmtree(installed.backups)
    installed.backups.mkdir()
    installed.run("backup")
    return shutil.copytree(installed.backups, home / "once")


@pytest.fixture
def backed_up(installed, once):
    """That backup, to be damaged."""
    shutil.rmtree(installed.backups)
    shutil.copytree(once, installed.backups)
    return installed.backups


def drill(installed, *more, code=0, near=None):
    """Drill beside the other files of the run, or where a drill goes by itself when `near` is empty."""
    account = installed.postgres.account
    more = (*more, *(("--in", str(installed.home)) if near is None else near))
    return installed.run("drill", "--identity", str(installed.key), "--server-account", account, *more, code=code)


def kept_soon(folder, before):
    """Wait until the following has sealed something newer than `before` (seconds since 1970)."""
    until = time.monotonic() + PATIENCE
    while not any(path.stat().st_mtime > before for path in (folder / "wal").glob("*.age")):
        assert time.monotonic() < until, "nothing was brought"
        time.sleep(0.2)


def brought(installed, folder):
    """Wait until all that the database has written down by now is with the backups.

    What is sealed next may have been read before it came: so once it is on its way, two more things are written.
    """
    until, sent = time.monotonic() + PATIENCE, "SELECT count(*) FROM pg_stat_replication WHERE sent_lsn >= %s::pg_lsn"
    with installed.postgres.administrator("postgres") as connection:
        written = connection.execute("SELECT pg_current_wal_lsn()").fetchone()
        while not connection.execute(sent, written).fetchone()[0]:
            assert time.monotonic() < until, "nothing was sent"
            time.sleep(0.2)
        for _ in range(2):
            before = time.time()
            connection.execute("SELECT pg_logical_emit_message(true, 'test', 'something more')")
            kept_soon(folder, before)


def test_a_backup_comes_back_with_its_texts(installed, backups, dossiers):
    dossiers.open(10)
    assert "MB/s" in installed.run("backup")
    said = drill(installed, near=())
    assert "1 texts of 1 dossiers opened" in said
    assert "sharing_dossier: 1 rows" in said


def test_what_was_erased_since_is_erased_again_on_both_sides(installed, backups, dossiers):
    """The database's copy is older than one erasure, and the key store's than another."""
    early, late = dossiers.open(20), dossiers.open(21)
    installed.run("backup")
    following = installed.start("follow", "--every", "1")
    kept_soon(backups, 0)
    dossiers.erase(early)
    brought(installed, backups)
    installed.stop()
    assert following.returncode == 0
    said = drill(installed)
    # The changes brought the database's erasure, and the numbered file the key store's.
    assert "Erased again: 0 dossiers in the database, 0 keys" in said
    for path in (backups / "wal").glob("*.age"):
        path.unlink()
    assert "Erased again: 1 dossiers in the database, 0 keys" in drill(installed)
    assert late.int in dossiers.living()


def test_a_key_store_older_than_an_erasure_forgets_it(installed, backups, dossiers):
    gone = dossiers.open(30)
    installed.run("backup")
    following = installed.start("follow", "--every", "1")
    kept_soon(backups, 0)
    dossiers.erase(gone)
    brought(installed, backups)
    installed.stop()
    assert following.returncode == 0
    for path in (backups / "keys").glob("*/0*.age"):
        path.unlink()
    assert "Erased again: 0 dossiers in the database, 1 keys" in drill(installed)


def test_changes_are_brought_and_a_moment_is_found(installed, backups, dossiers):
    dossiers.open(40)
    installed.run("backup")
    installed.start("follow", "--every", "1")
    kept_soon(backups, 0)
    between = datetime.now(UTC)
    time.sleep(1)
    dossiers.open(41)
    brought(installed, backups)
    installed.stop()
    assert "2 texts of 2 dossiers opened" in drill(installed)
    assert "1 texts of 1 dossiers opened" in drill(installed, "--until", between.isoformat())
    beyond = drill(installed, "--until", "2031-01-01T12:00", code=1)
    assert "do not reach the time asked for" in beyond


def test_what_a_restore_to_a_moment_gave_up_is_left_aside(installed, backups, dossiers):
    """The former time line had gone on for several segments, which lie there still."""
    dossiers.open(70)
    installed.run("backup")
    installed.start("follow", "--every", "1")
    kept_soon(backups, 0)
    moment = datetime.now(UTC)
    time.sleep(1)
    for number in range(71, 74):
        dossiers.open(number)
        with installed.postgres.administrator("postgres") as connection:
            connection.execute("SELECT pg_switch_wal()")
    brought(installed, backups)
    installed.run("backup")
    installed.stop()
    installed.postgres.restored(installed, "--until", moment.isoformat())
    assert dossiers.living() == [70]
    assert dossiers.store.held_back(datetime.now(UTC))
    installed.start("follow", "--every", "1")
    dossiers.open(80)
    brought(installed, backups)
    installed.stop()
    # On from the backup before the moment, over to the new line; the abandoned backup is not taken.
    assert "texts of 2 dossiers opened" in drill(installed)
    installed.run("backup")
    assert "texts of 2 dossiers opened" in drill(installed)


def newest(folder):
    return max(folder.iterdir())


def flip(path):
    """Change one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path):
    path.write_bytes(path.read_bytes()[:-100])


DAMAGE = {
    "a bit of the database": (lambda folder: flip(newest(folder / "data") / "base.tar.gz.age"), "is not the file"),
    "the end of the database": (lambda folder: cut(newest(folder / "data") / "base.tar.gz.age"), "is not the file"),
    "a bit of the keys": (lambda folder: flip(newest(folder / "keys") / "keys.tar.gz.age"), "is not the file"),
    "the database itself": (lambda folder: (newest(folder / "data") / "base.tar.gz.age").unlink(), "is missing"),
    "the manifest": (lambda folder: (newest(folder / "data") / "manifest.json").unlink(), "no finished backup"),
    "the keys": (lambda folder: shutil.rmtree(folder / "keys"), "no finished backup of the key store"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_backup_is_refused(what, installed, backed_up):
    do, reason = DAMAGE[what]
    do(backed_up)
    assert reason in drill(installed, code=1)


def test_a_manifest_that_was_changed_is_refused(installed, backed_up):
    path = newest(backed_up / "data") / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["body"]["counts"]["audit_event"] -= 1
    path.write_text(json.dumps(content), encoding="utf-8")
    assert "was not written by this installation" in drill(installed, code=1)


def test_an_older_backup_under_a_newer_name_is_refused(installed, backed_up):
    first = newest(backed_up / "data")
    shutil.copytree(first, first.with_name("20990101T000000.000000Z"))
    assert "it was moved here" in drill(installed, code=1)


def test_swapped_files_are_refused(installed, backed_up):
    """A file that was sealed for the same key, and is another than the one of this backup."""
    former = newest(backed_up / "data") / "base.tar.gz.age"
    installed.run("backup")
    shutil.copyfile(former, newest(backed_up / "data") / "base.tar.gz.age")
    assert "is not the file that was written with this backup" in drill(installed, code=1)


def test_a_missing_and_a_misnamed_segment_are_refused(installed, backups, dossiers):
    installed.run("backup")
    installed.start("follow", "--every", "1")
    kept_soon(backups, 0)
    names = []
    for number in range(50, 53):
        dossiers.open(number)
        with installed.postgres.administrator("postgres") as connection:
            names.append(connection.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone()[0])
            connection.execute("SELECT pg_switch_wal()")
    first, second, third = (backups / "wal" / f"{name}.age" for name in names)
    until = time.monotonic() + PATIENCE
    while not all(path.with_name(f"{path.name}.sig").exists() for path in (first, second, third)):
        assert time.monotonic() < until, "the segments were not brought"
        time.sleep(0.2)
    installed.stop()
    content = second.read_bytes()
    second.unlink()
    assert f"The segment {second.stem} is missing" in drill(installed, code=1)
    # Another one under its name is as none.
    second.write_bytes(first.read_bytes())
    assert f"The segment {second.stem} is missing" in drill(installed, code=1)
    second.write_bytes(content)
    # The very last one: on a slow machine more were brought meanwhile, and what is missing before them is told.
    last = max((backups / "wal").glob("*.age"))
    last.with_name(f"{last.name}.sig").unlink()
    said = drill(installed)
    # Whoever has the public key alone can seal a segment, and not sign it.
    assert last.stem not in said


def test_anothers_key_opens_nothing(installed, backed_up, home):
    other = home / "other.key"
    other.unlink(missing_ok=True)
    installed.run("new-backup-key", str(other))
    said = installed.run("drill", "--identity", str(other), "--server-account", installed.postgres.account, code=1)
    assert "sealed for another key" in said


def test_a_backup_that_somebody_else_made_whole_is_refused(installed, backed_up):
    """Another installation's, sealed for the same key: each of its parts is right, and it is not ours."""
    other = "0000-1111-2222-3333-4444-5555-6666-7777"
    assert f"not of {other}" in drill(installed, "--installation", other, code=1)
    secrets = installed.var / "secrets.json"
    away = secrets.rename(secrets.with_name("away.json"))
    try:
        assert "Say with --installation" in drill(installed, code=1)
    finally:
        away.rename(secrets)


def test_nothing_is_overwritten(installed, backed_up):
    said = installed.run("restore", "--identity", str(installed.key), "--data", str(installed.postgres.data), code=1)
    assert "is not empty" in said
    assert installed.key.exists()
    assert "exists already" in installed.run("new-backup-key", str(installed.key), code=1)


def test_a_backup_is_sealed_for_the_operator_alone(installed, backups, dossiers):
    """Nothing of the database or the key store can be read where backups lie, and no password either."""
    dossiers.open(60)
    installed.run("backup")
    secrets = json.loads((installed.var / "secrets.json").read_text(encoding="utf-8"))
    hidden = [b"Pr\xc3\xb8vek\xc3\xb8bing", b"tvaers_app", secrets["root_key"].encode(), b"SQLite format"]
    for path in backups.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert not [each for each in hidden if each in content], path


def test_the_backups_login_reads_no_table(installed):
    password = (installed.var / "backup" / "pgpass").read_text(encoding="ascii").strip().rpartition(":")[2]
    place = {"host": "127.0.0.1", "port": installed.postgres.port, "user": "tvaers_backup", "password": password}
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(**place, dbname="tvaers")
