"""Calling a meeting: when, where, who sits, and the agenda that its kind begins with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases.access import get_for_reading
from tvaers.foundation import clock, ids, queue
from tvaers.guard.enums import Category
from tvaers.guard.turns import take_turn
from tvaers.meetings.actions.agenda import Words, bring
from tvaers.meetings.enums import MeetingKind, MeetingState, Reply, SeatRole, Subject
from tvaers.meetings.letters import CALLED, CANCELLED, MOVED
from tvaers.meetings.models import Item, Meeting, Seat
from tvaers.meetings.rules import KINDS, check_step, may_convene
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.work.actions import start_clocks, stop_clock
from tvaers.work.enums import ClockKind

WRITE = "meetings.write_to"


class ChangedMeanwhileError(ValueError):
    """Somebody else has changed the meeting since it was looked at."""


class WrongHoursError(ValueError):
    """It would end before it begins."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """A meeting to be called. seats: memberships besides the chair's. audience: organisations that see all of it.

    case: whom a network meeting is about. triggered_at: since when its clock runs (B7). Times aware.
    quietly: no letters.
    """

    kind: MeetingKind
    starts_at: datetime
    ends_at: datetime
    title: str = ""
    place: str = ""
    seats: tuple[UUID, ...] = ()
    audience: tuple[UUID, ...] = ()
    case: UUID | None = None
    triggered_at: datetime | None = None
    series: UUID | None = None
    quietly: bool = False


def call(*, by: Actor, told: Call, form: UUID | None = None) -> UUID:
    """Call a meeting, chaired by who calls it; return its id. form: sent twice, it calls one.

    Raises PermissionDenied for roles that call no meeting of the kind, WrongHoursError, Http404 for a hidden case.
    """
    if not may_convene(told.kind, by.roles):
        raise PermissionDenied
    if told.starts_at >= told.ends_at:
        raise WrongHoursError
    rules = KINDS[told.kind]
    with transaction.atomic():
        if form is not None:
            take_turn(ids.of_form(form, "meeting", by.id).bytes)
            before = Meeting.objects.filter(form_id=form, by_id=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        meeting = Meeting.objects.create(
            owner_id=by.organisation.id,
            # Where people are spoken of, only who sits there sees that there is a meeting.
            audience=[] if rules.about_people else list(told.audience),
            kind=told.kind,
            title="" if rules.one_person else told.title,
            place=told.place,
            starts_at=told.starts_at,
            ends_at=told.ends_at,
            chair_id=by.id,
            series_id=told.series,
            by_id=by.id,
            form_id=form,
        )
        Seat.objects.create(
            owner_id=by.organisation.id,
            meeting=meeting,
            member_id=by.id,
            organisation_id=by.organisation.id,
            reply=Reply.COMES,
            replied_at=clock.now(),
        )
        seat(by=by, meeting=meeting.id, members=told.seats, quietly=told.quietly)
        _begin_agenda(by, meeting, told)
        record("meetings.called", object_id=meeting.id, detail={"kind": told.kind})
    return meeting.id


def _begin_agenda(by: Actor, meeting: Meeting, told: Call) -> None:
    subjects = KINDS[told.kind].agenda
    if told.case is None:
        Item.objects.bulk_create(
            Item(
                owner_id=by.organisation.id,
                meeting=meeting,
                place=place,
                subject=subject,
                is_gated=False,
                by_id=by.id,
            )
            for place, subject in enumerate(subjects, start=1)
        )
        return
    view = get_for_reading(case=told.case, wanted=frozenset())
    for subject in subjects:
        bring(
            by=by,
            meeting=meeting.id,
            # Its subject is its title, in the language of whoever reads it.
            words=Words(subject=subject, title="", ahead=subject == Subject.WELCOME),
            case=told.case,
            purpose=view.purpose,
        )
    if told.triggered_at is not None:
        start_clocks(
            by=by, dossier=told.case, kinds=[ClockKind.NETWORK], category=Category.PLAN, start=told.triggered_at
        )


def seat(
    *,
    by: Actor,
    meeting: UUID,
    members: Iterable[UUID],
    role: SeatRole = SeatRole.PARTICIPANT,
    quietly: bool = False,
) -> list[UUID]:
    """Invite people at work to a meeting of the own organisation; who is invited already stays as they are.

    Returns whom it invited. Whoever is not at work, or missing, is left out.
    """
    with transaction.atomic():
        row = held(by=by, meeting=meeting)
        there = set(Seat.objects.filter(meeting_id=row.id).values_list("member_id", flat=True))
        asked = Membership.objects.filter(id__in=set(members) - there, state=MembershipState.ACTIVE)
        found = list(asked.order_by("id").values_list("id", "organisation_id"))
        Seat.objects.bulk_create(
            Seat(owner_id=by.organisation.id, meeting=row, member_id=member, organisation_id=organisation, role=role)
            for member, organisation in found
        )
        if found:
            record("meetings.invited", object_id=row.id, detail={"people": len(found)})
            if not quietly:
                _write(row, (member for member, _organisation in found), CALLED)
    return [member for member, _organisation in found]


def unseat(*, by: Actor, meeting: UUID, member: UUID) -> None:
    """Take somebody off who has not come, and is not the chair. Raises Http404."""
    with transaction.atomic():
        row = held(by=by, meeting=meeting)
        gone, _kinds = (
            Seat.objects.filter(meeting_id=row.id, member_id=member, arrived_at=None)
            .exclude(member_id=row.chair_id)
            .delete()
        )
        if not gone:
            raise Http404
        record("meetings.taken_off", object_id=row.id)


def give_role(*, by: Actor, meeting: UUID, member: UUID, role: SeatRole) -> None:
    """Say as what somebody sits. Raises Http404."""
    with transaction.atomic():
        row = held(by=by, meeting=meeting)
        if not Seat.objects.filter(meeting_id=row.id, member_id=member).update(role=role):
            raise Http404
        record("meetings.role_given", object_id=row.id, detail={"role": role})


def move(*, by: Actor, meeting: UUID, starts_at: datetime, ends_at: datetime, place: str, version: int) -> None:
    """Give a meeting that has not begun another time or place. Everybody is asked again whether they come.

    Raises Http404, WrongHoursError, ChangedMeanwhileError, rules.WrongStepError.
    """
    if starts_at >= ends_at:
        raise WrongHoursError
    with transaction.atomic():
        row = held(by=by, meeting=meeting)
        if row.version != version:
            raise ChangedMeanwhileError
        check_step(MeetingState(row.state), MeetingState.UNDER_WAY)
        is_later = (row.starts_at, row.ends_at) != (starts_at, ends_at)
        Meeting.objects.filter(id=row.id).update(starts_at=starts_at, ends_at=ends_at, place=place, version=version + 1)
        if is_later:
            asked_again = Seat.objects.filter(meeting_id=row.id).exclude(member_id=by.id)
            asked_again.update(reply=Reply.NONE, replied_at=None)
            _write(row, asked_again.values_list("member_id", flat=True), MOVED)
        record("meetings.moved", object_id=row.id)


def cancel(*, by: Actor, meeting: UUID, quietly: bool = False) -> None:
    """Call a planned meeting off; nobody sees its items about people any longer. quietly: no letters.

    Raises Http404, WrongStepError.
    """
    with transaction.atomic():
        row = held(by=by, meeting=meeting)
        check_step(MeetingState(row.state), MeetingState.CANCELLED)
        Meeting.objects.filter(id=row.id).update(state=MeetingState.CANCELLED, version=row.version + 1)
        record("meetings.cancelled", object_id=row.id)
        seated = Seat.objects.filter(meeting_id=row.id).exclude(member_id=by.id)
        if not quietly:
            _write(row, seated.values_list("member_id", flat=True), CANCELLED)


def reply(*, by: Actor, meeting: UUID, comes: bool) -> None:
    """Say whether one comes. Raises Http404 for who has no seat."""
    answer = Reply.COMES if comes else Reply.AWAY
    with transaction.atomic():
        seat_ = Seat.objects.filter(meeting_id=meeting, member_id=by.id)
        if seat_.exclude(reply=answer).update(reply=answer, replied_at=clock.now()):
            record("meetings.replied", object_id=meeting, detail={"comes": comes})
        elif not seat_.exists():
            raise Http404


def _write(meeting: Meeting, members: Iterable[UUID], why: str) -> None:
    """Have a letter written to each, when the transaction has committed."""
    queue.enqueue_each(WRITE, ({"meeting": str(meeting.id), "to": str(member), "why": why} for member in members))


def held(*, by: Actor, meeting: UUID) -> Meeting:
    """Return a meeting of the own organisation, held until the transaction ends. Raises Http404."""
    row = Meeting.objects.select_for_update(no_key=True).filter(id=meeting, owner_id=by.organisation.id).first()
    if row is None:
        raise Http404
    return row


def stop_network_clock(*, by: Actor, case: UUID) -> None:
    """Note that a network meeting about a case was held in time, or at last."""
    stop_clock(by=by, dossier=case, kind=ClockKind.NETWORK)
