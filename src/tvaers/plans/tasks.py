"""Background work of plans: what was handed on until a day goes back the night after."""

from uuid import UUID

from tvaers.foundation import queue
from tvaers.plans.actions import handing
from tvaers.sharing import nightly

GIVE_BACK = "plans.give_back"


@queue.periodic("plans.give_back_all", cron="5 0 * * *")
def give_back_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(GIVE_BACK)


@queue.task(GIVE_BACK)
def give_back(*, organisation: str, actor: str | None = None) -> None:
    """Give back the tasks of one organisation whose day is over, in its own name."""
    del actor  # nobody started it
    with nightly.everything_of(UUID(organisation), route=GIVE_BACK):
        handing.give_back_due()
