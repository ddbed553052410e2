"""What will be erased when, and what is kept because something is open (sletning, R23)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from tvaers.audit.models import Event
from tvaers.concerns.enums import KeptBecause, Outcome
from tvaers.concerns.models import Concern, Import
from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership
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


def due(*, stays: bool, after: tuple[date, UUID] | None = None) -> tuple[list[ToErase], tuple[date, UUID] | None]:
    """Return one page of the asker's organisation's concerns with a day of erasure, the next first, and its end.

    stays: those that something open keeps, else those that go on their day. The end, where there is more, is `after`
    for the next page.
    """
    rows = _dated().filter(stays=stays).order_by("erase_on", "id")
    if after is not None:
        rows = rows.filter(Q(erase_on__gt=after[0]) | Q(erase_on=after[0], id__gt=after[1]))
    columns = ("id", "headline", "outcome", "erase_on", "kept_reason", *(reason.value for reason in KeptBecause))
    found = list(rows.values(*columns)[: PAGE + 1])
    opened = open_rows(Concern, found[:PAGE], ("headline", "kept_reason"), dossier="id")
    seen.record_all((row["id"] for row in opened), Category.CONCERN)
    end = (opened[-1]["erase_on"], opened[-1]["id"]) if len(found) > PAGE else None
    return [_to_erase(row) for row in opened], end


def _to_erase(row: dict[str, Any]) -> ToErase:
    return ToErase(
        id=row["id"],
        headline=row["headline"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        erase_on=row["erase_on"],
        kept_reason=row["kept_reason"],
        kept_because=tuple(reason for reason in KeptBecause if row[reason.value]),
    )


def going(*, until: date) -> list[UUID]:
    """Return the first concerns whose day has come, without those that stay because something is open."""
    rows = _dated().filter(erase_on__lte=until, stays=False).order_by("erase_on", "id")
    return list(rows.values_list("id", flat=True)[:PAGE])


def staying(*, until: date) -> int:
    """Return how many concerns stay though their day has come, because something is open."""
    return _dated().filter(erase_on__lte=until, stays=True).count()


def _dated() -> QuerySet[Any]:
    """Return the asker's organisation's concerns with a day of erasure, each with whether it stays and why."""
    claims = context.current()
    organisation = claims.organisation if claims else None
    about = OuterRef("id")
    live = {"dossier_id": about, "ended_at__isnull": True, "until_at__gt": clock.now()}
    read = Access.objects.filter(**live, state__in=(DisclosureState.OFFERED, DisclosureState.ACCEPTED))
    # A case that grew out of a concern keeps it; another organisation's own concern does not.
    became = Link.objects.filter(source_id=about, kind=LinkKind.BECAME, target__kind=DossierKind.CASE)
    why = {
        KeptBecause.CLOCK: Exists(Clock.objects.filter(dossier_id=about, done_at__isnull=True)),
        KeptBecause.SHARED: Exists(read.exclude(source=Source.OWNER)),
        KeptBecause.CASE: Exists(became),
    }
    return (
        Concern.objects.filter(id__in=visible_dossiers(), erase_on__isnull=False)
        .filter(Exists(Dossier.objects.filter(id=about, owner_id=organisation)))
        .annotate(**{reason.value: found for reason, found in why.items()})
        .annotate(stays=ExpressionWrapper(Q(clock=True) | Q(shared=True) | Q(case=True), BooleanField()))
    )


# What the log calls it that a concern went, and how many receipts stand on a page.
ERASED = "concerns.erased"
RECEIPTS = 50


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """That a concern was erased: when, by whom, why, and with how many people. Nothing of what it held.

    by: a colleague's name; empty for the nightly job.
    """

    id: UUID
    at: datetime
    by: str
    why: str
    people: int


def receipts(*, after: tuple[datetime, UUID] | None = None) -> list[Receipt]:
    """Return the receipts of the asker's organisation, the last first; one more than a page, if there is more."""
    claims = context.current()
    if claims is None or claims.organisation is None:
        return []
    name = Membership.objects.filter(id=OuterRef("actor_id")).values("name")
    rows = (
        Event.objects.filter(organisation_id=claims.organisation, name=ERASED)
        .annotate(by=Coalesce(Subquery(name), Value("")))
        .order_by("-at", "-id")
    )
    if after is not None:
        rows = rows.filter(Q(at__lt=after[0]) | Q(at=after[0], id__lt=after[1]))
    # The database checks that there was an erasure, and not what else was said of it.
    return [
        Receipt(id=id_, at=at, by=by, why=str(detail.get("why", "")), people=detail.get("people", 0))
        for id_, at, by, detail in rows.values_list("id", "at", "by", "detail")[: RECEIPTS + 1]
    ]


def importing_due(*, until: date) -> list[UUID]:
    """Return the imports whose remains are to be erased."""
    visible = Import.objects.filter(id__in=visible_dossiers(), erase_on__lte=until)
    return list(visible.order_by("erase_on", "id").values_list("id", flat=True)[:PAGE])
