"""Background work of search: what was written before it was searched, or cut by older rules, by organisation."""

from uuid import UUID

from tvaers.foundation import queue
from tvaers.search import sources
from tvaers.search.actions import keep_missing
from tvaers.sharing import nightly

INDEX = "search.index"
_FIRST = UUID(int=0)


@queue.periodic("search.index_all", cron="35 2 * * *")
def index_all() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(INDEX)


@queue.task(INDEX)
def index(*, organisation: str, actor: str | None = None) -> None:
    """Let what one organisation wrote be found by the words of today's rules, a batch in each transaction."""
    del actor  # nobody started it
    own = UUID(organisation)
    for source in sources.all_sources().values():
        last: UUID | None = _FIRST
        while last is not None:
            with nightly.everything_of(own, route=INDEX):
                last = keep_missing(source, owner=own, after=last)
