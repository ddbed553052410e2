"""Work that is to be done, by whom: each person's deeds in a few transactions under their own name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connections

from tvaers.demo.people_at_work import Job
from tvaers.foundation import keystore
from tvaers.guard import context
from tvaers.partnerships.actor import Actor
from tvaers.sharing.acting import acting

ROUTE = "demo:load"
# A signed context holds for two minutes; so many deeds take a few seconds, also on a slow machine.
AT_ONCE = 8

Deed = Callable[[Actor], None]


class Shift:
    """Deeds gathered by the person who does them, done in the order in which they were given."""

    def __init__(self) -> None:
        self._deeds: dict[str, tuple[Job, list[Deed]]] = {}

    def give(self, worker: Job, deed: Deed) -> None:
        """Have `worker` do something when the shift is worked."""
        self._deeds.setdefault(worker.key, (worker, []))[1].append(deed)

    def work(self) -> int:
        """Do everything that was given and return how much it was. What a deed gives meanwhile is done as well."""
        with _in_one_go(), keystore.store().held():
            return self._work()

    def _work(self) -> int:
        done = 0
        while self._deeds:
            _, (worker, deeds) = self._deeds.popitem()
            for start in range(0, len(deeds), AT_ONCE):
                with acting(worker.actor, route=ROUTE) as by:
                    for deed in deeds[start : start + AT_ONCE]:
                        deed(by)
                        done += 1
        return done


@contextmanager
def _in_one_go() -> Iterator[None]:
    """Leave out the savepoints inside a transaction: an error ends the loading, so nothing goes back to one."""
    features = connections[context.ALIAS].features
    features.uses_savepoints = False
    try:
        yield
    finally:
        del features.uses_savepoints
