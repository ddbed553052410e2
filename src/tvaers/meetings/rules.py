"""How each kind of meeting is held: who calls it, what is on the agenda, whether it may name people. No database."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tvaers.guard.enums import Category, Purpose
from tvaers.meetings.enums import Capacity, ItemState, MeetingKind, MeetingState, Subject
from tvaers.partnerships.enums import Role
from tvaers.partnerships.rules import DECIDING

# Who calls a meeting; the steering group's people call their own as well.
CONVENES: Final = DECIDING | Role.STEERING
# How long who was let in elsewhere still reads an item after its meeting, to do what was agreed and read the minutes.
READ_AFTER: Final = timedelta(days=60)
# How long an item about a person is kept after its meeting; what became of it lives on where it was taken to (R23).
KEPT_AFTER: Final = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of a kind (regler for en mødetype).

    about_people: items about a person may stand on the agenda, each for those who are let in. one_person: all of it is
    about one young person. agenda: what a new meeting begins with. purpose: what items about people are for; None: the
    case's own. convenes: mask of roles. weeks: how often it is usually held. screened: each receiver says what becomes
    of an item that was handed over (B3); the database holds to it.
    """

    about_people: bool
    agenda: tuple[Subject, ...]
    convenes: Role = CONVENES
    one_person: bool = False
    purpose: Purpose | None = Purpose.SSP
    weeks: int = 0
    screened: bool = False


_COUNCIL: Final = Rules(
    about_people=False,
    agenda=(Subject.WELCOME, Subject.BEFORE, Subject.STATUS, Subject.DECISION, Subject.ECONOMY, Subject.OTHER),
    weeks=13,
)
KINDS: Final[dict[MeetingKind, Rules]] = {
    # Every item is about somebody, and brought by whoever hands it over.
    MeetingKind.HANDOVER: Rules(
        about_people=True, agenda=(Subject.WELCOME,), convenes=DECIDING, weeks=1, screened=True
    ),
    MeetingKind.BOARD: Rules(
        about_people=False, agenda=(Subject.BEFORE, Subject.STATUS, Subject.AREA, Subject.DUTIES), weeks=1
    ),
    MeetingKind.LOCAL: Rules(
        about_people=False,
        agenda=(Subject.WELCOME, Subject.BEFORE, Subject.AREA, Subject.DUTIES, Subject.OTHER),
        weeks=4,
    ),
    MeetingKind.INFOHUS: Rules(
        about_people=True, agenda=(Subject.WELCOME,), convenes=DECIDING, purpose=Purpose.RADICALISATION, weeks=4
    ),
    MeetingKind.NETWORK: Rules(
        about_people=True,
        one_person=True,
        agenda=(
            Subject.WELCOME,
            Subject.STRENGTHS,
            Subject.WORRIES,
            Subject.GOALS,
            Subject.DUTIES,
            Subject.NEXT,
        ),
        convenes=DECIDING,
        purpose=None,
    ),
    MeetingKind.STEERING: _COUNCIL,
    MeetingKind.DISTRICT_COUNCIL: _COUNCIL,
    MeetingKind.LOCAL_COUNCIL: _COUNCIL,
}

# Each step of a meeting and of an item; who runs the meeting takes them.
STEPS: Final[dict[tuple[MeetingState, MeetingState], str]] = {
    (MeetingState.PLANNED, MeetingState.UNDER_WAY): "the chair opens it",
    (MeetingState.UNDER_WAY, MeetingState.HELD): "the chair ends it",
    (MeetingState.HELD, MeetingState.UNDER_WAY): "it goes on after all",
    (MeetingState.HELD, MeetingState.APPROVED): "the minutes are approved",
    (MeetingState.PLANNED, MeetingState.CANCELLED): "it is cancelled",
}
ITEM_STEPS: Final[dict[tuple[ItemState, ItemState], str]] = {
    (ItemState.WAITING, ItemState.OPEN): "the meeting reaches it",
    (ItemState.OPEN, ItemState.DONE): "the meeting goes on",
    (ItemState.DONE, ItemState.OPEN): "the meeting comes back to it",
    (ItemState.WAITING, ItemState.DROPPED): "it is taken off",
}


class WrongStepError(ValueError):
    """A meeting, or an item of it, does not go from where it is to there."""


def check_step(before: MeetingState, after: MeetingState) -> None:
    """Raise WrongStepError for a step of a meeting that there is not."""
    if (before, after) not in STEPS:
        raise WrongStepError(f"{before} to {after}")


def check_item_step(before: ItemState, after: ItemState) -> None:
    """Raise WrongStepError for a step of an item that there is not."""
    if (before, after) not in ITEM_STEPS:
        raise WrongStepError(f"{before} to {after}")


# What naming somebody in a capacity tells about: an offence, others who are touched by it, or nothing more than a name.
CAPACITY_CATEGORY: Final[dict[Capacity, Category]] = {
    Capacity.SUSPECT: Category.OFFENCE,
    Capacity.CHARGED: Category.OFFENCE,
    Capacity.VICTIM: Category.OTHERS,
    Capacity.WITNESS: Category.OTHERS,
    Capacity.PRESENT: Category.CONCERN,
    Capacity.CONCERN: Category.CONCERN,
}
# What goes along with every item: its words, its minutes and decisions, and who it is about.
ITEM_CATEGORIES: Final = Category.PLAN | Category.CONCERN | Category.IDENTITY


def is_at_the_table(state: MeetingState) -> bool:
    """Tell whether the meeting is still to come, or goes on: its agenda can change."""
    return state in {MeetingState.PLANNED, MeetingState.UNDER_WAY}


def may_convene(kind: MeetingKind, roles: int) -> bool:
    """Tell whether somebody with these roles calls a meeting of the kind."""
    return bool(KINDS[kind].convenes & roles)
