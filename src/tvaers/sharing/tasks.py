"""Background work of sharing, at night and one organisation at a time: sweeping the key store, erasing questions."""

from uuid import UUID

from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import asking, nightly
from tvaers.sharing.acting import system_claims, within
from tvaers.sharing.sweeping import sweep_keys

SWEEP = "sharing.sweep_keys"


@queue.periodic("sharing.sweep_all_keys", cron="10 2 * * *")
def sweep_all_keys() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(SWEEP)


@queue.task(SWEEP)
def sweep(*, organisation: str, actor: str | None = None) -> None:
    """Sweep the keys of one organisation, in its own name; for that nothing needs to be seen."""
    del actor  # nobody started it
    own = UUID(organisation)
    with within(system_claims(own, categories=Category(0), purposes=Purpose(0)), route=SWEEP):
        sweep_keys(organisation=own)


ERASE_QUESTIONS = "sharing.erase_questions"


@queue.periodic("sharing.erase_all_questions", cron="40 1 * * *")
def erase_all_questions() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE_QUESTIONS, ended_too=True)


@queue.task(ERASE_QUESTIONS)
def erase_questions(*, organisation: str, actor: str | None = None) -> None:
    """Erase what one organisation asked half a year ago, in its own name."""
    del actor  # nobody started it
    own = UUID(organisation)
    with nightly.everything_of(own, route=ERASE_QUESTIONS):
        asking.erase_over(owner=own)
