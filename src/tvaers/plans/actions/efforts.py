"""Efforts chosen in a case: one of the catalogue with its usual steps as tasks, how it goes, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases.enums import State
from tvaers.cases.models import Case
from tvaers.efforts.enums import EffortState
from tvaers.efforts.models import Effort
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import tasks
from tvaers.plans.models import ChosenEffort, EffortStatement, Goal
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


class NotOfferedError(ValueError):
    """The effort is offered no longer, or not yet."""


class EndedError(ValueError):
    """The effort has ended already; what was written of its end stays."""


class BeforeStartError(ValueError):
    """An effort ends on its first day at the earliest."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """An effort that is chosen: from when, for which goal, why in words, and its steps as tasks, each for a purpose."""

    effort: UUID
    start_on: date
    steps: Sequence[tuple[tasks.Promise, Purpose]] = ()
    goal: UUID | None = None
    why: str = ""


def choose(
    *,
    by: Actor,
    case: UUID,
    choice: Choice,
    unit: UUID | None,
    lead: UUID | None = None,
    form: UUID | None = None,
) -> UUID:
    """Choose an effort in a case's plan and give its steps as tasks, all or nothing; return its id.

    form: sent twice, it chooses one. Raises Http404 for an effort, a goal or a colleague that is not seen,
    NotOfferedError, tasks.CaseClosedError, and what tasks.give raises.
    """
    row = ids.of_form(form, "effort", by.id, case) if form else ids.opaque()
    with transaction.atomic():
        if _chosen_before(case, row):
            return row
        effort = Effort.objects.filter(id=choice.effort).values("title", "provider", "state").first()
        if effort is None or (choice.goal and not Goal.objects.filter(id=choice.goal, dossier_id=case).exists()):
            raise Http404
        if effort["state"] != EffortState.OFFERED:
            raise NotOfferedError
        texts = {"title": effort["title"], "provider": effort["provider"], "why": choice.why, "ended_words": ""}
        ChosenEffort.objects.create(
            id=row,
            dossier_id=case,
            effort_id=choice.effort,
            goal_id=choice.goal,
            start_on=choice.start_on,
            chosen_by=by.id,
            chosen_at=clock.now(),
            **sealed(ChosenEffort, dossier=case, row=row, texts=texts),
        )
        for number, (promise, purpose) in enumerate(choice.steps):
            step = ids.of_form(row, "step", number)
            tasks.give(by=by, case=case, purpose=purpose, promise=promise, unit=unit, lead=lead, form=step)
        keep(ChosenEffort, row)
        record("plans.effort_chosen", object_id=row, dossier_id=case)
    return row


def _chosen_before(case: UUID, row: UUID) -> bool:
    """Hold the running case, so that a form sent twice is seen; tell whether it has chosen already."""
    held = Case.objects.select_for_update().filter(id=case).values("state").first()
    if held is None:
        raise Http404
    if ChosenEffort.objects.filter(id=row, dossier_id=case).exists():
        return True
    if held["state"] == State.CLOSED:
        raise tasks.CaseClosedError
    return False


def say_how_it_goes(
    *, by: Actor, case: UUID, chosen: UUID, said_by: str, words: str, said_on: date, form: UUID | None = None
) -> UUID:
    """Append how an effort goes, in somebody's words; earlier words stay. Raises Http404, EndedError."""
    row = ids.of_form(form, by.id, chosen) if form else ids.opaque()
    with transaction.atomic():
        ended = _held(case, chosen).ended_on
        if ended is not None:
            if EffortStatement.objects.filter(id=row).exists():
                return row  # sent before it ended
            raise EndedError
        made = once(
            EffortStatement,
            form,
            id=row,
            dossier_id=case,
            chosen_id=chosen,
            said_on=said_on,
            written_by=by.id,
            written_at=clock.now(),
            **sealed(EffortStatement, dossier=case, row=row, texts={"said_by": said_by, "words": words}),
        )
        if made:
            keep(EffortStatement, row)
            record("plans.effort_said", object_id=row, dossier_id=case)
    return row


def end(*, by: Actor, case: UUID, chosen: UUID, ended_on: date, words: str) -> None:
    """Write down that an effort has ended, and how, in words. Its open tasks stay with whoever has promised them.

    Raises Http404, EndedError, BeforeStartError.
    """
    with transaction.atomic():
        row = _held(case, chosen)
        if row.ended_on is not None:
            raise EndedError
        if ended_on < row.start_on:
            raise BeforeStartError
        ChosenEffort.objects.filter(id=chosen).update(
            ended_on=ended_on,
            ended_by=by.id,
            ended_at=clock.now(),
            **sealed(ChosenEffort, dossier=case, row=chosen, texts={"ended_words": words}),
        )
        keep(ChosenEffort, chosen)
        record("plans.effort_ended", object_id=chosen, dossier_id=case)


def _held(case: UUID, chosen: UUID) -> ChosenEffort:
    """Hold a chosen effort while it is written about. Raises Http404."""
    row = ChosenEffort.objects.select_for_update().filter(id=chosen, dossier_id=case).first()
    if row is None:
        raise Http404
    return row
