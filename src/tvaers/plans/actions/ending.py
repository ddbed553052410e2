"""Closing a case with its plan: goals are evaluated, and every open task is finished, cancelled or goes on (R15)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import goals
from tvaers.plans.actions.tasks import finish
from tvaers.plans.enums import TaskState
from tvaers.plans.queries import open_tasks
from tvaers.plans.rules import RUNNING
from tvaers.sharing import actions as sharing


class Ending(StrEnum):
    """What becomes of an open task when its case is closed."""

    DONE = "done"
    CANCELLED = "cancelled"
    GOES_ON = "goes-on"


class OpenTasksError(Exception):
    """Something is still open, and nobody has said what becomes of it; `tasks` are their ids."""

    def __init__(self, tasks: frozenset[UUID]) -> None:
        """Keep the ids, to ask about them."""
        super().__init__("open tasks")
        self.tasks = tasks


@dataclass(frozen=True, kw_only=True)
class Closing:
    """How a case ends: its outcome and the reason, what becomes of its open tasks, and what came of its goals.

    evaluations: goal → (the version that was read, the words). A goal of which nothing is said stays as it is.
    """

    outcome: Outcome
    reason: str
    endings: Mapping[UUID, Ending] = field(default_factory=dict)
    evaluations: Mapping[UUID, tuple[int, str]] = field(default_factory=dict)


def close_case(*, by: Actor, case: UUID, version: int, closing: Closing) -> None:
    """Close a case after its goals were evaluated and its open tasks ended; what was shared of them ends too.

    A task that goes on stays with its owner until its date. Raises OpenTasksError, tasks.WrongStateError for one that
    was finished in between, and what goals.evaluate and course.close raise.
    """
    endings = closing.endings
    with transaction.atomic():
        # Held before its tasks are read, as it is while one is given: none comes in between.
        Case.objects.select_for_update().filter(id=case).values_list("id").first()
        for goal, (read, words) in closing.evaluations.items():
            goals.evaluate(by=by, case=case, goal=goal, words=words, version=read)
        stands = {row["id"]: row["stand"] for row in open_tasks(case=case)}
        still_open = set(stands)
        unnamed = frozenset(still_open - endings.keys())
        if unnamed:
            raise OpenTasksError(unnamed)
        # What nobody took on cannot go on.
        going_on = {task for task in still_open if endings[task] is Ending.GOES_ON and stands[task] in RUNNING}
        for task in still_open - going_on:
            finish(by=by, task=task, state=TaskState.DONE if endings[task] is Ending.DONE else TaskState.CANCELLED)
        # Those that were done before the end as well, and what was told of it in a few lines.
        sharing.end_disclosures(dossier=case, also=set(sharing.parts_of(dossier=case)) - going_on)
        course.close(by=by, case=case, version=version, outcome=closing.outcome, reason=closing.reason)
