"""What of a plan is found by its words: goals, efforts and follow-up, tasks and what is said of them."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.guard.enums import Category
from tvaers.plans.models import (
    ChosenEffort,
    Duty,
    DutyStatement,
    EffortStatement,
    FollowUp,
    Goal,
    GoalStatement,
    NetworkPlan,
    Stance,
    Task,
    TaskComment,
)
from tvaers.search.sources import Source, register

PLAN: dict[str, Any] = {
    "group": "plan",
    "label": gettext_lazy("Plan and follow-up"),
    "category": Category.PLAN,
}
TASKS: dict[str, Any] = {"group": "tasks", "label": gettext_lazy("Tasks"), "category": Category.PLAN}

# Of a draft its owner's people alone see anything, so the row's own policy is asked.
NETWORK: dict[str, Any] = {**PLAN, "narrow": True}


def _signed() -> QuerySet[NetworkPlan, Any]:
    return NetworkPlan.objects.filter(signed_at__isnull=False).values("id")


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
        model=NetworkPlan,
        kind=pgettext_lazy("found", "Network plan"),
        texts=("cause", "concerns", "plain", "contact_words", "outcome"),
        at="written_at",
        rows=lambda: NetworkPlan.objects.filter(signed_at__isnull=False),
        **NETWORK,
    ),
    Source(
        model=Duty,
        kind=pgettext_lazy("found", "Agreement in the network"),
        texts=("words", "who"),
        at="written_at",
        columns=("plan_id",),
        rows=lambda: Duty.objects.filter(plan_id__in=_signed()),
        **NETWORK,
    ),
    Source(
        model=DutyStatement,
        kind=pgettext_lazy("found", "How an agreement goes"),
        texts=("words",),
        at="written_at",
        **NETWORK,
    ),
    Source(
        model=Stance,
        kind=pgettext_lazy("found", "How somebody stands to the network plan"),
        texts=("words", "who"),
        at="written_at",
        columns=("plan_id",),
        rows=lambda: Stance.objects.filter(plan_id__in=_signed()),
        **{**NETWORK, "category": "category"},
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
