"""What of a plan is found by its words: goals, efforts and follow-up, tasks and what is said of them."""

from typing import Any, Final

from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.guard.enums import Category
from tvaers.plans.models import ChosenEffort, EffortStatement, FollowUp, Goal, GoalStatement, Task, TaskComment
from tvaers.search.sources import Source, register

PLAN: dict[str, Any] = {
    "group": "plan",
    "label": gettext_lazy("Goals, efforts and follow-up"),
    "category": Category.PLAN,
}
TASKS: dict[str, Any] = {"group": "tasks", "label": gettext_lazy("Tasks"), "category": Category.PLAN}


SOURCES: Final = (
    Source(
        model=Goal,
        kind=pgettext_lazy("found", "Goal"),
        texts=("words", "evaluation"),
        at="written_at",
        **PLAN,
    ),
    Source(
        model=GoalStatement,
        kind=pgettext_lazy("found", "How a goal stands"),
        texts=("words",),
        at="written_at",
        **PLAN,
    ),
    Source(
        model=FollowUp,
        kind=pgettext_lazy("found", "Follow-up"),
        texts=("words", "present"),
        at="at",
        **PLAN,
    ),
    Source(
        model=ChosenEffort,
        kind=pgettext_lazy("found", "Effort"),
        texts=("title", "why", "ended_words", "provider"),
        at="chosen_at",
        **PLAN,
    ),
    Source(
        model=EffortStatement,
        kind=pgettext_lazy("found", "How an effort goes"),
        texts=("words",),
        at="written_at",
        **PLAN,
    ),
    Source(
        model=Task,
        kind=pgettext_lazy("found", "Task"),
        texts=("text",),
        at="given_at",
        dossier="id",
        **TASKS,
    ),
    Source(
        model=TaskComment,
        kind=pgettext_lazy("found", "Comment on a task"),
        texts=("words",),
        at="at",
        # Whoever keeps the text of a task they took on, keeps none of its comments.
        narrow=True,
        **TASKS,
    ),
)


def install() -> None:
    """Let them be found."""
    register(*SOURCES)
