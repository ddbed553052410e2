"""The embedded server: closed to everybody but us, and clear about what it cannot do."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.runs import RUN
from tvaers.embedded import configuration
from tvaers.embedded.cluster import Cluster, ClusterError
from tvaers.embedded.place import BINARIES, LONGEST_SOCKET_DIRECTORY, PlaceError, find_place
from tvaers.embedded.processes import is_alive
from tvaers.foundation.secrets import LOGIN_ROLES, Secrets
from tvaers.guard.bootstrap import bootstrap

ROOT = Path(__file__).resolve().parents[2]
HOME = RUN
NOBODY = 65534


@pytest.fixture(scope="module")
def running():
    """A server with the default, durable settings, and its secrets."""
    cluster = Cluster(HOME / "hardening")
    admin = cluster.start()
    secrets = Secrets.create(cluster.directory / "secrets.json")
    bootstrap(admin, database="tvaers", secrets=secrets)
    yield cluster, secrets
    cluster.stop()
    cluster.remove()


@pytest.fixture
def fresh(request):
    """A directory for a server that a test starts, breaks and stops itself."""
    cluster = Cluster(HOME / request.node.name[:40], durable=False)
    yield cluster
    cluster.stop()
    cluster.remove()


def login(cluster, role, password, database="tvaers"):
    host = str(cluster.socket_directory)
    return psycopg.connect(host=host, user=role, password=password, dbname=database, connect_timeout=5)


def test_the_server_is_the_one_whose_programs_are_named(running):
    cluster, _ = running
    named = os.environ.get(BINARIES) or str(find_place(cluster.directory, print).binaries)
    told = subprocess.run([f"{named}/postgres", "--version"], check=True, capture_output=True, text=True).stdout
    with psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.execute("SHOW server_version").fetchone()[0].split()[0] == told.split()[2]


@pytest.mark.parametrize("major", [15, 16, 17, 18])
def test_no_server_is_told_what_it_does_not_know(tmp_path, major):
    settings = configuration.server_settings(major=major, socket_directory=tmp_path, durable=True)
    assert ("io_method" in settings) == (major >= 18)
    assert any("builtin" in option for option in configuration.locale_options(major)) == (major >= 17)


def test_a_folder_without_programs_is_said(fresh, monkeypatch, tmp_path):
    monkeypatch.setenv(BINARIES, str(tmp_path))
    with pytest.raises(PlaceError, match=r"TVAERS_POSTGRESQL_BIN names .* no postgres and no initdb"):
        fresh.start()


@pytest.mark.parametrize("role", LOGIN_ROLES)
def test_a_role_needs_its_own_password(running, role):
    cluster, secrets = running
    login(cluster, role, secrets.passwords[role]).close()
    other = next(each for each in LOGIN_ROLES if each != role)
    for wrong in ("wrong", "", secrets.passwords[other]):
        with pytest.raises(psycopg.OperationalError, match=r"password|fe_sendauth"):
            login(cluster, role, wrong)


@pytest.mark.parametrize(
    ("role", "database"),
    [
        ("tvaers_owner", "tvaers"),
        ("stranger", "tvaers"),
        ("tvaers_app", "postgres"),
        ("tvaers_app", "template1"),
    ],
)
def test_nobody_else_gets_in(running, role, database):
    cluster, secrets = running
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        login(cluster, role, secrets.passwords.get(role, "x"), database)


def test_no_trust_anywhere_and_checksums_on(running):
    cluster, _ = running
    with psycopg.connect(cluster.url("postgres")) as connection:
        rules = connection.execute("SELECT type, auth_method, error FROM pg_hba_file_rules").fetchall()
        assert {method for _, method, _ in rules} == {"peer", "scram-sha-256", "reject"}
        assert not [error for *_, error in rules if error]
        assert {method for kind, method, _ in rules if kind != "local"} == {"reject"}
        names = "data_checksums fsync full_page_writes listen_addresses password_encryption".split()
        rows = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]
        assert rows == [("on",), ("on",), ("on",), ("",), ("scram-sha-256",)]


def test_socket_and_data_are_private(running):
    cluster, _ = running
    data = cluster._data()
    for path in (cluster.socket_directory, data, cluster.socket_directory / ".s.PGSQL.5432"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(cluster.log.stat().st_mode) == 0o600


def test_it_listens_on_no_port(running):
    cluster, _ = running
    inodes = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A":
                inodes.add(f"socket:[{fields[9]}]")
    held = {str(path.readlink()) for path in Path(f"/proc/{cluster.process_id}/fd").iterdir()}
    assert any(name.startswith("socket:") for name in held)
    assert not held & inodes


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_of_the_machine_stays_outside(running):
    cluster, _ = running
    host = cluster.socket_directory
    reached = subprocess.run(["test", "-e", host / ".s.PGSQL.5432"], user=NOBODY, group=NOBODY, check=False)
    assert reached.returncode == 1
    # With the door of the directory open, the server itself still refuses to take him for the superuser.
    psql = find_place(cluster.directory, print).binaries / "psql"
    asks = [psql, "-h", host, "-U", "postgres", "-d", "postgres", "-c", "SELECT 1"]
    before = stat.S_IMODE(host.stat().st_mode), stat.S_IMODE((host / ".s.PGSQL.5432").stat().st_mode)
    host.chmod(0o755)
    (host / ".s.PGSQL.5432").chmod(0o777)
    try:
        tried = subprocess.run(asks, user=NOBODY, group=NOBODY, cwd="/", check=False, capture_output=True, text=True)
    finally:
        host.chmod(before[0])
        (host / ".s.PGSQL.5432").chmod(before[1])
    assert tried.returncode != 0
    assert "Peer authentication failed" in tried.stderr


def test_the_servers_log_holds_no_values(running):
    cluster, secrets = running
    with login(cluster, "tvaers_app", secrets.passwords["tvaers_app"]) as connection:
        for statement in ("SELECT 'canary-1'::int", "SELECT canary_2 FROM nowhere", "SELECT %s::int"):
            with pytest.raises(psycopg.Error):
                connection.execute(statement, ["canary-3"] if "%s" in statement else None)
            connection.rollback()
    with psycopg.connect(cluster.url("tvaers")) as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT 'canary-4'::int")
    assert "canary" not in cluster.log.read_text()
    assert "ready to accept connections" in cluster.log.read_text()


def test_a_long_path_gets_a_short_private_socket():
    cluster = Cluster(HOME / ("l" * LONGEST_SOCKET_DIRECTORY), durable=False)
    try:
        admin = cluster.start()
        psycopg.connect(admin).close()
        place = cluster.socket_directory
        assert len(str(place)) < LONGEST_SOCKET_DIRECTORY
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    finally:
        cluster.stop()
        cluster.remove()
    assert not place.exists()


def test_a_killed_server_and_a_recycled_number_are_no_obstacle(fresh):
    fresh.start()
    pid = fresh.process_id
    os.kill(pid, signal.SIGKILL)
    fresh._running.process.wait()
    note = fresh._data() / "postmaster.pid"
    lines = note.read_text().splitlines()
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert not fresh.running
    said: list[str] = []
    again = Cluster(fresh.directory, durable=False, say=said.append)
    psycopg.connect(again.start()).close()
    assert any("repairs itself" in line for line in said)
    again.stop()
    assert not again.running
    assert is_alive(os.getpid())


def test_it_ends_with_the_process_that_started_it(fresh):
    code = (
        "import sys, time; from pathlib import Path; from tvaers.embedded.cluster import Cluster;"
        f"c = Cluster(Path({str(fresh.directory)!r}), durable=False); c.start();"
        "print(c.process_id, flush=True);"
        "time.sleep(600)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    parent = subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    until = time.monotonic() + 30
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not is_alive(pid)


def test_a_full_disk_is_said_before_anything_is_made(fresh, monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ClusterError, match=r"5 MB free.*Make room"):
        fresh.start()
    assert not fresh._data().exists()


def test_data_of_another_version_is_left_alone(fresh):
    fresh.start()
    fresh.stop()
    (fresh._data() / "PG_VERSION").write_text("14\n")
    with pytest.raises(ClusterError, match=r"made by PostgreSQL 14.*FRESH=1"):
        fresh.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give data away")
def test_data_of_another_user_is_left_alone(fresh):
    fresh.start()
    fresh.stop()
    os.chown(fresh._data(), NOBODY, NOBODY)
    with pytest.raises(ClusterError, match=r"belongs to user nobody.*FRESH=1"):
        fresh.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has directories that its service user cannot reach")
def test_below_a_closed_directory_the_database_lives_elsewhere():
    closed = HOME / "closed"
    closed.mkdir(mode=0o700, parents=True)
    cluster = Cluster(closed / "var", durable=False)
    try:
        psycopg.connect(cluster.start()).close()
        home = cluster._data().parent
        assert not home.is_relative_to(closed)
        with psycopg.connect(cluster.url("postgres")) as connection:
            connection.execute("CREATE TABLE trace ()")
        cluster.stop()
        shutil.rmtree(closed / "var")
        with psycopg.connect(cluster.start()) as connection:
            assert connection.execute("SELECT to_regclass('trace')").fetchone() == (None,)
        assert home.stat().st_uid == 0
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        cluster.stop()
        cluster.remove()
    assert not home.exists()


def test_an_unfinished_cluster_is_made_anew(fresh):
    (fresh.directory / "postgres.unfinished").mkdir(parents=True)
    (fresh.directory / "postgres.unfinished" / "PG_VERSION").write_text("18\n")
    psycopg.connect(fresh.start()).close()
