"""Tables of a plan: how a task stands, and who may do what with it. No database, no clock."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from tvaers.plans.enums import TaskState
from tvaers.sharing.enums import Stand as Offer


class Stand(StrEnum):
    """How a task stands for those who follow it. Only an open one can be late.

    drafted: waits for a leader's approval before it is offered. waiting: offered to another organisation, not answered.
    declined: it said no, which needs no reason (R2).
    unanswered: the offer has run out. ended: it no longer sees the task, by whatever ended it.
    """

    OPEN = "open"
    DRAFTED = "drafted"
    WAITING = "waiting"
    DECLINED = "declined"
    UNANSWERED = "unanswered"
    ENDED = "ended"
    DONE = "done"
    CANCELLED = "cancelled"


# How an open task stands by its last disclosure; without one it is simply open.
STAND_OF_OFFER: dict[Offer, Stand] = {
    Offer.OPEN: Stand.OPEN,
    Offer.DRAFTED: Stand.DRAFTED,
    Offer.NOT_SENT: Stand.ENDED,
    Offer.WAITING: Stand.WAITING,
    Offer.DECLINED: Stand.DECLINED,
    Offer.UNANSWERED: Stand.UNANSWERED,
    Offer.WITHDRAWN: Stand.ENDED,
    Offer.GIVEN_BACK: Stand.ENDED,
    Offer.RUN_OUT: Stand.ENDED,
    Offer.FRAME_ENDED: Stand.ENDED,
    Offer.MOVED: Stand.ENDED,
}


# Those that somebody is to do or to answer; the others wait for nobody but their giver.
RUNNING = frozenset({Stand.OPEN, Stand.DRAFTED, Stand.WAITING})
NOBODYS = frozenset({Stand.DECLINED, Stand.UNANSWERED, Stand.ENDED})
FINISHED = frozenset({Stand.DONE, Stand.CANCELLED})


def stand(state: str, offer: str | None) -> Stand:
    """Return how a task stands from its state and how its last disclosure stands, if it was offered elsewhere."""
    if state == TaskState.DONE:
        return Stand.DONE
    if state == TaskState.CANCELLED:
        return Stand.CANCELLED
    return STAND_OF_OFFER[Offer(offer)] if offer else Stand.OPEN


@dataclass(frozen=True, kw_only=True)
class Part:
    """What somebody is to a task: its owner, whether the own organisation gave it, may write in it, and decides."""

    is_owner: bool
    is_givers: bool
    may_write: bool
    decides: bool

    @property
    def may_finish(self) -> bool:
        """Tell whether the part lets one mark the task as done."""
        return self.may_write and (self.is_owner or self.is_givers)

    def may_take_up(self, state: str) -> bool:
        """Tell whether the part lets one open a finished task again: as who does it, or as who cancelled it."""
        return self.may_finish if state == TaskState.DONE else self.may_steer

    @property
    def may_steer(self) -> bool:
        """Tell whether the part lets one move the task's date or cancel it: only who decides there."""
        return self.may_write and self.is_givers and self.decides


def part(*, actor: UUID, organisation: UUID, owner: UUID, giver: UUID, may_write: bool, decides: bool) -> Part:
    """Return what `actor` is to a task. giver: the organisation that gave it and answers for it."""
    return Part(is_owner=actor == owner, is_givers=organisation == giver, may_write=may_write, decides=decides)
