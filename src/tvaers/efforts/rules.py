"""Who keeps a catalogue, how an effort goes on, how long a word holds. The database decides the same (migrations)."""

from datetime import date, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from tvaers.efforts.enums import EffortState
from tvaers.foundation.workdays import add_working_days
from tvaers.partnerships.enums import OrganisationKind, Role

# Who writes efforts, offers and closes them; the database's policies carry the same mask.
KEEPERS: Final = (Role.COORDINATOR, Role.SUPERVISOR)
# Who keeps a catalogue, and to whom an effort can be shown: authorities (R4).
READERS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})

# After that nobody knows any more whether there is room.
ROOM_HOLDS_DAYS: Final = 60
REVIEW_MONTHS: Final = 12
MOST_REVIEW_MONTHS: Final = 36
MOST_STEPS: Final = 12

STEPS: Final[dict[EffortState, frozenset[EffortState]]] = {
    EffortState.DRAFT: frozenset({EffortState.OFFERED}),
    EffortState.OFFERED: frozenset({EffortState.CLOSED}),
    # Closed by mistake, or taken up again another year.
    EffortState.CLOSED: frozenset({EffortState.OFFERED}),
}


class WrongStateError(ValueError):
    """The effort is not, or no longer, in a state in which this can be done."""


def check_step(was: EffortState, to: EffortState) -> None:
    """Raise WrongStateError when an effort cannot become that."""
    if to not in STEPS[was]:
        raise WrongStateError


def room_holds(said_on: date | None, today: date) -> bool:
    """Tell whether what was said on a day about room still holds."""
    return said_on is not None and today <= said_on + timedelta(days=ROOM_HOLDS_DAYS)


def is_on(from_date: date | None, until_date: date | None, today: date) -> bool:
    """Tell whether an effort runs on a day; without a date it is open at that end."""
    return (from_date is None or from_date <= today) and (until_date is None or today <= until_date)


def day_of_step(start: date, days: int) -> date:
    """Return the day of a step: so many working days after the start, and never a day on which nobody works."""
    return add_working_days(start, days) if days else add_working_days(start - timedelta(days=1), 1)


def next_review(after: date) -> date:
    """Return the day on which an effort that was looked at on `after` is due to be looked at again."""
    due: date = after + relativedelta(months=REVIEW_MONTHS)
    return due


def latest_review(today: date) -> date:
    """Return the last day that can be chosen for looking at an effort again."""
    last: date = today + relativedelta(months=MOST_REVIEW_MONTHS)
    return last
