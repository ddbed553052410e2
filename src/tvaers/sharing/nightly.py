"""What a nightly job needs: one job for each organisation, and claims that reach all it answers for, no further."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import reduce
from operator import or_
from uuid import UUID

from tvaers.foundation import queue
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.models import Membership, Organisation, Unit
from tvaers.sharing.acting import system_claims, within

_NOTHING, _NO_PURPOSE, _EVERY_PURPOSE = Category(0), Purpose(0), reduce(or_, Purpose)
# Who only asks which organisations there are.
_NOBODY = replace(system_claims(UUID(int=0), categories=_NOTHING, purposes=_NO_PURPOSE), readers=())


def enqueue_for_each(name: str, *, ended_too: bool = False) -> None:
    """Put the job `name` into the queue once for each organisation, unless it waits there already.

    ended_too: for those as well that have ended: what they hold still has its day.
    """
    for organisation in _organisations(name, ended_too=ended_too):
        with within(system_claims(organisation, categories=_NOTHING, purposes=_NO_PURPOSE), route=name):
            try:
                queue.enqueue(name, only_one=f"{name}:{organisation}")
            except queue.WaitingAlreadyError:
                continue


def _organisations(route: str, *, ended_too: bool) -> list[UUID]:
    """Return the organisations there are, seen by nobody in particular."""
    rows = Organisation.objects.all() if ended_too else Organisation.objects.filter(ended_at=None)
    with within(_NOBODY, route=route):
        return list(rows.order_by("id").values_list("id", flat=True))


def host(route: str) -> UUID | None:
    """Return the organisation that keeps the common lists; None before there is one."""
    with within(_NOBODY, route=route):
        return Organisation.objects.filter(is_host=True).values_list("id", flat=True).first()


@contextmanager
def everything_of(organisation: UUID, *, route: str) -> Iterator[None]:
    """Act as a named job of one organisation, with all that it, its units and its members were given together.

    For every purpose, also one that nobody there works for any more: what is held for it has its day too (R23).
    """
    claims = system_claims(organisation, categories=ALL_CATEGORIES, purposes=_NO_PURPOSE)
    with within(claims, route=route):
        units = list(Unit.objects.filter(organisation_id=organisation).order_by("id").values_list("id", flat=True))
        members = list(
            Membership.objects.filter(organisation_id=organisation).order_by("id").values_list("id", flat=True)
        )
    readers = (organisation, *units, *members)
    with within(replace(claims, readers=readers, purposes=int(_EVERY_PURPOSE)), route=route):
        yield
