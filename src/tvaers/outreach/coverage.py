"""Where and when there was somebody in the street: hours planned and walked, by area, weekday and part of the day.

Of shifts, never of who walked them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tvaers.foundation.clock import COPENHAGEN

HOUR = timedelta(hours=1)


class Part(StrEnum):
    """A part of the day, by the clock in Denmark; the night after midnight belongs to the day before."""

    DAY = "day"  # 6–17
    EVENING = "evening"  # 17–22
    NIGHT = "night"  # 22–6


# The hour from which each part runs.
_FROM = ((6, Part.DAY), (17, Part.EVENING), (22, Part.NIGHT))


@dataclass(frozen=True, kw_only=True)
class Walked:
    """A shift's hours. started, ended: as walked; None for one that was not. is_planned: it stood in the plan."""

    areas: tuple[UUID, ...]
    planned_from: datetime
    planned_until: datetime
    is_planned: bool
    started: datetime | None
    ended: datetime | None


@dataclass
class Hours:
    """Hours planned and done."""

    planned: float = 0
    done: float = 0


def by_area(shifts: Iterable[Walked]) -> dict[UUID | None, Hours]:
    """Return the hours of each area; a shift of several counts for each of them its share. None: no area was said."""
    found: dict[UUID | None, Hours] = {}
    for shift in shifts:
        areas: tuple[UUID | None, ...] = shift.areas or (None,)
        for area in areas:
            hours = found.setdefault(area, Hours())
            hours.planned += _planned(shift) / len(areas)
            hours.done += _done(shift) / len(areas)
    return found


def by_time(shifts: Iterable[Walked]) -> dict[tuple[int, Part], Hours]:
    """Return the hours of each weekday (0 is Monday) and part of the day."""
    found = {(weekday, part): Hours() for weekday in range(7) for part in Part}
    for shift in shifts:
        if shift.is_planned:
            for key, hours in _pieces(shift.planned_from, shift.planned_until):
                found[key].planned += hours
        if shift.started and shift.ended:
            for key, hours in _pieces(shift.started, shift.ended):
                found[key].done += hours
    return found


def _planned(shift: Walked) -> float:
    return (shift.planned_until - shift.planned_from) / HOUR if shift.is_planned else 0


def _done(shift: Walked) -> float:
    return (shift.ended - shift.started) / HOUR if shift.started and shift.ended else 0


def _pieces(begins: datetime, ends: datetime) -> Iterator[tuple[tuple[int, Part], float]]:
    """Yield a time cut where one part of the day becomes another, each piece with its weekday, part and hours."""
    # Counted in UTC: the night in which the clock is put back has an hour more.
    at, ends = begins.astimezone(UTC), ends.astimezone(UTC)
    while at < ends:
        local = at.astimezone(COPENHAGEN)
        part = next((name for hour, name in reversed(_FROM) if local.hour >= hour), Part.NIGHT)
        next_hour = next((hour for hour, _name in _FROM if hour > local.hour), 24)
        upto = min(ends, at + timedelta(hours=next_hour - local.hour, minutes=-local.minute, seconds=-local.second))
        day = local.date() if local.hour >= _FROM[0][0] else local.date() - timedelta(days=1)
        yield (day.weekday(), part), (upto - at) / HOUR
        at = upto
