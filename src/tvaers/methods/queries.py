"""Reads: the library as somebody sees it, one page with its versions, and what is shown where."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from tvaers.methods.enums import Topic, VersionState
from tvaers.methods.models import Method, MethodVersion
from tvaers.methods.rules import KEEPERS, READERS
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing.offers import parties_with

# More stand on no page, and on no page where they are shown.
MOST = 200
MOST_SHOWN = 4

_OWNER = Organisation.objects.filter(id=OuterRef("owner_id"))
_LINE = ("id", "method_id", "number", "state", "title", "summary", "owner_id", "owner", "topic", "review_date")


@dataclass
class Entry:
    """A method on the list: what is in use, its draft, or what was in use last; each a row with title and summary."""

    method: UUID
    topic: Topic
    owner: str
    is_own: bool
    rows: dict[VersionState, dict[str, Any]] = field(default_factory=dict)

    @property
    def state(self) -> VersionState:
        """Where the method stands: in use, a draft that never was, or retired."""
        order = (VersionState.IN_USE, VersionState.RETIRED, VersionState.DRAFT)
        return next(state for state in order if state in self.rows)

    @property
    def shown(self) -> dict[str, Any]:
        """The version that the list tells of."""
        return self.rows[self.state]

    @property
    def has_draft(self) -> bool:
        """Tell whether something else than what is shown is being written."""
        return VersionState.DRAFT in self.rows and self.state is not VersionState.DRAFT


def library(*, actor: Actor, place: str = "") -> list[Entry]:
    """Return every method that the actor sees, by title; place: only what is shown there and in use."""
    later = MethodVersion.objects.filter(method_id=OuterRef("method_id"), number__gt=OuterRef("number"))
    alive = Q(state__in=(VersionState.IN_USE, VersionState.DRAFT))
    newest = Q(state=VersionState.RETIRED) & ~Exists(later.exclude(state=VersionState.DRAFT))
    rows = MethodVersion.objects.filter(alive | newest)
    if place:
        rows = MethodVersion.objects.filter(state=VersionState.IN_USE, method__places__contains=[place])
    named = rows.annotate(
        owner=Subquery(_OWNER.values("name")[:1]), topic=F("method__topic"), review_date=F("method__review_date")
    )
    found: dict[UUID, Entry] = {}
    for row in named.order_by("title", "id").values(*_LINE)[:MOST]:
        made = Entry(row["method_id"], Topic(row["topic"]), row["owner"], row["owner_id"] == actor.organisation.id)
        found.setdefault(row["method_id"], made).rows[VersionState(row["state"])] = dict(row)
    return sorted(found.values(), key=lambda entry: entry.shown["title"].casefold())


def words() -> QuerySet[MethodVersion, str]:
    """Return what the methods are called that are in use where the asker is."""
    return MethodVersion.objects.filter(state=VersionState.IN_USE).values_list("title", flat=True)


def shown_at(place: str) -> list[dict[str, Any]]:
    """Return what is in use and shown at a place: method_id and title."""
    rows = MethodVersion.objects.filter(state=VersionState.IN_USE, method__places__contains=[place])
    return [dict(row) for row in rows.order_by("title", "id").values("method_id", "title")[:MOST_SHOWN]]


_NAMES = {"written": "written_by", "taken": "taken_by", "retired": "retired_by"}
_VERSION = (
    *("id", "method_id", "number", "state", "title", "summary", "body", "source", "changed", "edition"),
    *("written_at", "taken_at", "retired_at"),
)


def versions(*, method: UUID) -> list[dict[str, Any]]:
    """Return a method's versions that the actor sees, the newest first, with who did what to each.

    Raises Http404 when there is none.
    """
    rows = MethodVersion.objects.filter(method_id=method).annotate(
        **{
            f"{name}_name": Subquery(Membership.objects.filter(id=OuterRef(column)).values("name")[:1])
            for name, column in _NAMES.items()
        }
    )
    found = [dict(row) for row in rows.order_by("-number").values(*_VERSION, *(f"{name}_name" for name in _NAMES))]
    if not found:
        raise Http404
    return found


def about(*, actor: Actor, method: UUID) -> dict[str, Any]:
    """Return what holds of a method whatever its version: owner, topic, places, keeper, readers' ids, next look.

    Raises Http404 for one that the actor does not see.
    """
    keeper = Membership.objects.filter(id=OuterRef("keeper_id"))
    row = (
        Method.objects.filter(id=method)
        .annotate(
            owner=Subquery(_OWNER.values("name")[:1]),
            keeper=Subquery(keeper.values("name")[:1]),
            keeper_title=Subquery(keeper.values("title")[:1]),
        )
        .values("id", "owner_id", "owner", "topic", "places", "audience", "keeper", "keeper_title", "review_date")
        .first()
    )
    if row is None:
        raise Http404
    return dict(row) | {"is_own": row["owner_id"] == actor.organisation.id}


def names_of(organisations: Iterable[UUID]) -> list[str]:
    """Return the names of organisations, in their order of the alphabet."""
    wanted = list(organisations)
    if not wanted:
        return []
    return list(Organisation.objects.filter(id__in=wanted).order_by("name").values_list("name", flat=True))


def audiences(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the authorities that a method can be shown to: id, name, and is_partner by an agreement in force."""
    partners = Exists(parties_with(actor.organisation.id).filter(organisation_id=OuterRef("id")))
    rows = Organisation.objects.filter(ended_at=None, kind__in=READERS).exclude(id=actor.organisation.id)
    return [dict(row) for row in rows.annotate(is_partner=partners).order_by("name").values("id", "name", "is_partner")]


def colleagues(*, actor: Actor) -> list[dict[str, Any]]:
    """Return who can keep a method: id, name, title."""
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    keeping = rows.annotate(keeps=F("roles").bitand(sum(int(role) for role in KEEPERS))).filter(keeps__gt=0)
    return [dict(row) for row in keeping.order_by("name", "id").values("id", "name", "title")]


def due(*, actor: Actor, until: date) -> list[dict[str, Any]]:
    """Return what is in use and due to be looked at again: the keeper's own, and what nobody here keeps any longer."""
    here = Membership.objects.filter(id=OuterRef("method__keeper_id"), state=MembershipState.ACTIVE)
    rows = MethodVersion.objects.filter(
        Q(method__keeper_id=actor.id) | ~Exists(here),
        state=VersionState.IN_USE,
        owner_id=actor.organisation.id,
        method__review_date__lte=until,
    ).annotate(review_date=F("method__review_date"))
    return [dict(row) for row in rows.order_by("review_date", "id").values("method_id", "title", "review_date")[:MOST]]
