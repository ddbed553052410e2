"""What somebody holds at work and who takes it over: apps above register here, and leaving asks them all."""

from collections.abc import Callable, Sequence
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

    hand_over(by, member, successor): gives all of it to the successor, audited, within the open
    transaction, and returns how many. Without it the things end with the member's work, and `note` says so.
    """

    name: str
    label: str | Promise
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


# What a member holds of each of some kinds, in their order: kinds that are counted together are asked for at once.
Counted = Callable[[UUID], Sequence[Held]]
_keepers: dict[tuple[str, ...], tuple[tuple[Keeper, ...], Counted]] = {}


def register(*keepers: Keeper, counted: Counted) -> None:
    """Let leaving ask for `keepers`, from an app's `ready`; others of the same names take their place."""
    _keepers[tuple(keeper.name for keeper in keepers)] = (keepers, counted)


def holdings_of(member: UUID) -> list[Holding]:
    """Return what a member holds, kind by kind; kinds of which there is nothing are left out."""
    found = [
        Holding(keeper=keeper, held=held)
        for keepers, counted in _keepers.values()
        for keeper, held in zip(keepers, counted(member), strict=True)
    ]
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
