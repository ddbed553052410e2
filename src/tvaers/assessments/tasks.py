"""Background work of assessments: the drafts of who has left, one organisation at a time."""

from uuid import UUID

from tvaers.assessments.actions import leaving
from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import nightly
from tvaers.sharing.acting import system_claims, within

ERASE_DRAFTS = "assessments.erase_left_drafts"


@queue.periodic("assessments.erase_all_left_drafts", cron="55 1 * * *")
def erase_all_left_drafts() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE_DRAFTS, ended_too=True)


@queue.task(ERASE_DRAFTS)
def erase_left_drafts(*, organisation: str, actor: str | None = None) -> None:
    """Erase the drafts of who has left one organisation a while ago; the job itself sees none of them."""
    del actor  # nobody started it
    claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
    with within(claims, route=ERASE_DRAFTS):
        leaving.erase_left_drafts()
