"""Who writes plans and reads them, how a plan goes on, and when it ends. The database decides the same (migrations)."""

import hashlib
from datetime import date, timedelta
from typing import Final

from tvaers.conflict.enums import PlanKind, PlanState
from tvaers.conflict.models import Part
from tvaers.localpicture import rules as picture
from tvaers.partnerships.rules import DECIDING

# Who writes a plan and decides on its course; the others who work with people read it, log, and tick off.
PLANNERS: Final = DECIDING
LOGGERS: Final = picture.WRITERS
# Authorities alone, never an association or a housing organisation (R4).
READERS: Final = picture.READERS

# A plan in force is looked at again within six weeks, one that lies ready within a year.
USUAL_DAYS: Final = {PlanState.IN_FORCE: 14, PlanState.READY: 180}
MOST_DAYS: Final = {PlanState.IN_FORCE: 42, PlanState.READY: 366}
# A lead who is ill on that day leaves nobody without the plan at midnight.
GRACE_DAYS: Final = 7
# A draft that nobody goes on with; what was learned, for those who took part.
DRAFT_DAYS: Final = 60
READ_DAYS: Final = 30
# After its end a plan stays with the organisation that wrote it, for its yearly evaluation; then it is erased.
KEPT: Final = picture.KEPT
MOST_PARTS: Final = 60
MOST_LINES: Final = 500

STEPS: Final[dict[PlanState, frozenset[PlanState]]] = {
    PlanState.DRAFT: frozenset({PlanState.READY, PlanState.IN_FORCE}),
    PlanState.READY: frozenset({PlanState.IN_FORCE, PlanState.CLOSED}),
    PlanState.IN_FORCE: frozenset({PlanState.NORMAL}),
    # It flares up again.
    PlanState.NORMAL: frozenset({PlanState.IN_FORCE, PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
}


class WrongStateError(ValueError):
    """The plan is not, or no longer, in a state in which this can be done."""


def check_step(was: PlanState, to: PlanState, kind: PlanKind) -> None:
    """Raise WrongStateError when a plan cannot become that: what goes on now does not lie ready."""
    if to not in STEPS[was] or (to is PlanState.READY and kind is not PlanKind.FORESEEABLE):
        raise WrongStateError


def usual_review(state: PlanState, today: date) -> date:
    """Return the day on which a plan is usually looked at again."""
    return today + timedelta(days=USUAL_DAYS[state])


def latest_review(state: PlanState, today: date) -> date:
    """Return the last day that can be chosen for looking at a plan again."""
    return today + timedelta(days=MOST_DAYS[state])


def last_day(state: PlanState, *, today: date, review_on: date | None = None) -> date:
    """Return the last day for the readers of a plan that became `state` today. review_on: as somebody chose it."""
    if review_on is not None and state in MOST_DAYS:
        return review_on + timedelta(days=GRACE_DAYS)
    return today + timedelta(days=DRAFT_DAYS if state is PlanState.DRAFT else READ_DAYS)


def look_of(part: Part) -> str:
    """Return what tells a part as it stands from any other way it could stand: 64 hex digits. Never shown."""
    said = (part.organisation_id, part.who, part.target, part.text, part.contact, part.due_on)
    return hashlib.sha256(repr([str(each or "") for each in said]).encode()).hexdigest()
