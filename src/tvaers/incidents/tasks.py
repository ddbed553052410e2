"""Background work of incidents: a file, piece by piece; the nightly erasure."""

import logging
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.foundation import clock, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.incidents.actions import erasing, importing
from tvaers.incidents.rules import DECIDERS
from tvaers.sharing import nightly
from tvaers.sharing.acting import acting, member_at_work, system_claims, within

log = logging.getLogger(__name__)
ERASE = "incidents.erase_due"


@queue.task(importing.TASK)
def run_file(*, file_id: str, actor: str, organisation: str) -> None:
    """Write the incidents of a file as whoever started it, piece by piece, as long as their role decides."""
    more = True
    while more:
        # Rights are looked up for each piece: whoever leaves in the middle writes nothing more.
        by = member_at_work(UUID(actor), UUID(organisation), route=importing.TASK)
        if by is None or not by.has_role(DECIDERS):
            log.warning("a file of incidents stopped: whoever started it may not read incidents in any more")
            claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
            with within(claims, route=importing.TASK):
                importing.give_up(file_id=UUID(file_id))
            return
        try:
            with acting(by, route=importing.TASK):
                more = importing.run_piece(by=by, file_id=UUID(file_id))
        except (Http404, PermissionDenied):
            return


@queue.periodic("incidents.erase_all_due", cron="35 2 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase what is older than five years, of one organisation, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        erasing.erase_due(organisation=UUID(organisation), today=clock.today())
