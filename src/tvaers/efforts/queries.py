"""Reads: the catalogue as somebody sees it, one effort with its steps, and what is offered in an area."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from tvaers.areas.models import Area
from tvaers.efforts.enums import EffortState, Kind, ProviderKind, Room
from tvaers.efforts.models import Effort
from tvaers.efforts.rules import KEEPERS, READERS, is_on, room_holds
from tvaers.foundation import clock
from tvaers.foundation.alphabet import danish
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing.offers import parties_with

# More stand on no page.
MOST = 300
MOST_IN_AREA = 12

_OWNER = Organisation.objects.filter(id=OuterRef("owner_id"))
_LINE = (
    *("id", "owner_id", "owner", "state", "kind", "title", "for_whom", "provider", "provider_kind", "areas"),
    *("needs_consent", "room", "room_on", "room_name", "review_date", "from_date", "until_date"),
)


def _named(rows: QuerySet[Effort]) -> QuerySet[Effort]:
    said = Membership.objects.filter(id=OuterRef("room_by"))
    named: QuerySet[Effort] = rows.annotate(
        owner=Subquery(_OWNER.values("name")[:1]), room_name=Subquery(said.values("name")[:1])
    )
    return named


def _read(row: dict[str, Any]) -> dict[str, Any]:
    """Add what holds today: room_said (a Room, or None once nobody knows any more), and is_on."""
    today = clock.today()
    holds = row["room"] and room_holds(row["room_on"], today)
    return row | {
        "kind": Kind(row["kind"]),
        "state": EffortState(row["state"]),
        "provider_kind": ProviderKind(row["provider_kind"]),
        "room_said": Room(row["room"]) if holds else None,
        "is_on": is_on(row["from_date"], row["until_date"], today),
    }


def catalogue(*, kind: str = "", within: Collection[UUID] = (), offered: bool = False) -> list[dict[str, Any]]:
    """Return the efforts that the asker sees, by title.

    kind: one alone. within: those that work in one of these areas. offered: those that can be chosen now.
    """
    rows = Effort.objects.all()
    if kind:
        rows = rows.filter(kind=kind)
    if within:
        rows = rows.filter(areas__overlap=list(within))
    if offered:
        rows = rows.filter(_offered_now())
    found = [_read(dict(row)) for row in _named(rows).order_by("title", "id").values(*_LINE)[:MOST]]
    return sorted(found, key=lambda row: danish(row["title"]))


def words() -> QuerySet[Effort, str]:
    """Return what the efforts are called that the asker sees and that are or were offered."""
    return Effort.objects.exclude(state=EffortState.DRAFT).values_list("title", flat=True)


def _offered_now() -> Q:
    today = clock.today()
    return (
        Q(state=EffortState.OFFERED)
        & (Q(from_date=None) | Q(from_date__lte=today))
        & (Q(until_date=None) | Q(until_date__gte=today))
    )


def offered_in(areas: Collection[UUID]) -> list[dict[str, Any]]:
    """Return what is offered now in one of these areas, by title."""
    return catalogue(within=areas, offered=True)[:MOST_IN_AREA] if areas else []


_PEOPLE = {"keeper": "keeper_id", "writer": "written_by", "offerer": "offered_by", "closer": "closed_by"}
_ONE = (
    *_LINE,
    *("what", "contact", "capacity", "source", "audience", "keeper_id", "starter", "edition"),
    *("written_at", "offered_at", "closed_at"),
)


def one(*, actor: Actor, effort: UUID) -> dict[str, Any]:
    """Return an effort as the actor sees it, with who keeps, wrote, offered and closed it. Raises Http404."""
    people = {
        name: Subquery(Membership.objects.filter(id=OuterRef(column)).values("name")[:1])
        for name, column in _PEOPLE.items()
    }
    title = Subquery(Membership.objects.filter(id=OuterRef("keeper_id")).values("title")[:1])
    rows = _named(Effort.objects.filter(id=effort)).annotate(**people, keeper_title=title)
    row = rows.values(*_ONE, *people, "keeper_title").first()
    if row is None:
        raise Http404
    return _read(dict(row)) | {"is_own": row["owner_id"] == actor.organisation.id}


def area_names(areas: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of areas by id, in their order of the alphabet."""
    wanted = set(areas)
    if not wanted:
        return {}
    rows = Area.objects.filter(id__in=wanted).values_list("id", "name")
    return dict(sorted(rows, key=lambda row: danish(row[1])))


def names_of(organisations: Iterable[UUID]) -> list[str]:
    """Return the names of organisations, in their order of the alphabet."""
    wanted = list(organisations)
    if not wanted:
        return []
    return list(Organisation.objects.filter(id__in=wanted).order_by("name").values_list("name", flat=True))


def audiences(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the authorities that an effort can be shown to: id, name, and is_partner by an agreement in force."""
    partners = Exists(parties_with(actor.organisation.id).filter(organisation_id=OuterRef("id")))
    rows = Organisation.objects.filter(ended_at=None, kind__in=READERS).exclude(id=actor.organisation.id)
    return [dict(row) for row in rows.annotate(is_partner=partners).order_by("name").values("id", "name", "is_partner")]


def colleagues(*, actor: Actor) -> list[dict[str, Any]]:
    """Return who can keep an effort: id, name, title."""
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    keeping = rows.annotate(keeps=F("roles").bitand(sum(int(role) for role in KEEPERS))).filter(keeps__gt=0)
    return [dict(row) for row in keeping.order_by("name", "id").values("id", "name", "title")]


def due(*, actor: Actor, until: date) -> list[dict[str, Any]]:
    """Return what is offered and due to be looked at again: the keeper's own, and what nobody here keeps any longer."""
    here = Membership.objects.filter(id=OuterRef("keeper_id"), state=MembershipState.ACTIVE)
    rows = Effort.objects.filter(
        Q(keeper_id=actor.id) | ~Exists(here),
        state=EffortState.OFFERED,
        owner_id=actor.organisation.id,
        review_date__lte=until,
    )
    return [dict(row) for row in rows.order_by("review_date", "id").values("id", "title", "review_date")[:MOST]]


def seen_among(efforts: Iterable[UUID]) -> set[UUID]:
    """Return those of the efforts that the asker sees in the catalogue."""
    wanted = set(efforts)
    return set(Effort.objects.filter(id__in=wanted).values_list("id", flat=True)) if wanted else set()
