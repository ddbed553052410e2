"""The network meets again: the next meeting is called when a network plan is signed, and when a meeting has ended."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from tvaers.cases.enums import State
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days, is_working_day
from tvaers.meetings.actions.convening import Call, call
from tvaers.meetings.enums import MeetingKind, MeetingState
from tvaers.meetings.models import Meeting, Seat
from tvaers.meetings.queries import network_meetings
from tvaers.meetings.rules import may_convene
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import network
from tvaers.plans.models import NetworkPlan
from tvaers.plans.network import to_meet_again
from tvaers.sharing.models import Access, Dossier
from tvaers.sharing.queries import live

# Where the network has not met in here before: when most can, after school and before shifts begin.
USUALLY, LASTS = time(15), timedelta(hours=1)


def sign(*, by: Actor, case: UUID, plan: UUID, version: int, goals: Collection[UUID] | None = None) -> UUID | None:
    """Sign a network plan and call the meeting that reviews it; return the meeting, None where none is called.

    None is called where one is planned already, or the signer calls no network meetings. goals, and what it raises: as
    network.sign.
    """
    with transaction.atomic():
        network.sign(by=by, case=case, plan=plan, version=version, goals=goals)
        review_on = NetworkPlan.objects.values_list("review_on", flat=True).get(id=plan)
        return meet_again(by=by, case=case, on=review_on)


def after_meeting(*, by: Actor, meeting: Meeting, cases: set[UUID]) -> list[UUID]:
    """Call the next meeting of each case whose plan says how often its network meets; return those called."""
    last = meeting.starts_at.astimezone(clock.COPENHAGEN).date()
    called = [
        meet_again(by=by, case=case, on=max(last, clock.today()) + timedelta(weeks=weeks))
        for case, weeks in sorted(to_meet_again(cases=cases).items())
    ]
    return [each for each in called if each is not None]


def meet_again(*, by: Actor, case: UUID, on: date) -> UUID | None:
    """Call a network meeting about a case, on a working day from `on`, as the last one was: hour, place, who sits.

    Returns None where one is planned already, the day is past, the case is closed or another organisation's, or the
    asker calls no network meetings. Whoever sits is let in to what they may follow as at every meeting: by hand, with a
    basis (R1).
    """
    day = on if is_working_day(on) else add_working_days(on, 1)
    if not may_convene(MeetingKind.NETWORK, by.roles) or day <= clock.today() or not _runs(by, case):
        return None
    of_case = network_meetings(case=case)
    held = Meeting.objects.filter(id__in=of_case, owner_id=by.organisation.id)
    if held.filter(state=MeetingState.PLANNED, starts_at__gt=clock.now()).exists():
        return None
    last = held.exclude(state=MeetingState.CANCELLED).order_by("-starts_at").first()
    begins, lasts = USUALLY, LASTS
    if last is not None:
        begins, lasts = last.starts_at.astimezone(clock.COPENHAGEN).time(), last.ends_at - last.starts_at
    starts_at = datetime.combine(day, begins, tzinfo=clock.COPENHAGEN)
    told = Call(
        kind=MeetingKind.NETWORK,
        starts_at=starts_at,
        ends_at=starts_at + lasts,
        place=last.place if last else "",
        seats=tuple(_who_comes_again(by, last, of_case[last.id])) if last else (),
        case=case,
    )
    return call(by=by, told=told)


def _runs(by: Actor, case: UUID) -> bool:
    """Tell whether a case is one's own organisation's and goes on."""
    ours = Dossier.objects.filter(id=case, owner_id=by.organisation.id).values("id")
    return Case.objects.filter(id__in=ours).exclude(state=State.CLOSED).exists()


def _who_comes_again(by: Actor, last: Meeting, items: list[UUID]) -> list[UUID]:
    """Return who sat last and may still follow: colleagues, and others whose right to an item of it has not ended."""
    seats = Seat.objects.filter(meeting=last).exclude(member_id=by.id)
    lets = Access.objects.filter(live(), dossier_id__in=items, member_id=OuterRef("member_id"))
    still = seats.filter(Q(organisation_id=by.organisation.id) | Exists(lets))
    return list(still.order_by("invited_at").values_list("member_id", flat=True))
