"""Looking at past days again, and counting on how many of them something would have been told (genkørsel).

Each day twice: with what had been read in by the next morning, as the nightly scan saw it, and with what is known
today. They differ where files come late: what was imported later did not exist. Loads Numba, as scanning does.
"""

from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.incidents.actions.scanning import reported_by, seen, worth_telling
from tvaers.incidents.enums import Basis, ScanState
from tvaers.incidents.methods.choosing import fitting
from tvaers.incidents.models import PastDay, Scan
from tvaers.incidents.rules import FAMILIES, QUIET

# When the night looks at the day before.
MORNING: Final = time(4, 5)
# The method's code, and of each finding how unusual it is and where.
Findings = tuple[str, list[tuple[float, set[UUID]]]]


def run_day(*, scan_id: UUID) -> bool:
    """Look again at the next day of a scan of many, and tell whether there are more. Run again, it goes on."""
    with transaction.atomic():
        scan = Scan.objects.select_for_update().filter(id=scan_id).first()
        if scan is None or scan.state != ScanState.RUNNING:
            return False
        found = look_again(organisation=scan.owner_id, day=scan.day - timedelta(days=scan.days - 1 - scan.done))
        done = scan.done + 1
        is_over = done >= scan.steps
        ended = {"state": ScanState.DONE, "ended_at": clock.now()} if is_over else {}
        Scan.objects.filter(id=scan_id).update(done=done, found=scan.found + bool(found[Basis.NOW].told), **ended)
        if is_over:
            record("incidents.days_run_again", object_id=scan_id, detail={"days": scan.days})
    return not is_over


def look_again(*, organisation: UUID, day: date) -> dict[Basis, PastDay]:
    """Write what would have been told of a day, on both bases, and return it."""
    morning = datetime.combine(day + timedelta(days=1), MORNING, timezone.get_default_timezone())
    now = _findings(day, None)
    came_late = reported_by(day).exclude(received_at__lte=morning).exists()
    then = _findings(day, morning) if came_late else now
    return {basis: _kept(organisation, day, basis, found) for basis, found in ((Basis.THEN, then), (Basis.NOW, now))}


def _findings(day: date, received_by: datetime | None) -> Findings:
    """Return the method that fitted, "" for none, and what it found that is worth telling, family by family."""
    code, found = "", []
    for family in FAMILIES:
        areas, history = seen(family=family, day=day, received_by=received_by)
        method = fitting(days=history.days, areas=len(areas))
        if method:
            code = method.code
            looked = worth_telling(method.look_again(history), areas, history, method)
            found += [(recurrence, set(cases)) for _finding, cases, recurrence in looked]
    return code, found


def _kept(organisation: UUID, day: date, basis: Basis, found: Findings) -> PastDay:
    """Write a day, without what would have been told of the same place shortly before."""
    code, findings = found
    quiet, told = _told_before(organisation, day, basis), []
    for recurrence, areas in findings:
        if quiet.isdisjoint(areas):
            told.append((recurrence, areas))
            quiet |= areas
    values = {
        "method": code,
        "told": len(told),
        "areas": sorted({area for _recurrence, areas in told for area in areas}),
        "recurrence": round(max((recurrence for recurrence, _areas in told), default=0.0), 1),
        "looked_at": clock.now(),
    }
    kept, _is_new = PastDay.objects.update_or_create(owner_id=organisation, day=day, basis=basis, defaults=values)
    return kept


def _told_before(organisation: UUID, day: date, basis: Basis) -> set[UUID]:
    """Return where something was told of late: the same place is not told again so soon."""
    rows = PastDay.objects.filter(owner_id=organisation, basis=basis, day__gt=day - QUIET, day__lt=day)
    return {area for areas in rows.order_by("day").values_list("areas", flat=True) for area in areas}
