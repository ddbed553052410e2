"""Rows of meetings that come back: made, kept planned half a year ahead, taken over, ended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids, queue
from tvaers.guard.turns import take_turn
from tvaers.meetings.actions.convening import Call, WrongHoursError, call, cancel, seat, unseat
from tvaers.meetings.enums import Holidays, MeetingKind, MeetingState
from tvaers.meetings.models import Meeting, Seat, Series
from tvaers.meetings.recurring import Rhythm, days
from tvaers.meetings.rules import KINDS, may_convene
from tvaers.partnerships.actor import Actor

SETTLE = "meetings.settle_series"
RESEAT = "meetings.reseat_series"
AHEAD = timedelta(days=183)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of meetings to be made. seats: memberships besides the chair's. begins, ends: Danish time."""

    kind: MeetingKind
    rhythm: Rhythm
    begins: time
    ends: time
    title: str = ""
    place: str = ""
    seats: tuple[UUID, ...] = ()
    audience: tuple[UUID, ...] = ()


def make(*, by: Actor, told: Row, form: UUID | None = None) -> UUID:
    """Make a row of meetings; a job calls those of the next half year. Returns its id. form: sent twice, it makes one.

    Only the first is written about: a letter for each would be noise. Raises PermissionDenied, WrongHoursError.
    """
    if not may_convene(told.kind, by.roles) or KINDS[told.kind].one_person:
        raise PermissionDenied
    if told.begins >= told.ends:
        raise WrongHoursError
    rhythm = told.rhythm
    with transaction.atomic():
        if form is not None:
            take_turn(ids.of_form(form, "series", by.id).bytes)
            before = Series.objects.filter(form_id=form, by_id=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        series = Series.objects.create(
            owner_id=by.organisation.id,
            kind=told.kind,
            title=told.title,
            place=told.place,
            first_on=rhythm.first,
            until_on=rhythm.until,
            weekday=rhythm.weekday,
            weeks=rhythm.weeks,
            nth=rhythm.nth,
            begins=told.begins,
            ends=told.ends,
            holidays=rhythm.holidays,
            free_months=sorted(rhythm.free),
            seats=list(told.seats),
            audience=[] if KINDS[told.kind].about_people else list(told.audience),
            chair_id=by.id,
            by_id=by.id,
            form_id=form,
        )
        record("meetings.series_made", object_id=series.id, detail={"kind": told.kind})
        queue.enqueue(SETTLE, series=str(series.id))
    return series.id


def rhythm_of(row: Series) -> Rhythm:
    """Return on which days a row meets."""
    return Rhythm(
        first=row.first_on,
        weekday=row.weekday,
        weeks=row.weeks,
        nth=row.nth,
        holidays=Holidays(row.holidays),
        until=row.until_on,
        free=frozenset(row.free_months),
    )


def reseat(*, by: Actor, series: UUID, seats: Collection[UUID], before: Collection[UUID]) -> None:
    """Say who is invited to a row's meetings from now on; a job brings those ahead in step.

    before: who was, when one looked: what somebody else has changed since stays. Raises Http404, PermissionDenied.
    """
    with transaction.atomic():
        row = _held(by, series)
        if not may_convene(MeetingKind(row.kind), by.roles):
            raise PermissionDenied
        joined, left = set(seats) - set(before) - {row.chair_id}, set(before) - set(seats)
        wanted = sorted((set(row.seats) | joined) - left)
        if row.ended_at is None and wanted != sorted(row.seats):
            Series.objects.filter(id=row.id).update(seats=wanted)
            record("meetings.series_reseated", object_id=row.id, detail={"people": len(wanted)})
            came, gone = (",".join(map(str, sorted(each))) for each in (joined, left))
            queue.enqueue(RESEAT, series=str(row.id), joined=came, left=gone)


def bring_in_step(*, by: Actor, series: UUID, joined: Collection[UUID], left: Collection[UUID]) -> None:
    """Invite who came to a row to its meetings ahead, and take off who left it and has not come.

    Whoever was invited to one meeting alone, or taken off one, stays so. Only the next meeting is written about. Raises
    Http404.
    """
    with transaction.atomic():
        row = _held(by, series)
        if not may_convene(MeetingKind(row.kind), by.roles):
            return
        coming = Meeting.objects.filter(series_id=row.id, state=MeetingState.PLANNED, starts_at__gt=clock.now())
        new, gone = set(joined) & set(row.seats), set(left) - set(row.seats)
        for number, meeting in enumerate(coming.order_by("starts_at", "id").values_list("id", flat=True)):
            seat(by=by, meeting=meeting, members=new, quietly=number > 0)
            sitting = Seat.objects.filter(meeting_id=meeting, member_id__in=gone, arrived_at=None)
            for member in sitting.exclude(meeting__chair_id=F("member_id")).values_list("member_id", flat=True):
                unseat(by=by, meeting=meeting, member=member)


def settle(*, by: Actor, series: UUID) -> int:
    """Bring the meetings of a row in step with it: called while it runs, called off when it has ended. Raises Http404.

    Returns how many. Called off, the next one alone is written about.
    """
    with transaction.atomic():
        row = _held(by, series)
        if row.ended_at is None:
            return plan(by=by, series=series)
        if not may_convene(MeetingKind(row.kind), by.roles):
            return 0
        coming = Meeting.objects.filter(series_id=row.id, state=MeetingState.PLANNED, starts_at__gt=clock.now())
        called_off = list(coming.order_by("starts_at", "id").values_list("id", flat=True))
        for number, meeting in enumerate(called_off):
            cancel(by=by, meeting=meeting, quietly=number > 0)
    return len(called_off)


def plan(*, by: Actor, series: UUID) -> int:
    """Call the meetings of a row that are not called yet, half a year ahead, as its chair; return how many.

    What was moved or cancelled since is not called again. Raises Http404.
    """
    to = clock.today() + AHEAD
    with transaction.atomic():
        row = _held(by, series)
        after = row.planned_until or row.first_on - _DAY
        if row.ended_at is not None or row.chair_id != by.id or not may_convene(MeetingKind(row.kind), by.roles):
            return 0
        if to <= after:
            return 0
        found = days(rhythm_of(row), after=after, to=to)
        coming = [day for day in found if _at(day, row.begins) > clock.now()]
        for number, day in enumerate(coming):
            told = Call(
                kind=MeetingKind(row.kind),
                starts_at=_at(day, row.begins),
                ends_at=_at(day, row.ends),
                title=row.title,
                place=row.place,
                seats=tuple(row.seats),
                audience=tuple(row.audience),
                series=row.id,
                quietly=number > 0 or row.planned_until is not None,
            )
            call(by=by, told=told)
        Series.objects.filter(id=row.id).update(planned_until=to)
    return len(coming)


def take_over(*, by: Actor, series: UUID) -> None:
    """Call the coming meetings of a row in one's own name from now on. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        row = _held(by, series)
        if not may_convene(MeetingKind(row.kind), by.roles):
            raise PermissionDenied
        if Series.objects.filter(id=row.id, ended_at=None).exclude(chair_id=by.id).update(chair_id=by.id):
            record("meetings.series_taken_over", object_id=row.id)
            queue.enqueue(SETTLE, series=str(row.id))


def end(*, by: Actor, series: UUID) -> None:
    """End a row; a job cancels its meetings that have not begun. Raises Http404, PermissionDenied."""
    with transaction.atomic():
        row = _held(by, series)
        if not may_convene(MeetingKind(row.kind), by.roles):
            raise PermissionDenied
        if Series.objects.filter(id=row.id, ended_at=None).update(ended_at=clock.now()):
            record("meetings.series_ended", object_id=row.id)
            queue.enqueue(SETTLE, series=str(row.id))


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=clock.COPENHAGEN)


def _held(by: Actor, series: UUID) -> Series:
    row = Series.objects.select_for_update(no_key=True).filter(id=series, owner_id=by.organisation.id).first()
    if row is None:
        raise Http404
    return row
