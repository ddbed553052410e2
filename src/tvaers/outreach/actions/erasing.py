"""What was walked ends: shifts that are over for two years go, with all that was written of them, and old phones."""

from uuid import UUID

from django.db import connections, transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.outreach.models import Device, Shift
from tvaers.outreach.rules import KEPT

# Each before what it points at.
_BELOW = ("followup", "debrief", "reminder", "safetyalert", "watch", "shiftmember", "stop", "entry")


def erase_due(*, organisation: UUID) -> int:
    """Erase an organisation's shifts whose time is over, as its own job; return how many (R23).

    A phone that has not called since then goes when nothing that was written on it is left.
    """
    before = clock.now() - KEPT
    with transaction.atomic(), connections[context.ALIAS].cursor() as cursor:
        rows = Shift.objects.filter(owner_id=organisation, until_at__lt=before)
        due = list(rows.order_by("id").values_list("id", flat=True))
        said = "SELECT id FROM outreach_debrief WHERE shift_id = ANY (%s)"
        cursor.execute(f"DELETE FROM outreach_supervision WHERE debrief_id IN ({said})", [due])  # noqa: S608 - as below
        for name in _BELOW if due else ():
            cursor.execute(f"DELETE FROM outreach_{name} WHERE shift_id = ANY (%s)", [due])  # noqa: S608 - names of ours
        cursor.execute("DELETE FROM outreach_shift WHERE id = ANY (%s)", [due])
        phones, _tables = Device.objects.filter(owner_id=organisation, seen_at__lt=before, entry=None).delete()
        if due or phones:
            record("outreach.cleared", detail={"shifts": len(due), "phones": phones})
    return len(due)
