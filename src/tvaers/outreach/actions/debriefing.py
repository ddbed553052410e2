"""What a team says of its shift afterwards, and what somebody meant to write down."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.guard.turns import take_turn
from tvaers.outreach.models import Debrief, Reminder, Supervision
from tvaers.partnerships.actor import Actor


@dataclass(frozen=True, kw_only=True)
class Told:
    """A debrief. method: codes of enums.MethodPoint; the rest are short texts without names."""

    method: tuple[str, ...] = ()
    went_well: str = ""
    was_hard: str = ""
    next_time: str = ""
    supervision: str = ""

    @property
    def says_something(self) -> bool:
        """Tell whether there is anything to write down."""
        return bool(self.method or self.went_well or self.was_hard or self.next_time or self.supervision)


def write(*, by: Actor, shift: UUID, told: Told, form: UUID | None = None) -> UUID:
    """Write a debrief down; return its id. The database takes it of who walked and who leads alone."""
    with transaction.atomic():
        if form is not None:
            take_turn(ids.of_form(form, "debrief", by.id).bytes)
            before = Debrief.objects.filter(form_id=form, by_id=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        row = Debrief.objects.create(
            owner_id=by.organisation.id,
            by_id=by.id,
            shift_id=shift,
            method=list(told.method),
            went_well=told.went_well,
            was_hard=told.was_hard,
            next_time=told.next_time,
            supervision=told.supervision,
            form_id=form,
        )
        record("outreach.debriefed", object_id=row.id)
    return row.id


def take_up(*, by: Actor, debrief: UUID) -> None:
    """Say that what a debrief wanted taken up in supervision has been; for who leads. Raises Http404."""
    with transaction.atomic():
        take_turn(ids.of_form(debrief, "supervision").bytes)
        rows = Debrief.objects.filter(id=debrief, owner_id=by.organisation.id).exclude(supervision="")
        if not rows.exists():
            raise Http404
        if not Supervision.objects.filter(debrief_id=debrief).exists():
            Supervision.objects.create(debrief_id=debrief, owner_id=by.organisation.id, by_id=by.id)
            record("outreach.supervision_taken_up", object_id=debrief)


def tick_off(*, by: Actor, reminder: UUID) -> None:
    """Say that what one meant to write down is written, or need not be."""
    if Reminder.objects.filter(id=reminder, by_id=by.id, done_at=None).update(done_at=clock.now()):
        record("outreach.reminder_done", object_id=reminder)
