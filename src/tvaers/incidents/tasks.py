"""Background work of incidents: a file and a scan, piece by piece; each night a scan and the erasure."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.foundation import clock, ids, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.incidents.actions import asking, erasing, importing, rerunning, scanning
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


@queue.task(asking.TASK)
def scan_asked(*, scan_id: str, actor: str, organisation: str) -> None:
    """Look at a day as whoever asked for it, step by step, as long as their role decides."""
    _as_asked(scan_id, actor, organisation, route=asking.TASK, step=scanning.run_step)


@queue.task(asking.AGAIN_TASK)
def days_again(*, scan_id: str, actor: str, organisation: str) -> None:
    """Look at past days again as whoever asked for it, day by day, as long as their role decides."""
    _as_asked(scan_id, actor, organisation, route=asking.AGAIN_TASK, step=rerunning.run_day)


def _as_asked(scan_id: str, actor: str, organisation: str, *, route: str, step: Callable[..., bool]) -> None:
    more = True
    while more:
        by = member_at_work(UUID(actor), UUID(organisation), route=route)
        if by is None or not by.has_role(DECIDERS):
            claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
            with within(claims, route=route):
                asking.give_up(scan_id=UUID(scan_id))
            return
        with acting(by, route=route):
            more = step(scan_id=UUID(scan_id))


@queue.periodic("incidents.scan_all", cron="5 4 * * *")
def scan_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(asking.NIGHTLY)


@queue.task(asking.NIGHTLY)
def scan_nightly(*, organisation: str, actor: str | None = None) -> None:
    """Look at the last whole day of what one organisation may see, in its own name."""
    del actor  # nobody started it
    claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
    made = ids.opaque()
    with within(claims, route=asking.NIGHTLY):
        day = asking.day_to_scan()
        if day is None:
            return
        asking.begin(organisation=UUID(organisation), day=day, by=None, id=made)
    more = True
    while more:
        with within(claims, route=asking.NIGHTLY):
            more = scanning.run_step(scan_id=made)
    with within(claims, route=asking.NIGHTLY):
        rerunning.look_again(organisation=UUID(organisation), day=day)


@queue.periodic("incidents.erase_all_due", cron="35 2 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase what is older than five years, of one organisation, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        erasing.erase_due(organisation=UUID(organisation), today=clock.today())
