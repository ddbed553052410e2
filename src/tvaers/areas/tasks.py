"""Background work of areas: a file of borders, piece by piece."""

import logging
from uuid import UUID

from django.http import Http404

from tvaers.areas.actions import importing
from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import Role
from tvaers.sharing.acting import acting, member_at_work, system_claims, within

log = logging.getLogger(__name__)


@queue.task(importing.TASK)
def run_file(*, file_id: str, actor: str, organisation: str) -> None:
    """Draw the areas of a file as whoever started it, piece by piece, as long as they keep the list of areas."""
    more = True
    while more:
        # Rights are looked up for each piece: whoever leaves in the middle draws nothing more.
        by = member_at_work(UUID(actor), UUID(organisation), route=importing.TASK)
        if by is None or not by.has_role(Role.ADMINISTRATOR):
            log.warning("a file of borders stopped: whoever started it may not keep the areas any more")
            claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
            with within(claims, route=importing.TASK):
                importing.stop(file_id=UUID(file_id))
            return
        try:
            with acting(by, route=importing.TASK):
                more = importing.run_piece(file_id=UUID(file_id))
        except Http404:
            return
