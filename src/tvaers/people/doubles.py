"""What keeps two dossiers from being made one person: apps above register here, and merging asks them all."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """What is in the way and what to do first, in words for the page; links: what it is about, as (address, words)."""

    words: str
    links: tuple[tuple[str, str], ...] = ()


class KeptApartError(Exception):
    """The two cannot be made one yet; `obstacles` say why."""

    def __init__(self, obstacles: tuple[Obstacle, ...]) -> None:
        """Keep what is in the way, to say what to do first."""
        super().__init__("kept apart")
        self.obstacles = obstacles


# The one kept and the double → what keeps them apart, as far as the asker sees it.
Asked = Callable[[UUID, UUID], Obstacle | None]
_asked: dict[str, Asked] = {}


def register(name: str, asked: Asked) -> None:
    """Let merging ask, from an app's `ready`; another of the same name takes its place."""
    _asked[name] = asked


def obstacles(keep: UUID, double: UUID) -> tuple[Obstacle, ...]:
    """Return all that keeps two dossiers from being made one person."""
    found = (asked(keep, double) for asked in _asked.values())
    return tuple(obstacle for obstacle in found if obstacle is not None)
