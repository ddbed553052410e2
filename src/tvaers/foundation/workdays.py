"""Working days (arbejdsdage) of a Danish municipality: the calendar behind every deadline.

Closed are Saturdays, Sundays, the public holidays, and three days on which municipal offices close
by custom and agreement although no law makes them holidays: Constitution Day (Grundlovsdag, 5 June),
Christmas Eve (24 December) and New Year's Eve (31 December).
"""

from datetime import date, timedelta
from functools import cache

import holidays

_CLOSED_BY_CUSTOM = frozenset({(6, 5), (12, 24), (12, 31)})
_SATURDAY = 5


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_working_day(day: date) -> bool:
    """Tell whether municipal offices are open on `day`."""
    if day.weekday() >= _SATURDAY or (day.month, day.day) in _CLOSED_BY_CUSTOM:
        return False
    return day not in _public_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """Return the `count`-th working day after `day` (before it when negative); `day` itself for 0."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_working_day(day):
            left -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after `start` up to and including `end`; negative when `end` is earlier.

    A deadline last Thursday is one working day late on Friday and on Saturday, two on Monday.
    """
    if end < start:
        return -working_days_between(end, start)
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))
