"""A shift under way: checked in, home later than said, checked out."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.outreach.actions.planning import held
from tvaers.outreach.enums import ShiftState
from tvaers.outreach.models import Shift, Watch
from tvaers.outreach.rules import check_step
from tvaers.partnerships.actor import Actor


def check_in(*, by: Actor, shift: UUID, at: datetime | None = None, home_at: datetime | None = None) -> None:
    """Say that a team is out. at: when by a phone; never later than now. Raises Http404, WrongStateError."""
    with transaction.atomic():
        row = held(by=by, shift=shift)
        if row.state == ShiftState.UNDER_WAY:
            return
        check_step(ShiftState(row.state), ShiftState.UNDER_WAY)
        began = min(at or clock.now(), clock.now())
        Shift.objects.filter(id=row.id).update(state=ShiftState.UNDER_WAY, started_at=began)
        if home_at is not None:
            Watch.objects.filter(shift_id=row.id).update(home_at=home_at)
        record("outreach.checked_in", object_id=row.id)


def be_later(*, by: Actor, shift: UUID, home_at: datetime) -> None:
    """Say when a team will be home instead. Raises Http404."""
    with transaction.atomic():
        row = held(by=by, shift=shift)
        Watch.objects.filter(shift_id=row.id).update(home_at=home_at)
        record("outreach.later", object_id=row.id)


def check_out(*, by: Actor, shift: UUID, at: datetime | None = None) -> None:
    """Say that a team is home. Raises Http404, and WrongStateError for one that never went."""
    with transaction.atomic():
        row = held(by=by, shift=shift)
        if row.state == ShiftState.ENDED:
            return
        check_step(ShiftState(row.state), ShiftState.ENDED)
        over = max(min(at or clock.now(), clock.now()), row.started_at or row.from_at)
        Shift.objects.filter(id=row.id).update(state=ShiftState.ENDED, ended_at=over)
        record("outreach.checked_out", object_id=row.id)
