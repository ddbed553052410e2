"""The list of tasks: mine with offers to me, those I gave, those that are done."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.plans import queries
from tvaers.plans.queries import Mark, View
from tvaers.sharing import offers
from tvaers.sharing.entrance import actor_in, requires
from tvaers.web.cases.frame import address, called
from tvaers.web.cases.tasks import task_words
from tvaers.web.sharing.words import is_limited, is_task, shown

LABELS = {
    View.MINE: gettext_lazy("Mine"),
    View.GIVEN: gettext_lazy("Given to others"),
    View.DONE: gettext_lazy("Done and cancelled"),
}
EMPTY = {
    View.MINE: (
        gettext_lazy("You have no open tasks"),
        gettext_lazy("What you have promised stands here with the next day first. Tasks are given in a case’s plan."),
    ),
    View.GIVEN: (
        gettext_lazy("You have given no open tasks to others"),
        gettext_lazy("Tasks that you give to others stand here until they are done."),
    ),
    View.DONE: (
        gettext_lazy("Nothing is done yet"),
        gettext_lazy("Tasks that are done or cancelled stand here, newest first."),
    ),
}


def _mark(text: str) -> Mark | None:
    day, _separator, id_ = text.partition("_")
    try:
        return Mark(date.fromisoformat(day), UUID(id_))
    except ValueError:
        return None


@require_safe
@requires(WITH_PEOPLE)
def tasks(request: HttpRequest) -> HttpResponse:
    """Show the tasks of a view; on the first one also what others ask."""
    actor = actor_in(request)
    view = request.GET.get("view", View.MINE)
    view = view if view in queries.VIEWS else View.MINE
    after = _mark(request.GET.get("after", ""))
    rows, following = queries.listed(view, member=actor.id, after=after)
    here = f"{reverse('tasks:list')}?view={view}"
    context = {
        "views": [
            {"label": label, "url": f"{reverse('tasks:list')}?view={name}", "count": None, "current": name == view}
            for name, label in LABELS.items()
        ],
        "offers": _offers(actor) if view == View.MINE and not after else [],
        "limited": is_limited(actor),
        "tasks": [_row(row, view, actor) for row in rows],
        "heading": LABELS[view],
        "empty": {"title": EMPTY[view][0], "text": EMPTY[view][1]},
        "first_url": here if after else "",
        "next_url": f"{here}&after={following.day}_{following.id}" if following else "",
    }
    return render(request, "tasks/list.html", context)


def _row(row: dict[str, Any], view: str, actor: Actor) -> dict[str, Any]:
    shown = task_words(row)
    if row["owner_id"] == actor.id:
        shown["who"] = _("%(name)s (you)") % {"name": row["owner_name"] or ""}
    shown["about"] = _("In the case of %(name)s") % {"name": called(row["person"])} if row["case_id"] else ""
    shown["case_url"] = address("cases:case", case=row["case_id"]) if row["case_id"] else ""
    shown["giver"] = (
        _("Given by %(name)s") % {"name": row["giver_name"]} if not row["case_id"] and row["giver_name"] else ""
    )
    is_mine = row["owner_id"] == actor.id
    shown["may_finish"] = is_mine and view in {View.MINE, View.DONE} and row["state"] != "cancelled"
    shown["back"] = "list"
    return shown


def _offers(actor: Actor) -> list[dict[str, Any]]:
    """Return the tasks that the actor is asked to take on, in the words of every other offer."""
    asked = [offered for offered in offers.to_me(actor=actor) if is_task(offered)]
    offers.record_reasons(asked, actor=actor)
    return [shown(offered) for offered in asked]
