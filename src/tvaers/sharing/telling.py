"""Telling receivers that something was wrong, and saying that one was told (R15, R22).

Most of it the database tells by itself, when a row is corrected or taken out.
"""

from uuid import UUID

from django.db import connections

from tvaers.guard import context
from tvaers.sharing.actions import refusals


def acknowledge(*, notice: UUID) -> None:
    """Say that the asker read a notice; said again, it stays as it was. Raises actions.NoSuchAccessError."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.acknowledge_notice(%s)", [notice])


def tell_identity(*, person: UUID) -> None:
    """Tell whoever was given who somebody is that the name, the number or the day of birth was wrong.

    Raises actions.NotYoursToGiveError for another organisation's person.
    """
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.tell_identity(%s)", [person])
