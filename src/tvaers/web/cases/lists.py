"""The list of cases, in the order of review, and finding a running one by name."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.cases import queries
from tvaers.cases.enums import Criterion, Outcome, State
from tvaers.cases.queries import Mark, View
from tvaers.guard.enums import Purpose
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.queries import sees_much
from tvaers.ui.forms import TextField
from tvaers.web.cases.frame import OrganisationMark, about, called, capital

LABELS = {
    View.MINE: gettext_lazy("I lead"),
    View.OPEN: pgettext_lazy("cases", "Open"),
    View.PAUSED: pgettext_lazy("cases", "Paused"),
    View.CLOSED: pgettext_lazy("cases", "Closed"),
}
EMPTY = {
    View.MINE: (
        gettext_lazy("You lead no cases"),
        gettext_lazy(
            "Cases that you lead stand here, with the next review first. A case is opened from a concern or a person."
        ),
    ),
    View.OPEN: (
        gettext_lazy("There are no open cases"),
        gettext_lazy("All open cases that you can see stand here, also those that others share with you."),
    ),
    View.PAUSED: (
        gettext_lazy("No case is paused"),
        gettext_lazy("A case that waits for something stands here until the day on which it goes on."),
    ),
    View.CLOSED: (
        gettext_lazy("No case has been closed"),
        gettext_lazy("Closed cases stand here until they are erased. They can be taken up again as long."),
    ),
}


def mark_in(text: str) -> Mark | None:
    """Return where a page ended from an address such as 2026-03-01_<id>; None for anything else."""
    day, _separator, id_ = text.partition("_")
    try:
        return Mark(date.fromisoformat(day), UUID(id_))
    except ValueError:
        return None


class NameForm(forms.Form):
    """A name to look for; sent by POST, so that no address, history or log of a server holds it."""

    q = TextField(
        label=gettext_lazy("Find a running case by name"),
        help_text=gettext_lazy("The name or nickname, or a part of it. What you look for is kept in the log."),
        min_length=2,
        max_length=80,
        error_messages={
            "required": gettext_lazy("Write a name, or a part of it."),
            "min_length": gettext_lazy("Write at least two letters."),
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(WITH_PEOPLE)
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases of a view, and how many there are in each; by POST, the running ones that a name finds."""
    return _found(request) if request.method == "POST" else _view(request)


def _found(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    form, much = NameForm(request.POST), sees_much()
    rows, too_many = queries.called(form.cleaned_data["q"], much=much) if form.is_valid() else ([], False)
    context = {
        "form": form,
        "is_search": True,
        "too_many": too_many,
        "most": queries.SEARCHED,
        "views": _views(queries.counts(member=actor.id, much=much), ""),
        "rows": [_row(row, actor.organisation.id) for row in rows],
        "heading": _("Running cases with this name"),
    }
    if form.is_valid():
        context["empty"] = {
            "title": _("No running case fits the name"),
            "text": _("Look among the closed ones, or find the person: somebody can be known without a case."),
        }
    return render(request, "cases/list.html", context)


def _view(request: HttpRequest) -> HttpResponse:
    actor, much = actor_in(request), sees_much()
    counts = queries.counts(member=actor.id, much=much)
    # Whoever leads none meets the cases there are, not an empty list.
    first = next((name for name in queries.VIEWS if counts[name]), View.MINE)
    view = request.GET.get("view", first)
    view = view if view in queries.VIEWS else first
    after = mark_in(request.GET.get("after", ""))
    rows, following = queries.listed(view, member=actor.id, much=much, after=after)
    address = f"{reverse('cases:list')}?view={view}"
    context = {
        "form": NameForm(),
        "views": _views(counts, view),
        "rows": [_row(row, actor.organisation.id) for row in rows],
        "empty": {"title": EMPTY[view][0], "text": EMPTY[view][1]},
        "first_url": address if after else "",
        "next_url": f"{address}&after={following.day}_{following.id}" if following else "",
        "heading": LABELS[view],
    }
    return render(request, "cases/list.html", context)


def _views(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    here = reverse("cases:list")
    return [
        {"label": label, "url": f"{here}?view={name}", "count": _count(counts[name]), "current": name == current}
        for name, label in LABELS.items()
    ]


def _count(number: int) -> str:
    cap = queries.COUNT_CAP
    return f"{cap}+" if number > cap else str(number)


def _row(row: dict[str, Any], own: UUID) -> dict[str, Any]:
    state = State(row["state"])
    return row | {
        "name": called(row["person"]),
        "about": about(row["person"]),
        # Another organisation's case is there for what it was shared for.
        "why": str(Criterion(row["criterion"]).label)
        if row["owner_id"] == own
        else capital(PURPOSE_LABELS[Purpose(row["purpose"])]),
        "owner": OrganisationMark(row["owner_id"], row["owner_name"] or "", row["owner_mark"] or ""),
        "is_closed": state is State.CLOSED,
        "is_paused": state is State.PAUSED,
        "outcome_words": str(Outcome(row["outcome"]).label) if row["outcome"] else "",
        "lead": _("no lead") if not row["lead_name"] else row["lead_name"],
    }
