"""The house that tests hurt: one for each process of the run, brought up when the first test asks.

Everything is imported late: pytest loads this file before Django has its apps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.faults.house import House


@pytest.fixture(scope="session")
def new_house() -> Iterator[Callable[..., House]]:
    """A function that makes a house; all are taken down in the end."""
    from django.conf import settings

    from tests.faults.house import House

    made: list[House] = []

    def make(**options: Any) -> House:
        directory = Path(settings.VAR) / f"house-{len(made)}"
        directory.mkdir(parents=True)
        made.append(House(directory, settings.TVAERS_SECRETS_FILE, **options))
        return made[-1]

    yield make
    for house in made:
        house.stop()


@pytest.fixture(scope="session")
def house(new_house: Callable[..., House]) -> House:
    """A house that is up."""
    made = new_house()
    made.start()
    return made
