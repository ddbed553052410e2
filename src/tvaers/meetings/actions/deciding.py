"""What was decided, written down and made real on the spot: a task in the young person's plan."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from tvaers.cases.access import get_for_reading
from tvaers.guard.enums import Purpose
from tvaers.meetings.actions import minutes
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.plans.actions import tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DisclosureState, LinkKind
from tvaers.sharing.models import Access, Dossier, Link

TASK = "task"


class NoTaskError(Exception):
    """It cannot become a task for that person: not let in to the item, or on what does not carry it."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided: words, who does it, until when, and whether it is to be a task in the plan."""

    words: str
    member: UUID | None = None
    due_on: date | None = None
    as_task: bool = False


def case_of(*, item: UUID) -> UUID | None:
    """Return the case that an item belongs to, where the asker sees both, and the asker's organisation owns it."""
    found = Link.objects.filter(kind=LinkKind.BELONGS, source_id=item).values_list("target_id", flat=True).first()
    return found if found and Dossier.objects.filter(id=found).exists() else None


def decide(*, by: Actor, item: UUID, told: Decided, case: UUID | None, form: UUID) -> UUID | None:
    """Write a decision down; return the task that it became, or None.

    A colleague gets the task at once. Who follows the item elsewhere is offered it on what they follow it on, and may
    decline (R2). Raises what minutes.decide raises, and NoTaskError.
    """
    with transaction.atomic():
        decision = minutes.decide(by=by, item=item, words=told.words, member=told.member, due_on=told.due_on, form=form)
        if case is None or not told.as_task or told.member is None or told.due_on is None:
            return None
        view = get_for_reading(case=case, wanted=frozenset())
        promise, purpose = _promise(by, item, told, view.purpose)
        try:
            task = tasks.give(
                by=by,
                case=case,
                purpose=purpose,
                promise=promise,
                unit=view.unit_id,
                lead=view.lead_id,
                form=form,
            )
        except (sharing.SharingError, tasks.FrameMissingError, tasks.CaseClosedError) as refused:
            raise NoTaskError from refused
        minutes.became(by=by, decision=decision, made=TASK, made_id=task)
    return task


def _promise(by: Actor, item: UUID, told: Decided, purpose: Purpose) -> tuple[tasks.Promise, Purpose]:
    if told.member is None or told.due_on is None:
        raise NoTaskError
    plain = tasks.Promise(text=told.words, due_on=told.due_on, owner=told.member)
    elsewhere = Membership.objects.filter(id=told.member).exclude(organisation_id=by.organisation.id).exists()
    if not elsewhere:
        return plain, purpose
    on = (
        Access.objects.filter(dossier_id=item, member_id=told.member, state=DisclosureState.ACCEPTED, ended_at=None)
        .filter(frame_id__isnull=False)
        .values("frame_id", "basis_id", "purpose")
        .first()
    )
    if on is None:
        raise NoTaskError
    given = tasks.Promise(
        text=told.words,
        due_on=told.due_on,
        owner=told.member,
        frame=on["frame_id"],
        basis=on["basis_id"],
        necessity=told.words,
    )
    return given, Purpose(on["purpose"])
