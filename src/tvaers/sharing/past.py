"""Who could see a dossier on a day that has gone, and who looked: for whoever asks years later (R18, R22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from tvaers.audit.models import Seen
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.models import Membership
from tvaers.sharing.enums import NOT_GIVEN, DisclosureState, FrameKind, Source
from tvaers.sharing.models import Access
from tvaers.sharing.queries import cited

# What ends first ended it.
_ENDS = ("until_at", "ended_at", "frame__ended_at", "frame__in_force_until")


@dataclass(frozen=True, kw_only=True)
class Could:
    """Somebody who could see something of a dossier on some part of a day.

    unit, member: the part of the organisation that was let in, if not all of it. frame, basis: what it stood on; empty
    for the owner's own. until: when it ended or ends. looked: who of the organisation looked that day, by name.
    """

    organisation: UUID
    organisation_name: str
    organisation_mark: str
    is_own: bool
    unit: str
    member: str
    categories: Category
    purpose: Purpose
    source: Source
    frame: str
    basis: str
    since: datetime
    until: datetime
    looked: tuple[str, ...]


_TEXTS = {
    "organisation_name": "organisation__name",
    "organisation_mark": "organisation__mark",
    "unit_name": "unit__name",
    "member_name": "member__name",
    "frame_title": "frame__title",
}
_COLUMNS = (
    "organisation_id",
    "categories",
    "purpose",
    "source",
    "frame__kind",
    "frame__ended_at",
    "frame__in_force_until",
    "from_at",
    "until_at",
    "ended_at",
    "answered_at",
)


def could_see(dossier: UUID, day: date) -> list[Could]:
    """Return who could see something of a dossier on some part of `day` in Denmark, the owner's own first.

    The owner's people learn of everybody, another organisation of itself. In three statements. A frame that has been
    made to last longer since counts with its present end: while it stood, nothing on it had ended either.
    """
    begins, ends = _bounds(day)
    columns = {name: Coalesce(path, Value("")) for name, path in _TEXTS.items()}
    rows = Access.objects.filter(_open(begins, ends), _stood(begins, ends), _at_work(begins), dossier_id=dossier)
    found = list(rows.order_by("from_at", "id").values(*_COLUMNS, on=cited(), **columns))
    given = {(row["organisation_id"], row["member_name"]) for row in found if row["source"] not in NOT_GIVEN}
    looked = _looked(dossier, begins, ends)
    # Beside what was given there is nothing to tell of the text that stays when that ends.
    could = [
        _could(row, looked)
        for row in found
        if row["source"] != Source.TAKEN_ON or (row["organisation_id"], row["member_name"]) not in given
    ]
    return sorted(could, key=lambda each: not each.is_own)


def _bounds(day: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(day, time(), tzinfo=clock.COPENHAGEN)
    return begins, datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.COPENHAGEN)


def _open(begins: datetime, ends: datetime) -> Q:
    """Return the condition that an access row opened something in that time, but for its frame."""
    within = Q(from_at__lt=ends, until_at__gt=begins) & (Q(ended_at=None) | Q(ended_at__gt=begins))
    # What was offered opened nothing before it was accepted, and nothing at all when it never was.
    own = Q(source__in=NOT_GIVEN)
    before_it_was_noted = Q(state=DisclosureState.ACCEPTED, answered_at=None, granted_at__lt=ends)
    return within & (own | Q(answered_at__lt=ends) | before_it_was_noted)


def _stood(begins: datetime, ends: datetime) -> Q:
    in_force = Q(frame__in_force_from__lt=ends) & (Q(frame__ended_at=None) | Q(frame__ended_at__gt=begins))
    return Q(frame=None) | in_force & (Q(frame__in_force_until=None) | Q(frame__in_force_until__gt=begins))


def _at_work(begins: datetime) -> Q:
    return Q(member=None) | Q(member__left_at=None) | Q(member__left_at__gt=begins)


def _looked(dossier: UUID, begins: datetime, ends: datetime) -> dict[UUID, list[str]]:
    """Return the names of those who looked in that time, by organisation; only their organisation for those unknown."""
    rows = Seen.objects.filter(dossier_id=dossier, at__gte=begins, at__lt=ends)
    pairs = set(rows.values_list("organisation_id", "actor_id"))
    names = dict(Membership.objects.filter(id__in={actor for _, actor in pairs if actor}).values_list("id", "name"))
    looked: dict[UUID, list[str]] = {}
    for organisation, actor in pairs:
        if actor in names:
            looked.setdefault(organisation, []).append(names[actor])
    return {organisation: sorted(found) for organisation, found in looked.items()}


def _could(row: Mapping[str, Any], looked: Mapping[UUID, list[str]]) -> Could:
    source = Source(row["source"])
    names = looked.get(row["organisation_id"], [])
    return Could(
        organisation=row["organisation_id"],
        organisation_name=row["organisation_name"],
        organisation_mark=row["organisation_mark"],
        is_own=source is Source.OWNER,
        unit=row["unit_name"],
        member=row["member_name"],
        categories=Category(row["categories"]),
        purpose=Purpose(row["purpose"]),
        source=source,
        frame=str(FrameKind.CONSENT.label) if row["frame__kind"] == FrameKind.CONSENT else row["frame_title"],
        basis=row["on"],
        since=row["answered_at"] or row["from_at"],
        until=min(filter(None, (row[each] for each in _ENDS))),
        looked=tuple(name for name in names if not row["member_name"] or name == row["member_name"]),
    )
