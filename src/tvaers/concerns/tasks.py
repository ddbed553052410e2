"""Background work of concerns: imports, and the nightly erasure, one organisation at a time."""

import logging
from dataclasses import replace
from uuid import UUID

from django.http import Http404

from tvaers.concerns.actions import erasure, filtering, importing
from tvaers.concerns.rules import RECORDERS
from tvaers.foundation import clock, queue
from tvaers.guard.context import Claims
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import nightly
from tvaers.sharing.acting import acting, member_at_work, system_claims, within

log = logging.getLogger(__name__)


@queue.task(importing.TASK)
def run_import(*, import_id: str, actor: str, organisation: str) -> None:
    """Write the rows of an import as whoever started it, piece by piece, as long as they may."""
    more = True
    while more:
        # Rights are looked up for each piece: whoever leaves in the middle writes nothing more.
        by = member_at_work(UUID(actor), UUID(organisation), route=importing.TASK)
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


def _owning(member: UUID, organisation: UUID) -> Claims:
    """Return claims that reach what is a member's alone, when the member cannot act any more."""
    claims = system_claims(organisation, categories=Category.CONCERN, purposes=Purpose.SSP)
    return replace(claims, readers=(organisation, member))


ERASE = "concerns.erase_due"


@queue.periodic("concerns.erase_all_due", cron="20 1 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase what is due in one organisation, and the filters of who has left, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        erasure.erase_due(today=clock.today())
        filtering.forget_of_those_who_left()
