"""What was decided, written down and made real on the spot: a task, a concern, a sharing, a bulletin."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.cases.access import get_for_reading
from tvaers.guard.enums import Purpose
from tvaers.guard.turns import take_turn
from tvaers.meetings.access import get_item
from tvaers.meetings.actions import minutes, screening
from tvaers.meetings.enums import Made
from tvaers.meetings.models import Item
from tvaers.meetings.queries import followers
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.plans.actions import tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DisclosureState, LinkKind
from tvaers.sharing.models import Access, Dossier, Link


class NoTaskError(Exception):
    """It cannot become a task for that person: not let in to the item, or on what does not carry it."""


class NotLetInError(Exception):
    """Who shall do it could not read it: nobody has let them in to the item."""


class NoConcernError(Exception):
    """It cannot become a concern: not an item of one's own, belongs to a case, or is shut."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What was decided: words, who does it, until when, and what it becomes; None: it stands in the minutes alone."""

    words: str
    member: UUID | None = None
    due_on: date | None = None
    becomes: Made | None = None


@dataclass(frozen=True)
class Written:
    """A decision as it was written: its id, and that of the task or concern which it is already."""

    decision: UUID
    made_id: UUID | None = None


def case_of(*, by: Actor, item: UUID) -> UUID | None:
    """Return the case that an item belongs to, where the asker sees both, and the asker's organisation owns it."""
    found = Link.objects.filter(kind=LinkKind.BELONGS, source_id=item).values_list("target_id", flat=True).first()
    return found if found and Dossier.objects.filter(id=found, owner_id=by.organisation.id).exists() else None


def decide(*, by: Actor, item: UUID, told: Decided, case: UUID | None, form: UUID) -> Written:
    """Write a decision down, and make of it what is made at once; return both.

    A colleague gets a task at once. Who follows the item elsewhere is offered it on what they follow it on, and may
    decline (R2). An own item without a case becomes a concern with its words as a quotation. A sharing, and a bulletin,
    are noted as what it is to become: each has a page of its own, which says so when it is done (`minutes.became`).
    Raises what minutes.decide raises, NotLetInError, NoTaskError, NoConcernError, and intake.WrittenAlreadyError.
    """
    with transaction.atomic():
        _check_reads(item, told)
        decision = minutes.decide(
            by=by,
            item=item,
            words=told.words,
            member=told.member,
            due_on=told.due_on,
            becomes=told.becomes if told.becomes in {Made.SHARE, Made.BULLETIN} else None,
            form=form,
        )
        if told.becomes is Made.TASK and case is not None:
            made_id = _task(by, item, told, case, form)
        elif told.becomes is Made.CONCERN:
            made_id = _concern(by, item, case, form)
        else:
            return Written(decision)
        minutes.became(by=by, decision=decision, made=told.becomes, made_id=made_id)
    return Written(decision, made_id)


def _check_reads(item: UUID, told: Decided) -> None:
    """Raise NotLetInError where what stands in the minutes alone would never be seen by who shall do it."""
    if told.member is None or told.becomes in {Made.TASK, Made.SHARE}:
        return
    meeting = Item.objects.filter(id=item, is_gated=True).values_list("meeting_id", flat=True).first()
    if meeting is not None and (item, told.member) not in {(f.item, f.member) for f in followers(meeting=meeting)}:
        raise NotLetInError


def _task(by: Actor, item: UUID, told: Decided, case: UUID, form: UUID) -> UUID:
    view = get_for_reading(case=case, wanted=frozenset())
    promise, purpose = _promise(by, item, told, view.purpose)
    try:
        return tasks.give(
            by=by, case=case, purpose=purpose, promise=promise, unit=view.unit_id, lead=view.lead_id, form=form
        )
    except (Http404, sharing.SharingError, tasks.FrameMissingError, tasks.CaseClosedError) as refused:
        raise NoTaskError from refused


def _concern(by: Actor, item: UUID, case: UUID | None, form: UUID) -> UUID:
    if case is not None:
        raise NoConcernError
    # One concern for an item, whoever decides so, however often.
    take_turn(item.bytes)
    there = Link.objects.filter(kind=LinkKind.BECAME, source_id=item).values_list("target_id", flat=True).first()
    if there is not None:
        return there
    try:
        view = get_item(actor=by, item=item)
        if view.owner_id != by.organisation.id or not view.said.is_open:
            raise NoConcernError
        return screening.write_concern(by=by, view=view, form=form)
    except (Http404, sharing.SharingError) as refused:
        raise NoConcernError from refused


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
