"""Databases of a test's own, beside the one under test."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from tests.postgres import Database
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
