"""Reads: counts by area and week, files, signals, and how often a signal was wrong here."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from tvaers.areas.models import Area
from tvaers.foundation import clock
from tvaers.incidents.enums import Family, Origin, SignalState
from tvaers.incidents.models import DailyCount, IncidentFile, Scan, Signal, WeeklyCount
from tvaers.incidents.rules import COUNTED, FAMILIES, WRONG
from tvaers.partnerships.actor import Actor

WEEKS = 13
# More stand on further pages of a list that nobody reads to its end.
MOST = 50


@dataclass(frozen=True, kw_only=True)
class AreaCounts:
    """What was reported in an area, week by week, the oldest first. total: over all of them."""

    area: UUID
    name: str
    weeks: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many in all weeks together."""
        return sum(self.weeks)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Counts by area and week. weeks: their Mondays, the oldest first; the last one is not over."""

    weeks: tuple[date, ...]
    areas: tuple[AreaCounts, ...]
    more: int

    @property
    def by_week(self) -> tuple[int, ...]:
        """How many in each week over the areas shown."""
        return tuple(map(sum, zip(*(each.weeks for each in self.areas), strict=True))) if self.areas else ()


def weekly_counts(
    *, kind: str = "", origin: Origin = COUNTED, most: int = MOST, within: Collection[UUID] | None = None
) -> Counts:
    """Return what the asker's organisation may see of the last weeks, the areas with most first.

    kind: of one kind alone; "" for all. within: of these areas alone.
    """
    this_week = clock.today() - timedelta(days=clock.today().weekday())
    weeks = tuple(this_week - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1))
    rows = WeeklyCount.objects.filter(kind=kind, origin=origin, week__range=(weeks[0], weeks[-1]))
    if within is not None:
        rows = rows.filter(area_id__in=within)
    found: defaultdict[UUID, dict[date, int]] = defaultdict(dict)
    for area, week, number in rows.values_list("area_id", "week").annotate(number=Sum("number")):
        found[area][week] = number
    ordered = sorted(found, key=lambda area: (-sum(found[area].values()), area))
    names = dict(Area.objects.filter(id__in=ordered[:most]).values_list("id", "name"))
    return Counts(
        weeks=weeks,
        areas=tuple(
            AreaCounts(area=area, name=names[area], weeks=tuple(found[area].get(week, 0) for week in weeks))
            for area in ordered[:most]
        ),
        more=max(0, len(ordered) - most),
    )


def files(*, actor: Actor, most: int = 20) -> list[dict[str, Any]]:
    """Return the organisation's files, the newest first."""
    rows = IncidentFile.objects.filter(owner_id=actor.organisation.id).order_by("-read_at", "id")
    return [dict(row) for row in rows.values("id", "filename", "state", "read_at", "added", "bad", "good")[:most]]


def signals(*, actor: Actor, state: SignalState, most: int = MOST) -> list[dict[str, Any]]:
    """Return the organisation's signals in a state, the newest first, each with the names of its areas."""
    rows = Signal.objects.filter(owner_id=actor.organisation.id, state=state).order_by("-day", "id")
    columns = ("id", "family", "day", "from_on", "areas", "observed", "expected", "recurrence", "why", "decided_at")
    found = [dict(row) for row in rows.values(*columns)[:most]]
    names = names_of({area for row in found for area in row["areas"]})
    for row in found:
        row["names"] = [names.get(area, "") for area in row["areas"]]
    return found


def names_of(areas: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of areas."""
    return dict(Area.objects.filter(id__in=areas).values_list("id", "name")) if areas else {}


def daily_numbers(*, areas: Sequence[UUID], family: Family, begin: date, end: date) -> list[tuple[date, int]]:
    """Return how much of a family was reported in some areas together, on each day from `begin` to `end`."""
    rows = DailyCount.objects.filter(
        origin=COUNTED, area_id__in=areas, kind__in=FAMILIES[family], day__range=(begin, end)
    )
    found = dict(rows.values_list("day").annotate(number=Sum("number")))
    days = (end - begin).days + 1
    return [(day, found.get(day, 0)) for day in (begin + timedelta(days=each) for each in range(days))]


@dataclass(frozen=True, kw_only=True)
class Record:
    """How often signals were wrong here. wrong: of the decided ones, those behind which nothing lay."""

    decided: int
    wrong: int


def track_record(*, actor: Actor) -> Record:
    """Return how often signals were wrong in the actor's organisation."""
    rows = Signal.objects.filter(owner_id=actor.organisation.id).exclude(state=SignalState.OPEN)
    found = rows.aggregate(decided=Count("id"), wrong=Count("id", filter=Q(why__in=WRONG)))
    return Record(decided=found["decided"], wrong=found["wrong"])


def last_scan(*, actor: Actor) -> dict[str, Any] | None:
    """Return the organisation's last scan: id, day, method, state, ended_at, found."""
    rows = Scan.objects.filter(owner_id=actor.organisation.id).order_by("-begun_at", "id")
    found = rows.values("id", "day", "method", "state", "ended_at", "found").first()
    return dict(found) if found else None
