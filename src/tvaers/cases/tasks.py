"""Background work of cases: the nightly erasures, one organisation at a time (R23)."""

from uuid import UUID

from tvaers.cases.actions import course, leaving
from tvaers.foundation import clock, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import nightly
from tvaers.sharing.acting import system_claims, within

ERASE = "cases.erase_due"
ERASE_DRAFTS = "cases.erase_left_drafts"


@queue.periodic("cases.erase_all_due", cron="40 1 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase the closed cases of one organisation whose day has come, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        course.erase_due(today=clock.today())


@queue.periodic("cases.erase_all_left_drafts", cron="50 1 * * *")
def erase_all_left_drafts() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE_DRAFTS)


@queue.task(ERASE_DRAFTS)
def erase_left_drafts(*, organisation: str, actor: str | None = None) -> None:
    """Erase the drafts of who has left one organisation a while ago; the job itself sees none of them."""
    del actor  # nobody started it
    claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
    with within(claims, route=ERASE_DRAFTS):
        leaving.erase_left_drafts()
