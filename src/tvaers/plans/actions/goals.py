"""Goals in the young person's own words, how they stand, and following up."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Max, Value, When
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.plans.enums import GoalState
from tvaers.plans.models import FollowUp, Goal, GoalStatement
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


class ChangedMeanwhileError(Exception):
    """Somebody else has said how the goal stands, or evaluated it, in between."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """How a goal stands, as somebody says it on a day; words: their own, where they were written down."""

    state: GoalState
    by: str
    on: date
    words: str = ""


def agree(*, by: Actor, case: UUID, words: str, said_by: str, said_on: date, form: UUID | None = None) -> UUID:
    """Write down a goal in the young person's words; it comes last in the plan. Returns its id."""
    row = ids.of_form(form, by.id, case) if form else ids.opaque()
    with transaction.atomic():
        last = Goal.objects.filter(dossier_id=case).aggregate(last=Max("place"))["last"] or 0
        made = once(
            Goal,
            form,
            id=row,
            dossier_id=case,
            place=last + 1,
            said_on=said_on,
            written_by=by.id,
            **sealed(Goal, dossier=case, row=row, texts={"words": words, "said_by": said_by}),
            evaluation=b"",
        )
        if made:
            _append(case, row, Said(state=GoalState.AGREED, by=said_by, on=said_on), by=by.id, id_=row)
            keep(Goal, row)
            record("plans.goal_agreed", object_id=row, dossier_id=case)
    return row


def move_up(*, by: Actor, case: UUID, goal: UUID) -> None:
    """Move a goal one place up in the plan. Raises Http404; the first one stays where it is."""
    del by  # the database takes the actor from the context
    with transaction.atomic():
        rows = list(
            Goal.objects.select_for_update()
            .filter(dossier_id=case)
            .order_by("place", "written_at")
            .values_list("id", flat=True)
        )
        if goal not in rows:
            raise Http404
        at = rows.index(goal)
        if at:
            rows[at - 1], rows[at] = rows[at], rows[at - 1]
            places = [When(id=each, then=Value(place)) for place, each in enumerate(rows, start=1)]
            # A goal that is written down meanwhile has its place already.
            Goal.objects.filter(id__in=rows).update(place=Case(*places))
            record("plans.goal_moved", object_id=goal, dossier_id=case)


def say_how_it_stands(*, by: Actor, case: UUID, goal: UUID, said: Said, version: int) -> None:
    """Append how a goal stands, as somebody says it; earlier words stay. Raises Http404, ChangedMeanwhileError.

    What was said on an earlier day than the last is told among what stood before, and the goal stands as it stood.
    """
    with transaction.atomic():
        last = _held(case, goal, version)
        columns: dict[str, Any] = {"version": version + 1}
        if said.on >= last:
            columns |= {"state": said.state, "said_on": said.on}
            columns |= sealed(Goal, dossier=case, row=goal, texts={"said_by": said.by})
        Goal.objects.filter(id=goal).update(**columns)
        _append(case, goal, said, by=by.id)
        record("plans.goal_state_said", object_id=goal, dossier_id=case, detail={"state": said.state})


def evaluate(*, by: Actor, case: UUID, goal: UUID, words: str, version: int) -> None:
    """Evaluate a goal in words (evaluering); there is no number. Raises Http404, ChangedMeanwhileError."""
    with transaction.atomic():
        _held(case, goal, version)
        texts = sealed(Goal, dossier=case, row=goal, texts={"evaluation": words})
        Goal.objects.filter(id=goal).update(evaluated_at=clock.now(), evaluated_by=by.id, version=version + 1, **texts)
        keep(Goal, goal)
        record("plans.goal_evaluated", object_id=goal, dossier_id=case)


def _held(case: UUID, goal: UUID, version: int) -> date:
    """Hold a goal's row while it is changed; return the day it stands from. Raises Http404, ChangedMeanwhileError."""
    row = Goal.objects.select_for_update().filter(id=goal, dossier_id=case).values("version", "said_on").first()
    if row is None:
        raise Http404
    if row["version"] != version:
        raise ChangedMeanwhileError
    said_on: date = row["said_on"]
    return said_on


def _append(case: UUID, goal: UUID, said: Said, *, by: UUID, id_: UUID | None = None) -> None:
    row = id_ or ids.opaque()
    GoalStatement.objects.create(
        id=row,
        dossier_id=case,
        goal_id=goal,
        state=said.state,
        said_on=said.on,
        written_by=by,
        written_at=clock.now(),
        **sealed(GoalStatement, dossier=case, row=row, texts={"said_by": said.by, "words": said.words}),
    )
    if said.words:
        keep(GoalStatement, row)


def follow_up(
    *,
    by: Actor,
    case: UUID,
    held_on: date,
    present: str,
    words: str,
    next_on: date | None,
    form: UUID | None = None,
) -> UUID:
    """Write down that the plan was followed up: who was there, what was agreed, when next."""
    row = ids.of_form(form, by.id, case) if form else ids.opaque()
    with transaction.atomic():
        made = once(
            FollowUp,
            form,
            id=row,
            dossier_id=case,
            held_on=held_on,
            next_on=next_on,
            by=by.id,
            **sealed(FollowUp, dossier=case, row=row, texts={"present": present, "words": words}),
        )
        if made:
            keep(FollowUp, row)
            record("plans.followed_up", object_id=row, dossier_id=case)
    return row
