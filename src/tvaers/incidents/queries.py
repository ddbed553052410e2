"""Reads: counts by area and week, files, signals, and how often a signal was wrong here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import Count, Max, Min, Q, Sum

from tvaers.areas.models import Area
from tvaers.foundation import clock
from tvaers.incidents.enums import Basis, Family, FileState, Origin, SignalState
from tvaers.incidents.models import DailyCount, IncidentFile, PastDay, Scan, Signal
from tvaers.incidents.rules import AGAIN, ALERTS, COUNTED, FAMILIES, WRONG
from tvaers.partnerships.actor import Actor

WEEKS = 13
# Areas on one page of a list, of which the first is read and the last hardly ever.
A_PAGE = 20
# Files come up to a week late: the last day that is known is not always yesterday.
SPARE_DAYS = 7
# More stand on further pages of a list that nobody reads to its end.
MOST = 50
# A row for each area, with its weeks counted from the first: a tenth of what there is to fetch by area and week.
_BY_AREA: Final = """
SELECT area_id, sum(number), array_agg((week - %s::date) / 7), array_agg(number) FROM incidents_weeklycount
WHERE kind = %s AND origin = %s AND week BETWEEN %s AND %s AND area_id = ANY (coalesce(%s::uuid[], ARRAY[area_id]))
GROUP BY area_id ORDER BY 2 DESC, 1
"""


@dataclass(frozen=True, kw_only=True)
class AreaCounts:
    """What was reported in an area, week by week, the oldest first."""

    area: UUID
    name: str
    weeks: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many in all weeks together."""
        return sum(self.weeks)


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Counts by area and week. weeks: their Mondays, the oldest first; the last one is not over.

    by_week: over all areas, not only those of this page. highest: of any area in any week; one scale for all pages.
    """

    weeks: tuple[date, ...]
    areas: tuple[AreaCounts, ...]
    by_week: tuple[int, ...]
    highest: int
    page: int
    pages: int


def weekly_counts(
    *, kind: str = "", origin: Origin = COUNTED, page: int = 1, within: Collection[UUID] | None = None
) -> Counts:
    """Return what the asker's organisation may see of the last weeks, the areas with most first, one page of them.

    kind: of one kind alone; "" for all. page: from 1; one beyond the last is the last. within: of these areas alone.
    """
    this_week = clock.today() - timedelta(days=clock.today().weekday())
    weeks = tuple(this_week - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1))
    with connections["default"].cursor() as cursor:
        asked: list[Any] = [weeks[0], kind, origin, weeks[0], weeks[-1], None if within is None else list(within)]
        cursor.execute(_BY_AREA, asked)
        ordered = [(area, _by_week(places, numbers)) for area, _total, places, numbers in cursor.fetchall()]
    pages = max(1, -(-len(ordered) // A_PAGE))
    page = min(max(1, page), pages)
    shown = ordered[(page - 1) * A_PAGE : page * A_PAGE]
    names = names_of([area for area, _numbers in shown])
    return Counts(
        weeks=weeks,
        areas=tuple(AreaCounts(area=area, name=names[area], weeks=numbers) for area, numbers in shown),
        by_week=tuple(map(sum, zip(*(numbers for _area, numbers in ordered), strict=True))),
        highest=max((number for _area, numbers in ordered for number in numbers), default=0),
        page=page,
        pages=pages,
    )


def _by_week(places: Sequence[int], numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of all weeks; each file has its own of a week."""
    found = [0] * WEEKS
    for place, number in zip(places, numbers, strict=True):
        found[place] += number
    return tuple(found)


def number_open(*, actor: Actor) -> int:
    """Return how many of the organisation's signals are to be decided."""
    return Signal.objects.filter(owner_id=actor.organisation.id, state=SignalState.OPEN).count()


def files(*, actor: Actor, most: int = 20) -> list[dict[str, Any]]:
    """Return the organisation's files, the newest first."""
    rows = IncidentFile.objects.filter(owner_id=actor.organisation.id).order_by("-read_at", "id")
    found = rows.values("id", "filename", "state", "read_at", "added", "bad", "good")[:most]
    return [row | {"label": FileState(row["state"]).label} for row in found]


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


@dataclass(frozen=True, kw_only=True)
class Again:
    """What would have been told of the past days. seen: of how many something could be; told: on how many of them.

    alerts: on how many something as rare as once a year.
    """

    first: date
    last: date
    days: int
    seen: int
    told: int
    alerts: int


def past_days(*, actor: Actor) -> dict[Basis, Again]:
    """Return what looking again at the last season's days came to, by what it stood on; nothing before it was done."""
    rows = PastDay.objects.filter(
        owner_id=actor.organisation.id, day__gt=clock.today() - timedelta(days=AGAIN + SPARE_DAYS)
    )
    found = rows.values("basis").annotate(
        first=Min("day"),
        last=Max("day"),
        days=Count("id"),
        seen=Count("id", filter=~Q(method="")),
        told_on=Count("id", filter=Q(told__gt=0)),
        alerts=Count("id", filter=Q(recurrence__gte=ALERTS)),
    )
    return {
        Basis(row["basis"]): Again(
            first=row["first"],
            last=row["last"],
            days=row["days"],
            seen=row["seen"],
            told=row["told_on"],
            alerts=row["alerts"],
        )
        for row in found
    }


def last_scan(*, actor: Actor) -> dict[str, Any] | None:
    """Return the organisation's last scan: id, day, method, state, ended_at, found."""
    rows = Scan.objects.filter(owner_id=actor.organisation.id, days=1).order_by("-begun_at", "id")
    found = rows.values("id", "day", "method", "state", "ended_at", "found").first()
    return dict(found) if found else None
