"""Connections are given back as they were born: what one request's statements left behind never meets the next."""

from typing import Any

import psycopg

# Settings, prepared statements, cursors held open, subscriptions, session locks, cached plans and sequences.
_FORGET = ("DISCARD ALL", "SET TIME ZONE 'UTC'")


def forget(connection: psycopg.Connection[Any]) -> None:
    """Bring a connection that returns to the pool back to the role's own settings.

    An injected statement could otherwise prepare a statement, or change a setting, for whoever comes next. The pool
    calls this in a thread of its own; a connection that cannot be cleaned is closed by it.
    """
    connection.autocommit = True  # DISCARD runs in no transaction
    for statement in _FORGET:
        connection.execute(statement)
