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
# How often a statement is sent before the database keeps its plan.
PLANNED_AFTER = 3

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
        done = 0
        # Plans made while the tables were small are no good later on; a new connection makes them anew.
        connections[context.ALIAS].close()
        while self._deeds:
            _, (worker, deeds) = self._deeds.popitem()
            for start in range(0, len(deeds), AT_ONCE):
                with acting(worker.actor, route=ROUTE) as by:
                    for deed in deeds[start : start + AT_ONCE]:
                        deed(by)
                        done += 1
        return done


@contextmanager
def in_one_go() -> Iterator[None]:
    """Let the block write much: the statements it repeats are planned once, and the key store stays open.

    Savepoints are left out: an error ends the loading, so nothing goes back to one. Must stand outside a transaction,
    as it changes how the connection is made.
    """
    connection = connections[context.ALIAS]
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    # A connection of the pool is made as all of the server's are, and forgets its plans whenever it comes back.
    own = {name: value for name, value in options.items() if name != "pool"}
    connection.settings_dict["OPTIONS"] = {**own, "server_side_binding": True, "prepare_threshold": PLANNED_AFTER}
    connection.features.uses_savepoints = False
    try:
        with keystore.store().held():
            yield
    finally:
        del connection.features.uses_savepoints
        connection.close()
        connection.settings_dict["OPTIONS"] = options
