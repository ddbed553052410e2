"""Dates and times as people write them: "tirsdag 3. marts 2026 kl. 9.15", "Tuesday 3 March 2026 at 9:15".

The patterns are formats of a language, not messages, so they stand here and not in the catalogue.
Names of days and months come from Django's own catalogue.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language

from tvaers.foundation.clock import COPENHAGEN, today


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one language writes dates and times."""

    long_day: str
    year_day: str
    short_day: str
    moment: str
    time: str


PATTERNS = {
    "da": Pattern(
        long_day="{weekday} {day}. {month} {year}",
        year_day="{day}. {month} {year}",
        short_day="{day}. {month}",
        moment="{day} kl. {time}",
        time="{hour}.{minute:02d}",
    ),
    "en": Pattern(
        long_day="{weekday} {day} {month} {year}",
        year_day="{day} {month} {year}",
        short_day="{day} {month}",
        moment="{day} at {time}",
        time="{hour}:{minute:02d}",
    ),
}


def _pattern() -> Pattern:
    language = (get_language() or "da").split("-", maxsplit=1)[0]
    return PATTERNS.get(language, PATTERNS["da"])


def local(value: date | datetime) -> date | datetime:
    """Return an aware datetime in Danish time; a date stays as it is. Raises ValueError when naive."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone has no place on a page")
    return value.astimezone(COPENHAGEN)


def local_date(value: date | datetime) -> date:
    """Return the date on which `value` falls in Denmark."""
    value = local(value)
    return value.date() if isinstance(value, datetime) else value


def _fill(pattern: str, value: date) -> str:
    return pattern.format(weekday=WEEKDAYS[value.weekday()], day=value.day, month=MONTHS[value.month], year=value.year)


def day(value: date | datetime) -> str:
    """Write the date in full: tirsdag 3. marts 2026."""
    return _fill(_pattern().long_day, local_date(value))


def short_day(value: date | datetime) -> str:
    """Write the date without weekday, and without the year when it is this year: 3. marts."""
    on = local_date(value)
    pattern = _pattern()
    return _fill(pattern.short_day if on.year == today().year else pattern.year_day, on)


def year_day(value: date | datetime) -> str:
    """Write the date without weekday but with the year, for terms that end: 30. juni 2026."""
    return _fill(_pattern().year_day, local_date(value))


def weekday(value: date | datetime) -> str:
    """Write the weekday alone: tirsdag."""
    return str(WEEKDAYS[local_date(value).weekday()])


def time_of_day(value: datetime) -> str:
    """Write the time on the 24-hour clock, Danish time: 9.15."""
    at = local(value)
    if not isinstance(at, datetime):
        raise TypeError("a date has no time of day")
    return _pattern().time.format(hour=at.hour, minute=at.minute)


def moment(value: datetime) -> str:
    """Write date and time in full: tirsdag 3. marts 2026 kl. 9.15."""
    return _pattern().moment.format(day=day(value), time=time_of_day(value))


def moment_in(text: str) -> datetime | None:
    """Return the moment that a text from an address names, in UTC; None for anything else, and without a zone."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
