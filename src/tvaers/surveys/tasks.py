"""Background work of the surveys: the nightly erasure, one organisation at a time (R23)."""

from uuid import UUID

from tvaers.foundation import clock, queue
from tvaers.sharing import nightly
from tvaers.surveys import actions

ERASE = "surveys.erase_ended"


@queue.periodic("surveys.erase_all_ended", cron="25 2 * * *")
def erase_all_ended() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_ended(*, organisation: str, actor: str | None = None) -> None:
    """Erase one organisation's surveys whose day has come, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        actions.erase_ended(now=clock.now())
