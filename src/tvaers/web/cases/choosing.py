"""Choosing an effort in a case: its usual steps as tasks, each changed or left out; answers checked; then all at once.

A step that somebody in another organisation is to do is offered to them as every task is, with its own ground (R1).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.consents.queries import consents_of
from tvaers.efforts import queries, wording
from tvaers.efforts.actions import Step, steps_of
from tvaers.efforts.enums import EffortState, StepBy
from tvaers.efforts.rules import day_of_step
from tvaers.foundation import clock
from tvaers.partnerships.wording import listed
from tvaers.plans.actions import efforts, tasks
from tvaers.plans.queries import goals as goals_of
from tvaers.sharing import actions as sharing
from tvaers.sharing.wording import WhyNot
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, Once, words
from tvaers.ui.forms import DateField
from tvaers.web.cases.frame import Place, address, page
from tvaers.web.cases.giving import GroundForm, Owner, grounded, grouped, owners
from tvaers.web.cases.goals import to_plan
from tvaers.web.cases.opening import typed_again

CONFLICT = 409
PARTS = ("use", "text", "owner", "due_on")
LATEST_START = timedelta(days=366)


class StartDate(DateField):
    """When an effort begins: it may have begun, and lies within a year."""

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 - as Django's
        """Refuse a day whose year must be mistyped."""
        day: date | None = super().clean(value)
        if day is not None and abs(day - clock.today()) > LATEST_START:
            raise forms.ValidationError(_("This is more than a year away. Check the year."))
        return day


class ChoiceForm(Once):
    """An effort from a day on, with its usual steps as tasks."""

    start_on = StartDate(label="")
    why = words("", required=False, rows=2)

    def __init__(
        self, *args: Any, steps: list[Step], place: Place, people: list[Owner], goals: list[dict[str, Any]], **more: Any
    ) -> None:
        """Offer a row for each step, the people by organisation, and the goals."""
        more["initial"] = {"start_on": clock.today(), **_begun(steps, place, people), **more.get("initial", {})}
        super().__init__(*args, **more)
        self.steps, self.people = steps, {str(one.id): one for one in people}
        self.fields["start_on"].label = _("From when?")
        self.fields["start_on"].help_text = _("The days of the tasks are counted from here, in working days.")
        if goals:
            choices = [("", _("None of them")), *((str(goal["id"]), goal["words"]) for goal in goals)]
            self.fields["goal"] = forms.ChoiceField(
                label=_("Which goal does it serve?"), choices=choices, required=False
            )
        self.fields["why"].label = _("Why this one?")
        self.fields["why"].help_text = _("In a sentence, best in the young person’s own words.")
        chosen = [("", _("Choose")), *grouped(people, place.actor, shown=False)]
        for number, step in enumerate(steps):
            # Nothing is asked of a step that is left out.
            is_asked = not self.is_bound or bool(self.data.get(f"use_{number}"))
            self.fields |= _row(number, step, chosen, is_asked=is_asked)

    @property
    def first(self) -> list[forms.BoundField]:
        """The fields before the steps."""
        return [self[name] for name in ("start_on", "goal", "why") if name in self.fields]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The steps as the page shows them."""
        return [
            {
                "fields": [self[f"{part}_{number}"] for part in PARTS],
                "when": wording.when(step.days),
                "who": wording.by_whom(step.who),
            }
            for number, step in enumerate(self.steps)
        ]

    def counted_anew(self) -> dict[str, Any]:
        """Return what was typed, with the days of the steps counted from the new start."""
        start = self.cleaned_data["start_on"]
        said: dict[str, Any] = {"start_on": start, "why": self["why"].value() or "", "form": self["form"].value()}
        said |= {"goal": self["goal"].value()} if "goal" in self.fields else {}
        for number, step in enumerate(self.steps):
            said |= {f"{part}_{number}": self[f"{part}_{number}"].value() for part in ("use", "text", "owner")}
            said[f"due_on_{number}"] = _due(start, step)
        return said

    def given(self) -> list[tuple[tasks.Promise, Owner]]:
        """Return the tasks that were kept, each with its owner."""
        typed = self.cleaned_data
        goal = self.goal
        return [
            (
                tasks.Promise(
                    text=typed[f"text_{number}"],
                    due_on=typed[f"due_on_{number}"],
                    owner=UUID(typed[f"owner_{number}"]),
                    goal=goal,
                ),
                self.people[typed[f"owner_{number}"]],
            )
            for number, _step in enumerate(self.steps)
            if typed[f"use_{number}"]
        ]

    @property
    def goal(self) -> UUID | None:
        """The goal that was chosen."""
        typed = self.cleaned_data.get("goal")
        return UUID(typed) if typed else None


def _row(number: int, step: Step, people: list[Any], *, is_asked: bool) -> dict[str, forms.Field]:
    text = words("", rows=2, missing=_("Write what is to be done, or leave the step out."))
    text.label, text.required = _("What is to be done?"), is_asked
    owner = forms.ChoiceField(
        label=_("Who does it?"),
        choices=people,
        required=is_asked,
        error_messages={"required": _("Choose who does it.")},
    )
    if step.who is StepBy.PROVIDER:
        owner.help_text = _("Usually agreed with the provider: then whoever agrees it has the task.")
    return {
        f"use_{number}": forms.BooleanField(label=_("Give this task"), required=False),
        f"text_{number}": text,
        f"owner_{number}": owner,
        f"due_on_{number}": ComingDate(label=_("Until when?"), required=is_asked),
    }


def _due(start: date, step: Step) -> date:
    return max(clock.today(), day_of_step(start, step.days))


def _begun(steps: list[Step], place: Place, people: list[Owner]) -> dict[str, Any]:
    """Return what the rows begin with: the lead does what nobody else is usually chosen for."""
    known = {one.id for one in people}
    lead = next((str(each) for each in (place.view.lead_id, place.actor.id) if each in known), "")
    found: dict[str, Any] = {}
    for number, step in enumerate(steps):
        found |= {
            f"use_{number}": True,
            f"text_{number}": step.text,
            f"owner_{number}": "" if step.who is StepBy.CHOOSE else lead,
            f"due_on_{number}": _due(clock.today(), step),
        }
    return found


@dataclass(frozen=True)
class Elsewhere:
    """Somebody in another organisation who is to get tasks: on what ground, and what they will see."""

    owner: Owner
    promises: list[tasks.Promise]
    form: GroundForm | None
    others: list[WhyNot]

    @property
    def lines(self) -> list[dict[str, str]]:
        """What they see of each task."""
        return [{"text": each.text, "due": dates.day(each.due_on)} for each in self.promises]


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, case: UUID, effort: UUID) -> HttpResponse:
    """Ask from when and what of its steps; show what will be given to whom; then choose it, all at once."""
    place = to_plan(request, case)
    row = queries.one(actor=place.actor, effort=effort)
    if row["state"] is not EffortState.OFFERED or not row["is_on"]:
        messages.info(request, _("The effort is not offered now. Choose another."))
        return HttpResponseRedirect(reverse("cases:efforts", args=[case]))
    offered: dict[str, Any] = {
        "steps": steps_of(effort),
        "place": place,
        "people": owners(place.actor),
        "goals": goals_of(case=case),
    }
    form = ChoiceForm(request.POST or None, **offered)
    if request.method != "POST" or not form.is_valid() or request.POST.get("do") in {"change", "count"}:
        if request.POST.get("do") == "count" and "start_on" in form.cleaned_data:
            form = ChoiceForm(initial=form.counted_anew(), **offered)
        return _form_page(request, place, form, row)
    return _check(request, place, form, row)


def _form_page(
    request: HttpRequest, place: Place, form: ChoiceForm, row: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "one": row,
        "room": wording.room(row),
        "is_full": wording.is_full(row),
        "back_url": reverse("cases:efforts", args=[place.id]),
        **_consent(place, row),
    }
    return page(request, place, "effort_form", "plan", context, status=status)


def _consent(place: Place, row: dict[str, Any]) -> dict[str, Any]:
    """Return what is to be said of consent where it is needed: to whom there is one in this case, where to take it."""
    if not row["needs_consent"]:
        return {"asks_consent": False}
    found = consents_of(dossier=place.id, owner=place.actor.organisation.id)
    in_force = [
        each
        for each in found
        if each["withdrawn_at"] is None and each["superseded_at"] is None and each["until_date"] >= clock.today()
    ]
    return {
        "asks_consent": True,
        "consented_to": listed(dict.fromkeys(each["receiver"] for each in in_force)) if in_force else "",
        "consents_url": address("sharing:consents", dossier=place.id),
    }


def _check(request: HttpRequest, place: Place, form: ChoiceForm, row: dict[str, Any]) -> HttpResponse:
    """Show what will be given to whom, and ask for the ground of what goes elsewhere; choose it once confirmed."""
    given = form.given()
    is_sent = request.POST.get("do") == "make"
    elsewhere = _elsewhere(place, given, request.POST if is_sent else None)
    is_ready = all(each.form is not None and each.form.is_valid() for each in elsewhere) if is_sent else False
    if is_sent and is_ready:
        return _choose(request, place, form, row, elsewhere)
    typed = [(name, value) for name, value in typed_again(request) if not name.startswith("elsewhere-")]
    here = [(promise, owner) for promise, owner in given if owner.organisation_id == place.actor.organisation.id]
    goal = next((each["words"] for each in goals_of(case=place.id) if each["id"] == form.goal), "")
    context = {
        "one": row,
        "answers": [
            {"question": _("From when?"), "answer": dates.year_day(form.cleaned_data["start_on"])},
            *([{"question": _("Which goal does it serve?"), "answer": goal}] if goal else []),
            *([{"question": _("Why this one?"), "answer": why}] if (why := form.cleaned_data["why"]) else []),
        ],
        "here": [
            {"text": promise.text, "who": owner.name, "due": dates.day(promise.due_on)} for promise, owner in here
        ],
        "elsewhere": elsewhere,
        "forms": [each.form for each in elsewhere if each.form],
        "is_possible": all(each.form for each in elsewhere),
        "typed": typed,
        **_consent(place, row),
    }
    return page(request, place, "effort_check", "plan", context)


def _elsewhere(place: Place, given: list[tuple[tasks.Promise, Owner]], typed: Any) -> list[Elsewhere]:  # noqa: ANN401
    """Return who elsewhere gets something, each once, with the form that asks on what ground."""
    asked: dict[UUID, tuple[Owner, list[tasks.Promise]]] = {}
    for promise, owner in given:
        if owner.organisation_id != place.actor.organisation.id:
            asked.setdefault(owner.id, (owner, []))[1].append(promise)
    found = []
    for number, (owner, promises) in enumerate(asked.values()):
        form, others = grounded(place, owner, typed, prefix=f"elsewhere-{number}")
        found.append(Elsewhere(owner, promises, form, others))
    return found


def _choose(
    request: HttpRequest, place: Place, form: ChoiceForm, row: dict[str, Any], elsewhere: list[Elsewhere]
) -> HttpResponse:
    ground = {each.owner.id: each.form for each in elsewhere if each.form}
    steps = [
        ground[owner.id].carried(promise) if owner.id in ground else (promise, place.view.purpose)
        for promise, owner in form.given()
    ]
    choice = efforts.Choice(
        effort=row["id"],
        start_on=form.cleaned_data["start_on"],
        steps=steps,
        goal=form.goal,
        why=form.cleaned_data["why"],
    )
    try:
        efforts.choose(
            by=place.actor,
            case=place.id,
            choice=choice,
            unit=place.view.unit_id,
            lead=place.view.lead_id,
            form=form.cleaned_data["form"],
        )
    except efforts.NotOfferedError:
        form.add_error(None, _("The effort was closed in between. Choose another."))
    except tasks.CaseClosedError:
        form.add_error(None, _("The case was closed in between. Take it up again to choose an effort."))
    except sharing.WrongTimeError:
        form.add_error(None, _("An agreement ends before the day of a task for another organisation."))
    except sharing.RestrictedError:
        form.add_error(None, _("The case is restricted. Give the tasks to colleagues who are named."))
    except sharing.SharingError:
        form.add_error(None, _("One of the tasks cannot be given to this person now. Choose somebody else."))
    else:
        messages.success(request, _("%(title)s is in the plan, with its tasks.") % {"title": row["title"]})
        return HttpResponseRedirect(f"{reverse('cases:plan', args=[place.id])}#efforts")
    return _form_page(request, place, form, row, status=CONFLICT)
