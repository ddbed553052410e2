"""Background work of cases: the nightly erasure, one organisation at a time (R23)."""

from uuid import UUID

from tvaers.cases.actions import course
from tvaers.foundation import clock, queue
from tvaers.sharing import nightly

ERASE = "cases.erase_due"


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
