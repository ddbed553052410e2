"""The course of a case: opened with a reason, reviewed, paused, closed with an outcome, taken up again."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases import rules
from tvaers.cases.actions.parents import Told, write_contact
from tvaers.cases.enums import Criterion, Outcome, State, StepKind
from tvaers.cases.models import Case, Preparation, Step
from tvaers.cases.queries import running_about
from tvaers.foundation import clock, ids
from tvaers.guard import context
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership
from tvaers.people.models import Person
from tvaers.people.pointed_at import erase_alone
from tvaers.search.actions import keep
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, LinkKind, May, Source
from tvaers.sharing.models import Access, Dossier
from tvaers.sharing.queries import live
from tvaers.sharing.sealing import sealed
from tvaers.work.actions import start_clocks, stop_clock
from tvaers.work.enums import ClockKind

NOT_TAKEN_OVER = "TV049"


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the case in between."""


class NoReasonError(ValueError):
    """A case is opened, paused and closed with a reason in words (R15)."""


class OwnEntryError(Exception):
    """Whoever opened a case, or took it up again, is not its second reader (R15)."""


class AlreadyOpenError(Exception):
    """There is a case about the young person already; `case` is its id. It is joined, not doubled."""

    def __init__(self, case: UUID) -> None:
        """Keep the id, to lead there."""
        super().__init__("already open")
        self.case = case


class NotTakenOverError(Exception):
    """The case is being handed over, and nobody there has one yet: it goes on here until then."""


@contextmanager
def not_taken_over() -> Iterator[None]:
    """Turn the database's refusal to close what nobody has taken over into NotTakenOverError."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", None) != NOT_TAKEN_OVER:
            raise
        raise NotTakenOverError from refused


@dataclass(frozen=True, kw_only=True)
class Opening:
    """What a case is opened on (R1, R15). purpose: one purpose; basis: the legal basis as text.

    told: what was said to the parents of somebody under 18, or why nothing was (R9).
    """

    person: UUID
    criterion: Criterion
    reason: str
    purpose: Purpose
    basis: str
    review_on: date
    unit: UUID | None = None
    lead: UUID | None = None
    from_concern: UUID | None = None
    told: Told | None = None


def open_case(*, by: Actor, opening: Opening) -> UUID:
    """Open a case about one young person, lead and unit let in to both, linked to person and concern; return its id.

    Raises NoReasonError, rules.ReviewTooLateError, AlreadyOpenError, Http404 when the person is hidden, and what
    sharing.open_dossier raises.
    """
    if not opening.reason.strip():
        raise NoReasonError
    rules.check_review(opening.review_on, clock.today())
    lead = opening.lead or by.id
    unit = opening.unit or (by.units[0] if by.units else None)
    with transaction.atomic():
        if not _held(opening.person):
            raise Http404
        _check_alone(opening.person)
        case = sharing.open_dossier(by=by, kind=DossierKind.CASE, purpose=opening.purpose, unit=unit, member=by.id)
        Case.objects.create(
            id=case,
            person_id=opening.person,
            criterion=opening.criterion,
            purpose=int(opening.purpose),
            basis=opening.basis,
            lead_id=lead,
            unit_id=unit,
            opened_at=clock.now(),
            review_on=opening.review_on,
        )
        _append_step(by, case, StepKind.OPENED, opening.reason)
        _let_read(by, case)
        if opening.told is not None:
            write_contact(by=by, case=case, told=opening.told)
        sharing.link(kind=LinkKind.CONCERNS, source=case, target=opening.person)
        if opening.from_concern is not None:
            join(by=by, case=case, concern=opening.from_concern)
        if lead != by.id:
            _let_in(by, [case, opening.person], member=lead)
        if unit is not None:
            # The case was opened for it; without the young person it would be about nobody.
            _let_in(by, [opening.person], unit=unit)
        record("cases.opened", object_id=case, dossier_id=case, detail={"criterion": opening.criterion})
    return case


def _held(person: UUID) -> bool:
    """Hold the young person's row, so that of two cases begun at once the second sees the first; False when hidden."""
    return Person.objects.select_for_update().filter(id=person).values("id").first() is not None


def _check_alone(person: UUID, *, but: UUID | None = None) -> None:
    """Raise AlreadyOpenError when another case than `but` runs about somebody, as far as the asker can see."""
    running = running_about(person=person, but=but)
    if running is not None:
        raise AlreadyOpenError(running)


def join(*, by: Actor, case: UUID, concern: UUID) -> None:
    """Link a concern to the case that it led to, or now belongs to. Raises sharing.NoSuchAccessError."""
    with transaction.atomic():
        sharing.link(kind=LinkKind.BECAME, source=concern, target=case)
        Preparation.objects.filter(dossier_id=concern).delete()
        record("cases.concern_joined", object_id=concern, dossier_id=case)


def _let_in(by: Actor, dossiers: list[UUID], *, member: UUID | None = None, unit: UUID | None = None) -> None:
    """Let a colleague or a unit into those of `dossiers` that it does not know yet, to see what the actor sees.

    What lets a unit in may not let the colleague in tomorrow, so a colleague is let in in person; a unit is not let in
    where the whole organisation is.
    """
    known_by = {member} if unit is None else {unit, by.organisation.id}
    rows = Access.objects.filter(live(), dossier_id__in=dossiers, source=Source.OWNER)
    found = list(
        rows.filter(reader_id__in={*known_by, *by.claims.readers})
        .order_by("until_at")
        .values_list("dossier_id", "reader_id", "categories", "may")
    )
    known = {dossier for dossier, reader, _categories, _may in found if reader in known_by}
    # The guard measures by the actor's longest access.
    mine = {
        dossier: Category(categories)
        for dossier, reader, categories, may in found
        if reader in by.claims.readers and may == May.CONTRIBUTE
    }
    for dossier in dossiers:
        if dossier not in known:
            sharing.let_in(dossier=dossier, member=member, unit=unit, categories=mine.get(dossier, ALL_CATEGORIES))


def _let_read(by: Actor, case: UUID) -> None:
    """Begin to wait for a second reader."""
    start_clocks(by=by, dossier=case, kinds=[ClockKind.CONFIRM], category=Category.CONCERN)


def read_entry(*, by: Actor, case: UUID, version: int, agrees: bool, words: str) -> None:
    """Confirm, as the second reader, why a case is there, or say in words what is doubted (R15).

    A doubt changes nothing but that it is there to be read: the case goes on, and waits for a second reader still.
    Raises OwnEntryError, NoReasonError for a doubt without words, and what the other steps raise.
    """
    if Step.objects.filter(dossier_id=case, kind__in=rules.ENTERS, by=by.id).exists():
        raise OwnEntryError
    with transaction.atomic():
        _step(by, case, version, StepKind.CONFIRMED if agrees else StepKind.DOUBTED, words, {})
        if agrees:
            stop_clock(by=by, dossier=case, kind=ClockKind.CONFIRM)


def review(*, by: Actor, case: UUID, version: int, words: str, next_on: date) -> None:
    """Look at a case again and set the next review, within three months (R15)."""
    rules.check_review(next_on, clock.today())
    _step(by, case, version, StepKind.REVIEWED, words, {"review_on": next_on})


def hand_lead(*, by: Actor, case: UUID, version: int, lead: UUID, reason: str) -> None:
    """Make a colleague the lead, who is let into the case, the young person's dossier and the tasks if not yet."""
    with transaction.atomic():
        _step(by, case, version, StepKind.LEAD, reason, {"lead_id": lead})
        if lead != by.id:
            person = Case.objects.filter(id=case).values_list("person_id", flat=True).get()
            _let_in(by, [case, person, *sharing.parts_of(dossier=case)], member=lead)


def pause(*, by: Actor, case: UUID, version: int, reason: str, until: date) -> None:
    """Pause a case until a date, within the time of a review."""
    rules.check_review(until, clock.today())
    _step(by, case, version, StepKind.PAUSED, reason, {"paused_until": until, "review_on": until})


def resume(*, by: Actor, case: UUID, version: int, reason: str) -> None:
    """Go on with a paused case."""
    _step(by, case, version, StepKind.RESUMED, reason, {"paused_until": None})


def close(*, by: Actor, case: UUID, version: int, outcome: Outcome, reason: str) -> None:
    """Close a case with an outcome; what was shared of it ends, and its day of erasure is set (R15, R23).

    The database tells whoever was given something of it, and each acknowledges that. Raises NotTakenOverError where it
    is being handed over and nobody has a case there yet, and what other steps raise.
    """
    with not_taken_over():
        columns = {
            "closed_at": clock.now(),
            "outcome": outcome,
            "erase_on": rules.erase_on(outcome, clock.today()),
            "paused_until": None,
        }
        _step(by, case, version, StepKind.CLOSED, reason, columns)
        stop_clock(by=by, dossier=case, kind=ClockKind.CONFIRM)
        sharing.end_disclosures(dossier=case)


def reopen(*, by: Actor, case: UUID, version: int, reason: str, review_on: date) -> None:
    """Take a closed case up again; what was shared before stays ended. Whose lead has left gets `by` as its lead.

    Raises AlreadyOpenError when another case about the young person was opened since, and what the other steps raise.
    """
    rules.check_review(review_on, clock.today())
    columns: dict[str, Any] = {
        "closed_at": None,
        "outcome": "",
        "erase_on": None,
        "paused_until": None,
        "review_on": review_on,
    }
    at_work = Membership.objects.filter(state=MembershipState.ACTIVE).values("id")
    if not Case.objects.filter(id=case, lead_id__in=at_work).exists():
        columns["lead_id"] = by.id
    with transaction.atomic():
        person = Case.objects.filter(id=case).values_list("person_id", flat=True).first()
        if person is None:
            raise Http404
        # Somebody who sees the case and not the person can take it up; only the race is not held for them.
        _held(person)
        _check_alone(person, but=case)
        _step(by, case, version, StepKind.REOPENED, reason, columns)
        _let_read(by, case)


def erase(*, by: Actor | None, case: UUID, why: str) -> int:
    """Erase a closed case with its tasks: keys and rows go, receipts stay (R23).

    The young person goes too when nothing else points at them; returns how many people went. by: None when the
    nightly job does it. Raises Http404, rules.WrongStepError for a case that is not closed.
    """
    del by  # the database takes the actor from the context
    with transaction.atomic():
        row = Case.objects.filter(id=case).values("state", "person_id").first()
        if row is None:
            raise Http404
        if row["state"] != State.CLOSED:
            raise rules.WrongStepError
        for task in sharing.parts_of(dossier=case):
            sharing.erase(dossier=task, why=why)
        sharing.erase(dossier=case, why=why)
        return erase_alone([row["person_id"]], why=why)


def erase_due(*, today: date) -> int:
    """Erase the asking organisation's closed cases whose day has come, and return how many."""
    claims = context.current()
    own = Dossier.objects.filter(owner_id=claims.organisation if claims else None).values("id")
    due = Case.objects.filter(id__in=own, state=State.CLOSED, erase_on__lte=today).order_by("erase_on", "id")
    cases = list(due.values_list("id", flat=True))
    people = sum(erase(by=None, case=case, why="due") for case in cases)
    record("cases.erased_due", detail={"cases": len(cases), "people": people})
    return len(cases)


def _step(  # noqa: PLR0917 - who, what, from which version, which step, why, and what it sets
    by: Actor, case: UUID, version: int, kind: StepKind, reason: str, columns: dict[str, Any]
) -> None:
    """Take one step. Raises Http404, NoReasonError, ChangedMeanwhileError, rules.WrongStepError."""
    # Whoever agrees with the reason that is there need not write another.
    if not reason.strip() and kind is not StepKind.CONFIRMED:
        raise NoReasonError
    with transaction.atomic():
        row = Case.objects.select_for_update().filter(id=case).values("state", "version").first()
        if row is None:
            raise Http404
        if row["version"] != version:
            raise ChangedMeanwhileError
        state = rules.after(State(row["state"]), kind)
        Case.objects.filter(id=case).update(state=state, version=version + 1, **columns)
        _append_step(by, case, kind, reason)
        record(f"cases.{kind}", object_id=case, dossier_id=case)


def _append_step(by: Actor, case: UUID, kind: StepKind, reason: str) -> None:
    row = ids.opaque()
    Step.objects.create(
        id=row,
        dossier_id=case,
        kind=kind,
        at=clock.now(),
        by=by.id,
        **sealed(Step, dossier=case, row=row, texts={"reason": reason}),
    )
    keep(Step, row)
