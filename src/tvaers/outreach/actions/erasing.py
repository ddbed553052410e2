"""What was walked ends: shifts that are over for two years go, with all that was written of them."""

from uuid import UUID

from django.db import connections, transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.outreach.models import Shift
from tvaers.outreach.rules import KEPT

# Each before what it points at.
_BELOW = ("followup", "debrief", "reminder", "safetyalert", "watch", "shiftmember", "stop", "entry")


def erase_due(*, organisation: UUID) -> int:
    """Erase an organisation's shifts whose time is over, as its own job; return how many (R23)."""
    with transaction.atomic(), connections[context.ALIAS].cursor() as cursor:
        rows = Shift.objects.filter(owner_id=organisation, until_at__lt=clock.now() - KEPT)
        due = list(rows.order_by("id").values_list("id", flat=True))
        if not due:
            return 0
        said = "SELECT id FROM outreach_debrief WHERE shift_id = ANY (%s)"
        cursor.execute(f"DELETE FROM outreach_supervision WHERE debrief_id IN ({said})", [due])  # noqa: S608 - as above
        for name in _BELOW:
            cursor.execute(f"DELETE FROM outreach_{name} WHERE shift_id = ANY (%s)", [due])  # noqa: S608 - names of ours
        cursor.execute("DELETE FROM outreach_shift WHERE id = ANY (%s)", [due])
        record("outreach.cleared", detail={"shifts": len(due)})
    return len(due)
