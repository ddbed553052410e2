"""Reads of meetings that name nobody: lists, who sits, the agenda's shells, who follows what, what waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from tvaers.guard import context
from tvaers.guard.enums import Purpose
from tvaers.meetings.enums import ItemState, MeetingKind, MeetingState, SeatRole
from tvaers.meetings.models import CommonDecision, CommonParagraph, Item, Meeting, Screening, Seat
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation

MOST = 200
_LINE = (
    "id",
    "kind",
    "title",
    "place",
    "starts_at",
    "ends_at",
    "state",
    "chair_id",
    "owner_id",
    "version",
    "series_id",
)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What somebody was offered of a meeting and has not answered: by whom and for what, nothing of the item."""

    access: UUID
    owner: UUID
    purpose: Purpose


@dataclass(frozen=True, kw_only=True)
class Follower:
    """That somebody at the table can follow an item, or will when they have come.

    state: accepted, offered or drafted. access: the row, for who can end it.
    """

    item: UUID
    member: UUID
    state: str
    access: UUID | None
    of_owner: bool


def _lines(rows: QuerySet[Meeting], actor: Actor) -> QuerySet[Meeting, dict[str, Any]]:
    own = Seat.objects.filter(meeting_id=OuterRef("id"), member_id=actor.id)
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    found: QuerySet[Meeting, dict[str, Any]] = rows.annotate(
        owner=Subquery(owner.values("name")),
        owner_mark=Subquery(owner.values("mark")),
        chair=Subquery(Membership.objects.filter(id=OuterRef("chair_id")).values("name")),
        sits_as=Subquery(own.values("role")),
        reply=Subquery(own.values("reply")),
        arrived_at=Subquery(own.values("arrived_at")),
        organisations=ArraySubquery(
            Seat.objects.filter(meeting_id=OuterRef("id"))
            .order_by("organisation_id")
            .distinct("organisation_id")
            .values("organisation_id")
        ),
    ).values(
        *_LINE,
        "owner",
        "owner_mark",
        "chair",
        "sits_as",
        "reply",
        "arrived_at",
        "organisations",
        "began_at",
        "ended_at",
        "approved_at",
        "audience",
    )
    return found


def coming(*, actor: Actor, since: datetime, mine: bool = False) -> list[dict[str, Any]]:
    """Return the meetings that have not ended by a moment, in the order of time; mine: only those where one sits."""
    rows = Meeting.objects.filter(ends_at__gte=since).exclude(state=MeetingState.CANCELLED)
    if mine:
        rows = rows.filter(Exists(Seat.objects.filter(meeting_id=OuterRef("id"), member_id=actor.id)))
    return list(_lines(rows, actor).order_by("starts_at", "id")[:MOST])


def past(*, actor: Actor, before: datetime, most: int = 50) -> list[dict[str, Any]]:
    """Return the meetings that ended before a moment, the last first."""
    rows = Meeting.objects.filter(ends_at__lt=before)
    return list(_lines(rows, actor).order_by("-starts_at", "id")[:most])


def between(*, actor: Actor, first: datetime, last: datetime) -> list[dict[str, Any]]:
    """Return the meetings of a span of time, such as a year, in order."""
    rows = Meeting.objects.filter(starts_at__gte=first, starts_at__lt=last).exclude(state=MeetingState.CANCELLED)
    return list(_lines(rows, actor).order_by("starts_at", "id")[:MOST])


def meeting_line(*, actor: Actor, meeting: UUID) -> dict[str, Any]:
    """Return a meeting's shell. Raises Http404."""
    row = _lines(Meeting.objects.filter(id=meeting), actor).first()
    if row is None:
        raise Http404
    return dict(row)


def seats(*, meeting: UUID) -> list[dict[str, Any]]:
    """Return who sits: name, title, organisation, as what, what they answered and since when they are there."""
    member = Membership.objects.filter(id=OuterRef("member_id"))
    rows = Seat.objects.filter(meeting_id=meeting).annotate(
        name=Subquery(member.values("name")),
        title=Subquery(member.values("title")),
        roles=Subquery(member.values("roles")),
        organisation=Subquery(member.values("organisation__name")),
        organisation_mark=Subquery(member.values("organisation__mark")),
        organisation_kind=Subquery(member.values("organisation__kind")),
    )
    columns = ("member_id", "organisation_id", "role", "reply", "arrived_at", "roles")
    names = ("name", "title", "organisation", "organisation_mark", "organisation_kind")
    return list(rows.order_by("organisation", "name").values(*columns, *names))


def items(*, meeting: UUID) -> list[dict[str, Any]]:
    """Return the agenda as far as the asker sees it, in order; of items about people only that they are there."""
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    rows = Item.objects.filter(meeting_id=meeting).annotate(
        owner=Subquery(owner.values("name")),
        owner_mark=Subquery(owner.values("mark")),
        screened=Subquery(Screening.objects.filter(item_id=OuterRef("id")).order_by("at").values("outcome")[:1]),
    )
    columns = ("id", "owner_id", "place", "subject", "is_gated", "ahead", "title", "area_id", "minutes", "state")
    more = ("opened_at", "closed_at", "owner", "owner_mark", "by_id", "screened")
    return list(rows.exclude(state=ItemState.DROPPED).order_by("place", "id").values(*columns, *more))


def common_minutes(*, items: Collection[UUID]) -> dict[UUID, tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
    """Return, by item that names nobody, the paragraphs of its minutes and what was decided."""
    found: dict[UUID, tuple[list[dict[str, Any]], list[dict[str, Any]]]] = {item: ([], []) for item in items}
    who = Membership.objects.filter(id=OuterRef("by_id"))
    paragraphs = CommonParagraph.objects.filter(item_id__in=found).annotate(by=Subquery(who.values("name")))
    columns = ("id", "item_id", "words", "by_id", "by", "written_at", "changed_at", "version")
    for row in paragraphs.order_by("written_at", "id").values(*columns):
        found[row["item_id"]][0].append(row)
    member = Membership.objects.filter(id=OuterRef("member_id"))
    decisions = CommonDecision.objects.filter(item_id__in=found).annotate(
        member=Subquery(member.values("name")), organisation=Subquery(member.values("organisation__name"))
    )
    told = ("id", "item_id", "words", "member_id", "member", "organisation", "due_on", "done_at", "by_id")
    for row in decisions.order_by("at", "id").values(*told):
        found[row["item_id"]][1].append(row)
    return found


def followers(*, meeting: UUID) -> list[Follower]:
    """Return who can follow which item about a person, as far as the asker may know."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT item_id, member_id, state, access_id, of_owner FROM guard.item_followers(%s)", [meeting])
        return [
            Follower(item=item, member=member, state=state, access=access, of_owner=of_owner)
            for item, member, state, access, of_owner in cursor.fetchall()
        ]


def offers(*, meeting: UUID) -> list[Offer]:
    """Return what the asker was offered of a meeting and has not answered, in the order of the agenda."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT access_id, owner_id, purpose FROM guard.item_offers(%s)", [meeting])
        return [Offer(access=row[0], owner=row[1], purpose=Purpose(row[2])) for row in cursor.fetchall()]


def concerns_us(meeting: UUID) -> bool:
    """Tell whether somebody of the asking organisation has to do with a meeting: its browsers hear of a change."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.meeting_concerns(%s)", [meeting])
        return bool(cursor.fetchone()[0])


def invitable() -> list[dict[str, Any]]:
    """Return who can be invited: people at work, by organisation."""
    rows = Membership.objects.filter(state=MembershipState.ACTIVE, organisation__ended_at=None)
    columns = ("id", "name", "title", "organisation_id", "organisation__name", "roles")
    return list(rows.order_by("organisation__name", "name").values(*columns))


def committees(*, actor: Actor, since: datetime) -> list[dict[str, Any]]:
    """Return the local committees and boards to come that the asker brings items to."""
    kinds = (MeetingKind.LOCAL, MeetingKind.BOARD)
    rows = Meeting.objects.filter(kind__in=kinds, ends_at__gte=since, state=MeetingState.PLANNED)
    return list(_lines(rows, actor).order_by("starts_at")[:20])


def waiting_replies(*, actor: Actor, until: datetime, now: datetime) -> list[dict[str, Any]]:
    """Return the meetings before a moment to which the actor has not answered, or at which they are expected."""
    rows = Seat.objects.filter(
        member_id=actor.id,
        meeting__starts_at__lte=until,
        meeting__ends_at__gte=now,
        meeting__state__in=(MeetingState.PLANNED, MeetingState.UNDER_WAY),
    )
    columns = ("reply", "meeting_id", "meeting__kind", "meeting__starts_at", "meeting__state", "meeting__place")
    return list(rows.order_by("meeting__starts_at")[:20].values(*columns))


def waiting_minutes(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the meetings that the actor chaired whose minutes are not approved."""
    rows = Meeting.objects.filter(chair_id=actor.id, state=MeetingState.HELD)
    return [dict(row) for row in rows.order_by("ended_at")[:20].values("id", "kind", "ended_at")]


def waiting_common(*, actor: Actor, by_day: date) -> list[dict[str, Any]]:
    """Return what was decided that the actor does, of items that name nobody, due by a day or without one."""
    rows = CommonDecision.objects.filter(member_id=actor.id, done_at=None).filter(
        Q(due_on=None) | Q(due_on__lte=by_day)
    )
    found = rows.order_by(F("due_on").asc(nulls_last=True))[:20]
    return [dict(row) for row in found.values("id", "meeting_id", "words", "due_on")]


def may_see_common(row: dict[str, Any], actor: Actor) -> bool:
    """Tell whether somebody reads the items of a meeting that name nobody: all but its guests."""
    return bool(row["sits_as"] != SeatRole.GUEST or row["owner_id"] == actor.organisation.id)
