"""Reading consents, and the notices of those that were taken back."""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tvaers.consents.models import Consent, WithdrawalNotice
from tvaers.files.models import File
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.enums import Source
from tvaers.sharing.models import Access, Frame, FrameParty
from tvaers.sharing.queries import live
from tvaers.sharing.sealing import open_rows

TEXTS = ("words", "young_view", "parents_words", "way_words", "withdrawn_words")
_PLAIN = (
    "id",
    "dossier_id",
    "given_by",
    "holders",
    "parents",
    "way",
    "file_id",
    "tongue",
    "interpreter",
    "given_on",
    "until_date",
    "written_by",
    "withdrawn_at",
    "withdrawn_on",
    "withdrawn_by",
    "withdrawn_way",
)
_JOINED = (
    "receiver",
    "receiver_id",
    "mark",
    "writer",
    "purposes",
    "categories",
    "superseded_at",
    "frame_id",
    "has_file",
)
# How long a notice that was acknowledged still stands with what was received.
LATELY = timedelta(days=30)


def consents_of(*, dossier: UUID, owner: UUID) -> list[dict[str, Any]]:
    """Return the consents taken for a dossier, newest first, opened; receiver names the organisation consented to.

    version counts the consents to one receiver: what is agreed anew is another consent, and the former stays (R8).
    categories: mask, None where the consent does not limit them. notices: those of whom were told that it was taken
    back, in two statements in all.
    """
    receiver = FrameParty.objects.filter(frame_id=OuterRef("frame_id")).exclude(organisation_id=owner)
    frame = Frame.objects.filter(id=OuterRef("frame_id"))
    rows = Consent.objects.filter(dossier_id=dossier).annotate(
        receiver=Subquery(receiver.values("organisation__name")[:1]),
        receiver_id=Subquery(receiver.values("organisation_id")[:1]),
        mark=Subquery(receiver.values("organisation__mark")[:1]),
        purposes=Subquery(frame.values("purposes")),
        categories=Subquery(frame.values("categories")),
        superseded_at=Subquery(frame.values("superseded_at")),
        has_file=Exists(File.objects.filter(id=OuterRef("file_id"))),
        writer=Subquery(Membership.objects.filter(id=OuterRef("written_by")).values("name")),
    )
    seen.record(dossier, Category.PLAN)
    found = open_rows(Consent, rows.order_by("-written_at", "id").values(*_PLAIN, *TEXTS, *_JOINED), TEXTS)
    versions: Counter[str] = Counter()
    told = _told(dossier) if any(row["withdrawn_at"] for row in found) else {}
    for row in reversed(found):
        versions[row["receiver"]] += 1
        row["version"] = versions[row["receiver"]]
        row["notices"] = told.get(row["frame_id"], [])
    return found


def _told(dossier: UUID) -> dict[UUID, list[dict[str, Any]]]:
    """Return, by frame, who was told that a consent of a dossier was taken back, and when they acknowledged it."""
    rows = WithdrawalNotice.objects.filter(dossier_id=dossier).order_by("told_at", "id")
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in _named(rows).values("frame_id", "acknowledged_at", "who", "organisation_name"):
        found.setdefault(row["frame_id"], []).append(row)
    return found


def seen_by(*, frames: set[UUID]) -> list[str]:
    """Return the names of whom something stands open to on the frames just now: people, units, organisations."""
    rows = Access.objects.filter(live(), frame_id__in=frames).exclude(source=Source.OWNER)
    named = rows.annotate(who=Coalesce("member__name", "unit__name", "organisation__name"))
    return list(named.order_by("who").values_list("who", flat=True).distinct())


# What a notice holds.
NOTICE = (
    "id",
    "purpose",
    "given_at",
    "told_at",
    "acknowledged_at",
    "giver",
    "owner_id",
    "owner_name",
    "owner_mark",
)


def notices_to(*, actor: Actor, only_new: bool = False) -> list[dict[str, Any]]:
    """Return what the actor was told of consents taken back, newest first, in one statement.

    What was not acknowledged, and, unless only_new, what was lately. Nothing in it is about the young person. The
    policy decides who was told: the reader named, or who decides in the organisation once that reader is gone.
    """
    return list(notice_rows(actor=actor, only_new=only_new).values(*NOTICE))


def notice_rows(*, actor: Actor, only_new: bool = False) -> QuerySet[Any]:
    """Return the rows of `notices_to`, for a statement that asks more."""
    rows = WithdrawalNotice.objects.filter(organisation_id=actor.organisation.id)
    fresh = Q(acknowledged_at=None)
    if not only_new:
        fresh |= Q(acknowledged_at__gt=clock.now() - LATELY)
    return _named(rows.filter(fresh)).order_by("-told_at", "id")


def _named(rows: QuerySet[Any]) -> QuerySet[Any]:
    named: QuerySet[Any] = rows.annotate(
        who=Coalesce("member__name", "unit__name", "organisation__name"),
        organisation_name=F("organisation__name"),
        giver=F("given_by__name"),
        owner_name=F("owner__name"),
        owner_mark=F("owner__mark"),
    )
    return named
