"""Background work of volunteers: the nightly erasure, one organisation at a time (R23)."""

from uuid import UUID

from tvaers.civilsociety import actions
from tvaers.foundation import clock, queue
from tvaers.sharing import nightly

ERASE = "civilsociety.erase_due"


@queue.periodic("civilsociety.erase_all_due", cron="5 2 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase the volunteers of one organisation whose day has come, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=ERASE):
        actions.erase_due(today=clock.today())
