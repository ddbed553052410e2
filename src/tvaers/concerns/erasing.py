"""What will be erased when, and what is kept because something is open (sletning, R23)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from tvaers.concerns.enums import KeptBecause, Outcome
from tvaers.concerns.models import Concern, Import
from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.sharing import seen
from tvaers.sharing.enums import DisclosureState, DossierKind, LinkKind, Source
from tvaers.sharing.models import Access, Dossier, Link
from tvaers.sharing.queries import visible_dossiers
from tvaers.sharing.sealing import open_rows
from tvaers.work.models import Clock

PAGE = 100


@dataclass(frozen=True, kw_only=True)
class ToErase:
    """A concern with its day. kept_because: what is open, so that it stays; empty when it goes."""

    id: UUID
    headline: str
    outcome: Outcome | None
    erase_on: date
    kept_reason: str
    kept_because: tuple[KeptBecause, ...]


def due(*, until: date | None = None) -> list[ToErase]:
    """Return the asker's organisation's concerns with a day of erasure, the next first; `until` that day."""
    claims = context.current()
    organisation = claims.organisation if claims else None
    about = OuterRef("id")
    live = {"dossier_id": about, "ended_at__isnull": True, "until_at__gt": clock.now()}
    read = Access.objects.filter(**live, state__in=(DisclosureState.OFFERED, DisclosureState.ACCEPTED))
    # A case that grew out of a concern keeps it; another organisation's own concern does not.
    became = Link.objects.filter(source_id=about, kind=LinkKind.BECAME, target__kind=DossierKind.CASE)
    rows = (
        Concern.objects.filter(id__in=visible_dossiers(DossierKind.CONCERN), erase_on__isnull=False)
        .filter(Exists(Dossier.objects.filter(id=about, owner_id=organisation)))
        .annotate(
            clock=Exists(Clock.objects.filter(dossier_id=about, done_at__isnull=True)),
            shared=Exists(read.exclude(source=Source.OWNER)),
            case=Exists(became),
        )
        .order_by("erase_on", "id")
    )
    if until is not None:
        rows = rows.filter(erase_on__lte=until)
    columns = ("id", "headline", "outcome", "erase_on", "kept_reason", "clock", "shared", "case")
    opened = open_rows(Concern, rows.values(*columns)[:PAGE], ("headline", "kept_reason"), dossier="id")
    seen.record_all((row["id"] for row in opened), Category.CONCERN)
    return [
        ToErase(
            id=row["id"],
            headline=row["headline"],
            outcome=Outcome(row["outcome"]) if row["outcome"] else None,
            erase_on=row["erase_on"],
            kept_reason=row["kept_reason"],
            kept_because=tuple(reason for reason in KeptBecause if row[reason.value]),
        )
        for row in opened
    ]


def importing_due(*, until: date) -> list[UUID]:
    """Return the imports whose remains are to be erased."""
    visible = Import.objects.filter(id__in=visible_dossiers(DossierKind.IMPORT), erase_on__lte=until)
    return list(visible.order_by("erase_on", "id").values_list("id", flat=True)[:PAGE])
