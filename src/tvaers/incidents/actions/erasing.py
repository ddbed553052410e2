"""Erasing what is old: five years after the day, and files that nobody started after a week (R23)."""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.incidents.actions.importing import give_up
from tvaers.incidents.enums import FileState
from tvaers.incidents.models import Incident, IncidentFile, PastDay, Scan, Signal
from tvaers.incidents.rules import KEPT_YEARS, WAITS


def erase_due(*, organisation: UUID, today: date) -> int:
    """Erase an organisation's incidents of more than five years ago, and what stands on them; return how many.

    Their counts go with them. A file's row goes when nothing of it is left.
    """
    before = today - relativedelta(years=KEPT_YEARS)
    own = {"owner_id": organisation}
    with transaction.atomic():
        for waiting in IncidentFile.objects.filter(
            **own, state=FileState.READ, read_at__lt=clock.now() - WAITS
        ).values_list("id", flat=True):
            give_up(file_id=waiting)
        erased, _tables = Incident.objects.filter(**own, day__lt=before).delete()
        Signal.objects.filter(**own, day__lt=before).delete()
        PastDay.objects.filter(**own, day__lt=before).delete()
        Scan.objects.filter(**own, day__lt=before).delete()
        IncidentFile.objects.filter(**own, read_at__date__lt=before, incidents__isnull=True).delete()
        if erased:
            record("incidents.outlived", detail={"rows": erased})
    return erased
