"""Reads: who works here, the units, the organisations, letters on their way and open requests."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Count, F, Q

from tvaers.audit.models import Event
from tvaers.foundation import clock
from tvaers.foundation.alphabet import danish
from tvaers.guard import context
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import (
    RECEIVES_DISCLOSURES,
    MembershipState,
    OrganisationKind,
    Role,
    UnitKind,
)
from tvaers.partnerships.models import FactorReset, Invitation, Membership, Organisation, Unit, UnitMembership

PAGE = 50
RESET_LIFETIME = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class PeopleFilter:
    """Which colleagues, in which order; an empty value leaves nobody out.

    state "" means everybody who has not left.
    """

    name: str = ""
    unit: UUID | None = None
    role: Role | None = None
    state: str = ""
    sort: str = "name"
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """One line of the list of who works here."""

    id: UUID
    name: str
    title: str
    roles: int
    state: MembershipState
    reviewed_at: datetime | None
    reviewed_by: str
    created_at: datetime
    units: tuple[str, ...] = ()

    @property
    def is_due(self) -> bool:
        """Tell whether the rights of somebody at work are to be looked at (R21)."""
        at_work = self.state == MembershipState.ACTIVE
        return at_work and rules.is_review_due(
            reviewed_at=self.reviewed_at, created_at=self.created_at, now=clock.now()
        )


@dataclass(frozen=True, kw_only=True)
class People:
    """One page of colleagues. total counts those that the filter lets through."""

    colleagues: list[Colleague]
    total: int
    page: int
    pages: int


# Roles that nobody has looked at yet were looked at longest ago of all.
_NEVER = datetime.min.replace(tzinfo=UTC)
SORTS = ("name", "title", "reviewed")


def people(*, actor: Actor, wanted: PeopleFilter) -> People:
    """Return the page of the actor's colleagues that `wanted` names, in two statements at any number."""
    found = _filtered(actor, wanted)
    found.sort(key=lambda one: danish(one.name))
    if wanted.sort == "title":
        found.sort(key=lambda one: danish(one.title))
    elif wanted.sort == "reviewed":
        found.sort(key=lambda one: one.reviewed_at or _NEVER)
    if wanted.descending:
        found.reverse()
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, wanted.page), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    units = _unit_names(one.id for one in shown)
    colleagues = [Colleague(**{**one.__dict__, "units": units.get(one.id, ())}) for one in shown]
    return People(colleagues=colleagues, total=len(found), page=page, pages=pages)


def _filtered(actor: Actor, wanted: PeopleFilter) -> list[Colleague]:
    rows = Membership.objects.filter(organisation_id=actor.organisation.id)
    left = MembershipState.LEFT
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=left)
    if wanted.unit:
        rows = rows.filter(id__in=UnitMembership.objects.filter(unit_id=wanted.unit).values("membership_id"))
    fields = rows.order_by("id").values_list(*_COLUMNS)
    # Names are compared here: the database folds neither æ, ø nor å, and one organisation's members are few.
    needle = wanted.name.strip().casefold()
    return [
        one
        for one in map(_colleague, fields)
        if needle in one.name.casefold() and (wanted.role is None or one.roles & wanted.role)
    ]


_COLUMNS = ("id", "name", "title", "roles", "state", "reviewed_at", "reviewed_by__name", "created_at")


def _colleague(row: tuple[Any, ...]) -> Colleague:
    id_, name, title, roles, state, reviewed_at, reviewed_by, created_at = row
    return Colleague(
        id=id_,
        name=name,
        title=title,
        roles=roles,
        state=MembershipState(state),
        reviewed_at=reviewed_at,
        reviewed_by=reviewed_by or "",
        created_at=created_at,
    )


def due_for_review(*, actor: Actor) -> list[Colleague]:
    """Return the colleagues at work whose rights are to be looked at, the longest ago first, without their units."""
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    found = [one for one in map(_colleague, rows.order_by("id").values_list(*_COLUMNS)) if one.is_due]
    return sorted(found, key=lambda one: (one.reviewed_at or one.created_at, danish(one.name)))


@dataclass(frozen=True, kw_only=True)
class ToReview:
    """A colleague whose rights are looked at. version: of the membership; signed_in_at: in any job, None for never."""

    colleague: Colleague
    version: int
    signed_in_at: datetime | None


def to_review(*, actor: Actor) -> tuple[list[ToReview], int]:
    """Return the first page of those who are due, with units and the last sign-in, and how many there are in all."""
    due = due_for_review(actor=actor)
    first = due[:PAGE]
    units = _unit_names(one.id for one in first)
    versions = dict(Membership.objects.filter(id__in=[one.id for one in first]).values_list("id", "version"))
    signed_in = _signed_in()
    shown = [
        ToReview(
            colleague=replace(one, units=units.get(one.id, ())),
            version=versions[one.id],
            signed_in_at=signed_in.get(one.id),
        )
        for one in first
    ]
    return shown, len(due)


def _signed_in() -> dict[UUID, datetime | None]:
    """Return when the colleagues of an administrator last signed in."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT member, signed_in_at FROM guard.colleagues_signed_in()")
        return dict(cursor.fetchall())


def _unit_names(members: Iterable[UUID]) -> dict[UUID, tuple[str, ...]]:
    named: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = UnitMembership.objects.filter(membership_id__in=list(members)).values_list("membership_id", "unit__name")
    for member, name in rows:
        named[member].append(name)
    return {member: tuple(sorted(names, key=danish)) for member, names in named.items()}


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """A unit with the number of members who have not left."""

    id: UUID
    name: str
    kind: UnitKind
    ended_at: datetime | None
    members: int


def units(*, actor: Actor) -> list[UnitRow]:
    """Return the units of the actor's organisation in alphabetical order, closed ones last."""
    members = Count("unitmembership", filter=~Q(unitmembership__membership__state=MembershipState.LEFT))
    rows = Unit.objects.filter(organisation_id=actor.organisation.id).annotate(members=members).order_by("id")
    found = [
        UnitRow(id=id_, name=name, kind=UnitKind(kind), ended_at=ended_at, members=count)
        for id_, name, kind, ended_at, count in rows.values_list("id", "name", "kind", "ended_at", "members")
    ]
    return sorted(found, key=lambda unit: (unit.ended_at is not None, danish(unit.name)))


def unit_names(*, actor: Actor, also: Iterable[UUID] = ()) -> list[tuple[UUID, str]]:
    """Return id and name of the units that may be chosen: the open ones, and those of `also` though closed."""
    rows = Unit.objects.filter(Q(ended_at=None) | Q(id__in=list(also)), organisation_id=actor.organisation.id)
    return sorted(rows.order_by("id").values_list("id", "name"), key=lambda row: danish(row[1]))


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """An organisation of the partnership, with how many administrators are at work or invited there."""

    id: UUID
    name: str
    mark: str
    kind: OrganisationKind
    phone: str
    is_host: bool
    administrators: int
    invited: int

    @property
    def receives_disclosures(self) -> bool:
        """Tell whether others may disclose to it under § 115 (R4)."""
        return self.kind in RECEIVES_DISCLOSURES


def organisations() -> list[OrganisationRow]:
    """Return the organisations of the partnership in alphabetical order."""
    keeping = Membership.objects.exclude(state=MembershipState.LEFT).annotate(
        keeps=F("roles").bitand(int(Role.ADMINISTRATOR))
    )
    counted = Counter(keeping.filter(keeps__gt=0).values_list("organisation_id", "state"))
    rows = Organisation.objects.filter(ended_at=None).order_by("id")
    found = [
        OrganisationRow(
            id=id_,
            name=name,
            mark=mark,
            kind=OrganisationKind(kind),
            phone=phone,
            is_host=is_host,
            administrators=counted[id_, MembershipState.ACTIVE.value],
            invited=counted[id_, MembershipState.INVITED.value],
        )
        for id_, name, mark, kind, phone, is_host in rows.values_list("id", "name", "mark", "kind", "phone", "is_host")
    ]
    return sorted(found, key=lambda row: danish(row.name))


def invited_administrators(organisation: UUID) -> list[Membership]:
    """Return who is invited as the first administrator of an organisation."""
    rows = Membership.objects.filter(
        organisation_id=organisation, state=MembershipState.INVITED, roles=Role.ADMINISTRATOR
    )
    return list(rows.order_by("created_at", "id"))


def colleagues_at_work(*, actor: Actor, but: UUID, roles: Role) -> list[tuple[UUID, str, str]]:
    """Return id, name and title of who is at work in the actor's organisation with one of `roles`, by name."""
    at_work = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    rows = at_work.exclude(id=but).order_by("id").values_list("id", "name", "title", "roles")
    found = [(id_, name, title) for id_, name, title, held in rows if held & roles]
    return sorted(found, key=lambda row: danish(row[1]))


def letter_expiry(member: UUID) -> datetime | None:
    """Return when the letter that is on its way to somebody runs out; None when there is none that still works."""
    rows = Invitation.objects.filter(membership_id=member, used_at=None, expires_at__gt=clock.now())
    return rows.order_by("-expires_at").values_list("expires_at", flat=True).first()


@dataclass(frozen=True, kw_only=True)
class OpenReset:
    """A request that a lost second factor may be set up anew, which nobody has agreed to yet."""

    id: UUID
    member: UUID
    name: str
    title: str
    asked_by: UUID
    asker: str
    asked_at: datetime

    @property
    def runs_out_at(self) -> datetime:
        """When it can no longer be agreed to."""
        return self.asked_at + RESET_LIFETIME


def open_resets(*, actor: Actor, member: UUID | None = None) -> list[OpenReset]:
    """Return the open requests of the actor's organisation, oldest first; of one member, if named."""
    rows = FactorReset.objects.filter(
        organisation_id=actor.organisation.id,
        agreed_at=None,
        asked_at__gt=clock.now() - RESET_LIFETIME,
        membership__state=MembershipState.ACTIVE,
    )
    if member is not None:
        rows = rows.filter(membership_id=member)
    fields = (
        "id",
        "membership_id",
        "membership__name",
        "membership__title",
        "asked_by_id",
        "asked_by__name",
        "asked_at",
    )
    return [
        OpenReset(id=id_, member=who, name=name, title=title, asked_by=asked_by, asker=asker, asked_at=asked_at)
        for id_, who, name, title, asked_by, asker, asked_at in rows.order_by("asked_at", "id").values_list(*fields)
    ]


def last_changed_by(member: UUID) -> str:
    """Return the name of whoever last changed a member; "" when that is not known."""
    actors = Event.objects.filter(
        object_id=member, name__in=("partnerships.member_changed", "partnerships.own_details_changed")
    )
    last = actors.order_by("-at", "-id").values("actor_id")[:1]
    return Membership.objects.filter(id__in=last).values_list("name", flat=True).first() or ""
