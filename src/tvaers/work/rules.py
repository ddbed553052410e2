"""When clocks run out (R10), who can stand in for whom, and when somebody is written to of what waits."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from tvaers.foundation import workdays
from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import Purpose
from tvaers.partnerships.rules import purposes_for
from tvaers.work.enums import Cadence, ClockKind, Counting

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
    """Tell whether somebody with `roles` works for everything that somebody with `for_roles` does.

    Who works for no purpose, such as an administrator, is followed by who has one of the same roles.
    """
    # Who keeps the volunteers is no question of who follows a case.
    wanted = purposes_for(for_roles) & ~Purpose.VOLUNTEERS
    return purposes_for(roles) & wanted == wanted and (bool(wanted) or bool(roles & for_roles))


# How long a letter of what waits is tried, and how long the pauses between are.
TRIED_FOR = timedelta(days=2)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=15), timedelta(hours=4)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """When somebody wants to be written to: hours of the day in Denmark; weekday: 0 is Monday."""

    cadence: Cadence
    weekday: int = 0
    hour: int = 8
    quiet_from: int | None = None
    quiet_until: int | None = None


class QuietThenError(ValueError):
    """The letter would always be due in the quiet hours."""


def is_quiet(hour: int, wish: Wish) -> bool:
    """Tell whether an hour of the day is one of the quiet ones; they may go over midnight."""
    if wish.quiet_from is None or wish.quiet_until is None:
        return False
    if wish.quiet_from <= wish.quiet_until:
        return wish.quiet_from <= hour < wish.quiet_until
    return hour >= wish.quiet_from or hour < wish.quiet_until


def check_wish(wish: Wish) -> None:
    """Raise QuietThenError when the letter's hour is a quiet one."""
    if is_quiet(wish.hour, wish):
        raise QuietThenError


def may_be_sent(wish: Wish, now: datetime) -> bool:
    """Tell whether a letter may go at this moment (aware), be it late: not in quiet hours, nor on a day that is off."""
    local = now.astimezone(COPENHAGEN)
    if wish.cadence is Cadence.NEVER or is_quiet(local.hour, wish):
        return False
    return wish.cadence is Cadence.WEEKLY or workdays.is_working_day(local.date())


def digest_day(wish: Wish, now: datetime) -> date | None:
    """Return the day whose letter is due at this moment (aware); None when none is.

    From its hour on until the day ends, so that what no worker ran for is made up for. The wall tells the hour: one
    that is skipped in March is due at the next, and one that comes twice in October is the same letter.
    """
    local = now.astimezone(COPENHAGEN)
    if not may_be_sent(wish, now) or local.hour < wish.hour:
        return None
    if wish.cadence is Cadence.WEEKLY and local.weekday() != wish.weekday:
        return None
    return local.date()


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: a quarter of an hour, twice as long each time, four hours."""
    doubled: int = 2 ** min(attempts - 1, 8)
    return min(_FIRST_PAUSE * doubled, _LONGEST_PAUSE)
