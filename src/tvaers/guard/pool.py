"""The server's connections: given back as they were born, waited for so long and no longer, and replaced when lost.

What one request's statements left behind never meets the next. A database that was restarted costs nobody an error
page: a connection is tried before it is given out, and whoever meets a lost one has the others replaced as well.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

# Settings, prepared statements, cursors held open, subscriptions, session locks, cached plans and sequences.
_FORGET = ("DISCARD ALL", "SET TIME ZONE 'UTC'")
# Longer than any statement of the application may run (`bootstrap`): whoever is silent so long will not answer.
PATIENCE_SECONDS = 18.0
# How long all statements of one page may be waited for together. With a slow database each of thirty would be in time,
# and the page would hold its thread for minutes.
PAGE_SECONDS = 10.0
# The same for what is done when the page's transaction has ended: its answer is ready, and waits.
AFTER_SECONDS = 3.0

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


# What is left of a page's seconds; None outside a page.
_left: ContextVar[float | None] = ContextVar("pool_left", default=None)


@contextmanager
def one_page(seconds: float | None = None) -> Iterator[None]:
    """Let the statements of the block, on whatever connection, wait so long together and no longer: PAGE_SECONDS."""
    token = _left.set(PAGE_SECONDS if seconds is None else seconds)
    try:
        yield
    finally:
        _left.reset(token)


class PatientConnection(psycopg.Connection[Any]):
    """A connection that waits for an answer so long and no longer, where a half-open one would hold its thread forever.

    PATIENCE_SECONDS for each statement; in a page, what is left of its seconds.
    """

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait as psycopg does. Raises SilentDatabaseError, and closes the connection, which is of no use any more."""
        left = _left.get()
        patience = PATIENCE_SECONDS if left is None else max(0.0, min(left, PATIENCE_SECONDS))
        began = time.monotonic()
        try:
            return super().wait(gen, interval, patience if timeout is None else timeout)
        except psycopg.OperationalError as failed:
            # What the server has answered leaves no statement running.
            silent = timeout is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE
            if silent:
                self.close()
            shared = getattr(self, "_pool", None)
            if self.closed and isinstance(shared, ConnectionPool):
                # What ended this connection has most likely ended its neighbours, which nobody has tried yet.
                shared.drain()
            if silent:
                raise SilentDatabaseError("The database does not answer.") from failed
            raise
        finally:
            if left is not None:
                _left.set(left - (time.monotonic() - began))


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
