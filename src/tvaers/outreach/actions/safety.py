"""A team that is not home when it said: its back-up is told, in the program and by a text message."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.db.models import F
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, queue
from tvaers.outreach.enums import ShiftState, SmsState
from tvaers.outreach.models import SafetyAlert, Watch
from tvaers.outreach.rules import GRACE, WALKERS
from tvaers.partnerships.actor import Actor

SEND = "outreach.send_sms"


def overdue_organisations() -> list[UUID]:
    """Return the organisations that have a team to be told of, asked by a job that sees nothing else."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT guard.organisations_with_overdue_shifts(make_interval(secs => %s))", [GRACE.total_seconds()]
        )
        return [row[0] for row in cursor.fetchall()]


def raise_due(*, organisation: UUID, by_sms: bool) -> list[UUID]:
    """Raise an alert for each team of an organisation that should be home; once for each time that was said.

    by_sms: put a text message into the queue as well. Returns the alerts.
    """
    with transaction.atomic():
        late = Watch.objects.filter(
            owner_id=organisation, shift__state=ShiftState.UNDER_WAY, home_at__lte=clock.now() - GRACE
        ).exclude(shift__alerts__due_at=F("home_at"))
        alerts = [
            SafetyAlert(
                owner_id=organisation,
                shift_id=row.shift_id,
                to_id=row.backup_id,
                due_at=row.home_at,
                sms=SmsState.WAITING if by_sms else SmsState.NONE,
            )
            for row in late.order_by("home_at", "shift_id")
        ]
        SafetyAlert.objects.bulk_create(alerts, ignore_conflicts=True)
        for alert in alerts:
            record("outreach.alert_raised", object_id=alert.id)
            if by_sms:
                queue.enqueue(SEND, alert=str(alert.id))
    return [alert.id for alert in alerts]


_EVENTS = {
    SmsState.SENT: "outreach.alert_sent",
    SmsState.FAILED: "outreach.alert_not_sent",
    # Somebody had taken it on before it went.
    SmsState.NONE: "outreach.alert_needs_no_message",
}


def note_sms(*, alert: UUID, state: SmsState) -> None:
    """Say what became of an alert's text message."""
    SafetyAlert.objects.filter(id=alert).update(sms=state, sms_at=clock.now())
    record(_EVENTS[state], object_id=alert)


def acknowledge(*, by: Actor, alert: UUID) -> None:
    """Say that one has taken an alert on; whoever was first stands.

    Raises Http404, and PermissionDenied for who neither was told nor walks: an alert that they silence reaches nobody.
    """
    with transaction.atomic():
        rows = SafetyAlert.objects.filter(id=alert, owner_id=by.organisation.id)
        told = rows.values_list("to_id", flat=True).first()
        if told is None:
            raise Http404
        if told != by.id and not by.has_role(*WALKERS):
            raise PermissionDenied
        if rows.filter(acknowledged_by=None).update(acknowledged_by=by.id, acknowledged_at=clock.now()):
            record("outreach.alert_acknowledged", object_id=alert)
