"""Databases of a test's own, beside the one under test."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import postgres
from tests.postgres import Database
from tests.runs import RUN
from tvaers.embedded.cluster import Cluster
from tvaers.guard.bootstrap import bootstrap, drop_database


@pytest.fixture
def beside(database: Database) -> Iterator[Callable[[str], Database]]:
    """A function that makes an empty database with our roles, named after the one under test."""
    made: list[Database] = []

    def make(ending: str) -> Database:
        made.append(replace(database, name=f"{database.name}_{ending}"))
        bootstrap(database.admin, database=made[-1].name, secrets=database.secrets)
        return made[-1]

    yield make
    for each in made:
        drop_database(database.admin, database=each.name)


@pytest.fixture
def second(database: Database, beside: Callable[[str], Database]) -> Iterator[Database]:
    """A migrated database to take apart: on a server of its own, a copy; on somebody else's, made from nothing."""
    if database.log_file is None:
        made = beside("second")
        postgres.migrate(made.url())
        yield made
        return
    place = RUN / "second"
    place.mkdir()
    template = postgres.migrated(RUN, database.secrets, Path(os.environ["TVAERS_SECRETS"]))
    cluster = Cluster(place, durable=False, template=template)
    try:
        yield replace(database, admin=cluster.start(), log_file=cluster.log)
    finally:
        cluster.stop()
        cluster.remove()
