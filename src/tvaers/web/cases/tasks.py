"""Goals with their tasks as the case's pages show them, and giving somebody a task."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.plans.enums import GoalState
from tvaers.plans.rules import FINISHED, RUNNING, Stand
from tvaers.ui import dates
from tvaers.web.cases.frame import OrganisationMark, Place

# What stands in the place of a date while nobody can be late (R2).
CHIPS = {
    Stand.DRAFTED: lambda: _("Waits for approval"),
    Stand.WAITING: lambda: _("Not answered yet"),
    Stand.DECLINED: lambda: _("Has said no"),
    Stand.UNANSWERED: lambda: _("Not answered in time"),
    Stand.ENDED: lambda: _("No longer shared"),
}


def open_count(tasks: list[dict[str, Any]]) -> int:
    """Return how many tasks somebody is to do or to answer; one that was declined is nobody's."""
    return sum(task["stand"] in RUNNING for task in tasks)


def goals_with_tasks(place: Place, goals: list[dict[str, Any]], tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the goals, each with its tasks, and last, without a goal, the tasks that belong to none."""
    below: defaultdict[UUID | None, list[dict[str, Any]]] = defaultdict(list)
    known = {goal["id"] for goal in goals}
    for task in tasks:
        below[task["goal_id"] if task["goal_id"] in known else None].append(task_line(place, task))
    found = [_goal(place, goal, below[goal["id"]]) for goal in goals]
    if below[None]:
        found.append(
            {"id": None, "title": _("Other tasks") if found else _("Tasks"), "state": "", "tasks": below[None]}
        )
    return found


def _goal(place: Place, goal: dict[str, Any], tasks: list[dict[str, Any]]) -> dict[str, Any]:
    said = _("says %(who)s %(day)s") % {"who": goal["said_by"], "day": dates.short_day(goal["said_on"])}
    return {
        "id": goal["id"],
        "title": goal["words"],
        "state": str(GoalState(goal["state"]).label),
        "said": said,
        "before": [_statement(one) for one in goal["statements"][1:]],
        "words": goal["statements"][0]["words"] if goal["statements"] else "",
        "evaluation": goal["evaluation"],
        "evaluated_at": goal["evaluated_at"],
        "tasks": tasks,
        "place": goal["place"],
        "version": goal["version"],
        "case": place.id,
    }


def _statement(row: dict[str, Any]) -> dict[str, str]:
    said = {
        "state": str(GoalState(row["state"]).label),
        "who": row["said_by"],
        "day": dates.short_day(row["said_on"]),
    }
    return {"title": _("%(state)s, says %(who)s %(day)s") % said, "words": row["words"]}


def task_line(place: Place, task: dict[str, Any]) -> dict[str, Any]:
    """Return a task as a line of a plan."""
    actor = place.actor
    is_mine = task["owner_id"] == actor.id
    finishable = place.is_running and (is_mine or (place.standing.is_own and place.standing.may_write))
    return task_words(task) | {
        "who": _("%(name)s (you)") % {"name": task["owner_name"]} if is_mine else task["owner_name"],
        "may_finish": finishable and task["stand"] in {Stand.OPEN, Stand.DONE},
        "back": str(place.id),
    }


def task_words(task: dict[str, Any]) -> dict[str, Any]:
    """Return what any list shows of a task: text, owner, and how it stands in words."""
    state = Stand(task["stand"])
    chip = CHIPS.get(state)
    if state is Stand.CANCELLED and task["done_at"]:
        chip = lambda: _("Cancelled %(day)s") % {"day": dates.short_day(task["done_at"])}  # noqa: E731 - as in the table
    return {
        "id": task["id"],
        "what": task["text"],
        "url": reverse("tasks:task", args=[task["id"]]),
        "organisation": OrganisationMark(
            task["owner_organisation_id"], task["owner_organisation"] or "", task["owner_mark"] or ""
        ),
        "who": task["owner_name"] or "",
        "due": task["due_on"] if state is Stand.OPEN else None,
        "done": task["done_at"] if state is Stand.DONE else None,
        "is_done": state is Stand.DONE,
        "is_over": state in FINISHED,
        "is_late": state is Stand.OPEN and task["due_on"] < clock.today(),
        "chip": chip() if chip else "",
        "stand": state,
    }
