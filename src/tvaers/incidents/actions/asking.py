"""Asking for a scan, and stopping one. What scans works on arrays and stands apart, so that no page loads it."""

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, queue
from tvaers.guard.turns import take_turn
from tvaers.incidents.access import check_decider, get_scan_for_decision
from tvaers.incidents.enums import ScanState
from tvaers.incidents.models import DailyCount, Scan
from tvaers.incidents.rules import AGAIN, COUNTED, FAMILIES
from tvaers.partnerships.actor import Actor

TASK: Final = "incidents.scan_asked"
AGAIN_TASK: Final = "incidents.days_again"
NIGHTLY: Final = "incidents.scan_nightly"


class NothingToScanError(Exception):
    """Nothing has been reported yet that the organisation may see."""


def day_to_scan() -> date | None:
    """Return the last whole day of which something is known; None where nothing is."""
    found = DailyCount.objects.filter(origin=COUNTED, day__lt=clock.today()).aggregate(last=Max("day"))["last"]
    return min(found, clock.today() - timedelta(days=1)) if found else None


def ask(*, by: Actor, form: UUID) -> UUID:
    """Let the worker look at the last whole day; return the scan's id. form: sent twice, it is one scan.

    Raises PermissionDenied, NothingToScanError, queue.WaitingAlreadyError.
    """
    return _asked(by, form, "scan", task=TASK, days=1)


def ask_again(*, by: Actor, form: UUID) -> UUID:
    """Let the worker look at the last season's days again; return the scan's id. form: sent twice, it is one.

    Raises PermissionDenied, NothingToScanError, queue.WaitingAlreadyError.
    """
    return _asked(by, form, "again", task=AGAIN_TASK, days=AGAIN)


def _asked(by: Actor, form: UUID, what: str, *, task: str, days: int) -> UUID:
    check_decider(by)
    made = ids.of_form(form, what, by.id)
    take_turn(made.bytes)
    if Scan.objects.filter(id=made).exists():
        return made
    day = day_to_scan()
    if day is None:
        raise NothingToScanError
    with transaction.atomic():
        begin(organisation=by.organisation.id, day=day, by=by.id, id=made, days=days)
        queue.enqueue(task, scan_id=str(made), only_one=task)
    return made


def begin(*, organisation: UUID, day: date, by: UUID | None, id: UUID, days: int = 1) -> None:  # noqa: A002 - a row's own
    """Write down that a day, or many up to it, are being looked at. by: who asked for it; None for the nightly scan."""
    steps = len(FAMILIES) if days == 1 else days
    Scan.objects.create(id=id, owner_id=organisation, by_id=by, day=day, days=days, steps=steps)
    record("incidents.scan_begun", object_id=id, detail={"asked": by is not None, "days": days})


def stop(*, by: Actor, scan_id: UUID) -> None:
    """Stop a scan; what it has found stays. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        get_scan_for_decision(actor=by, id=scan_id)
        give_up(scan_id=scan_id)


def give_up(*, scan_id: UUID) -> None:
    """End a running scan: asked for, or since whoever asked may not decide any more."""
    with transaction.atomic():
        # Held first: the worker may end it while this is asked.
        held = Scan.objects.select_for_update().filter(id=scan_id).values("state").first()
        if held and held["state"] == ScanState.RUNNING:
            Scan.objects.filter(id=scan_id).update(state=ScanState.STOPPED, ended_at=clock.now())
            record("incidents.scan_stopped", object_id=scan_id)
