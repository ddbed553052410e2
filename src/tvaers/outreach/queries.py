"""Reading shifts: the own organisation's and its neighbours', what was met there, and who was told of a late one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Case, CharField, Count, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.http import Http404

from tvaers.areas.models import Area, AreaKind
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.outreach.coverage import Walked
from tvaers.outreach.enums import Bridge, MethodPoint, Outcome, ShiftState
from tvaers.outreach.models import Debrief, Device, FollowUp, Reminder, SafetyAlert, Shift, ShiftMember, Stop
from tvaers.outreach.rules import LEADERS, NEIGHBOURS, WALKERS, is_overdue
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState, Role
from tvaers.partnerships.models import Membership, Organisation, UnitMembership
from tvaers.sharing.offers import parties_with

MOST = 200


def neighbours(*, actor: Actor) -> list[Organisation]:
    """Return the authorities that an agreement in force joins with the actor's: whom a shift can be shown to."""
    parties = parties_with(actor.organisation.id).values("organisation_id")
    found = Organisation.objects.filter(id__in=parties, kind__in=NEIGHBOURS, ended_at=None)
    return list(found.exclude(id=actor.organisation.id).order_by("name"))


def places() -> list[dict[str, Any]]:
    """Return the housing areas and districts that there are: id, name and the municipality they lie in."""
    rows = Area.objects.filter(ended_at=None, kind__in=(AreaKind.HOUSING, AreaKind.DISTRICT))
    within = Coalesce("parent__parent__name", "parent__name")
    return [dict(row) for row in rows.annotate(within=within).order_by("within", "name").values("id", "name", "within")]


def colleagues(*, actor: Actor) -> list[dict[str, Any]]:
    """Return who can walk with the actor, or wait for them: id, name, title, phone, walks.

    Street workers, who leads, and who may walk and is in a unit of the actor's.
    """
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    near = Exists(UnitMembership.objects.filter(membership_id=OuterRef("id"), unit_id__in=actor.units))
    rows = rows.annotate(near=near, walk=F("roles").bitand(_mask(WALKERS)), lead=F("roles").bitand(_mask(LEADERS)))
    rows = rows.annotate(street=F("roles").bitand(int(Role.STREET_WORKER)))
    listed = rows.filter(Q(id=actor.id) | Q(street__gt=0) | Q(near=True, walk__gt=0) | Q(lead__gt=0))
    return [
        {key: row[key] for key in ("id", "name", "title", "phone")}
        | {"walks": bool(row["street"] or row["lead"] or (row["near"] and row["walk"]) or row["id"] == actor.id)}
        for row in listed.order_by("name", "id").values(
            "id", "name", "title", "phone", "near", "walk", "street", "lead"
        )
    ]


def _mask(roles: Iterable[Role]) -> int:
    return sum(int(role) for role in roles)


def shifts(*, actor: Actor, since: datetime, until: datetime | None = None) -> list[dict[str, Any]]:
    """Return the shifts that the actor sees and that last into a time, in its order; neighbours' beside the own.

    Each: id, owner (short name), is_own, from_at, until_at, theme, state, label, places (names), stops_count.
    """
    rows = Shift.objects.filter(until_at__gte=since)
    if until is not None:
        rows = rows.filter(from_at__lt=until)
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    counted = Stop.objects.filter(shift_id=OuterRef("id"), corrections=None).order_by().values("shift_id")
    found = rows.annotate(
        owner=Subquery(owner.values("short_name")[:1]),
        stops_count=Coalesce(Subquery(counted.annotate(n=Count("id")).values("n")), 0),
    )
    columns = ("id", "owner_id", "owner", "from_at", "until_at", "theme", "state", "areas", "stops_count")
    return _placed(actor, [dict(row) for row in found.order_by("from_at", "id").values(*columns)[:MOST]])


def _placed(actor: Actor, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    names = _names_of(area for row in rows for area in row["areas"])
    for row in rows:
        row["places"] = [names[area] for area in row["areas"] if area in names]
        row["is_own"] = row["owner_id"] == actor.organisation.id
        row["label"] = ShiftState(row["state"]).label
    return rows


def _names_of(areas: Iterable[UUID]) -> dict[UUID, str]:
    wanted = set(areas)
    return dict(Area.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def shift_view(*, actor: Actor, shift: UUID) -> dict[str, Any]:
    """Return one shift as in `shifts`, with its times, and for the own organisation team, back-up and alerts.

    Raises Http404 for one that the actor does not see.
    """
    owner = Organisation.objects.filter(id=OuterRef("owner_id"))
    columns = ("id", "owner_id", "owner", "from_at", "until_at", "theme", "state", "areas", "audience")
    row = (
        Shift.objects.filter(id=shift)
        .annotate(owner=Subquery(owner.values("name")[:1]))
        .values(*columns, "started_at", "ended_at", home_at=F("watch__home_at"), backup_id=F("watch__backup_id"))
        .first()
    )
    if row is None:
        raise Http404
    (view,) = _placed(actor, [dict(row)])
    view["audience_names"] = list(
        Organisation.objects.filter(id__in=view["audience"]).order_by("name").values_list("short_name", flat=True)
    )
    view["is_late"] = bool(
        view["state"] == ShiftState.UNDER_WAY
        and view["home_at"]
        and is_overdue(home_at=view["home_at"], now=clock.now())
    )
    if view["is_own"]:
        view |= _of_the_team(view)
    return view


def sees_shift(shift: UUID) -> bool:
    """Tell whether a shift is there for the asker."""
    return Shift.objects.filter(id=shift).exists()


def sees_alerts(shift: UUID) -> bool:
    """Tell whether the asker reads who was told of a late team."""
    return SafetyAlert.objects.filter(shift_id=shift).exists()


def _of_the_team(view: dict[str, Any]) -> dict[str, Any]:
    walks = Exists(ShiftMember.objects.filter(shift_id=view["id"], member_id=OuterRef("id")))
    rows = Membership.objects.annotate(walks=walks).filter(Q(walks=True) | Q(id=view["backup_id"]))
    people = {row["id"]: row for row in rows.order_by("name", "id").values("id", "name", "phone", "walks")}
    team = [row for row in people.values() if row["walks"]]
    taken_by = Membership.objects.filter(id=OuterRef("acknowledged_by")).values("name")[:1]
    alerts = SafetyAlert.objects.filter(shift_id=view["id"]).annotate(taken_by=Subquery(taken_by))
    return {
        "team": team,
        "team_ids": {row["id"] for row in team},
        "backup": people.get(view["backup_id"]),
        "alerts": list(alerts.order_by("due_at")),
    }


def walked(*, actor: Actor, since: datetime) -> tuple[list[Walked], dict[UUID, str]]:
    """Return the hours of the own organisation's shifts that began in a time, and what their areas are called."""
    rows = Shift.objects.filter(owner_id=actor.organisation.id, from_at__gte=since, from_at__lte=clock.now())
    found = [
        Walked(
            areas=tuple(row.areas),
            planned_from=row.from_at,
            planned_until=row.until_at,
            is_planned=row.phone_id is None and row.state != ShiftState.CANCELLED,
            started=row.started_at,
            ended=row.ended_at,
        )
        for row in rows.order_by("from_at", "id")
    ]
    return found, _names_of(area for each in found for area in each.areas)


def follow_up_counts(*, actor: Actor, since: datetime) -> dict[str, int]:
    """Return how many follow-ups are open (open), how many of them late (late), and what was closed since (closed)."""
    rows = FollowUp.objects.filter(owner_id=actor.organisation.id).exclude(outcome=Outcome.CORRECTED)
    is_open = Q(outcome=Outcome.OPEN)
    return dict(
        rows.aggregate(
            open=Count("id", filter=is_open),
            late=Count("id", filter=is_open & Q(due_on__lt=clock.today())),
            closed=Count("id", filter=Q(closed_at__gte=since)),
        )
    )


@dataclass
class Bridged:
    """Of one kind of bridging: at how many stops it was offered and accepted, and what became of that."""

    offered: int = 0
    accepted: int = 0
    came: int = 0
    nothing: int = 0
    unknown: int = 0
    waits: int = 0


_BECAME = {
    Outcome.CAME: "came",
    Outcome.NOT: "nothing",
    Outcome.UNKNOWN: "unknown",
    Outcome.OPEN: "waits",
}


def bridged(*, actor: Actor, since: datetime) -> dict[Bridge, Bridged]:
    """Return, of each kind of bridging, what the own organisation's stops of a time offered and what it came to."""
    found = {kind: Bridged() for kind in Bridge}
    rows = Stop.objects.filter(owner_id=actor.organisation.id, at__gte=since, corrections=None)
    told = rows.aggregate(
        **{
            f"{column}_{kind.value}": Count("id", filter=Q(**{f"{column}__contains": [kind.value]}))
            for column in ("offered", "accepted")
            for kind in Bridge
        }
    )
    for kind, each in found.items():
        each.offered, each.accepted = told[f"offered_{kind.value}"], told[f"accepted_{kind.value}"]
    became = FollowUp.objects.filter(owner_id=actor.organisation.id, stop__at__gte=since, bridge__gt="")
    for row in became.order_by().values("bridge", "outcome").annotate(n=Count("id")):
        if row["outcome"] in _BECAME:
            setattr(found[Bridge(row["bridge"])], _BECAME[Outcome(row["outcome"])], row["n"])
    return found


@dataclass(frozen=True)
class Held:
    """What debriefs say together. debriefed, walked: shifts. points: point of the method → at how many of `of` it held.

    No points where there are too few debriefs, or of too few people: they would tell of who wrote them.
    """

    debriefed: int
    walked: int
    points: dict[MethodPoint, int]
    of: int


def held(*, since: datetime) -> Held:
    """Return what the own organisation's debriefs of a time say together; to who walks and who leads."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT point, held, of FROM guard.debriefs_held(%s)", [since])
        rows = cursor.fetchall()
    (debriefed, walked_then) = next((number, of) for point, number, of in rows if not point)
    told = {point: (number, of) for point, number, of in rows if point}
    return Held(
        debriefed=debriefed,
        walked=walked_then,
        points={point: told.get(point, (0, 0))[0] for point in MethodPoint} if told else {},
        of=max((of for _number, of in told.values()), default=0),
    )


def for_supervision(*, actor: Actor, since: datetime) -> list[dict[str, Any]]:
    """Return what debriefs want taken up, to who leads: what nobody has taken up, and what was since then.

    Each: id, shift_id, from_at, by, supervision, taken_up_by, taken_up_at.
    """
    by = Membership.objects.filter(id=OuterRef("by_id")).values("name")[:1]
    taken = Membership.objects.filter(id=OuterRef("taken_up__by_id")).values("name")[:1]
    rows = (
        Debrief.objects.filter(owner_id=actor.organisation.id)
        .exclude(supervision="")
        .filter(Q(taken_up=None) | Q(taken_up__at__gte=since))
        .annotate(
            by=Subquery(by), taken_up_by=Subquery(taken), taken_up_at=F("taken_up__at"), from_at=F("shift__from_at")
        )
        .order_by(F("taken_up_at").desc(nulls_first=True), "written_at", "id")
    )
    columns = ("id", "shift_id", "from_at", "by", "supervision", "taken_up_by", "taken_up_at")
    return [dict(row) for row in rows.values(*columns)[:MOST]]


def stops(*, shift: UUID) -> list[Stop]:
    """Return what was met on a shift, the last first; what was corrected is there with its correction."""
    rows = Stop.objects.filter(shift_id=shift).select_related("area")
    corrected = Stop.objects.filter(corrects_id=OuterRef("id")).order_by("-id").values("id")[:1]
    return list(rows.annotate(corrected_by=Subquery(corrected)).order_by("-at", "id"))


def debriefs(*, shift: UUID) -> list[dict[str, Any]]:
    """Return what the team said of a shift, as far as the asker reads it."""
    by = Membership.objects.filter(id=OuterRef("by_id")).values("name")[:1]
    rows = Debrief.objects.filter(shift_id=shift).annotate(by=Subquery(by)).order_by("written_at", "id")
    columns = ("by", "written_at", "method", "went_well", "was_hard", "next_time", "supervision")
    return [dict(row) for row in rows.values(*columns)]


def last_words() -> str:
    """Return what the last debrief of the own organisation wants the next team to know, whoever it is; "" for nothing.

    The rest of a debrief is its team's.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.words_for_next_team()")
        (words,) = cursor.fetchone() or ("",)
    return str(words)


def phones(*, actor: Actor) -> list[dict[str, Any]]:
    """Return the phones that the actor sees and that have not forgotten: the own ones, and all to who leads."""
    by = Membership.objects.filter(id=OuterRef("member_id")).values("name")[:1]
    rows = Device.objects.filter(owner_id=actor.organisation.id, wiped_at=None).annotate(of=Subquery(by))
    columns = ("id", "member_id", "of", "registered_at", "seen_at", "wipe_asked_at")
    return [dict(row) for row in rows.order_by("-seen_at", "id").values(*columns)[:MOST]]


def waiting_for(*, actor: Actor, by_day: date) -> list[dict[str, Any]]:
    """Return what waits for the actor, in one statement.

    Alerts that nobody has taken on, to who was told or leads; what they meant to write down; and what the teams that
    they walked with come back to by a day. Each: kind ("alert", "follow-up" or "reminder"), id, shift_id, when (a
    moment), day, said.
    """
    leads = actor.has_role(*LEADERS)
    return [dict(row) for row in _WAITING(leads, by=actor.id, here=actor.organisation.id, by_day=by_day)]


def _waiting(leads: bool, *, by: UUID, here: UUID, by_day: date) -> QuerySet[Any, Any]:  # noqa: FBT001
    alerts = SafetyAlert.objects.filter(
        Q() if leads else Q(to_id=by), owner_id=here, acknowledged_by=None, shift__state=ShiftState.UNDER_WAY
    )
    columns = ("kind", "id", "shift_id", "when", "day", "said")
    no_day, nothing = Cast(Value(None), DateField()), Value("", CharField())
    first = alerts.annotate(kind=Value("alert", CharField()), when=F("due_at"), day=no_day, said=nothing)
    own = Reminder.objects.filter(by_id=by, done_at=None)
    second = own.annotate(kind=Value("reminder", CharField()), when=F("at"), day=no_day, said=nothing)
    walked = Exists(ShiftMember.objects.filter(shift_id=OuterRef("shift_id"), member_id=by))
    due = FollowUp.objects.filter(walked, owner_id=here, outcome=Outcome.OPEN, due_on__lte=by_day)
    third = due.annotate(
        kind=Value("follow-up", CharField()), when=F("shift__from_at"), day=F("due_on"), said=Concat("bridge", "what")
    )
    rows = first.values(*columns).union(second.values(*columns), third.values(*columns), all=True)
    first_of_them: QuerySet[Any, Any] = rows.order_by("kind", "day", "when", "id")[:MOST]
    return first_of_them


_WAITING = Compiled(_waiting)


def follow_ups(*, actor: Actor, since: datetime) -> list[dict[str, Any]]:
    """Return what the own organisation's teams come back to: all that is open, and what was closed since then.

    Each: id, shift_id, bridge, what, due_on, outcome, closed_at, closed_by (name), place, met_at. The open first, in
    the order of their days.
    """
    rows = FollowUp.objects.filter(owner_id=actor.organisation.id).exclude(outcome=Outcome.CORRECTED)
    closed_by = Membership.objects.filter(id=OuterRef("closed_by")).values("name")[:1]
    found = (
        rows.filter(Q(outcome=Outcome.OPEN) | Q(closed_at__gte=since))
        .annotate(by=Subquery(closed_by), met_at=Coalesce("stop__at", "shift__from_at"), place=F("stop__area__name"))
        .order_by(Case(When(outcome="", then=0), default=1), "due_on", "id")
    )
    columns = ("id", "shift_id", "bridge", "what", "due_on", "outcome", "closed_at", "by", "place", "met_at")
    return [dict(row) for row in found.values(*columns)[: MOST + 1]]


def reminders(*, actor: Actor) -> list[dict[str, Any]]:
    """Return what the actor meant to write down and has not: id, shift_id, at."""
    rows = Reminder.objects.filter(by_id=actor.id, done_at=None).order_by("at", "id")
    return [dict(row) for row in rows.values("id", "shift_id", "at")[:MOST]]


def is_own(*, actor: Actor, shift: UUID) -> bool:
    """Tell whether a shift is of the actor's organisation. Raises Http404 for one that the actor does not see."""
    owner = Shift.objects.filter(id=shift).values_list("owner_id", flat=True).first()
    if owner is None:
        raise Http404
    return owner == actor.organisation.id


def is_of_team(*, actor: Actor, shift: UUID) -> bool:
    """Tell whether the actor walks on a shift. Raises Http404 for one that the actor does not see."""
    walks = Exists(ShiftMember.objects.filter(shift_id=OuterRef("id"), member_id=actor.id))
    row = Shift.objects.filter(id=shift).annotate(walks=walks).values("owner_id", "walks").first()
    if row is None:
        raise Http404
    return row["owner_id"] == actor.organisation.id and (row["walks"] or actor.has_role(*LEADERS))
