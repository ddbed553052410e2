"""Reads: what goes on in the areas now, one bulletin with what became of it, and how an area is."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Now
from django.http import Http404

from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.localpicture.models import (
    AreaFact,
    AreaState,
    Bulletin,
    BulletinNote,
    BulletinThanks,
    LastLook,
    Subscription,
)
from tvaers.localpicture.rules import CONTACTS, READERS, STATE_SETTERS, WRITERS
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation

# More stand on no page; whoever has more narrows them.
MOST = 100


@dataclass(frozen=True, kw_only=True)
class Filters:
    """How the list is narrowed. area: with all in it. days: the last so many; 0 for all that is live."""

    area: UUID | None = None
    kind: str = ""
    certainty: str = ""
    days: int = 0


def in_area(area: UUID, *, column: str = "area") -> Q:
    """Return the condition that a row's area is one, or lies in it."""
    return Q(**{column: area}) | Q(**{f"{column}__parent": area}) | Q(**{f"{column}__parent__parent": area})


def may_write(actor: Actor) -> bool:
    """Tell whether somebody writes in the local picture."""
    return bool(actor.roles & WRITERS) and actor.organisation.kind in READERS


def may_set_state(actor: Actor) -> bool:
    """Tell whether somebody says how an area is."""
    return bool(actor.roles & STATE_SETTERS) and actor.organisation.kind in READERS


def readers() -> list[dict[str, Any]]:
    """Return the authorities that a bulletin can be given to: id, name, short_name, kind."""
    rows = Organisation.objects.filter(ended_at=None, kind__in=READERS).order_by("kind", "name")
    return [dict(row) for row in rows.values("id", "name", "short_name", "kind")]


_COLUMNS = (
    *("id", "kind", "certainty", "area_id", "spot", "happened_at", "title", "text", "size", "ages", "anchors"),
    *("is_lasting", "written_at", "expires_at", "owner_id", "by_id", "audience", "picture_id"),
)
_AUTHOR = Membership.objects.filter(id=OuterRef("by_id"))
_OWNER = Organisation.objects.filter(id=OuterRef("owner_id"))
_BY = {
    "owner": Subquery(_OWNER.values("short_name")[:1]),
    "by": Subquery(_AUTHOR.values("name")[:1]),
    "by_title": Subquery(_AUTHOR.values("title")[:1]),
}


def _told(rows: QuerySet[Bulletin]) -> QuerySet[Bulletin, dict[str, Any]]:
    notes_of = BulletinNote.objects.filter(bulletin_id=OuterRef("id"))
    number = notes_of.order_by().values("bulletin_id").annotate(number=Count("id")).values("number")
    told: QuerySet[Bulletin, dict[str, Any]] = rows.values(
        *_COLUMNS,
        area_name=F("area__name"),
        around=F("area__parent__name"),
        **_BY,
        notes_number=Subquery(number),
        changed_at=Greatest("written_at", Subquery(notes_of.order_by("-written_at").values("written_at")[:1])),
    )
    return told


def live(filters: Filters | None = None) -> list[dict[str, Any]]:
    """Return the bulletins that hold now, the last that happened first; `MOST`, and one more where there are more.

    Besides the columns: area_name, around (what the area lies in), owner (short name), by, by_title, notes_number,
    changed_at (when it or its last follow-up was written).
    """
    narrowed = filters or Filters()
    rows = Bulletin.objects.filter(expires_at__gt=Now())
    if narrowed.area is not None:
        rows = rows.filter(in_area(narrowed.area))
    if narrowed.kind:
        rows = rows.filter(kind=narrowed.kind)
    if narrowed.certainty:
        rows = rows.filter(certainty=narrowed.certainty)
    if narrowed.days:
        rows = rows.filter(happened_at__gte=clock.now() - timedelta(days=narrowed.days))
    return list(_told(rows).order_by("-happened_at", "-id")[: MOST + 1])


def cut(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """Return the rows of `live` that stand on a page, and whether there are more: a page says so."""
    return rows[:MOST], len(rows) > MOST


def ended(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the own organisation's bulletins that have ended, the last first; others' are gone for the asker."""
    rows = Bulletin.objects.filter(owner_id=actor.organisation.id, expires_at__lte=Now())
    return list(_told(rows).order_by("-expires_at", "-id")[:MOST])


def bulletin_view(*, bulletin: UUID) -> dict[str, Any]:
    """Return one bulletin, as in `live`. Raises Http404 for one that is not there for the asker."""
    found = _told(Bulletin.objects.filter(id=bulletin)).first()
    if found is None:
        raise Http404
    return dict(found)


def standing() -> set[UUID]:
    """Return the ids of the bulletins that hold now, for the asker."""
    return set(Bulletin.objects.filter(expires_at__gt=Now()).values_list("id", flat=True))


def sees_bulletin(bulletin: UUID) -> bool:
    """Tell whether a bulletin is there for the asker."""
    return Bulletin.objects.filter(id=bulletin).exists()


def sees_state(state: UUID) -> bool:
    """Tell whether what was said of how an area is is there for the asker."""
    return AreaState.objects.filter(id=state).exists()


def notes(*, bulletin: UUID) -> list[dict[str, Any]]:
    """Return the follow-ups of a bulletin, the oldest first.

    Each: id, text, written_at, owner_id, by_id, owner, by, by_title.
    """
    rows = BulletinNote.objects.filter(bulletin_id=bulletin).order_by("written_at", "id")
    return [dict(row) for row in rows.values("id", "text", "written_at", "owner_id", "by_id", **_BY)]


def thanks(*, bulletin: UUID) -> list[dict[str, Any]]:
    """Return who could use a bulletin, the first first: by_id, by, by_title, owner."""
    rows = BulletinThanks.objects.filter(bulletin_id=bulletin).order_by("thanked_at", "id")
    return [dict(row) for row in rows.values("by_id", **_BY)]


def states(area: UUID | None = None) -> list[dict[str, Any]]:
    """Return how the areas are, or one of them with its history, the last that was said first.

    level, reason, set_at, expires_at, area_id, area_name, owner, owner_id, by_id, by, by_title, holds. Without an area
    only what holds, the last of each area.
    """
    rows = AreaState.objects.all() if area is None else AreaState.objects.filter(area=area)
    if area is None:
        rows = rows.filter(expires_at__gt=Now())
    columns = ("id", "level", "reason", "set_at", "expires_at", "area_id", "owner_id", "by_id")
    told = rows.order_by("-set_at", "-id").values(*columns, area_name=F("area__name"), **_BY)
    if area is not None:
        return list(told[:MOST])
    newest: dict[UUID, dict[str, Any]] = {}
    for row in told[:MOST]:
        newest.setdefault(row["area_id"], dict(row))
    return list(newest.values())


def facts(*, area: UUID) -> list[dict[str, Any]]:
    """Return what holds longer of an area, in the order it was written: id, kind, text, contact, expires_at, owner."""
    rows = AreaFact.objects.filter(area=area, expires_at__gt=Now()).order_by("written_at", "id")
    columns = ("id", "kind", "text", "contact", "expires_at", "owner_id", "by_id")
    return [dict(row) for row in rows.values(*columns, owner=_BY["owner"])]


def contacts() -> list[dict[str, Any]]:
    """Return whom to call at each authority: its coordinators and prevention officers, by organisation and name."""
    rows = Membership.objects.filter(
        state=MembershipState.ACTIVE, organisation__ended_at=None, organisation__kind__in=READERS
    )
    asked = rows.annotate(leads=F("roles").bitand(int(CONTACTS))).exclude(leads=0)
    columns = ("name", "title", "phone", "organisation_id")
    return list(
        asked.order_by("organisation__name", "name").values(*columns, organisation_name=F("organisation__name"))
    )


def subscriptions(*, actor: Actor) -> list[dict[str, Any]]:
    """Return what somebody follows: id, area_id, area_name, kind."""
    rows = Subscription.objects.filter(by_id=actor.id).order_by("area__name", "kind")
    return [dict(row) for row in rows.values("id", "area_id", "kind", area_name=F("area__name"))]


def last_look(*, actor: Actor) -> LastLook | None:
    """Return when somebody last read the local picture; None for never."""
    return LastLook.objects.filter(id=actor.id).first()


def followed(*, actor: Actor, most: int) -> list[dict[str, Any]]:
    """Return the live bulletins of others that somebody follows and has not had on the page yet, the last first.

    id, title, kind, area_name. In one statement: Today asks it of everybody.
    """
    return [dict(row) for row in _FOLLOWED(most, by=actor.id)]


def _followed(most: int, *, by: UUID) -> QuerySet[Any, Any]:
    area = Q(area=None) | Q(area=OuterRef("area_id"))
    area |= Q(area=OuterRef("area__parent_id")) | Q(area=OuterRef("area__parent__parent_id"))
    follows = Subscription.objects.filter(area, Q(kind="") | Q(kind=OuterRef("kind")), by_id=by)
    looked = LastLook.objects.filter(id=by).values("looked_at")[:1]
    rows = Bulletin.objects.filter(Exists(follows), expires_at__gt=Now()).exclude(by_id=by)
    rows = rows.annotate(looked=Subquery(looked)).filter(Q(looked=None) | Q(written_at__gt=F("looked")))
    return rows.order_by("-written_at").values("id", "title", "kind", area_name=F("area__name"))[:most]


_FOLLOWED = Compiled(_followed)
