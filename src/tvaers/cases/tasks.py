"""Background work of cases: the nightly erasures and the figures of a quarter, one organisation at a time."""

from uuid import UUID

from tvaers.cases import rules
from tvaers.cases.actions import course, leaving, publishing
from tvaers.foundation import clock, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import nightly
from tvaers.sharing.acting import system_claims, within

ERASE = "cases.erase_due"
ERASE_DRAFTS = "cases.erase_left_drafts"
PUBLISH = "cases.publish_figures"


@queue.periodic("cases.erase_all_due", cron="40 1 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase the closed cases of one organisation whose day has come, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        course.erase_due(today=clock.today())


@queue.periodic("cases.erase_all_left_drafts", cron="50 1 * * *")
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


@queue.periodic("cases.publish_all_figures", cron="20 2 * * *")
def publish_all_figures() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(PUBLISH)


@queue.task(PUBLISH)
def publish_figures(*, organisation: str, actor: str | None = None) -> None:
    """Publish the figures of the last quarter that has settled, in the name of the organisation that counts its own."""
    del actor  # nobody started it
    own = UUID(organisation)
    with nightly.everything_of(own, route=PUBLISH):
        publishing.publish(organisation=own, quarter=rules.settled_quarter(clock.today()))
