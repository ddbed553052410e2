"""Who can see a dossier, on what ground and until when; and which people that are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Func, OuterRef, Q, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce, Now

from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.sharing import seen
from tvaers.sharing.enums import NOT_GIVEN, DossierKind, May, Source
from tvaers.sharing.models import Access, Restriction
from tvaers.sharing.queries import cited, live
from tvaers.sharing.sealing import open_rows

IN_FORCE = Q(frame=None) | (
    Q(frame__ended_at=None, frame__in_force_from__lte=Now())
    & (Q(frame__in_force_until=None) | Q(frame__in_force_until__gt=Now()))
)


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody at work whom an access row lets in. roles: mask of partnerships.enums.Role."""

    id: UUID
    name: str
    title: str
    organisation: UUID
    roles: int


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One live access row of a dossier. unit, member: the part of the organisation that is let in, if not all of it.

    basis, with its version, and frame are empty for the owner's own work. people: those whom it lets in by their roles.
    """

    id: UUID
    reader: UUID
    owner_name: str
    organisation: UUID
    organisation_name: str
    organisation_mark: str
    kind: DossierKind
    owner: UUID
    unit: str
    member: str
    categories: Category
    may: May
    purpose: Purpose
    source: Source
    frame: str
    basis: str
    frame_until: datetime | None
    given_by: str
    given_at: datetime
    from_at: datetime
    until_at: datetime
    people: tuple[Colleague, ...]

    @property
    def is_own(self) -> bool:
        """Tell whether this is the owner's own access, not a disclosure."""
        return self.source == Source.OWNER


_COLUMNS = {
    "owner_name": "owner__name",
    "organisation_mark": "organisation__mark",
    "organisation_name": "organisation__name",
    "unit_name": "unit__name",
    "member_name": "member__name",
    "frame_title": "frame__title",
    "giver": "granted_by__name",
}


def readers_of(dossier: UUID, *, category: Category) -> list[Reader]:
    """Return who can see `category` of a dossier now, the owner first, in two statements.

    The owner organisation sees all of them, another one its own.
    """
    columns = (
        "id",
        "reader_id",
        "owner_id",
        "organisation_id",
        "categories",
        "may",
        "purpose",
        "source",
        "granted_at",
        "from_at",
        "until_at",
        "dossier__kind",
        "frame__in_force_until",
    )
    rows = list(
        Access.objects.filter(live(), IN_FORCE, dossier_id=dossier)
        .order_by("granted_at", "id")
        .values(*columns, on=cited(), **{name: _text(path) for name, path in _COLUMNS.items()})
    )
    given = {row["reader_id"] for row in rows if row["source"] not in NOT_GIVEN}
    # Beside what was given there is nothing to tell of the text that stays when that ends.
    rows = [row for row in rows if row["source"] != Source.TAKEN_ON or row["reader_id"] not in given]
    at_work = _people_of({row["organisation_id"] for row in rows})
    found = [_reader(row, _let_in(row, at_work, category)) for row in rows if row["categories"] & category]
    return sorted(found, key=lambda reader: not reader.is_own)


def own_access(readers: Iterable[Reader]) -> Reader | None:
    """Return the asker's own access among `readers`, the one that lasts longest."""
    claims = context.current()
    mine = [each for each in readers if claims and each.reader in claims.readers]
    return max(mine, key=lambda each: each.until_at, default=None)


def works_on(dossiers: Collection[UUID]) -> bool:
    """Tell whether the asker works on each of `dossiers` for the organisation that answers for them."""
    claims = context.current()
    own = Access.objects.filter(
        live(), dossier_id__in=dossiers, reader_id__in=claims.readers if claims else (), source=Source.OWNER
    ).filter(may=May.CONTRIBUTE)
    return own.values("dossier_id").distinct().count() == len(set(dossiers))


def people_among(readers: Iterable[Reader]) -> set[UUID]:
    """Return the ids of all people whom `readers` let in."""
    return {person.id for reader in readers for person in reader.people}


def own_readers(*, actor: Actor, dossiers: Collection[UUID]) -> dict[UUID, list[str]]:
    """Return the names of the units and colleagues of the actor's organisation that work on each of `dossiers`."""
    if not dossiers:
        return {}
    rows = (
        Access.objects.filter(live(), dossier_id__in=dossiers, source=Source.OWNER, owner_id=actor.organisation.id)
        .annotate(who=Coalesce("unit__name", "member__name", "organisation__name"))
        .order_by("who")
        .values_list("dossier_id", "who")
    )
    named: dict[UUID, list[str]] = {}
    for dossier, who in rows:
        if who not in named.setdefault(dossier, []):
            named[dossier].append(who)
    return named


def named_in(case: UUID) -> set[UUID]:
    """Return who of the owner is let into a case in person: of a restricted one those who are named."""
    rows = Access.objects.filter(live(), dossier_id=case, source=Source.OWNER, member__isnull=False)
    return set(rows.filter(member__state=MembershipState.ACTIVE).values_list("member_id", flat=True))


@dataclass(frozen=True, kw_only=True)
class Restricted:
    """That a dossier is there for named colleagues alone, or was: by whom and why, and by whom and why no longer.

    goes_with: it is closed along with a case, which is not itself. ended_*: empty while it stands.
    """

    goes_with: bool
    by: str
    at: datetime
    reason: str
    ended_by: str
    ended_at: datetime | None
    ended_reason: str


def restrictions_of(dossier: UUID) -> list[Restricted]:
    """Return when and why a dossier was restricted to named colleagues, the newest first; what stands is among them.

    In one statement; nothing to others than the owner's people who are named.
    """
    standing = Func(Value(dossier, UUIDField()), function="guard.known_restriction", output_field=UUIDField())
    names = {
        name: Subquery(Membership.objects.filter(id=OuterRef(column)).values("name"))
        for name, column in (("by_name", "by"), ("ended_by_name", "ended_by"))
    }
    rows = Restriction.objects.filter(Q(dossier_id=dossier) | Q(id=standing)).annotate(**names).order_by("-at", "-id")
    columns = ("id", "dossier_id", "at", "reason", "ended_at", "ended_reason", *names)
    found = open_rows(Restriction, list(rows.values(*columns)), ("reason", "ended_reason"))
    # Why it is restricted tells of the young person, as why something was shared does.
    seen.record_all({row["dossier_id"] for row in found}, Category(0))
    return [
        Restricted(
            goes_with=row["dossier_id"] != dossier,
            by=row["by_name"] or "",
            at=row["at"],
            reason=row["reason"],
            ended_by=row["ended_by_name"] or "",
            ended_at=row["ended_at"],
            ended_reason=row["ended_reason"],
        )
        for row in found
    ]


def _text(path: str) -> Coalesce:
    return Coalesce(path, Value(""))


def _people_of(organisations: set[UUID]) -> list[tuple[Colleague, int, set[UUID]]]:
    rows = (
        Membership.objects.filter(organisation_id__in=organisations, state=MembershipState.ACTIVE)
        .annotate(unit_ids=ArrayAgg("units__id"))
        .order_by("name", "id")
        .values("id", "name", "title", "organisation_id", "roles", "unit_ids")
    )
    return [
        (
            Colleague(
                id=row["id"],
                name=row["name"],
                title=row["title"],
                organisation=row["organisation_id"],
                roles=row["roles"],
            ),
            row["roles"],
            {row["id"], row["organisation_id"], *row["unit_ids"]},
        )
        for row in rows
    ]


def _let_in(
    row: dict[str, Any], at_work: list[tuple[Colleague, int, set[UUID]]], category: Category
) -> tuple[Colleague, ...]:
    return tuple(
        person
        for person, roles, keys in at_work
        if row["reader_id"] in keys
        and rules.categories_for(roles) & row["categories"] & category
        and rules.purposes_for(roles) & row["purpose"]
    )


def _reader(row: dict[str, Any], people: tuple[Colleague, ...]) -> Reader:
    return Reader(
        id=row["id"],
        reader=row["reader_id"],
        owner_name=row["owner_name"],
        organisation=row["organisation_id"],
        organisation_mark=row["organisation_mark"],
        organisation_name=row["organisation_name"],
        kind=DossierKind(row["dossier__kind"]),
        owner=row["owner_id"],
        unit=row["unit_name"],
        member=row["member_name"],
        categories=Category(row["categories"]),
        may=May(row["may"]),
        purpose=Purpose(row["purpose"]),
        source=Source(row["source"]),
        frame=row["frame_title"],
        basis=row["on"],
        frame_until=row["frame__in_force_until"],
        given_by=row["giver"],
        given_at=row["granted_at"],
        from_at=row["from_at"],
        until_at=row["until_at"],
        people=people,
    )
