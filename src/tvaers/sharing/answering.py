"""Offers that not every reader answers. The app that makes such offers registers here what holds at every page."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of offer. among: which of some groups are of it; roles: who answers; event: what an answer leaves."""

    among: Callable[[Collection[UUID]], set[UUID]]
    roles: tuple[Role, ...]
    event: str


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Say what holds for a kind of offer, from an app's `ready`; the same event takes the former's place."""
    _kinds[kind.event] = kind


def of_others(*, actor: Actor, groups: Collection[UUID]) -> set[UUID]:
    """Return those of `groups`, offered in one go each, that the actor may see and colleagues answer."""
    asked = [kind for kind in _kinds.values() if not actor.has_role(*kind.roles)] if groups else []
    return set().union(*(kind.among(groups) for kind in asked))


def events_of(group: UUID) -> list[str]:
    """Return the events that an answer to `group` leaves beside the database's own."""
    return [event for event, kind in _kinds.items() if kind.among({group})]
