"""On which days a row of meetings (møderække) meets. No database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from tvaers.foundation.workdays import add_working_days, is_working_day
from tvaers.meetings.enums import Holidays

_WEEK = timedelta(weeks=1)
LAST = -1


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often: every so many weeks, or on the nth weekday of each month (LAST: the last one); one of the two.

    first: from which day on. weekday: 0 is Monday. until: the last day there may be a meeting; None for no end. free:
    months, 1 to 12, in which there is none (fri måned), as July.
    """

    first: date
    weekday: int
    weeks: int | None = None
    nth: int | None = None
    holidays: Holidays = Holidays.SKIP
    until: date | None = None
    free: frozenset[int] = frozenset()


def days(rhythm: Rhythm, *, after: date, to: date) -> list[date]:
    """Return the days whose place in the rhythm lies after one day and not after another, in order.

    A day on which offices are closed falls away, or moves to the next working day; one of a free month falls away.
    """
    found = []
    for day in _places(rhythm, to):
        held = day if is_working_day(day) or rhythm.holidays is Holidays.SKIP else add_working_days(day, 1)
        is_meant = is_working_day(held) and held.month not in rhythm.free
        if day > after and is_meant and (rhythm.until is None or held <= rhythm.until):
            found.append(held)
    return found


def _places(rhythm: Rhythm, to: date) -> Iterator[date]:
    """Return the days of the rhythm, closed ones too, from its first on."""
    if rhythm.weeks is not None:
        begin = rhythm.first + timedelta(days=(rhythm.weekday - rhythm.first.weekday()) % 7)
        for step in count():
            day = begin + step * rhythm.weeks * _WEEK
            if day > to:
                return
            yield day
    for step in count():
        month = rhythm.first.month - 1 + step
        day = _nth(rhythm.first.year + month // 12, month % 12 + 1, rhythm)
        if day > to:
            return
        if day >= rhythm.first:
            yield day


def _nth(year: int, month: int, rhythm: Rhythm) -> date:
    begin = date(year, month, 1)
    if rhythm.nth == LAST:
        end = (begin + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return end - timedelta(days=(end.weekday() - rhythm.weekday) % 7)
    return begin + timedelta(days=(rhythm.weekday - begin.weekday()) % 7) + ((rhythm.nth or 1) - 1) * _WEEK
