"""The plan among what is shared of its case: goals, and how it was followed up. How a task is named."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.shareable import also_shown
from tvaers.guard.enums import Category
from tvaers.plans import network
from tvaers.plans.enums import DutyState, GoalState
from tvaers.plans.models import Task
from tvaers.plans.queries import plan
from tvaers.sharing import seen
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sealing import open_rows
from tvaers.sharing.shareable import Section, Subject, register_header
from tvaers.ui import dates
from tvaers.ui.grammar import sentences


def plan_sections(case: UUID) -> list[Section]:
    """Return the goals of a case's plan, each with how it stands, its efforts with how they go, and the follow-ups."""
    found = plan(case=case)
    goals = [line for row in found.goals for line in _goal(row)]
    follow_ups = [
        f"{dates.year_day(row['held_on'])}: {sentences(row['present'], row['words'])}" for row in found.follow_ups
    ]
    efforts = [line for row in found.efforts for line in _effort(row)]
    return [
        Section(title=_("Goals"), lines=goals),
        Section(title=_("Efforts"), lines=efforts),
        Section(title=_("Follow-up of the plan"), lines=follow_ups),
        Section(title=_("Network plan"), lines=[line for each in found.networks for line in _network(each)]),
    ]


def _network(plan: network.Network) -> list[str]:
    """Return a signed network plan: what set it off, what worries, who does what, and how each stands to it."""
    if plan.is_draft:
        return []
    row = plan.row
    day = {"day": dates.year_day(row["triggered_on"])}
    lines = [sentences(_("What set it off %(day)s") % day + f": {row['cause']}", row["concerns"], row["outcome"])]
    for duty in plan.duties:
        until = _("until %(day)s") % {"day": dates.year_day(duty.due_on)} if duty.due_on else ""
        lines.append(", ".join(filter(None, (f"{duty.who}: {duty.words}", until))))
        lines += [
            f"{dates.year_day(one['said_on'])}: {DutyState(one['state']).label}. {sentences(one['words'])}".strip()
            for one in duty.statements
        ]
    lines += [sentences(f"{each.who}: {each.view.label}", each.words) for each in plan.stances]
    return lines


def _effort(row: dict[str, Any]) -> list[str]:
    """Return an effort that was chosen, with why and how it ended, and below it each word on how it goes."""
    said = {
        "title": row["title"],
        "provider": row["provider"],
        "from": dates.year_day(row["start_on"]),
        "until": dates.year_day(row["ended_on"]) if row["ended_on"] else "",
    }
    chosen = (
        _("%(title)s, %(provider)s, from %(from)s until %(until)s")
        if row["ended_on"]
        else _("%(title)s, %(provider)s, from %(from)s")
    )
    lines = [sentences(chosen % said, row["why"], row["ended_words"])]
    for one in row["statements"]:
        day = {"day": dates.year_day(one["said_on"]), "who": one["said_by"]}
        lines.append(": ".join((_("%(day)s, says %(who)s") % day, one["words"])))
    return lines


def _goal(row: dict[str, Any]) -> list[str]:
    """Return a goal with what came of it, and below it each word on how it stands, newest first."""
    return [sentences(_stands(row["words"], row), row["evaluation"]), *map(_said, row["statements"])]


def _stands(words: str, row: dict[str, Any]) -> str:
    # Who says so stands on the receiver's page too, and may be a name.
    return f"{words} ({GoalState(row['state']).label}, {row['said_by']})"


def _said(row: dict[str, Any]) -> str:
    return ": ".join(filter(None, (_stands(dates.year_day(row["said_on"]), row), row["words"])))


def task_header(task: UUID) -> Subject:
    """Return a task as the page about its readers names it. Raises Http404."""
    rows = open_rows(Task, Task.objects.filter(id=task).values("id", "text"), ("text",), dossier="id")
    if not rows:
        raise Http404
    seen.record(task, Category.PLAN)
    return Subject(id=task, name=rows[0]["text"], about=_("Task"), url=reverse("tasks:task", args=[task]))


def install() -> None:
    """Show the plan among what is shared of a case, and let a task's readers be told."""
    also_shown(plan_sections)
    register_header(DossierKind.TASK, task_header)
