"""Reads of meetings that name nobody: lists, who sits, the agenda's shells, who follows what, what waits."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connections
from django.db.models import (
    BinaryField,
    Case,
    DateField,
    DateTimeField,
    Exists,
    F,
    Field,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.http import Http404

from tvaers.foundation.compiled import Compiled
from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.meetings.access import SHELL, shells
from tvaers.meetings.enums import Made, MeetingKind, MeetingState
from tvaers.meetings.models import CommonDecision, Decision, Item, Meeting, Seat
from tvaers.meetings.rules import KINDS
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing import seen
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link
from tvaers.sharing.sealing import open_rows
from tvaers.work.enums import ClockKind
from tvaers.work.models import Clock

MOST = 200
# Four rooms that meet each week, and their councils.
MOST_OF_A_YEAR = 400
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
    """Return the meetings that go on, or are still to come at a moment, in order; mine: only those where one sits."""
    to_come = Q(state=MeetingState.PLANNED, ends_at__gte=since)
    rows = Meeting.objects.filter(to_come | Q(state=MeetingState.UNDER_WAY))
    if mine:
        rows = rows.filter(Exists(Seat.objects.filter(meeting_id=OuterRef("id"), member_id=actor.id)))
    return list(_lines(rows, actor).order_by("starts_at", "id")[:MOST])


def past(*, actor: Actor, before: datetime, most: int = 50) -> list[dict[str, Any]]:
    """Return the meetings that were held, or whose time has gone before a moment, the last first."""
    gone = Q(ends_at__lt=before) & ~Q(state=MeetingState.UNDER_WAY)
    rows = Meeting.objects.filter(gone | Q(state__in=(MeetingState.HELD, MeetingState.APPROVED)))
    return list(_lines(rows, actor).order_by("-starts_at", "id")[:most])


def naming_nobody(*, actor: Actor, first: datetime, last: datetime) -> list[dict[str, Any]]:
    """Return the meetings of kinds that name nobody within a span of time, such as a year, in order."""
    kinds = [kind for kind, rules in KINDS.items() if not rules.about_people]
    rows = Meeting.objects.filter(kind__in=kinds, starts_at__gte=first, starts_at__lt=last)
    found = rows.exclude(state=MeetingState.CANCELLED)
    return list(_lines(found, actor).order_by("starts_at", "id")[:MOST_OF_A_YEAR])


def of_series(*, actor: Actor, series: UUID, since: datetime) -> list[dict[str, Any]]:
    """Return the meetings of a row that have not ended by a moment, called off or not, in order."""
    rows = Meeting.objects.filter(series_id=series, ends_at__gte=since)
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
    return list(shells(Item.objects.filter(meeting_id=meeting)).order_by("place", "id").values(*SHELL))


def clock_of(*, meeting: UUID) -> dict[str, Any] | None:
    """Return the clock of a network meeting, for who sees the case that it is about: due_at, done_at, started_at."""
    items = Item.objects.filter(meeting_id=meeting, is_gated=True).values("id")
    cases = Link.objects.filter(kind=LinkKind.BELONGS, source_id__in=items).values("target_id")
    found = Clock.objects.filter(dossier_id__in=cases, kind=ClockKind.NETWORK).order_by("-started_at")
    row = found.values("started_at", "due_at", "done_at").first()
    return dict(row) if row else None


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


def network_meetings(*, case: UUID) -> dict[UUID, list[UUID]]:
    """Return the network meetings about a case of the own organisation that the asker writes in, with their items."""
    found: dict[UUID, list[UUID]] = {}
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT meeting_id, item_id FROM guard.network_meetings(%s)", [case])
        for meeting, item in cursor.fetchall():
            found.setdefault(meeting, []).append(item)
    return found


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


# What waits for somebody: a meeting to answer or to go to, something decided, minutes to approve; and what one wrote
# down oneself that is still to be shared, or to be written as a bulletin.
INVITED, DECIDED, COMMON, MINUTES, SHARES, WRITES = "invited", "decided", "common", "minutes", "shares", "writes"
_WAITS: "dict[str, Field[Any, Any]]" = {
    "waits": TextField(),
    "row": UUIDField(),
    "of": UUIDField(),
    "about": UUIDField(),
    "text_sealed": BinaryField(),
    "text": TextField(),
    "more": TextField(),
    "at_time": DateTimeField(),
    "on_day": DateField(),
}


def waits(*, actor: Actor, until: datetime, now: datetime, by_day: date) -> list[dict[str, Any]]:
    """Return what waits for the actor of meetings, in one statement; decisions about people are opened, and seen."""
    found = _ALL_THAT_WAITS(by=actor.id, until=until, now=now, by_day=by_day)
    rows = [dict(zip(_WAITS, row, strict=True)) for row in found]
    sealed = [
        {"id": row["row"], "dossier_id": row["about"], "words": row["text_sealed"]}
        for row in rows
        if row["waits"] in {DECIDED, SHARES}
    ]
    texts = {row["id"]: row["words"] for row in open_rows(Decision, sealed, ("words",))}
    for row in rows:
        row["text"] = texts.get(row["row"], row["text"])
        if row["waits"] in {DECIDED, SHARES}:
            seen.record(row["about"], Category.PLAN)
    return rows


def _together(*, by: UUID, until: datetime, now: datetime, by_day: date) -> QuerySet[Any, tuple[Any, ...]]:
    first, *others = _all_that_waits(by, _sits_at(by, until, now), by_day)
    return first.union(*others, all=True)


_ALL_THAT_WAITS = Compiled(_together)


def _all_that_waits(member: UUID, seats: QuerySet[Seat], by_day: date) -> tuple[QuerySet[Any, tuple[Any, ...]], ...]:
    """Return a query for each kind of what waits, all with the same columns."""
    mine = Q(member_id=member, done_at=None) & (Q(due_on=None) | Q(due_on__lte=by_day))
    to_do = mine & ~Q(made=Made.SHARE)
    to_go_on_with = Q(by_id=member, made_id=None)
    more = Concat("reply", Value("|"), "meeting__state", Value("|"), "meeting__place", output_field=TextField())
    return (
        _waiting(
            INVITED, seats, of=F("meeting_id"), text=F("meeting__kind"), more=more, at_time=F("meeting__starts_at")
        ),
        _waiting(
            DECIDED,
            Decision.objects.filter(to_do),
            of=F("meeting_id"),
            about=F("dossier_id"),
            text_sealed=F("words"),
            on_day=F("due_on"),
        ),
        _waiting(COMMON, CommonDecision.objects.filter(to_do), of=F("meeting_id"), text=F("words"), on_day=F("due_on")),
        _waiting(
            SHARES,
            Decision.objects.filter(to_go_on_with, made=Made.SHARE),
            of=F("meeting_id"),
            about=F("dossier_id"),
            text_sealed=F("words"),
        ),
        _waiting(
            WRITES,
            CommonDecision.objects.filter(to_go_on_with, made=Made.BULLETIN),
            of=F("meeting_id"),
            text=F("words"),
        ),
        _waiting(
            MINUTES,
            Meeting.objects.filter(chair_id=member, state=MeetingState.HELD),
            of=F("id"),
            text=F("kind"),
            at_time=F("ended_at"),
        ),
    )


def _sits_at(member: UUID, until: datetime, now: datetime) -> QuerySet[Seat]:
    ahead = (MeetingState.PLANNED, MeetingState.UNDER_WAY)
    return Seat.objects.filter(
        member_id=member, meeting__starts_at__lte=until, meeting__ends_at__gte=now, meeting__state__in=ahead
    )


def of_absent(*, absent: UUID, until: datetime, now: datetime) -> list[dict[str, Any]]:
    """Return the meetings ahead at which a colleague who is away sits, as far as the asker sees them.

    of: the meeting's id; text: its kind; place; at_time; leads: whether the colleague runs it.
    """
    seats = _sits_at(absent, until, now).annotate(
        of=F("meeting_id"),
        text=F("meeting__kind"),
        place=F("meeting__place"),
        at_time=F("meeting__starts_at"),
        leads=Case(When(meeting__chair_id=absent, then=Value(value=True)), default=Value(value=False)),
    )
    columns = ("of", "text", "place", "at_time", "leads")
    return [dict(row) for row in seats.order_by("at_time", "of").values(*columns)[:20]]


def _waiting(waits: str, rows: QuerySet[Any], **columns: Any) -> QuerySet[Any, tuple[Any, ...]]:
    """Return rows of a kind with the columns that all kinds have; those that it lacks are empty."""
    told = {"waits": Value(waits), "row": F("id")} | columns
    annotated = {name: Cast(told.get(name, Value(None)), field) for name, field in _WAITS.items()}
    named: QuerySet[Any] = rows.annotate(**annotated)
    return named.order_by("on_day", "at_time", "id").values_list(*_WAITS)[:20]
