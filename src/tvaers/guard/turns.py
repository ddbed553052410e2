"""One after the other: of two requests that bring the same form at once, the second waits for the first."""

from django.db import connections

from tvaers.guard import context


def take_turn(key: bytes) -> None:
    """Wait until no other transaction holds the same turn; it is given back when this one ends.

    key: what tells the form from every other, at least eight bytes. Whoever takes a turn looks afterwards whether the
    form has been saved: looking before is too early.
    """
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(key[:8], "big", signed=True)])
