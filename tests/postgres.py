"""The tests' PostgreSQL: one server per process, born from a copy that is migrated already.

TVAERS_POSTGRESQL_BIN names another PostgreSQL's binaries. With TVAERS_DATABASE_URL the named server is used instead,
with a database of this process's own.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tests.runs import HOME, PLACE, ROOT
from tvaers.demo.remembered import migrations_fingerprint
from tvaers.embedded.cluster import Cluster
from tvaers.embedded.place import BINARIES
from tvaers.embedded.processes import is_alive
from tvaers.foundation.secrets import Secrets
from tvaers.guard.bootstrap import bootstrap, drop_database

KEPT_COPIES = 4
NAME = "tvaers_test"
# Rows of these tables are the database's own and the same in every test.
UNTOUCHED = ("guard.secret", "guard.key_store", "public.django_migrations")


@dataclass(frozen=True)
class Database:
    """Addresses of the database under test."""

    admin: str
    name: str
    secrets: Secrets
    #: The server's log, where it is ours to read.
    log_file: Path | None = None

    def log(self) -> str:
        """What the server has written so far; nothing where its log is somebody else's."""
        return self.log_file.read_text(encoding="utf-8") if self.log_file else ""

    def parameters(self, role: str) -> dict[str, Any]:
        """What psycopg needs to log in as `role`."""
        asked = conninfo_to_dict(self.admin)
        place = {key: value for key, value in asked.items() if key in {"host", "port", "sslmode", "sslrootcert"}}
        return {**place, "dbname": self.name, "user": role, "password": self.secrets.passwords[role]}

    def connect(self, role: str, **options: Any) -> psycopg.Connection[Any]:
        """Log in as `role`."""
        return psycopg.connect(**self.parameters(role), **options)

    def url(self) -> str:
        """The superuser's address of this database."""
        return urlunsplit(urlsplit(self.admin)._replace(path=f"/{self.name}"))

    def administrator(self) -> psycopg.Connection[Any]:
        """Log in as the superuser, in autocommit."""
        return psycopg.connect(self.admin, dbname=self.name, autocommit=True)


@contextmanager
def database(run: Path, secrets_path: Path, external: str | None) -> Iterator[Database]:
    """Bring up the database under test; `run` is this run's directory."""
    secrets = Secrets.load_or_create(secrets_path)
    with _external(external, secrets) if external else _embedded(run, secrets, secrets_path) as ready:
        yield ready


@contextmanager
def _external(url: str, secrets: Secrets) -> Iterator[Database]:
    name = f"{NAME}_{os.getpid()}"
    with alone():  # The roles belong to the whole server: two processes can't write them at once.
        bootstrap(url, database=name, secrets=secrets)
    try:
        ready = Database(url, name, secrets)
        migrate(ready.url())
        yield ready
    finally:
        drop_database(url, database=name)


@contextmanager
def _embedded(run: Path, secrets: Secrets, secrets_path: Path) -> Iterator[Database]:
    cluster = Cluster(run, durable=False, template=migrated(run, secrets, secrets_path))
    try:
        yield Database(cluster.start(), NAME, secrets, cluster.log)
    finally:
        cluster.stop()
        cluster.remove()


def migrated(run: Path, secrets: Secrets, secrets_path: Path) -> Path:
    """Return the data of a stopped server with the migrated database NAME in it, made where there is none."""
    copy = HOME / f"migrated-{_fingerprint(secrets_path)}"
    with alone():
        _remove_dead_runs()
        if not copy.exists():
            _make_copy(run, copy, secrets)
        os.utime(copy)
    return copy


@contextmanager
def alone() -> Iterator[None]:
    """Hold back the other processes of this run, and other runs on this checkout."""
    with (HOME / "lock").open("w", encoding="utf-8") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _make_copy(run: Path, copy: Path, secrets: Secrets) -> None:
    cluster = Cluster(run, durable=False)
    try:
        admin = cluster.start()
        bootstrap(admin, database=NAME, secrets=secrets)
        migrate(cluster.url(NAME))
        cluster.stop()
        cluster.save(copy)
    finally:
        cluster.stop()
        cluster.remove()
    old = sorted(HOME.glob("migrated-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for each in old[KEPT_COPIES:]:
        shutil.rmtree(each, ignore_errors=True)


def _fingerprint(secrets_path: Path) -> str:
    """What a migrated copy depends on."""
    binaries = os.environ.get(BINARIES, "")
    digest = hashlib.sha256(f"{migrations_fingerprint()} {os.geteuid()} {binaries}".encode())
    sources = (ROOT / "src/tvaers/guard/bootstrap.py", Path(__file__), secrets_path)
    for path in (*sources, *sorted((ROOT / "src/tvaers/embedded").glob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def migrate(url: str, *to: str) -> None:
    """Bring the schema of a database to its newest state; or one app to a named one, with all that stands on it."""
    environment = {**os.environ, "TVAERS_DATABASE_URL": url, "TVAERS_DATABASE_ROLE": "migrator"}
    command = [sys.executable, "-m", "tvaers", "migrate", *to, "--no-input", "--skip-checks", "--verbosity", "0"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"The migrations failed:\n{done.stdout[-3000:]}{done.stderr[-5000:]}")


def _remove_dead_runs() -> None:
    """Remove what a killed run left behind."""
    for path in (*HOME.glob("run-*"), *(PLACE.glob("run-*") if PLACE != HOME else ())):
        pid = path.name.removeprefix("run-")
        if pid.isdigit() and not is_alive(int(pid)):
            for left in path.glob("**/log"):
                cluster = Cluster(left.parent)
                cluster.stop()
                cluster.remove()
            shutil.rmtree(path, ignore_errors=True)


class Cleaner:
    """Takes away every row that the migrations did not write, and gives back every row that they did.

    A table that the migrations filled is the same as long as it has as many rows, of the same transactions.
    """

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        # Neither foreign keys nor append-only triggers fire while the superuser tidies up.
        connection.execute("SET session_replication_role = replica")
        rows = connection.execute(
            "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        tables = [sql.Identifier(*row) for row in rows if ".".join(row) not in UNTOUCHED]
        contents = [(table, self._rows(table)) for table in tables]
        self._seeded = [(table, rows) for table, rows in contents if rows]
        self._empty = [table for table, rows in contents if not rows]
        found = [sql.SQL("EXISTS (SELECT 1 FROM {})").format(table) for table in self._empty]
        states = [
            sql.SQL("(SELECT (count(*), sum(t), max(t))::text FROM (SELECT xmin::text::bigint FROM {}) x(t))").format(
                table
            )
            for table, _ in self._seeded
        ]
        self._question = sql.SQL("SELECT ARRAY[{}]::boolean[], ARRAY[{}]::text[]").format(
            sql.SQL(", ").join(found), sql.SQL(", ").join(states)
        )
        self._states = self._asked()[1]

    def clean(self) -> None:
        """Bring every table back to where the migrations left it."""
        found, states = self._asked()
        filled = [table for table, has_rows in zip(self._empty, found, strict=True) if has_rows]
        changed = [seeded for seeded, was, now in zip(self._seeded, self._states, states, strict=True) if was != now]
        doomed = [*filled, *(table for table, _ in changed)]
        if not doomed:
            return
        with self._connection.transaction():
            self._connection.execute(sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(table) for table in doomed))
            for table, kept in changed:
                statement = sql.SQL("COPY {} FROM STDIN").format(table)
                with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
                    copy.write(kept)
        if changed:
            self._states = self._asked()[1]

    def _asked(self) -> tuple[list[bool], list[str]]:
        """Of each table that is empty whether it has rows, and of each other in what state it is."""
        row = self._connection.execute(self._question, prepare=True).fetchone()
        return row or ([], [])

    def _rows(self, table: sql.Identifier) -> bytes:
        """The table's rows in a form that can be written back."""
        statement = sql.SQL("COPY (SELECT * FROM {} x ORDER BY x::text) TO STDOUT").format(table)
        with self._connection.cursor() as cursor, cursor.copy(statement) as copy:
            return b"".join(bytes(block) for block in copy)
