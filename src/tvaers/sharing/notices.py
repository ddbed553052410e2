"""Notices of what became of something that was shared: to whoever was given it, and, to its owner, who read them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing import seen
from tvaers.sharing.enums import NoticeKind
from tvaers.sharing.models import Correction, Dossier, Notice

# How long a notice that was acknowledged still stands with what was received.
LATELY = timedelta(days=30)
_COLUMNS = (
    "id",
    "kind",
    "dossier_id",
    "about_id",
    "purpose",
    "given_at",
    "told_at",
    "acknowledged_at",
    "who",
    "organisation_id",
    "organisation_name",
    "organisation_mark",
    "giver",
    "owner_id",
    "owner_name",
    "owner_mark",
)
_DETAIL = ("what", "object_id", "category", "dossier_kind")


def notices_of(dossier: UUID, *, kind: NoticeKind) -> dict[UUID, list[dict[str, Any]]]:
    """Return, by what they tell of, who was told of a kind of thing about a dossier, and when they acknowledged it."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    rows = _named(Notice.objects.filter(dossier_id=dossier, kind=kind)).order_by("told_at", "id")
    for row in rows.values(*_COLUMNS):
        found.setdefault(row["about_id"], []).append(row)
    return found


def told_of(dossier: UUID) -> list[dict[str, Any]]:
    """Return each notice about a dossier, as its owner reads them: newest first, what was told in one go together.

    Of a correction whose category the asker does not see, only that there was one.
    """
    rows = _detailed(_named(Notice.objects.filter(dossier_id=dossier))).exclude(kind=NoticeKind.WITHDRAWN)
    found = list(rows.order_by("-told_at", "about_id", "who", "id").values(*_COLUMNS, *_DETAIL))
    _record(found)
    return found


def notices_to(*, actor: Actor, only_new: bool = False) -> list[dict[str, Any]]:
    """Return what the actor was told of what others had shared, newest first, in one statement.

    What was not acknowledged, and, unless only_new, what was lately. Nothing in it is about the young person. The
    policy decides who was told: the reader named, or who decides in the organisation once that reader is gone.
    what, object_id: of a correction, as long as the asker may see what was corrected; None once that has ended.
    """
    rows = Notice.objects.filter(organisation_id=actor.organisation.id)
    fresh = Q(acknowledged_at=None)
    if not only_new:
        fresh |= Q(acknowledged_at__gt=clock.now() - LATELY)
    found = list(_detailed(_named(rows.filter(fresh))).order_by("-told_at", "id").values(*_COLUMNS, *_DETAIL))
    _record(found)
    return found


def waiting_for(actor: Actor, *, since: datetime) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the notices to the actor that were not acknowledged, and those that others have not read since `since`.

    The latter about what the actor had shared. In one statement.
    """
    own = actor.organisation.id
    found = _WAITING(by=actor.id, own=own, since=since)
    to_us = [row for row in found if row["organisation_id"] == own]
    _record(to_us)
    return to_us, [row for row in found if row["organisation_id"] != own]


def _waiting(*, by: UUID, own: UUID, since: datetime) -> QuerySet[Any, Any]:
    theirs = Q(owner_id=own, given_by_id=by, told_at__lt=since) & ~Q(kind=NoticeKind.WITHDRAWN)
    rows = Notice.objects.filter(Q(organisation_id=own) | theirs, acknowledged_at=None)
    return _detailed(_named(rows)).order_by("-told_at", "id").values(*_COLUMNS, *_DETAIL)


_WAITING = Compiled(_waiting)


def _record(found: list[dict[str, Any]]) -> None:
    """Note that the answer tells what of a dossier was corrected."""
    for row in found:
        if row["what"]:
            seen.record(row["dossier_id"], Category(row["category"]))


def _detailed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Add what was corrected, where the asker sees it."""
    correction = Correction.objects.filter(id=OuterRef("about_id"))
    detailed: QuerySet[Any] = rows.annotate(
        **{name: Subquery(correction.values(name)) for name in ("what", "object_id", "category")},
        dossier_kind=Subquery(Dossier.objects.filter(id=OuterRef("dossier_id")).values("kind")),
    )
    return detailed


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.annotate(
        who=Coalesce("member__name", "unit__name", "organisation__name"),
        organisation_name=F("organisation__name"),
        organisation_mark=F("organisation__mark"),
        giver=F("given_by__name"),
        owner_name=F("owner__name"),
        owner_mark=F("owner__mark"),
    )
    return named
