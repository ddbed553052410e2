"""When clocks run out, and who can stand in for whom. Defaults of domain R10; administrators can change their own."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from tvaers.foundation import workdays
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.rules import purposes_for
from tvaers.work.enums import ClockKind, Counting

# The last minute of a working day: a clock in days runs out when the day does, not at noon.
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True)
class Allowance:
    """How long a clock gives: so many hours, working days or months."""

    amount: int
    counting: Counting


DEFAULTS: dict[ClockKind, Allowance] = {
    ClockKind.ACUTE: Allowance(24, Counting.HOURS),
    ClockKind.RECEIPT: Allowance(6, Counting.WORKING_DAYS),
    ClockKind.TRIAGE: Allowance(10, Counting.WORKING_DAYS),
    ClockKind.FEEDBACK: Allowance(20, Counting.WORKING_DAYS),
    ClockKind.NOTIFICATION: Allowance(4, Counting.MONTHS),
    ClockKind.CONFIRM: Allowance(5, Counting.WORKING_DAYS),
    ClockKind.NOTICE: Allowance(5, Counting.WORKING_DAYS),
    # Seven days and nights, as the former § 57 c had them (B7).
    ClockKind.NETWORK: Allowance(168, Counting.HOURS),
}


# How far an administrator can go from the defaults, by what is counted.
LIMITS: dict[Counting, tuple[int, int]] = {
    Counting.HOURS: (1, 7 * 24),
    Counting.WORKING_DAYS: (1, 60),
    Counting.MONTHS: (1, 12),
}
# The acute look is a matter of hours everywhere (§ 136); longer than a day it cannot be made.
MOST: dict[ClockKind, Allowance] = {ClockKind.ACUTE: Allowance(24, Counting.HOURS)}


class AllowanceError(ValueError):
    """A clock cannot give so little, or so much; the text says which limit."""


def check_allowance(kind: ClockKind, allowance: Allowance) -> None:
    """Raise AllowanceError when an organisation cannot give a clock this long."""
    least, most = LIMITS[allowance.counting]
    bound = MOST.get(kind)
    if bound is not None:
        if allowance.counting is not bound.counting:
            raise AllowanceError("counting")
        most = min(most, bound.amount)
    if not least <= allowance.amount <= most:
        raise AllowanceError(f"{least}-{most}")


def due(start: datetime, allowance: Allowance) -> datetime:
    """Return when a clock that starts at `start` (aware) runs out, aware.

    Hours count on the wall from the start. Working days count from the day after it, and months by date, both
    until the end of the last day in Denmark; a last day that is no working day moves to the next one.
    """
    if allowance.counting is Counting.HOURS:
        return start + timedelta(hours=allowance.amount)
    day = start.astimezone(COPENHAGEN).date()
    if allowance.counting is Counting.WORKING_DAYS:
        last = workdays.add_working_days(day, allowance.amount)
    else:
        last = day + relativedelta(months=allowance.amount)
        if not workdays.is_working_day(last):
            last = workdays.add_working_days(last, 1)
    return datetime.combine(last, _END_OF_DAY, tzinfo=COPENHAGEN)


# How far ahead one says that one is away, and how long.
AHEAD, LONGEST = timedelta(days=400), timedelta(days=366)


class AbsenceDaysError(ValueError):
    """One cannot be away on such days: `field` says which of the two is wrong, the text how."""

    def __init__(self, field: str, why: str) -> None:
        """Keep the field for the message."""
        super().__init__(why)
        self.field = field


def check_absence(from_on: date, until_on: date, *, today: date) -> None:
    """Raise AbsenceDaysError unless somebody can be away from day to day: from today on, for a year at most."""
    if from_on < today:
        raise AbsenceDaysError("from_on", "over")
    if from_on > today + AHEAD:
        raise AbsenceDaysError("from_on", "far")
    if until_on < from_on:
        raise AbsenceDaysError("until_on", "before")
    if until_on > from_on + LONGEST:
        raise AbsenceDaysError("until_on", "long")


def can_stand_in(roles: int, *, for_roles: int) -> bool:
    """Tell whether somebody with `roles` works for everything that somebody with `for_roles` does."""
    wanted = purposes_for(for_roles)
    return purposes_for(roles) & wanted == wanted
