"""What somebody holds at work and who takes it over: apps above register here, and leaving asks them all."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise

from tvaers.partnerships.actor import Actor


class SuccessorNeededError(Exception):
    """The member holds something, and nobody was named who takes it over."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """What a member holds of one kind.

    things: what the administrator may be shown of each; may be empty or shorter than count, because
    keeping people lets nobody into cases.
    """

    count: int
    things: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """One kind of thing that members hold.

    held_by(member): what the member holds. hand_over(by, member, successor): gives all of it to the
    successor, audited, within the open transaction, and returns how many. Without it the things end with
    the member's work, and `note` says so.
    """

    name: str
    label: str | Promise
    held_by: Callable[[UUID], Held]
    hand_over: Callable[[Actor, UUID, UUID], int] | None = None
    note: str | Promise = ""


@dataclass(frozen=True, kw_only=True)
class Holding:
    """A kind of thing together with what one member holds of it."""

    keeper: Keeper
    held: Held

    @property
    def moves(self) -> bool:
        """Tell whether somebody has to take it over."""
        return self.keeper.hand_over is not None and self.held.count > 0


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    """Let leaving ask `keeper`, from an app's `ready`; a second one of the same name takes its place."""
    _keepers[keeper.name] = keeper


def holdings_of(member: UUID) -> list[Holding]:
    """Return what a member holds, kind by kind; kinds of which there is nothing are left out."""
    found = [Holding(keeper=keeper, held=keeper.held_by(member)) for keeper in _keepers.values()]
    return [holding for holding in found if holding.held.count]


def hand_over(*, by: Actor, member: UUID, successor: UUID | None) -> int:
    """Give all that a member holds to the successor and return how many things moved.

    Raises SuccessorNeededError when there is something to take over and nobody is named.
    """
    moved = 0
    for holding in holdings_of(member):
        if holding.keeper.hand_over is None:
            continue
        if successor is None:
            raise SuccessorNeededError
        moved += holding.keeper.hand_over(by, member, successor)
    return moved
