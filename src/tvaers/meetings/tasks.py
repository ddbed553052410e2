"""Background work of meetings: the nightly erasure of what items say, one organisation at a time (R23)."""

from uuid import UUID

from tvaers.foundation import queue
from tvaers.meetings.actions import agenda
from tvaers.sharing import nightly

ERASE = "meetings.erase_due"


@queue.periodic("meetings.erase_all_due", cron="5 2 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase what the items of one organisation say whose day has come, in its own name."""
    del actor  # nobody started it
    own = UUID(organisation)
    with nightly.everything_of(own, route=ERASE):
        agenda.erase_due(organisation=own)
