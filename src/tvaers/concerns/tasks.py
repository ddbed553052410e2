"""Background work of concerns: imports, and the nightly erasure, one organisation at a time."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

from django.http import Http404

from tvaers.concerns.actions import erasure, importing
from tvaers.concerns.rules import RECORDERS
from tvaers.foundation import clock, queue
from tvaers.guard.context import Claims
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.actor import Actor, actor_of
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation, Unit
from tvaers.partnerships.rules import purposes_for
from tvaers.sharing.acting import acting, system_claims, within

log = logging.getLogger(__name__)

_NOTHING = Category(0)
_NO_PURPOSE = Purpose(0)


@queue.task(importing.TASK)
def run_import(*, import_id: str, actor: str, organisation: str) -> None:
    """Write the rows of an import as whoever started it, piece by piece, as long as they may."""
    more = True
    while more:
        # Rights are looked up for each piece: whoever leaves in the middle writes nothing more.
        by = _actor(UUID(actor), UUID(organisation))
        if by is None or not by.has_role(*RECORDERS):
            log.warning("an import stopped: its owner may not write concerns down any more")
            with within(_owning(UUID(actor), UUID(organisation)), route=importing.TASK):
                importing.give_up(import_id=UUID(import_id))
            return
        try:
            with acting(by, route=importing.TASK):
                more = importing.run_piece(by=by, import_id=UUID(import_id))
        except Http404:
            return


def _actor(member: UUID, organisation: UUID) -> Actor | None:
    claims = system_claims(organisation, categories=_NOTHING, purposes=_NO_PURPOSE)
    with within(claims, route=importing.TASK):
        found = Membership.objects.select_related("organisation").prefetch_related("units")
        membership = found.filter(id=member, organisation_id=organisation, state=MembershipState.ACTIVE).first()
        return actor_of(membership) if membership else None


def _owning(member: UUID, organisation: UUID) -> Claims:
    """Return claims that reach what is a member's alone, when the member cannot act any more."""
    claims = system_claims(organisation, categories=Category.CONCERN, purposes=Purpose.SSP)
    return replace(claims, readers=(organisation, member))


ERASE = "concerns.erase_due"


@queue.periodic("concerns.erase_all_due", cron="20 1 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    for organisation in _organisations():
        claims = system_claims(organisation, categories=_NOTHING, purposes=_NO_PURPOSE)
        with within(claims, route=ERASE):
            try:
                queue.enqueue(ERASE, only_one=f"{ERASE}:{organisation}")
            except queue.WaitingAlreadyError:
                continue


def _organisations() -> list[UUID]:
    with _anywhere():
        return list(Organisation.objects.filter(ended_at=None).order_by("id").values_list("id", flat=True))


@contextmanager
def _anywhere() -> Iterator[None]:
    """Act for nobody: only what all may read is seen."""
    nobody = system_claims(UUID(int=0), categories=_NOTHING, purposes=_NO_PURPOSE)
    with within(replace(nobody, readers=()), route=ERASE):
        yield


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase what is due in one organisation, in its own name."""
    del actor  # nobody started it
    with within(_all_readers(UUID(organisation)), route=ERASE):
        erasure.erase_due(today=clock.today())


def _all_readers(organisation: UUID) -> Claims:
    """Return claims that reach every dossier the organisation answers for: those of its units and members too."""
    claims = system_claims(organisation, categories=ALL_CATEGORIES, purposes=_NO_PURPOSE)
    with within(claims, route=ERASE):
        units = list(Unit.objects.filter(organisation_id=organisation).order_by("id").values_list("id", flat=True))
        members = Membership.objects.filter(organisation_id=organisation).order_by("id").values_list("id", "roles")
        ids, masks = zip(*members, strict=True) if members else ((), ())
    purposes = purposes_for(int(sum(1 << bit for bit in range(16) if any(mask >> bit & 1 for mask in masks))))
    return replace(claims, readers=(organisation, *units, *ids), purposes=int(purposes))
