"""People that nothing points at any more: they go with the last concern or case that did (R23).

Apps say in a migration which of their columns hold a person's id (`references.points_at_person`).
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connections

from tvaers.guard import context
from tvaers.sharing import actions as sharing


def pointed_at(people: Collection[UUID]) -> set[UUID]:
    """Return those of `people` that a row or a link still points at, seen by the asker or not."""
    if not people:
        return set()
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.people_pointed_at(%s::uuid[])", [list(people)])
        return set(cursor.fetchone()[0])


def erase_alone(people: Collection[UUID], *, why: str) -> int:
    """Erase those of `people` that nothing points at any more and return how many went.

    To be called when what pointed at them is gone. Somebody who may not be erased by the asker stays.
    """
    gone = 0
    for person in sorted(set(people) - pointed_at(people)):
        try:
            sharing.erase(dossier=person, why=why)
        except sharing.NotYoursToGiveError:
            continue
        gone += 1
    return gone
