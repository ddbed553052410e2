"""Background work of plans of conflicts: the nightly erasure, one organisation at a time (R23)."""

from uuid import UUID

from tvaers.conflict import actions
from tvaers.foundation import clock, queue
from tvaers.sharing import nightly

ERASE = "conflict.erase_ended"


@queue.periodic("conflict.erase_all_ended", cron="25 2 * * *")
def erase_all_ended() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_ended(*, organisation: str, actor: str | None = None) -> None:
    """Erase the plans of one organisation that ended a year ago, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        actions.erase_ended(now=clock.now())
