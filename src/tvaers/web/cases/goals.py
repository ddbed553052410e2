"""Goals, how they stand, what came of them, and following the plan up."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.foundation import clock
from tvaers.plans.actions import goals
from tvaers.plans.enums import GoalState
from tvaers.plans.queries import goals as goals_of
from tvaers.ui import dates
from tvaers.web.cases.forms import EvaluationForm, FollowUpForm, GoalForm, StandsForm
from tvaers.web.cases.frame import Place, form_page, opened_to_steer

CONFLICT = 409


@dataclass(frozen=True)
class Saved:
    """What stands saved now, shown above what was typed here."""

    title: str
    words: str


def to_plan(request: HttpRequest, case: UUID, *, wanted: frozenset[str] = frozenset()) -> Place:
    """Open a running case for its plan, with the lists `wanted`. Raises Http404, PermissionDenied."""
    place = opened_to_steer(request, case, wanted=wanted)
    if not place.is_running:
        raise PermissionDenied
    return place


def _one(case: UUID, goal: UUID) -> dict[str, Any]:
    found = next((row for row in goals_of(case=case) if row["id"] == goal), None)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, case: UUID, done: str) -> HttpResponse:
    messages.success(request, done)
    return HttpResponseRedirect(reverse("cases:plan", args=[case]))


def _draw(  # noqa: PLR0917 - what one page says
    request: HttpRequest, place: Place, form: forms.Form, title: str, intro: str, do: str, saved: Saved | None = None
) -> HttpResponse:
    """Draw the form, below what somebody else has saved in between, if anything."""
    back = reverse("cases:plan", args=[place.id])
    context: dict[str, Any] = {"title": title, "intro": intro, "form": form, "do": do, "back_url": back}
    if saved is None:
        return form_page(request, place, "plan", context)
    context |= {"saved": saved, "extra_template": "cases/_saved.html"}
    return form_page(request, place, "plan", context, status=CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write a goal down in the young person's words."""
    place = to_plan(request, case)
    form = GoalForm(
        request.POST or None,
        # Not the name: a goal is shared more often than who the young person is.
        initial={"said_on": clock.today(), "said_by": _("the young person")},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        goals.agree(
            by=place.actor,
            case=case,
            words=typed["words"],
            said_by=typed["said_by"],
            said_on=typed["said_on"],
            form=typed["form"],
        )
        return _back(request, case, _("The goal is in the plan."))
    return _draw(
        request, place, form, _("New goal"), _("What the young person wants, not what we want."), _("Add the goal")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def stands(request: HttpRequest, case: UUID, goal: UUID) -> HttpResponse:
    """Write down how a goal stands, as somebody says it."""
    place = to_plan(request, case)
    row = _one(case, goal)
    form: forms.Form = StandsForm(
        request.POST or None, initial={"state": row["state"], "said_on": clock.today(), "version": row["version"]}
    )
    saved = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = goals.Said(
            state=GoalState(typed["state"]), by=typed["said_by"], on=typed["said_on"], words=typed["words"]
        )
        try:
            goals.say_how_it_stands(by=place.actor, case=case, goal=goal, said=said, version=typed["version"])
        except goals.ChangedMeanwhileError:
            row = _one(case, goal)
            form, saved = _again(request, StandsForm, row), _saved(row)
        else:
            return _back(request, case, _("It has been written down how the goal stands."))
    return _draw(request, place, form, _("How does the goal stand?"), row["words"], _("Save"), saved)


def _again(request: HttpRequest, kind: type[forms.Form], row: dict[str, Any]) -> forms.Form:
    """Return the form with what was typed and the version saved now; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(row["version"])
    form = kind(typed)
    form.is_valid()
    form.add_error(None, _("Somebody else has changed the goal in between. Save again if what you wrote still holds."))
    return form


def _saved(row: dict[str, Any]) -> Saved:
    """Return how a goal stands now, and its evaluation: either may be what was changed."""
    said = {
        "state": str(GoalState(row["state"]).label),
        "who": row["said_by"],
        "day": dates.short_day(row["said_on"]),
    }
    words = [one["words"] for one in row["statements"][:1]]
    return Saved(
        title=_("%(state)s, says %(who)s %(day)s") % said,
        words="\n".join(filter(None, (*words, row["evaluation"]))),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: HttpRequest, case: UUID, goal: UUID) -> HttpResponse:
    """Write down in words what came of a goal."""
    place = to_plan(request, case)
    row = _one(case, goal)
    form: forms.Form = EvaluationForm(
        request.POST or None, initial={"words": row["evaluation"], "version": row["version"]}
    )
    saved = None
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            goals.evaluate(by=place.actor, case=case, goal=goal, words=typed["words"], version=typed["version"])
        except goals.ChangedMeanwhileError:
            row = _one(case, goal)
            form, saved = _again(request, EvaluationForm, row), _saved(row)
        else:
            return _back(request, case, _("The evaluation has been saved."))
    return _draw(request, place, form, _("Evaluate the goal"), row["words"], _("Save the evaluation"), saved)


@require_POST
def up(request: HttpRequest, case: UUID, goal: UUID) -> HttpResponse:
    """Move a goal one place up."""
    place = to_plan(request, case)
    goals.move_up(by=place.actor, case=case, goal=goal)
    return HttpResponseRedirect(f"{reverse('cases:plan', args=[case])}#goal-{goal}")


@require_http_methods(["GET", "HEAD", "POST"])
def follow_up(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down that the plan was followed up."""
    place = to_plan(request, case)
    form = FollowUpForm(request.POST or None, initial={"held_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        goals.follow_up(
            by=place.actor,
            case=case,
            held_on=typed["held_on"],
            present=typed["present"],
            words=typed["words"],
            next_on=typed["next_on"],
            form=typed["form"],
        )
        return _back(request, case, _("The follow-up has been written down."))
    intro = _("Look at each goal together: what has changed, what helps, what comes now?")
    return _draw(request, place, form, _("Write a follow-up"), intro, _("Save the follow-up"))
