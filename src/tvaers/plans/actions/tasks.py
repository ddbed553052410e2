"""Tasks: each a dossier of its own, so that somebody in another organisation sees its text and nothing more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases.enums import State
from tvaers.cases.models import Case
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.partnerships.rules import DECIDING
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Goal, Task, TaskComment, TaskGoal
from tvaers.plans.rules import part
from tvaers.search.actions import keep
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import NOT_GIVEN, DisclosureState, DossierKind, LinkKind, May, Stand
from tvaers.sharing.models import Access, Dossier, Link
from tvaers.sharing.queries import stand
from tvaers.sharing.sealing import once, sealed

FINISHED_WITH_CASE = "TV044"
# How long the owner of a task elsewhere still sees it after its date, to answer and to look up.
AFTER_DUE = timedelta(days=60)


class WrongStateError(ValueError):
    """A task that is done or cancelled is not done again."""


class NotYoursError(Exception):
    """Whoever gave a task takes it up again once it was cancelled; nobody else does."""


class FinishedWithCaseError(Exception):
    """What was done or cancelled when the case was closed stays so; the case is taken up again first."""


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the task in between."""


class NotSeenThenError(ValueError):
    """The owner elsewhere sees the task until `last` only; for a later day it is given again (R1)."""

    def __init__(self, last: date) -> None:
        """Keep the last day, to say it."""
        super().__init__("not seen then")
        self.last = last


class CaseClosedError(Exception):
    """In a closed case nobody is given a task; it is taken up again first."""


class FrameMissingError(ValueError):
    """A task for another organisation is a disclosure and needs a frame and a necessity (R1)."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What is to be done, by whom, until when. frame, basis and necessity: only for an owner elsewhere.

    instead_of: an open task of the same case that this one replaces, such as one that was declined.
    """

    text: str
    due_on: date
    owner: UUID
    goal: UUID | None = None
    frame: UUID | None = None
    basis: UUID | None = None
    necessity: str = ""
    instead_of: UUID | None = None


def give(
    *,
    by: Actor,
    case: UUID,
    purpose: Purpose,
    promise: Promise,
    unit: UUID | None,
    lead: UUID | None = None,
    form: UUID | None = None,
) -> UUID:
    """Give somebody a task in a case's plan; return its id.

    An owner elsewhere is offered it and may decline without a reason (R2). lead: is let in. form: sent twice, it gives
    one task. Raises Http404 for an unknown owner, goal or replaced task, FrameMissingError, CaseClosedError,
    WrongStateError when the replaced task is not open, and what sharing.offer raises.
    """
    owner = Membership.objects.filter(id=promise.owner, state="active").values("id", "organisation_id").first()
    if owner is None:
        raise Http404
    elsewhere = owner["organisation_id"] != by.organisation.id
    if elsewhere and (promise.frame is None or not promise.necessity.strip()):
        raise FrameMissingError
    with transaction.atomic():
        if (given := _given_before(by, case, promise, form)) is not None:
            return given
        task = sharing.open_dossier(by=by, kind=DossierKind.TASK, purpose=purpose, unit=unit, member=by.id, parent=case)
        Task.objects.create(
            id=task,
            due_on=promise.due_on,
            owner_id=owner["id"],
            owner_organisation_id=owner["organisation_id"],
            given_by=by.id,
            form_id=form,
            **sealed(Task, dossier=task, row=task, texts={"text": promise.text}),
        )
        if promise.goal is not None:
            TaskGoal.objects.create(task_id=task, dossier_id=case, goal_id=promise.goal)
        if elsewhere:
            _offer(task, owner["organisation_id"], purpose, promise)
        for member in ({lead or by.id} if elsewhere else {lead or by.id, owner["id"]}) - {by.id}:
            sharing.let_in(dossier=task, member=member, categories=Category.PLAN)
        _given(task)
        if promise.instead_of is not None:
            _replace(by, case, promise.instead_of)
    return task


def _given(task: UUID) -> None:
    keep(Task, task)
    record("plans.task_given", object_id=task, dossier_id=task)


def _replace(by: Actor, case: UUID, task: UUID) -> None:
    if task not in sharing.parts_of(dossier=case):
        raise Http404
    finish(by=by, task=task, state=TaskState.CANCELLED)


def _given_before(by: Actor, case: UUID, promise: Promise, form: UUID | None) -> UUID | None:
    """Hold the running case, so that a form sent twice is seen; return the task that it gave already, if it did."""
    held = Case.objects.select_for_update().filter(id=case).values("state").first()
    if held is None or (promise.goal and not Goal.objects.filter(id=promise.goal, dossier_id=case).exists()):
        raise Http404
    if form is not None:
        given = Task.objects.filter(form_id=form, given_by=by.id).values_list("id", flat=True).first()
        if given is not None:
            return given
    if held["state"] == State.CLOSED:
        raise CaseClosedError
    return None


def seen_until(due_on: date) -> date:
    """Return the last day on which the owner of a task elsewhere sees it, when it is due on a day."""
    return due_on + AFTER_DUE


def _offer(task: UUID, organisation: UUID, purpose: Purpose, promise: Promise) -> None:
    if promise.frame is None:
        raise FrameMissingError
    terms = sharing.Terms(
        to=sharing.Reader(organisation=organisation, member=promise.owner),
        purpose=purpose,
        frame=promise.frame,
        basis=promise.basis,
        necessity=promise.necessity,
        until=datetime.combine(seen_until(promise.due_on), time(23, 59), tzinfo=clock.COPENHAGEN),
        may=May.CONTRIBUTE,
    )
    sharing.share(parts={task: Category.PLAN}, terms=terms)


def finish(*, by: Actor, task: UUID, state: TaskState = TaskState.DONE) -> None:
    """Mark a task as done, or cancelled; what nobody has answered is taken back. Raises Http404, WrongStateError."""
    with transaction.atomic():
        row = Task.objects.select_for_update().filter(id=task).values("state", "version").first()
        if row is None:
            raise Http404
        if row["state"] != TaskState.OPEN:
            raise WrongStateError
        Task.objects.filter(id=task).update(state=state, done_at=clock.now(), done_by=by.id, version=row["version"] + 1)
        if state is TaskState.CANCELLED:
            _take_back(task)
        record(f"plans.task_{state}", object_id=task, dossier_id=task)


def _take_back(task: UUID) -> None:
    unanswered = (DisclosureState.DRAFTED, DisclosureState.OFFERED)
    waiting = Access.objects.filter(dossier_id=task, state__in=unanswered, ended_at=None)
    for access in waiting.values_list("id", flat=True):
        sharing.end(access=access)


def take_up(*, by: Actor, task: UUID) -> None:
    """Undo: a finished task is open again. Raises Http404, WrongStateError, NotYoursError, FinishedWithCaseError."""
    with transaction.atomic():
        _hold_case(task)
        row = Task.objects.select_for_update().filter(id=task).values("state", "version", "owner_id").first()
        if row is None:
            raise Http404
        if row["state"] == TaskState.OPEN:
            raise WrongStateError
        mine = part(
            actor=by.id,
            organisation=by.organisation.id,
            owner=row["owner_id"],
            giver=Dossier.objects.values_list("owner_id", flat=True).get(id=task),
            may_write=True,  # the row could be held
            decides=bool(by.roles & DECIDING),
        )
        if not mine.may_take_up(row["state"]):
            raise NotYoursError
        with _finished_with_case():
            Task.objects.filter(id=task).update(
                state=TaskState.OPEN, done_at=None, done_by=None, version=row["version"] + 1
            )
        record("plans.task_taken_up", object_id=task, dossier_id=task)


def _hold_case(task: UUID) -> None:
    """Hold the case of a task where the asker sees it, so that it is not closed meanwhile."""
    above = Link.objects.filter(kind=LinkKind.BELONGS, source_id=task).values("target_id")
    Case.objects.select_for_update().filter(id__in=above).values_list("id").first()


@contextmanager
def _finished_with_case() -> Iterator[None]:
    """Turn the database's refusal, which knows a case that is hidden too, into FinishedWithCaseError."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", None) != FINISHED_WITH_CASE:
            raise
        raise FinishedWithCaseError from refused


def _last_seen(task: UUID) -> date | None:
    """Return the last day on which the owner elsewhere sees a task; None when it is not shared, or no longer."""
    shared = Access.objects.filter(dossier_id=task).exclude(source__in=NOT_GIVEN).annotate(stands=stand())
    running = shared.filter(stands__in=(Stand.DRAFTED, Stand.WAITING, Stand.OPEN))
    until = running.order_by("-until_at").values_list("until_at", flat=True).first()
    return clock.last_day(until) if until else None


def move(*, by: Actor, task: UUID, due_on: date, version: int) -> None:
    """Give a task another date. Raises Http404, ChangedMeanwhileError, NotSeenThenError."""
    del by  # the database takes the actor from the context
    with transaction.atomic():
        row = Task.objects.select_for_update().filter(id=task).values("version").first()
        if row is None:
            raise Http404
        if row["version"] != version:
            raise ChangedMeanwhileError
        last = _last_seen(task)
        if last is not None and due_on > last:
            raise NotSeenThenError(last)
        Task.objects.filter(id=task).update(due_on=due_on, version=version + 1)
        record("plans.task_moved", object_id=task, dossier_id=task)


def comment(*, by: Actor, task: UUID, words: str, form: UUID | None = None, hinders: bool = False) -> UUID:
    """Write a word on a task; all who see the task see it. hinders: it says what is in the way after a missed date."""
    row = ids.of_form(form, by.id, task) if form else ids.opaque()
    with transaction.atomic():
        made = once(
            TaskComment,
            form,
            id=row,
            dossier_id=task,
            by=by.id,
            by_organisation_id=by.organisation.id,
            hinders=hinders,
            **sealed(TaskComment, dossier=task, row=row, texts={"words": words}),
        )
        if made:
            keep(TaskComment, row)
            record("plans.task_hindered" if hinders else "plans.task_commented", object_id=row, dossier_id=task)
    return row


def say_what_hinders(
    *, by: Actor, task: UUID, words: str, form: UUID | None = None, due_on: date | None = None, version: int = 0
) -> None:
    """Say what is in the way of a task whose day has passed, and give it another day where one is named.

    Raises Http404, WrongStateError for a finished one, ChangedMeanwhileError, NotSeenThenError.
    """
    with transaction.atomic():
        state = Task.objects.select_for_update().filter(id=task).values_list("state", flat=True).first()
        if state is None:
            raise Http404
        if form is not None and TaskComment.objects.filter(id=ids.of_form(form, by.id, task)).exists():
            return
        if state != TaskState.OPEN:
            raise WrongStateError
        if due_on is not None:
            move(by=by, task=task, due_on=due_on, version=version)
        comment(by=by, task=task, words=words, form=form, hinders=True)
