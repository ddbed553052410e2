"""Coming back to something: what was promised in a place, and what bridging came to."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.outreach.enums import SAID_OUTCOMES, Outcome
from tvaers.outreach.models import FollowUp, Shift, Stop
from tvaers.outreach.rules import BRIDGING_ASKED_AFTER, FARTHEST
from tvaers.partnerships.actor import Actor


class WrongDayError(ValueError):
    """A follow-up is due on a day that has gone, or farther away than anybody keeps in mind."""


def promise(*, by: Actor, shift: UUID, what: str, due_on: date, form: UUID | None = None) -> UUID:
    """Note what a team of the own organisation means to come back to; return its id. form: sent twice, one is noted.

    Raises Http404, and WrongDayError for a day before today or after `rules.FARTHEST`.
    """
    if not clock.today() <= due_on <= clock.today() + FARTHEST:
        raise WrongDayError
    with transaction.atomic():
        if form is not None:
            take_turn(ids.of_form(form, "follow-up", by.id).bytes)
            before = FollowUp.objects.filter(form_id=form, by_id=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        if not Shift.objects.filter(id=shift, owner_id=by.organisation.id).exists():
            raise Http404
        row = FollowUp.objects.create(
            owner_id=by.organisation.id, shift_id=shift, what=what, due_on=due_on, by_id=by.id, form_id=form
        )
        record("outreach.follow_up_noted", object_id=row.id)
    return row.id


def note_stop(*, by: Actor, stop: Stop, after: int | None) -> None:
    """Note what a stop leaves to come back to: what it wants looked at again, and what its bridging will come to.

    after: in how many days; None for nothing. A correction asks of what is still said, and of nothing twice.
    """
    day = stop.at.astimezone(clock.COPENHAGEN).date()
    chain = _corrected(stop)
    still = Q(bridge__in=stop.accepted) | (Q(bridge="", what=stop.words[:200]) if after is not None else Q(bridge=None))
    FollowUp.objects.filter(stop_id__in=chain, outcome=Outcome.OPEN).exclude(still).update(
        outcome=Outcome.CORRECTED, closed_by=by.id, closed_at=clock.now()
    )
    asked = FollowUp.objects.filter(stop_id__in=chain).exclude(outcome=Outcome.CORRECTED)
    there = set(asked.values_list("bridge", flat=True))
    rows = [
        _of_stop(by, stop, due_on=day + BRIDGING_ASKED_AFTER, bridge=bridge)
        for bridge in stop.accepted
        if bridge not in there
    ]
    if after is not None and "" not in there:
        rows.append(_of_stop(by, stop, due_on=day + timedelta(days=after), what=stop.words[:200]))
    FollowUp.objects.bulk_create(rows)


def _of_stop(by: Actor, stop: Stop, *, due_on: date, bridge: str = "", what: str = "") -> FollowUp:
    return FollowUp(
        owner_id=by.organisation.id,
        shift_id=stop.shift_id,
        stop=stop,
        due_on=due_on,
        bridge=bridge,
        what=what,
        by_id=by.id,
    )


def _corrected(stop: Stop) -> list[UUID]:
    """Return the stops that one corrects, and those that these corrected."""
    found: list[UUID] = []
    former: Iterable[UUID | None] = [stop.corrects_id]
    while (before := next(iter(former), None)) and before not in found:
        found.append(before)
        former = Stop.objects.filter(id=before).values_list("corrects_id", flat=True)
    return found


def close(*, by: Actor, follow_up: UUID, outcome: Outcome) -> None:
    """Say what became of a follow-up; what was said first stands. Raises Http404, ValueError for what nobody says."""
    if outcome not in SAID_OUTCOMES:
        raise ValueError(outcome)
    with transaction.atomic():
        rows = FollowUp.objects.filter(id=follow_up, owner_id=by.organisation.id)
        if not rows.exists():
            raise Http404
        if rows.filter(outcome=Outcome.OPEN).update(outcome=outcome, closed_by=by.id, closed_at=clock.now()):
            record("outreach.follow_up_closed", object_id=follow_up)
