"""Background work of sharing: the nightly sweep of the key store, one organisation at a time."""

from uuid import UUID

from tvaers.foundation import queue
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import nightly
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
