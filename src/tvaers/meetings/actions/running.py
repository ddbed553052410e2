"""Running a meeting: who is there, from item to item, who leads it, its end, and its minutes approved."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock
from tvaers.meetings.actions.convening import stop_network_clock
from tvaers.meetings.actions.following import after_meeting
from tvaers.meetings.actions.letting_in import join
from tvaers.meetings.enums import ItemState, MeetingKind, MeetingState, Reply
from tvaers.meetings.models import Item, Meeting, Seat
from tvaers.meetings.rules import check_item_step, check_step, may_convene
from tvaers.partnerships.actor import Actor
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link


class NotTheChairError(Exception):
    """Somebody else runs the meeting now."""


def arrive(*, by: Actor, meeting: UUID) -> int:
    """Sit down at the table: what one was offered for this meeting is taken. Return how many items that were.

    Raises Http404 for who has no seat.
    """
    with transaction.atomic():
        seat = Seat.objects.filter(meeting_id=meeting, member_id=by.id)
        if not seat.update(arrived_at=clock.now(), reply=Reply.COMES, replied_at=clock.now()):
            raise Http404
        taken = join(meeting=meeting)
        record("meetings.arrived", object_id=meeting)
    return taken


def begin(*, by: Actor, meeting: UUID) -> None:
    """Open the meeting. Raises Http404, NotTheChairError, WrongStepError."""
    with transaction.atomic():
        row = _led(by, meeting)
        _step(row, MeetingState.UNDER_WAY, began_at=row.began_at or clock.now(), ended_at=None)
        Seat.objects.filter(meeting_id=meeting, member_id=by.id, arrived_at=None).update(arrived_at=clock.now())
        record("meetings.begun", object_id=meeting)


def open_item(*, by: Actor, meeting: UUID, item: UUID) -> None:
    """Go to an item: who is let in sees it from now on; the one before is dealt with.

    Raises Http404, NotTheChairError, WrongStepError.
    """
    with transaction.atomic():
        row = _led(by, meeting)
        if row.state != MeetingState.UNDER_WAY:
            check_step(MeetingState(row.state), MeetingState.UNDER_WAY)
            _step(row, MeetingState.UNDER_WAY, began_at=row.began_at or clock.now(), ended_at=None)
        found = Item.objects.select_for_update(no_key=True).filter(id=item, meeting_id=meeting).first()
        if found is None:
            raise Http404
        if found.state == ItemState.OPEN:
            return
        check_item_step(ItemState(found.state), ItemState.OPEN)
        _close_open(meeting)
        Item.objects.filter(id=item).update(
            state=ItemState.OPEN, opened_at=found.opened_at or clock.now(), closed_at=None
        )
        record("meetings.item_opened", object_id=item)


def close_item(*, by: Actor, meeting: UUID) -> None:
    """Go on from the item that is open, to none yet. Raises Http404, NotTheChairError."""
    with transaction.atomic():
        _led(by, meeting)
        _close_open(meeting)


def _close_open(meeting: UUID) -> None:
    Item.objects.filter(meeting_id=meeting, state=ItemState.OPEN).update(state=ItemState.DONE, closed_at=clock.now())


def take_chair(*, by: Actor, meeting: UUID) -> None:
    """Lead the meeting from now on: where the chair's line is gone, or somebody is relieved. Nothing is lost by it.

    Only colleagues of the organisation that calls it, who may call one. Raises Http404.
    """
    with transaction.atomic():
        row = Meeting.objects.select_for_update(no_key=True).filter(id=meeting, owner_id=by.organisation.id).first()
        if row is None or not may_convene(MeetingKind(row.kind), by.roles):
            raise Http404
        if row.chair_id == by.id:
            return
        if not Seat.objects.filter(meeting_id=meeting, member_id=by.id).exists():
            Seat.objects.create(
                owner_id=row.owner_id,
                meeting=row,
                member_id=by.id,
                organisation_id=by.organisation.id,
                reply=Reply.COMES,
                replied_at=clock.now(),
            )
        Meeting.objects.filter(id=meeting).update(chair_id=by.id, version=row.version + 1)
        record("meetings.chair_taken", object_id=meeting, detail={"from": str(row.chair_id)})


def end(*, by: Actor, meeting: UUID) -> None:
    """End the meeting; its minutes can be written until they are approved. Raises Http404, NotTheChairError.

    A network meeting calls the next one, where the network plan says how often the network meets.
    """
    with transaction.atomic():
        row = _led(by, meeting)
        _close_open(meeting)
        _step(row, MeetingState.HELD, ended_at=clock.now())
        if row.kind == MeetingKind.NETWORK:
            cases = _cases(meeting)
            for case in cases:
                stop_network_clock(by=by, case=case)
            after_meeting(by=by, meeting=row, cases=cases)
        record("meetings.ended", object_id=meeting)


def _cases(meeting: UUID) -> set[UUID]:
    items = Item.objects.filter(meeting_id=meeting, is_gated=True).values("id")
    return set(Link.objects.filter(kind=LinkKind.BELONGS, source_id__in=items).values_list("target_id", flat=True))


def approve(*, by: Actor, meeting: UUID) -> None:
    """Approve the minutes: from now on the database lets nobody change them. Raises as `end` does."""
    with transaction.atomic():
        row = _led(by, meeting)
        _step(row, MeetingState.APPROVED, approved_at=clock.now(), approved_by=by.id)
        record("meetings.approved", object_id=meeting)


def _led(by: Actor, meeting: UUID) -> Meeting:
    row = Meeting.objects.select_for_update(no_key=True).filter(id=meeting, owner_id=by.organisation.id).first()
    if row is None:
        raise Http404
    if row.chair_id != by.id:
        raise NotTheChairError
    return row


def _step(row: Meeting, state: MeetingState, **columns: object) -> None:
    check_step(MeetingState(row.state), state)
    Meeting.objects.filter(id=row.id).update(state=state, version=row.version + 1, **columns)
