"""When things happened: days before the loading as moments in somebody's working day, in Danish time."""

from datetime import date, datetime, time, timedelta
from random import Random

from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days, is_working_day

_FIRST_MINUTE, _LAST_MINUTE = 8 * 60 + 10, 15 * 60 + 40
# A loading must not tell of what has not happened yet.
_A_WHILE = timedelta(minutes=25)


def working_day(day: date, *, back: bool = False) -> date:
    """Return `day`, or the nearest working day after it (before it with `back`)."""
    return day if is_working_day(day) else add_working_days(day, -1 if back else 1)


def during(day: date, chance: Random) -> datetime:
    """Return a moment in the working hours of `day`, never later than a while ago."""
    minute = chance.randint(_FIRST_MINUTE, _LAST_MINUTE)
    moment = datetime.combine(day, time(minute // 60, minute % 60), clock.COPENHAGEN)
    return min(moment, clock.now() - _A_WHILE)


def after(moment: datetime, working_days: int, chance: Random) -> datetime:
    """Return a moment some working days after another; on the same day, later."""
    if working_days <= 0:
        return min(moment + timedelta(minutes=chance.randint(15, 150)), clock.now() - _A_WHILE / 2)
    return during(add_working_days(moment.astimezone(clock.COPENHAGEN).date(), working_days), chance)


def is_past(moment: datetime) -> bool:
    """Tell whether it has happened when the demonstration is loaded."""
    return moment < clock.now() - _A_WHILE / 5
