"""Tables of a case's course: states, what each step asks for, when it is reviewed and erased, who may."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta

from tvaers.cases.enums import Band, Outcome, State, StepKind
from tvaers.foundation.workdays import is_working_day
from tvaers.partnerships.enums import Role

OPENERS = (
    Role.COORDINATOR,
    Role.SSP_CONSULTANT,
    Role.CASEWORKER,
    Role.SUPERVISOR,
    Role.PROBATION_OFFICER,
    Role.POLICE_EXIT,
)

# Who reads what the organisations have published for a quarter.
FIGURE_READERS = (Role.STEERING, Role.INSPECTOR, Role.SUPERVISOR, Role.COORDINATOR)

STEPS: dict[tuple[State, StepKind], State] = {
    (State.OPEN, StepKind.LEAD): State.OPEN,
    (State.OPEN, StepKind.REVIEWED): State.OPEN,
    (State.OPEN, StepKind.PAUSED): State.PAUSED,
    (State.PAUSED, StepKind.LEAD): State.PAUSED,
    (State.PAUSED, StepKind.RESUMED): State.OPEN,
    (State.OPEN, StepKind.CLOSED): State.CLOSED,
    (State.PAUSED, StepKind.CLOSED): State.CLOSED,
    (State.CLOSED, StepKind.REOPENED): State.OPEN,
    # A second reader looks at why it is there (R15); a doubt neither closes it nor holds help up.
    (State.OPEN, StepKind.CONFIRMED): State.OPEN,
    (State.OPEN, StepKind.DOUBTED): State.OPEN,
    (State.PAUSED, StepKind.CONFIRMED): State.PAUSED,
    (State.PAUSED, StepKind.DOUBTED): State.PAUSED,
}
# Whoever took one of these is not the second reader.
ENTERS = (StepKind.OPENED, StepKind.REOPENED)
READ = (StepKind.CONFIRMED, StepKind.DOUBTED)

# A case is looked at again within three months (first follow-up, domain B5), and no review is put off further.
REVIEW_WITHIN_MONTHS = 3
# Kept after the end, so that help can be taken up again and the outcome evaluated; then erased (R23).
MONTHS_KEPT: dict[Outcome, int] = {
    Outcome.GOALS_REACHED: 24,
    Outcome.ORDINARY_HELP: 24,
    Outcome.OTHER_PLACE: 12,
    Outcome.DECLINED: 6,
    Outcome.MOVED: 12,
    Outcome.NOT_NEEDED: 3,
}


# How long a draft of somebody who has left waits for its author to come back and sign it; then it is erased.
DRAFTS_KEPT = timedelta(days=30)


class WrongStepError(ValueError):
    """A case in this state cannot take this step."""


class ReviewTooLateError(ValueError):
    """A review may not be put off further than three months."""


def after(state: State, step: StepKind) -> State:
    """Return the state after a step. Raises WrongStepError."""
    try:
        return STEPS[state, step]
    except KeyError as wrong:
        message = f"{state} {step}"
        raise WrongStepError(message) from wrong


def latest_review(day: date) -> date:
    """Return the last day on which a review counted from `day` may lie."""
    latest: date = day + relativedelta(months=REVIEW_WITHIN_MONTHS)
    return latest


def usual_review(day: date) -> date:
    """Return the day that is proposed for the next review: the last working day on which it may lie."""
    usual = latest_review(day)
    while not is_working_day(usual):
        usual -= timedelta(days=1)
    return usual


def check_review(review: date, day: date) -> None:
    """Raise ReviewTooLateError when `review` lies too far after `day`."""
    if review > latest_review(day):
        raise ReviewTooLateError


def erase_on(outcome: Outcome, closed: date) -> date:
    """Return the day on which a closed case is erased (R23)."""
    day: date = closed + relativedelta(months=MONTHS_KEPT[outcome])
    return day


# --- figures that are published, of nobody in particular (R28) -------------------------------------------

# From one to four are few enough that somebody could be known among them.
FEWEST = 5
AGES = (Band.UNDER_15, Band.FROM_15, Band.FROM_18, Band.FROM_25, Band.UNKNOWN)
GENDERS = (Band.FEMALE, Band.MALE, Band.UNKNOWN)
# Into what ages are put together where a band holds too few.
COARSER: dict[Band, tuple[Band, ...]] = {
    Band.UNDER_18: (Band.UNDER_15, Band.FROM_15),
    Band.GROWN: (Band.FROM_18, Band.FROM_25, Band.UNKNOWN),
}
# How long after its end a quarter is counted, so that what was written late is in it.
SETTLES = timedelta(days=10)


def age_band(age: int | None) -> Band:
    """Return the band of an age in whole years."""
    if age is None:
        return Band.UNKNOWN
    return next(
        (band for limit, band in ((15, Band.UNDER_15), (18, Band.FROM_15), (25, Band.FROM_18)) if age < limit),
        Band.FROM_25,
    )


def is_few(count: int) -> bool:
    """Tell whether a count would point at somebody; that there was nobody points at nobody."""
    return 0 < count < FEWEST


def division(cells: Mapping[Band, int]) -> dict[Band, int]:
    """Return as much of a division as may be published: whole, put together, or nothing.

    Never a part of it: the cells that are left out beside a small one would be told by the total and the rest.
    """
    if not any(map(is_few, cells.values())):
        return dict(cells)
    if set(cells) == set(AGES):
        together = {band: sum(cells[each] for each in parts) for band, parts in COARSER.items()}
        if not any(map(is_few, together.values())):
            return together
    return {}


def by_area(cells: Mapping[UUID | None, int], paths: Mapping[UUID, tuple[UUID, ...]]) -> dict[UUID | None, int]:
    """Return as much of a division by area as may be published: the finest that names no few, or nothing.

    cells: young people by area, None where it is not known; it stands in what is returned, also with nobody. paths: of
    each area, those it lies in, the largest first, and itself. All are put together alike: one area shown finer than
    the others would be told by what is left of them.
    """
    for depth in range(max(map(len, paths.values()), default=1), 0, -1):
        together: dict[UUID | None, int] = {None: 0}
        for area, count in cells.items():
            where = None if area is None else paths[area][:depth][-1]
            together[where] = together.get(where, 0) + count
        if not any(map(is_few, together.values())):
            return together
    return {}


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of a day."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def settled_quarter(today: date) -> date:
    """Return the first day of the last quarter whose end lies SETTLES back."""
    return quarter_of(quarter_of(today - SETTLES) - timedelta(days=1))


def quarter_end(first: date) -> date:
    """Return the first day after a quarter."""
    following: date = first + relativedelta(months=3)
    return following
