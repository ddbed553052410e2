"""Notices of what became of something that was shared: to whoever was given it, and, to its owner, who read them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.sharing.enums import NoticeKind
from tvaers.sharing.models import Notice

# How long a notice that was acknowledged still stands with what was received.
LATELY = timedelta(days=30)
_TO = (
    "id",
    "kind",
    "purpose",
    "given_at",
    "told_at",
    "acknowledged_at",
    "giver",
    "owner_id",
    "owner_name",
    "owner_mark",
)


def notices_of(dossier: UUID, *, kind: NoticeKind) -> dict[UUID, list[dict[str, Any]]]:
    """Return, by what they tell of, who was told of a kind of thing about a dossier, and when they acknowledged it."""
    rows = Notice.objects.filter(dossier_id=dossier, kind=kind).order_by("told_at", "id")
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in _named(rows).values("about_id", "acknowledged_at", "who", "organisation_name"):
        found.setdefault(row["about_id"], []).append(row)
    return found


def notices_to(*, actor: Actor, only_new: bool = False) -> list[dict[str, Any]]:
    """Return what the actor was told of what others had shared, newest first, in one statement.

    What was not acknowledged, and, unless only_new, what was lately. Nothing in it is about the young person. The
    policy decides who was told: the reader named, or who decides in the organisation once that reader is gone.
    """
    rows = Notice.objects.filter(organisation_id=actor.organisation.id)
    fresh = Q(acknowledged_at=None)
    if not only_new:
        fresh |= Q(acknowledged_at__gt=clock.now() - LATELY)
    return list(_named(rows.filter(fresh)).order_by("-told_at", "id").values(*_TO))


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.annotate(
        who=Coalesce("member__name", "unit__name", "organisation__name"),
        organisation_name=F("organisation__name"),
        giver=F("given_by__name"),
        owner_name=F("owner__name"),
        owner_mark=F("owner__mark"),
    )
    return named
