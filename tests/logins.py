"""Sessions of the database's roles that last from test to test.

To log in costs more than most tests do: a password is checked as slowly as it should be, and a new session reads the
catalogue and every policy anew. So a session goes on to the next test, as in the program's own pool: bare of all that
was set, prepared, listened to or held, behind an object of psycopg's that is made anew. What must hold in a session
that has seen nothing yet logs in afresh.
"""

from typing import Any

import psycopg
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn

# Of one role at rest; more are taken by few tests.
KEPT = 2
SUPERUSER = ""

Connection = psycopg.Connection[Any]


class _HandedOn(psycopg.Connection[Any]):
    """A connection whose session another object may have by now; whether it was closed is told by whoever lent it."""

    def __del__(self, *_warning: Any) -> None:
        """Say nothing: the session is not lost."""


class Logins:
    """Lends sessions and takes them back."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._resting: dict[str, list[PGconn]] = {}

    def take(self, role: str, *, autocommit: bool = False) -> Connection:
        """Lend a session of a role; logged in anew when none rests."""
        resting = self._resting.setdefault(role, [])
        while resting:
            if (session := resting.pop()).status == ConnStatus.OK:
                return _dressed(session, autocommit=autocommit)
        new = self._database.connect(role) if role else self._database.administrator()
        session = new.pgconn
        # The object that logged in is not what is lent, and says nothing of a session left open.
        new._pool = None
        return _dressed(session, autocommit=autocommit)

    def give_back(self, role: str, connection: Connection) -> None:
        """Take a session back, bare; one that is broken, closed or one too many ends."""
        session, resting = connection.pgconn, self._resting.setdefault(role, [])
        if len(resting) >= KEPT or not _bare(session):
            session.finish()
        else:
            resting.append(session)

    def close(self) -> None:
        """End all that rest."""
        for sessions in self._resting.values():
            for session in sessions:
                session.finish()
        self._resting.clear()


def _dressed(session: PGconn, *, autocommit: bool) -> Connection:
    connection = _HandedOn(session)
    connection.autocommit = autocommit
    connection.prepare_threshold = 5
    return connection


def _bare(session: PGconn) -> bool:
    """Undo what is open, and forget everything; tell whether that was possible."""
    if session.status != ConnStatus.OK or session.transaction_status == TransactionStatus.ACTIVE:
        return False
    if session.transaction_status != TransactionStatus.IDLE:
        session.exec_(b"ROLLBACK")
    emptied: int = session.exec_(b"DISCARD ALL").status
    # What was heard before, and nobody asked for.
    while session.notifies() is not None:
        pass
    return emptied == ExecStatus.COMMAND_OK
