"""Where young people are from, for figures about many: the app of concerns, above this one, knows, and says it here."""

from collections.abc import Callable, Mapping
from uuid import UUID

# Young people → of those whose area is known, each with its id.
Asked = Callable[[set[UUID]], Mapping[UUID, UUID]]
_asked: list[Asked] = []


def register(asked: Asked) -> None:
    """Let the figures ask, from an app's `ready`; the last one is asked."""
    _asked[:] = [asked]


def areas_of(people: set[UUID]) -> Mapping[UUID, UUID]:
    """Return the area of each young person of whom one is known."""
    return _asked[0](people) if _asked and people else {}
