"""What is merely away and may come back by itself, told apart from what is wrong and stays so."""

import re
import sqlite3

import psycopg
from django.conf import settings
from django.db import connections
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from tvaers.foundation.keystore import KeyStoreUnavailableError

Away = psycopg.OperationalError | KeyStoreUnavailableError

# PostgreSQL's words for a refused password, role or database: of a failed login, libpq hands over no more than the
# words. A server that says them in another language keeps us closed, and is asked again, instead of ending us.
_REFUSED = re.compile(
    r"password authentication failed|no password supplied|pg_hba\.conf|not permitted to log in"
    r'|permission denied for database|(role|database) ".*" does not exist'
)


class NotCheckedError(psycopg.OperationalError):
    """The database cannot be asked, which may pass, or what was found since the start keeps the server closed."""


def missing() -> Away | None:
    """Return what does not even answer, as the exception that its page belongs to; asked without logging in."""
    parameters = connections["default"].get_connection_params()
    address = {name: value for name, value in parameters.items() if name in {"host", "port", "user", "dbname"}}
    # Answers also to a login that is refused: then the server is there, and asking it says what is wrong.
    if PGconn.ping(make_conninfo(**address, connect_timeout=5).encode()) != Ping.OK:
        return NotCheckedError("The database does not answer.")
    try:
        settings.TVAERS_KEY_STORE.stat()
    except OSError as gone:
        unavailable = KeyStoreUnavailableError(str(settings.TVAERS_KEY_STORE))
        unavailable.__cause__ = gone
        return unavailable
    return None


def judged(error: psycopg.Error | KeyStoreUnavailableError, login: str) -> str | Away:
    """Return what asking as `login` has met: as it is, when it may pass; as a fault's sentence, when it stays.

    A key store stays of another installation, and a refused login refused. A full server, a lost connection and a
    statement that took too long pass.
    """
    if isinstance(error, KeyStoreUnavailableError):
        passes = isinstance(error.__cause__, OSError | sqlite3.Error)
        return error if passes else sentence(error)
    told = NotCheckedError(f"The database cannot be asked as {login}: {str(error).strip()}. Is it running?")
    passes = isinstance(error, psycopg.OperationalError) and not _REFUSED.search(str(error))
    return told if passes else sentence(told)


def sentence(away: Away) -> str:
    """Return a fault's words."""
    if isinstance(away, psycopg.Error):
        return str(away)
    return f"The key store cannot be opened: {away} Put it back from its backup; without it no text is readable."


def asked_for_password(error: psycopg.OperationalError) -> bool:
    """Tell whether the server, before it refused a login, had asked for the password."""
    return error.pgconn is not None and error.pgconn.used_password
