"""The server's connections: given back as they were born, waited for so long and no longer, and replaced when lost.

What one request's statements left behind never meets the next. A database that was restarted costs nobody an error
page: a connection is tried before it is given out, and whoever meets a lost one has the others replaced as well.
"""

from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

# Settings, prepared statements, cursors held open, subscriptions, session locks, cached plans and sequences.
_FORGET = ("DISCARD ALL", "SET TIME ZONE 'UTC'")
# Longer than any statement of the application may run (`bootstrap`): whoever is silent so long will not answer.
PATIENCE_SECONDS = 18.0

#: What is asked of a connection beside its address. A network that swallows everything is noticed by the system.
CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}


class SilentDatabaseError(psycopg.OperationalError):
    """The database took a statement and did not answer, not even that it took too long. Whether it ran is unknown."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits PATIENCE_SECONDS for an answer, where a half-open one would hold its thread forever."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait as psycopg does. Raises SilentDatabaseError, and closes the connection, which is of no use any more."""
        try:
            return super().wait(gen, interval, PATIENCE_SECONDS if timeout is None else timeout)
        except psycopg.OperationalError as failed:
            # What the server has answered leaves no statement running.
            silent = timeout is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE
            if silent:
                self.close()
            if self.closed and self._pool is not None:
                # What ended this connection has most likely ended its neighbours, which nobody has tried yet.
                self._pool.drain()  # type: ignore[attr-defined] # a ConnectionPool; psycopg knows its base only
            if silent:
                raise SilentDatabaseError("The database does not answer.") from failed
            raise


def forget(connection: psycopg.Connection[Any]) -> None:
    """Bring a connection that returns to the pool back to the role's own settings.

    An injected statement could otherwise prepare a statement, or change a setting, for whoever comes next. The pool
    calls this in a thread of its own; a connection that cannot be cleaned is closed by it.
    """
    connection.autocommit = True  # DISCARD runs in no transaction
    for statement in _FORGET:
        connection.execute(statement)


#: The pool of one process and login. A page waits `timeout` seconds for a connection and then says so. Trying to
#: connect is given up after `reconnect_timeout` and begun anew by whoever asks next: the pool's own pauses between two
#: tries double, and it would sleep on long after the database is back.
POOL: dict[str, Any] = {
    "min_size": 1,
    "max_size": 8,
    "timeout": 4,
    "reconnect_timeout": 3,
    "reset": forget,
    "connection_class": PatientConnection,
}
