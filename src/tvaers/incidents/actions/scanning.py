"""Looking at a day: the counts that an organisation may see, a method, and what it finds written as signals.

Loads Numba: imported by jobs and by the demonstration's making, never by a page.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import QuerySet, Sum

from tvaers.areas.queries import borders, paths
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.incidents.enums import Family, ScanState, SignalState
from tvaers.incidents.methods.choosing import Method, fitting
from tvaers.incidents.methods.series import Finding, History, plane, weekday_strata
from tvaers.incidents.models import DailyCount, Scan, Signal
from tvaers.incidents.rules import (
    COUNTED,
    FAMILIES,
    HISTORY,
    KEPT_YEARS,
    LEAST_HISTORY,
    QUIET,
    is_told,
    recurrence_of,
)


def run_step(*, scan_id: UUID) -> bool:
    """Look at the next family of kinds, and tell whether there are more. Run again, it goes on where it was."""
    with transaction.atomic():
        scan = Scan.objects.select_for_update().filter(id=scan_id).first()
        if scan is None or scan.state != ScanState.RUNNING:
            return False
        family = list(FAMILIES)[scan.done]
        areas, history = seen(family=family, day=scan.day)
        method = fitting(days=history.days, areas=len(areas))
        found = _noticed(scan, family, areas, history, method) if method else 0
        done = scan.done + 1
        is_over = done >= scan.steps
        ended = {"state": ScanState.DONE, "ended_at": clock.now()} if is_over else {}
        Scan.objects.filter(id=scan_id).update(
            done=done, found=scan.found + found, method=method.code if method else scan.method, **ended
        )
        if is_over:
            record("incidents.scan_done", object_id=scan_id, detail={"found": scan.found + found})
    return not is_over


def reported_by(day: date, *, received_by: datetime | None = None) -> QuerySet[DailyCount]:
    """Return the counts that a look at a day stands on; received_by: those alone that had been read in then."""
    begin = day - HISTORY + timedelta(days=1)
    rows = DailyCount.objects.filter(origin=COUNTED, day__range=(begin, day))
    return rows.filter(received_at__lte=received_by) if received_by else rows


def seen(*, family: Family, day: date, received_by: datetime | None = None) -> tuple[list[UUID], History]:
    """Return the areas that take part, and how much of a family was reported in each on every day up to `day`.

    An area takes part with a place, and enough reported at all; history begins with the first day of any of it.
    """
    reported = reported_by(day, received_by=received_by)
    per_area = reported.values("area_id").annotate(total=Sum("number")).filter(total__gte=LEAST_HISTORY)
    places = _places(list(per_area.order_by("area_id").values_list("area_id", flat=True)), day)
    areas = list(places)
    first = reported.order_by("day").values_list("day", flat=True).first() or day
    days = (day - first).days + 1
    counts = np.zeros((len(areas), days), dtype=np.int32)
    row_of = {area: row for row, area in enumerate(areas)}
    of_kinds = reported.filter(kind__in=FAMILIES[family], area_id__in=areas)
    for area, on, number in of_kinds.values_list("area_id", "day").annotate(number=Sum("number")):
        counts[row_of[area], (on - first).days] = number
    return areas, History(
        counts=counts, places=plane(list(places.values())), strata=weekday_strata(first.weekday(), days)
    )


def _places(areas: list[UUID], day: date) -> dict[UUID, tuple[float, float]]:
    """Return a point in each area, or in what it lies in; areas that are nowhere on the map are left out."""
    drawn = borders(on=day).values_list("area_id", "label_east", "label_north")
    points = {area: (east, north) for area, east, north in drawn}
    around = paths(areas)
    found = {area: next((points[up] for up in reversed(around[area]) if up in points), None) for area in areas}
    return {area: point for area, point in found.items() if point}


def _noticed(scan: Scan, family: Family, areas: list[UUID], history: History, method: Method) -> int:
    """Write what a method finds as signals; return how many are new."""
    new = 0
    for finding, cases, recurrence in worth_telling(method.look(history), areas, history, method):
        begins = scan.day - timedelta(days=history.days - 1 - finding.first)
        new += _told(scan, family, cases, method, _figures(scan.day, begins, finding, recurrence))
    return new


def worth_telling(
    findings: Sequence[Finding], areas: list[UUID], history: History, method: Method
) -> Iterator[tuple[Finding, dict[UUID, int], float]]:
    """Yield the findings that become signals, with how many each area had and how unusual it is over all looks."""
    for finding in findings:
        recent = history.counts[list(finding.areas), finding.first :].sum(axis=1)
        cases = {areas[row]: int(number) for row, number in zip(finding.areas, recent, strict=True)}
        recurrence = recurrence_of(finding.recurrence, looks=len(FAMILIES))
        if is_told(cases=cases.values(), recurrence=recurrence, joins=method.least_areas > 1):
            yield finding, cases, recurrence


def _figures(day: date, begins: date, finding: Finding, recurrence: float) -> dict[str, Any]:
    return {
        "day": day,
        "from_on": begins,
        "observed": finding.observed,
        "expected": round(finding.expected, 2),
        "recurrence": round(recurrence, 1),
    }


def _told(scan: Scan, family: Family, cases: dict[UUID, int], method: Method, told: dict[str, Any]) -> int:
    """Write a signal, or bring the open one of the same up to date; return 1 where it is new."""
    where = sorted(cases)
    figures = told | {"by_area": [cases[area] for area in where]}
    before = Signal.objects.filter(owner_id=scan.owner_id, areas__overlap=where, day__gt=scan.day - QUIET)
    same = before.filter(state=SignalState.OPEN, family=family, areas=where, method=method.code)
    if same.update(**figures) or before.exists():
        return 0
    Signal.objects.create(
        id=ids.opaque(),
        owner_id=scan.owner_id,
        method=method.code,
        family=family,
        areas=where,
        until=clock.now() + relativedelta(years=KEPT_YEARS),
        **figures,
    )
    return 1
