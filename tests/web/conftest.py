"""Who the pages about concerns are tried as, and what they are tried on."""

import pytest


@pytest.fixture
def bo(client_for):
    """The SSP coordinator, who decides on most concerns of the cast."""
    return client_for("bo")


@pytest.fixture
def concern(acting_as):
    """A concern that Alice wrote down and nobody has opened yet."""
    from tests import concern_rows as made

    with acting_as("alice") as alice:
        return made.written(alice)
