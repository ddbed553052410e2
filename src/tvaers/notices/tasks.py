"""Background work of notices: the nightly erasure, one organisation at a time (R23, R25)."""

from uuid import UUID

from tvaers.foundation import clock, queue
from tvaers.notices import actions
from tvaers.sharing import nightly

ERASE = "notices.erase_due"


@queue.periodic("notices.erase_all_due", cron="55 1 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase the notices of one organisation whose day has come, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        actions.erase_due(today=clock.today())
