"""Efforts in a case: the catalogue to choose from, how a chosen one goes, and how it ended."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.efforts import queries as catalogue_of
from tvaers.efforts import wording
from tvaers.efforts.enums import Kind
from tvaers.foundation import clock
from tvaers.plans import queries as plans
from tvaers.plans.actions import efforts
from tvaers.ui import dates
from tvaers.web.cases.forms import EffortEndForm, EffortGoesForm
from tvaers.web.cases.frame import Place, form_page, page
from tvaers.web.cases.goals import to_plan

CONFLICT = 409


def effort_lines(place: Place, plan: plans.Plan) -> list[dict[str, Any]]:
    """Return the chosen efforts as a plan shows them, each with who chose it, how it goes, and how it ended."""
    goal = {row["id"]: row["words"] for row in plan.goals}
    there = catalogue_of.seen_among(row["effort_id"] for row in plan.efforts)
    return [
        {
            "id": row["id"],
            "title": row["title"],
            "provider": row["provider"],
            "url": reverse("efforts:effort", args=[row["effort_id"]]) if row["effort_id"] in there else "",
            "why": row["why"],
            "goal": goal.get(row["goal_id"], ""),
            "from": row["start_on"],
            "chosen": _chosen(row),
            "said": [_said(one) for one in row["statements"]],
            "ended_on": row["ended_on"],
            "ended_words": row["ended_words"],
            "may_change": place.may_steer and place.is_running and row["ended_on"] is None,
        }
        for row in plan.efforts
    ]


def _chosen(row: dict[str, Any]) -> str:
    said = {"who": row["chooser"] or "–", "day": dates.short_day(row["chosen_at"])}
    return _("Chosen by %(who)s %(day)s") % said


def _said(row: dict[str, Any]) -> dict[str, str]:
    said = {"who": row["said_by"], "day": dates.short_day(row["said_on"])}
    return {"title": _("%(who)s, %(day)s") % said, "words": row["words"]}


@require_safe
def catalogue(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show what can be chosen now: the own catalogue and what others share; of one kind when the address names it."""
    place = to_plan(request, case)
    rows = catalogue_of.catalogue(offered=True)
    asked = request.GET.get("kind", "")
    kinds = [kind for kind in Kind if any(row["kind"] is kind for row in rows)]
    shown = next((kind for kind in kinds if kind == asked), None)
    names = catalogue_of.area_names(wording.all_areas(rows))
    here = reverse("cases:efforts", args=[case])
    context = {
        "lines": [
            wording.line(row, names=names, organisation=place.actor.organisation.id)
            | {"url": reverse("cases:effort-choose", args=[case, row["id"]]), "kind": row["kind"].label}
            for row in rows
            if shown is None or row["kind"] is shown
        ],
        "kinds": [
            {"label": label, "url": f"{here}?kind={name}" if name else here, "count": None, "current": name == current}
            for current in [shown.value if shown else ""]
            for name, label in [("", _("All")), *((kind.value, kind.label) for kind in kinds)]
        ],
        "back_url": reverse("cases:plan", args=[case]),
    }
    return page(request, place, "efforts", "plan", context)


def _one(case: UUID, chosen: UUID) -> dict[str, Any]:
    found = next((row for row in plans.plan(case=case).efforts if row["id"] == chosen), None)
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, case: UUID, done: str, *, is_info: bool = False) -> HttpResponse:
    messages.add_message(request, messages.INFO if is_info else messages.SUCCESS, done)
    return HttpResponseRedirect(reverse("cases:plan", args=[case]))


def _draw(request: HttpRequest, place: Place, form: forms.Form, title: str, row: dict[str, Any]) -> HttpResponse:
    context = {
        "title": title,
        "intro": f"{row['title']}, {row['provider']}",
        "form": form,
        "do": _("Save"),
        "back_url": reverse("cases:plan", args=[place.id]),
    }
    return form_page(request, place, "plan", context)


@require_http_methods(["GET", "HEAD", "POST"])
def goes(request: HttpRequest, case: UUID, chosen: UUID) -> HttpResponse:
    """Write down how an effort goes, as somebody says it."""
    place = to_plan(request, case)
    row = _one(case, chosen)
    form = EffortGoesForm(request.POST or None, initial={"said_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = {name: typed[name] for name in ("said_by", "words", "said_on", "form")}
        try:
            efforts.say_how_it_goes(by=place.actor, case=case, chosen=chosen, **said)
        except efforts.EndedError:
            form.add_error(None, _("It has been written down meanwhile that the effort has ended. Look at the plan."))
        else:
            return _back(request, case, _("It has been written down how it goes."))
    return _draw(request, place, form, _("How does it go?"), row)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, case: UUID, chosen: UUID) -> HttpResponse:
    """Write down that an effort has ended, and how."""
    place = to_plan(request, case)
    row = _one(case, chosen)
    if row["ended_on"] is not None:
        return _back(request, case, _("It is written down already how it ended."), is_info=True)
    form = EffortEndForm(request.POST or None, initial={"ended_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            efforts.end(by=place.actor, case=case, chosen=chosen, ended_on=typed["ended_on"], words=typed["words"])
        except efforts.BeforeStartError:
            form.add_error("ended_on", _("It began %(day)s.") % {"day": dates.year_day(row["start_on"])})
        except efforts.EndedError:
            return _back(request, case, _("It is written down already how it ended."), is_info=True)
        else:
            return _back(request, case, _("It has been written down how it ended. Look at its open tasks."))
    return _draw(request, place, form, _("How did it end?"), row)
