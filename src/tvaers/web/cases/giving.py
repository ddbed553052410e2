"""Giving somebody a task: a colleague at once, somebody in another organisation by a disclosure of the task alone."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.validators import MinLengthValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, MembershipState
from tvaers.partnerships.models import Membership
from tvaers.partnerships.rules import categories_for, purposes_for
from tvaers.plans.actions import tasks
from tvaers.plans.queries import goals as goals_of
from tvaers.plans.queries import open_tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing.offers import frames_between
from tvaers.sharing.queries import possible_bases
from tvaers.sharing.wording import Ground, WhyNot, offered, why_not
from tvaers.sharing.wording import grounds as grounds_of
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, Once, words
from tvaers.ui.forms import Choices
from tvaers.web.cases.frame import Place, address, page
from tvaers.web.cases.goals import to_plan
from tvaers.web.cases.opening import typed_again
from tvaers.work.queries import away_among

USUAL_TIME = timedelta(days=14)
NECESSITY_FROM = 15
CONFLICT = 409


@dataclass(frozen=True)
class Owner:
    """Somebody who can own a task."""

    id: UUID
    name: str
    title: str
    roles: int
    organisation_id: UUID
    organisation: str
    organisation_kind: str


def owners(actor: Actor) -> list[Owner]:
    """Return who can own a task: colleagues, and people at work in organisations that may receive (R4)."""
    rows = Membership.objects.filter(
        state=MembershipState.ACTIVE, organisation__kind__in=RECEIVES_DISCLOSURES, organisation__ended_at=None
    ).order_by("organisation__name", "name")
    fields = ("id", "name", "title", "roles", "organisation_id", "organisation__name", "organisation__kind")
    able = [Owner(*row) for row in rows.values_list(*fields) if categories_for(row[3]) & Category.PLAN]
    return sorted(able, key=lambda each: (each.organisation_id != actor.organisation.id, each.id != actor.id))


class TaskForm(Once):
    """What is to be done, by whom, until when."""

    text = words("", rows=2)

    def __init__(
        self, *args: Any, people: list[Owner], goals: list[dict[str, Any]], actor: Actor, **options: Any
    ) -> None:
        """Offer the people by organisation, the own first, and the goals."""
        super().__init__(*args, **options)
        self.fields["text"].label = _("What is to be done?")
        self.fields["text"].help_text = _(
            "Whoever gets the task sees these words. Name the young person only if it is necessary."
        )
        self.fields["text"].error_messages["required"] = _("Write what is to be done.")
        self.fields["owner"] = forms.ChoiceField(
            label=_("Who does it?"), choices=grouped(people, actor, shown=not self.is_bound)
        )
        self.fields["due_on"] = ComingDate(label=_("Until when?"))
        self.fields["again"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
        if goals:
            choices = [("", _("None of them")), *((str(goal["id"]), goal["words"]) for goal in goals)]
            self.fields["goal"] = forms.ChoiceField(
                label=_("Which goal does it serve?"), choices=choices, required=False
            )
        self.initial = {"due_on": clock.today() + USUAL_TIME, "owner": str(actor.id), **self.initial}


def grouped(people: list[Owner], actor: Actor, *, shown: bool = True) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the people for a select, by organisation.

    shown: with who is away, until when, and who follows up meanwhile; what was sent is looked up without.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    away = away_among(actor=actor, on=clock.today()) if shown else {}
    for one in people:
        who = f"{one.name}, {one.title}"
        if one.id == actor.id:
            who = _("%(name)s (you)") % {"name": one.name}
        elif one.id in away:
            absence = away[one.id]
            told = {"who": who, "day": dates.short_day(absence.until_on), "substitute": absence.substitute}
            who = _("%(who)s (away until %(day)s, substitute: %(substitute)s)") % told
        groups.setdefault(one.organisation, []).append((str(one.id), who))
    return list(groups.items())


class GroundForm(forms.Form):
    """On what a task is given to another organisation, and why it is necessary (R1)."""

    def __init__(self, *args: Any, grounds: list[Ground], first: Purpose, **options: Any) -> None:
        """Offer the grounds that hold for both, what the case is for first."""
        super().__init__(*args, **options)
        self._grounds = {each.value: each for each in grounds}
        self.fields["ground"] = forms.ChoiceField(
            label=_("What is it for, and what allows it?"),
            choices=offered(grounds, first=first),
            widget=Choices,
            initial=grounds[0].value,
            error_messages={"required": _("Choose what it is for.")},
        )
        self.fields["necessity"] = words(
            _("Why is it necessary?"),
            rows=3,
            help_text=_(
                "The receiver reads it before answering, and it stays in the record. Do not name the young person."
            ),
            missing=_("Write why it is necessary."),
        )
        self.fields["necessity"].validators.append(MinLengthValidator(NECESSITY_FROM))

    @property
    def stands_on(self) -> Ground:
        """The ground chosen."""
        return self._grounds[self.cleaned_data["ground"]]

    def carried(self, promise: tasks.Promise) -> tuple[tasks.Promise, Purpose]:
        """Return a promise on the ground that was chosen, and the purpose of both."""
        ground = self.stands_on
        necessity = self.cleaned_data["necessity"]
        carried = replace(promise, frame=ground.frame.id, basis=ground.basis.version, necessity=necessity)
        return carried, ground.purpose


def grounds(place: Place, owner: Owner) -> tuple[list[Ground], list[WhyNot]]:
    """Return what carries a task to `owner`, the case's own purpose first; and what does not, with the reason."""
    both = purposes_for(owner.roles) & purposes_for(place.actor.roles)
    frames = list(frames_between(actor=place.actor, other=owner.organisation_id, dossier=place.id))
    bases = possible_bases(
        actor=place.actor,
        dossier=place.id,
        receiver=owner.organisation_kind,
        purposes=both,
        categories=Category.PLAN,
        frames=[frame.id for frame in frames],
    )
    found = grounds_of(bases, frames, purposes=both, first=place.view.purpose)
    return found, list(why_not(bases, found))


def grounded(
    place: Place,
    owner: Owner,
    typed: Any = None,  # noqa: ANN401 - what was sent, or None
    **options: Any,
) -> tuple[GroundForm | None, list[WhyNot]]:
    """Return the form that asks on what ground `owner` gets a task, None where there is none; and why not another."""
    found, others = grounds(place, owner)
    form = GroundForm(typed, grounds=found, first=place.view.purpose, **options) if found else None
    return form, others


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask what, who and until when; for somebody elsewhere also on what and why, with a preview; then give the task."""
    place = to_plan(request, case)
    people = owners(place.actor)
    initial = _again(place, request.GET.get("again", "")) or {"goal": request.GET.get("goal", ""), "text": ""}
    form = TaskForm(request.POST or None, people=people, goals=goals_of(case=case), actor=place.actor, initial=initial)
    if request.method != "POST" or request.POST.get("do") == "change" or not form.is_valid():
        return _form_page(request, place, form)
    owner = next((one for one in people if str(one.id) == form.cleaned_data["owner"]), None)
    if owner is None:
        raise Http404
    if owner.organisation_id == place.actor.organisation.id:
        return _give(request, place, form, owner, None)
    return _elsewhere(request, place, form, owner)


def _again(place: Place, text: str) -> dict[str, Any]:
    """Return what a task says that is to be given to somebody else; nothing when it is not an open one of the case."""
    task = next((row for row in open_tasks(case=place.id) if str(row["id"]) == text), None) if text else None
    if task is None:
        return {}
    due_on = max(task["due_on"], clock.today() + USUAL_TIME)
    return {"goal": str(task["goal_id"] or ""), "text": task["text"], "due_on": due_on, "again": task["id"]}


def _form_page(request: HttpRequest, place: Place, form: TaskForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "back_url": reverse("cases:plan", args=[place.id])}
    return page(request, place, "task_form", "plan", context, status=status)


def _elsewhere(request: HttpRequest, place: Place, form: TaskForm, owner: Owner) -> HttpResponse:
    """Ask for the ground and show exactly what the receiver will see; give it when both were confirmed."""
    sent = request.POST.get("do") == "offer"
    ground, others = grounded(place, owner, request.POST if sent else None)
    context = {
        "others": others,
        "task": form.cleaned_data | {"due_words": dates.day(form.cleaned_data["due_on"])},
        "seen_until": tasks.seen_until(form.cleaned_data["due_on"]),
        "owner": owner,
        "typed": [(name, value) for name, value in typed_again(request) if name not in {"ground", "necessity"}],
        "consents_url": address("sharing:consents", dossier=place.id),
    }
    if ground is None:
        return page(request, place, "task_no_ground", "plan", context)
    if sent and ground.is_valid():
        return _give(request, place, form, owner, ground)
    return page(request, place, "task_share", "plan", {**context, "form": ground})


def _give(request: HttpRequest, place: Place, form: TaskForm, owner: Owner, ground: GroundForm | None) -> HttpResponse:
    typed = form.cleaned_data
    promise = tasks.Promise(
        text=typed["text"],
        due_on=typed["due_on"],
        owner=owner.id,
        goal=UUID(typed["goal"]) if typed.get("goal") else None,
        instead_of=typed["again"],
    )
    carried, purpose = ground.carried(promise) if ground else (promise, place.view.purpose)
    try:
        tasks.give(
            by=place.actor,
            case=place.id,
            purpose=purpose,
            promise=carried,
            unit=place.view.unit_id,
            lead=place.view.lead_id,
            form=typed["form"],
        )
    except tasks.WrongStateError:
        form.add_error(None, _("The task that this one replaces was done or cancelled already. Look at the plan."))
        return _form_page(request, place, form, status=CONFLICT)
    except tasks.CaseClosedError:
        form.add_error(
            None, _("The case was closed in between. What you wrote is still here; take the case up again to give it.")
        )
        return _form_page(request, place, form, status=CONFLICT)
    except sharing.WrongTimeError:
        form.add_error("due_on", _("The agreement ends before this day. Choose an earlier one."))
        return _form_page(request, place, form, status=CONFLICT)
    except sharing.RestrictedError:
        form.add_error("owner", _("The case is restricted. Name this colleague first, or choose one who is named."))
        return _form_page(request, place, form, status=CONFLICT)
    except sharing.SharingError:
        form.add_error(None, _("The task cannot be given to this person now. Choose somebody else."))
        return _form_page(request, place, form, status=CONFLICT)
    said = _("The task has been offered to %(who)s, who may decline.") if ground else _("%(who)s has got the task.")
    messages.success(request, said % {"who": owner.name})
    return HttpResponseRedirect(reverse("cases:plan", args=[place.id]))
