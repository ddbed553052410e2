"""The demonstration's database: the embedded server, or the one that TVAERS_DATABASE_URL names."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import psycopg
from psycopg import sql

from tvaers.embedded.cluster import Cluster
from tvaers.foundation.secrets import Secrets
from tvaers.guard.bootstrap import OWNER, Connection, bootstrap, drop_database

NAME = "tvaers"
COMMENT = "Tværs demonstration: invented people; FRESH=1 make demo removes it"


class DatabaseError(Exception):
    """The named database is not the demonstration's to use; the text says why and what to do."""


class DemoDatabase:
    """Where the demonstration's rows live, and the server below it when that is ours."""

    def __init__(self, var: Path, url: str | None, say: Callable[[str], None]) -> None:
        self.cluster = None if url else Cluster(var, say=say)
        self._url = url or ""
        self.name = unquote(urlsplit(self._url).path.lstrip("/")) or NAME

    @property
    def server_url(self) -> str:
        """Return the address without its login: the server's processes have their own, and must not hold this one."""
        parts = urlsplit(self._url)
        # Put together by hand: urlunsplit drops the slashes of an address without a host, which libpq then cannot read.
        query = f"?{parts.query}" if parts.query else ""
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{quote(self.name)}{query}"

    def start(self) -> None:
        """Start the server when it is ours; one left over from an earlier run is stopped first."""
        if self.cluster is None:
            return
        if self.cluster.running:
            self.cluster.say(
                f"A database server of an earlier run (process {self.cluster.process_id}) is still here: stopping it."
            )
            self.cluster.stop()
        self.cluster.start()
        self._url = self.cluster.url(self.name)

    def prepare(self, secrets: Secrets, *, known: str, fresh: bool) -> str:
        """Make roles and database and return the database's identity; `known` is the one our notes are about.

        A database that is there but not in our notes is half made, and goes. Raises DatabaseError when it is
        somebody else's.
        """
        with psycopg.connect(self._url, dbname="postgres", autocommit=True, connect_timeout=10) as connection:
            there = self._identity(connection)
            if self.cluster is None:
                self._check_ours(connection, fresh=fresh)
        if there is not None and (fresh or there != known):
            drop_database(self._url, database=self.name)
        bootstrap(self._url, database=self.name, secrets=secrets, rotate_passwords=fresh)
        with psycopg.connect(self._url, dbname="postgres", autocommit=True) as connection:
            statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
            connection.execute(statement.format(sql.Identifier(self.name), sql.Literal(COMMENT)))
            return self._identity(connection) or ""

    def _identity(self, connection: Connection) -> str | None:
        """Return what tells this database from any other, one of the same name made later included."""
        row = connection.execute(
            "SELECT c.system_identifier, d.oid FROM pg_control_system() c, pg_database d WHERE d.datname = %s",
            [self.name],
        ).fetchone()
        return None if row is None else "/".join(map(str, row))

    def stop(self) -> None:
        """Stop the server when it is ours."""
        if self.cluster is not None:
            self.cluster.stop()

    def _check_ours(self, connection: Connection, *, fresh: bool) -> None:
        """Refuse to touch a real installation that a mistyped address may name."""
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [self.name]
        ).fetchone()
        if row is not None and row[0] != COMMENT:
            raise DatabaseError(
                f"The database {self.name} exists and was not made by a demonstration; it is left alone. Name one in "
                "TVAERS_DATABASE_URL that does not exist yet, such as …/tvaers_demo."
            )
        others = connection.execute(
            "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = %s AND datname <> %s",
            [OWNER, self.name],
        ).fetchall()
        if fresh and others:
            names = ", ".join(str(each[0]) for each in others)
            raise DatabaseError(
                f"This PostgreSQL serves other databases of Tværs too ({names}). Starting over would change the passwords "
                "they use: give the demonstration a PostgreSQL of its own."
            )
