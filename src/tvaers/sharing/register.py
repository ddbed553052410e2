"""The register of disclosures (register over videregivelser): which there are, and how many, without a person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connections
from django.db.models import Q

from tvaers.foundation import clock
from tvaers.guard import context
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.sharing.actions import refusals
from tvaers.sharing.enums import NOT_GIVEN, LinkKind
from tvaers.sharing.models import Access, LegalBasis, LegalBasisVersion, Link
from tvaers.sharing.offers import Mark, Offered, grouped, older

# Whose task it is to know how much is shared; the database asks the same.
COUNTING = (Role.COORDINATOR, Role.SUPERVISOR, Role.STEERING, Role.INSPECTOR)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which disclosures are asked for. given: by the own organisation, or else to it. about: the dossier of a person.

    other: the organisation at the other end. basis: a legal basis. first, last: days in Denmark between which they were
    offered.
    """

    given: bool = True
    other: UUID | None = None
    basis: UUID | None = None
    first: date | None = None
    last: date | None = None
    about: UUID | None = None


def disclosures(wanted: Wanted, *, actor: Actor, after: Mark | None = None) -> tuple[list[Offered], Mark | None]:
    """Return the disclosures asked for, as far as the actor may know of each, newest first; and where to go on."""
    ours, theirs = ("owner_id", "organisation_id") if wanted.given else ("organisation_id", "owner_id")
    rows = Access.objects.exclude(source__in=NOT_GIVEN).filter(**{ours: actor.organisation.id})
    if wanted.other is not None:
        rows = rows.filter(**{theirs: wanted.other})
    if wanted.basis is not None:
        rows = rows.filter(basis__basis_id=wanted.basis)
    if wanted.first is not None:
        rows = rows.filter(granted_at__gte=_midnight(wanted.first))
    if wanted.last is not None:
        rows = rows.filter(granted_at__lt=_midnight(wanted.last + timedelta(days=1)))
    if wanted.about is not None:
        rows = rows.filter(_about(wanted.about))
    found, more = grouped(older(rows, after))
    # Why it was necessary tells of a young person, which is the receiver's to read as long as it stands.
    known = (each if wanted.given or each.can_end else replace(each, necessity="") for each in found)
    return list(known), more


def _about(person: UUID) -> Q:
    """Return the condition that something tells of a person: the own dossier, what concerns it, what is below."""
    concerning = Link.objects.filter(kind=LinkKind.CONCERNS, target_id=person).values("source_id")
    below = Link.objects.filter(kind=LinkKind.BELONGS, target_id__in=concerning).values("source_id")
    return Q(dossier_id=person) | Q(dossier_id__in=concerning) | Q(dossier_id__in=below)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.COPENHAGEN)


@dataclass(frozen=True, kw_only=True)
class Count:
    """How much was shared in a month on a legal basis; basis is "" for what was given before there was a register.

    given, received: None for one to four, to who works with no young people.
    """

    month: date
    basis: str
    given: int | None
    received: int | None


def counts(*, first: date, last: date) -> list[Count]:
    """Return how much the asker's organisation shared and was given, newest month first. In two statements.

    By whole months, from that of `first` to that of `last`. What has been erased is not there to be counted, nor what
    is restricted to others. Raises NotYoursToGiveError for a role that it is not for.
    """
    names = _names()
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT month, basis, given, received FROM guard.disclosure_counts(%s, %s)",
            [_midnight(first), _midnight(last + timedelta(days=1))],
        )
        found = [
            Count(month=month, basis=names.get(basis, ""), given=given, received=received)
            for month, basis, given, received in cursor.fetchall()
        ]
    return sorted(found, key=lambda each: (-each.month.toordinal(), each.basis))


def _names() -> Mapping[UUID, str]:
    """Return what each legal basis is called, by its newest version."""
    versions = LegalBasisVersion.objects.select_related(None).order_by("number")
    return {version.basis_id: version.title for version in versions}


def bases() -> list[tuple[UUID, str]]:
    """Return the legal bases with what they are called, in the register's order."""
    names = _names()
    return [(basis.id, names[basis.id]) for basis in LegalBasis.objects.order_by("place") if basis.id in names]
