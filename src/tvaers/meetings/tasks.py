"""Background work of meetings: letters, the meetings of rows, and the nightly erasure of what items say (R23)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, Subquery

from tvaers.foundation import clock, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.meetings import letters
from tvaers.meetings.actions import agenda
from tvaers.meetings.actions import series as rows
from tvaers.meetings.actions.convening import WRITE
from tvaers.meetings.enums import MeetingKind, MeetingState
from tvaers.meetings.models import Meeting, Series
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation
from tvaers.sharing import nightly
from tvaers.sharing.acting import acting, member_at_work, system_claims, within
from tvaers.ui import dates

ERASE = "meetings.erase_due"
PLAN = "meetings.plan_series_of"
_AHEAD = (MeetingState.PLANNED, MeetingState.UNDER_WAY)
# In which states of the meeting a letter still says what is so.
_HOLDS = {
    letters.CALLED: _AHEAD,
    letters.MOVED: _AHEAD,
    letters.CANCELLED: (MeetingState.CANCELLED,),
    letters.GIVEN: (MeetingState.UNDER_WAY, MeetingState.HELD, MeetingState.APPROVED),
}


@queue.periodic("meetings.erase_all_due", cron="5 2 * * *")
def erase_all_due() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(ERASE, ended_too=True)


@queue.task(ERASE)
def erase_due(*, organisation: str, actor: str | None = None) -> None:
    """Erase what the items of one organisation say whose day has come, in its own name."""
    del actor  # nobody started it
    own = UUID(organisation)
    with nightly.everything_of(own, route=ERASE):
        agenda.erase_due(organisation=own)


@queue.periodic("meetings.plan_series", cron="15 3 * * *")
def plan_series() -> None:
    """Put one job for each organisation into the queue."""
    nightly.enqueue_for_each(PLAN)


@queue.task(PLAN)
def plan_series_of(*, organisation: str, actor: str | None = None) -> None:
    """Call the meetings of one organisation's rows, half a year ahead, each as its chair with the rights of today.

    A row whose chair has left waits until a colleague takes it over. One that has ended is called off, if whoever ended
    it left before that was done.
    """
    del actor  # nobody started it
    own = UUID(organisation)
    claims = system_claims(own, categories=Category(0), purposes=Purpose(0))
    with within(claims, route=PLAN):
        planned = Meeting.objects.filter(
            series_id=OuterRef("id"), state=MeetingState.PLANNED, starts_at__gt=clock.now()
        )
        waits = Series.objects.filter(Q(ended_at=None) | Exists(planned), owner_id=own)
        found = list(waits.order_by("id").values_list("id", "chair_id"))
    for row, chair in found:
        by = member_at_work(chair, own, route=PLAN)
        if by is not None:
            with acting(by, route=PLAN):
                rows.settle(by=by, series=row)


@queue.task(rows.SETTLE)
def settle_series(*, series: str, organisation: str, actor: str | None) -> None:
    """Call the meetings of a row that was just made, or call them off, as who asked for it."""
    by = member_at_work(UUID(actor), UUID(organisation), route=rows.SETTLE) if actor else None
    if by is not None:
        with acting(by, route=rows.SETTLE):
            rows.settle(by=by, series=UUID(series))


@queue.task(rows.RESEAT)
def reseat_series(*, series: str, joined: str, left: str, organisation: str, actor: str | None) -> None:
    """Bring the meetings ahead of a row in step with who is invited to it now, as who changed that, or its chair."""
    own = UUID(organisation)
    with within(system_claims(own, categories=Category(0), purposes=Purpose(0)), route=rows.RESEAT):
        chair = Series.objects.filter(id=series).values_list("chair_id", flat=True).first()
    who = (UUID(actor) if actor else None, chair)
    at_work = (member_at_work(each, own, route=rows.RESEAT) for each in who if each is not None)
    by = next(filter(None, at_work), None)
    if by is None:
        return
    with acting(by, route=rows.RESEAT):
        came, gone = ([UUID(each) for each in told.split(",") if each] for told in (joined, left))
        rows.bring_in_step(by=by, series=UUID(series), joined=came, left=gone)


@queue.task(WRITE, patience=timedelta(hours=24))
def write_to(*, meeting: str, to: str, why: str, organisation: str, actor: str | None = None) -> None:
    """Write to one who sits what happened to a meeting, or at it; the queue tries again when mail is down."""
    claims = system_claims(UUID(organisation), categories=Category(0), purposes=Purpose(0))
    # What was decided is told by who wrote it, who may be of another organisation than the meeting's. Whoever called a
    # meeting may have left since.
    by = member_at_work(UUID(actor), UUID(organisation), route=WRITE) if actor and why == letters.GIVEN else None
    with acting(by, route=WRITE) if by else within(claims, route=WRITE):
        caller = Organisation.objects.filter(id=OuterRef("owner_id")).values("name")
        # It may have waited for the mail server: who was taken off since is not written to, nor what no longer holds.
        sits = Meeting.objects.filter(id=meeting, state__in=_HOLDS[why], seats__member_id=to)
        row = sits.annotate(caller=Subquery(caller)).first()
        at_work = Membership.objects.filter(id=to, state=MembershipState.ACTIVE)
        address = at_work.values_list("email", flat=True).first()
    if row is None or not address:
        return
    letters.send(to=address, why=why, facts=lambda: _facts(row))


def _facts(row: Any) -> letters.Facts:  # noqa: ANN401 - a meeting, annotated
    return letters.Facts(
        when=f"{dates.moment(row.starts_at)}–{dates.time_of_day(row.ends_at)}",
        place=row.place,
        kind=letters.neutral(MeetingKind(row.kind)),
        caller=row.caller,
        link=f"{settings.TVAERS_ADDRESS}/meetings/{row.id}/",
    )
