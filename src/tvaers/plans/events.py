"""What happens in a plan, for the timeline of its case: goals, follow-ups, tasks."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.timeline import Kind, Lent, register
from tvaers.guard.enums import Category
from tvaers.partnerships.models import Membership
from tvaers.plans.enums import DutyState, GoalState, TaskState
from tvaers.plans.models import (
    ChosenEffort,
    Duty,
    DutyStatement,
    EffortStatement,
    FollowUp,
    Goal,
    GoalStatement,
    NetworkPlan,
    Task,
)
from tvaers.sharing.enums import LinkKind, Stand
from tvaers.sharing.models import Link
from tvaers.sharing.standing import stand_of_offer
from tvaers.ui import dates


def _agreed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("A goal was agreed"), "text": row["words"]}


def _stands(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {"state": str(GoalState(row["state"]).label), "who": row["said_by"]}
    title = _("How a goal stands: %(state)s, says %(who)s") if said["who"] else _("How a goal stands: %(state)s")
    return {"title": title % said, "text": "\n".join(filter(None, (row["goal_words"], row["words"])))}


def _evaluated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("A goal was evaluated: %(goal)s") % {"goal": row["words"]}, "text": row["evaluation"]}


def _followed_up(row: Mapping[str, Any]) -> dict[str, Any]:
    there = _("There: %(who)s") % {"who": row["present"]} if row["present"] else ""
    return {"title": _("The plan was followed up"), "text": row["words"], "notes": [there] if there else []}


def _given(row: Mapping[str, Any]) -> dict[str, Any]:
    """Tell that a task was given. When another organisation declined it is kept with them, so that is told here."""
    declined = _("Has said no") if row["offer"] == Stand.DECLINED else ""
    title = _("Task given to %(who)s") % {"who": row["owner_name"] or "–"}
    return {"title": title, "text": row["text"], "notes": [declined] if declined else []}


def _done(row: Mapping[str, Any]) -> dict[str, Any]:
    title = _("Task done") if row["state"] == TaskState.DONE else _("Task cancelled")
    return {"title": title, "text": row["text"]}


def _chosen(row: Mapping[str, Any]) -> dict[str, Any]:
    """Tell that an effort was chosen, and from when on."""
    title = _("An effort was chosen: %(title)s") % {"title": row["title"]}
    start = dates.year_day(row["start_on"])
    notes = [_("From %(day)s, by %(provider)s") % {"day": start, "provider": row["provider"]}]
    return {"title": title, "text": row["why"], "notes": notes}


def _goes(row: Mapping[str, Any]) -> dict[str, Any]:
    title = _("How %(title)s goes, says %(who)s") % {"title": row["effort_title"], "who": row["said_by"]}
    return {"title": title, "text": row["words"]}


def _ended(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("An effort ended: %(title)s") % {"title": row["title"]}, "text": row["ended_words"]}


def _effort_statements() -> QuerySet[EffortStatement]:
    chosen = ChosenEffort.objects.filter(id=OuterRef("chosen_id"))
    rows = EffortStatement.objects.filter(dossier_id=OuterRef("id"))
    return rows.annotate(effort_title=Subquery(chosen.values("title")))


def _ended_efforts() -> QuerySet[ChosenEffort]:
    return ChosenEffort.objects.filter(dossier_id=OuterRef("id"), ended_at__isnull=False)


def _statements() -> QuerySet[GoalStatement]:
    """Return what was said of goals later than when they were agreed, which is told by itself."""
    goal = Goal.objects.filter(id=OuterRef("goal_id"))
    rows = GoalStatement.objects.filter(dossier_id=OuterRef("id")).exclude(id=F("goal_id"))
    return rows.annotate(goal_words=Subquery(goal.values("words")))


def _evaluated_goals() -> QuerySet[Goal]:
    return Goal.objects.filter(dossier_id=OuterRef("id"), evaluated_at__isnull=False)


def _tasks() -> QuerySet[Task]:
    below = Link.objects.filter(kind=LinkKind.BELONGS, target_id=OuterRef(OuterRef("id"))).values("source_id")
    return Task.objects.filter(id__in=below)


def _finished_tasks() -> QuerySet[Task]:
    return _tasks().filter(done_at__isnull=False)


def _given_tasks() -> QuerySet[Task]:
    owner = Membership.objects.filter(id=OuterRef("owner_id"))
    rows: QuerySet[Task] = stand_of_offer(_tasks()).annotate(owner_name=Subquery(owner.values("name")))
    return rows


def _network_signed(row: Mapping[str, Any]) -> dict[str, Any]:
    notes = [_("The network meets again %(day)s") % {"day": dates.year_day(row["review_on"])}]
    return {"title": _("The network plan was signed"), "text": row["cause"], "notes": notes}


def _network_met(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("The first contact"), "text": row["contact_words"]}


def _network_ended(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"title": _("The network plan ended"), "text": row["outcome"]}


def _duty_goes(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {"state": str(DutyState(row["state"]).label), "who": row["said_by"]}
    title = _("How an agreement in the network goes: %(state)s, says %(who)s") % said
    return {"title": title, "text": "\n".join(filter(None, (row["duty_words"], row["words"])))}


def _duty_statements() -> QuerySet[DutyStatement]:
    duty = Duty.objects.filter(id=OuterRef("duty_id"))
    rows = DutyStatement.objects.filter(dossier_id=OuterRef("id"))
    return rows.annotate(duty_words=Subquery(duty.values("words")))


def _network_plans(**narrowed: Any) -> QuerySet[NetworkPlan]:
    return NetworkPlan.objects.filter(dossier_id=OuterRef("id"), **narrowed)


# The filter of the timeline stays short: what was agreed, in the plan and at meetings, is one of its choices.
LABEL = gettext_lazy("Plan and meetings")
_GOAL: dict[str, Any] = {"group": "goals", "model": Goal, "category": Category.PLAN}
_EFFORT: dict[str, Any] = {
    "group": "goals",
    "label": LABEL,
    "model": ChosenEffort,
    "category": Category.PLAN,
}
_NETWORK: dict[str, Any] = {
    "group": "goals",
    "label": LABEL,
    "model": NetworkPlan,
    "category": Category.PLAN,
}
KINDS: tuple[Kind, ...] = (
    Kind(
        name="goals",
        label=LABEL,
        at="written_at",
        by="written_by",
        texts=("words",),
        told=_agreed,
        **_GOAL,
    ),
    Kind(
        name="goal-states",
        label=LABEL,
        group="goals",
        model=GoalStatement,
        category=Category.PLAN,
        at="said_on",
        is_day=True,
        by="written_by",
        columns=("state", "goal_id", "goal_words"),
        texts=("words", "said_by"),
        lent={"goal_words": Lent(Goal, "words", "goal_id")},
        told=_stands,
        rows=_statements,
    ),
    Kind(
        name="evaluations",
        label=LABEL,
        at="evaluated_at",
        by="evaluated_by",
        texts=("words", "evaluation"),
        told=_evaluated,
        rows=_evaluated_goals,
        **_GOAL,
    ),
    Kind(
        name="follow-ups",
        group="goals",
        label=LABEL,
        model=FollowUp,
        at="held_on",
        is_day=True,
        by="by",
        texts=("present", "words"),
        category=Category.PLAN,
        told=_followed_up,
    ),
    Kind(
        name="efforts",
        texts=("title", "provider", "why"),
        columns=("start_on",),
        at="chosen_at",
        by="chosen_by",
        told=_chosen,
        **_EFFORT,
    ),
    Kind(
        name="efforts-said",
        label=LABEL,
        group="goals",
        model=EffortStatement,
        category=Category.PLAN,
        at="said_on",
        is_day=True,
        by="written_by",
        columns=("chosen_id", "effort_title"),
        texts=("words", "said_by"),
        lent={"effort_title": Lent(ChosenEffort, "title", "chosen_id")},
        told=_goes,
        rows=_effort_statements,
    ),
    Kind(
        name="efforts-ended",
        at="ended_on",
        is_day=True,
        by="ended_by",
        texts=("title", "ended_words"),
        told=_ended,
        rows=_ended_efforts,
        **_EFFORT,
    ),
    Kind(
        name="network-signed",
        at="signed_at",
        by="signed_by",
        columns=("review_on",),
        texts=("cause",),
        told=_network_signed,
        rows=lambda: _network_plans(signed_at__isnull=False),
        **_NETWORK,
    ),
    Kind(
        name="network-met",
        at="contacted_on",
        is_day=True,
        texts=("contact_words",),
        told=_network_met,
        rows=lambda: _network_plans(contacted_on__isnull=False),
        **_NETWORK,
    ),
    Kind(
        name="network-said",
        label=LABEL,
        group="goals",
        model=DutyStatement,
        category=Category.PLAN,
        at="said_on",
        is_day=True,
        by="written_by",
        columns=("state", "duty_id", "duty_words"),
        texts=("words", "said_by"),
        lent={"duty_words": Lent(Duty, "words", "duty_id")},
        told=_duty_goes,
        rows=_duty_statements,
    ),
    Kind(
        name="network-ended",
        at="ended_on",
        is_day=True,
        by="ended_by",
        texts=("outcome",),
        told=_network_ended,
        rows=lambda: _network_plans(signed_at__isnull=False, ended_at__isnull=False),
        **_NETWORK,
    ),
    Kind(
        name="tasks-given",
        group="tasks",
        label=gettext_lazy("Tasks"),
        model=Task,
        at="given_at",
        by="given_by",
        columns=("offer", "owner_name"),
        texts=("text",),
        dossier="id",
        category=Category.PLAN,
        told=_given,
        rows=_given_tasks,
    ),
    Kind(
        name="tasks",
        label=gettext_lazy("Tasks"),
        model=Task,
        at="done_at",
        by="done_by",
        columns=("state",),
        texts=("text",),
        dossier="id",
        category=Category.PLAN,
        told=_done,
        rows=_finished_tasks,
    ),
)


def install() -> None:
    """Register the kinds."""
    for kind in KINDS:
        register(kind)
