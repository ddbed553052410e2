"""Opening a case from a person or from a concern: the criterion, the reason, check answers; or joining one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.cases import queries, rules
from tvaers.cases.actions import course
from tvaers.cases.actions.preparing import prepared
from tvaers.cases.enums import Criterion, State
from tvaers.cases.rules import OPENERS
from tvaers.concerns import access as concerns
from tvaers.concerns.access import ConcernView
from tvaers.concerns.actions import triage
from tvaers.concerns.actions.adding import InItAlreadyError, add_person
from tvaers.concerns.actions.intake import Part, WrittenAlreadyError, token_of_form
from tvaers.concerns.enums import InvolvedRole, Outcome
from tvaers.concerns.rules import Verdict, WrongStateError, WrongYoungError
from tvaers.foundation import clock, ids
from tvaers.guard.enums import UNSHARED, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS, MembershipState
from tvaers.partnerships.models import Membership, Unit
from tvaers.partnerships.rules import purposes_for
from tvaers.people import access as people
from tvaers.people.access import PersonCard
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.standing import standing
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, line, radios, reason
from tvaers.web.cases import bases
from tvaers.web.cases.forms import check_parents, parents_fields, told_in
from tvaers.web.cases.frame import OF_AGE, about, address, capital

CONFLICT = 409


class OpeningForm(forms.Form):
    """What a case is opened on (R1, R15)."""

    criterion = radios("", Criterion.choices)

    def __init__(self, *args: Any, actor: Actor, person: PersonCard, **options: Any) -> None:
        """Offer the actor's purposes, units and the colleagues who can lead."""
        super().__init__(*args, **options)
        self.actor = actor
        self.fields["criterion"].label = _("Why does the young person come in here?")
        self.fields["criterion"].error_messages["required"] = _("Choose what the case is opened on.")
        self.fields["reason"] = reason(
            _("The reason, in words"), _("What has happened, and why ordinary help is not enough. Colleagues read it.")
        )
        self.fields["purpose"] = radios(
            _("Purpose"), [(int(each), capital(PURPOSE_LABELS[each])) for each in purposes_of(actor)]
        )
        self.fields["basis"] = line(
            _("Legal basis"), required=False, help_text=_("Leave it empty to use the usual basis of the purpose.")
        )
        self.fields["lead"] = forms.ChoiceField(label=_("Lead"), choices=leads(actor))
        units = units_of(actor)
        if units:
            self.fields["unit"] = forms.ChoiceField(label=_("Unit"), choices=units)
        latest = rules.latest_review(clock.today())
        self.fields["review_on"] = ComingDate(
            label=_("When is the case reviewed?"), help_text=_("Within three months."), latest=latest
        )
        if person.age is None or person.age < OF_AGE:
            self.fields |= parents_fields(required=True)
        self.initial = {
            "purpose": str(int(purposes_of(actor)[0])) if purposes_of(actor) else "",
            "lead": str(actor.id),
            "unit": str(actor.units[0]) if actor.units else "",
            "review_on": rules.usual_review(clock.today()),
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        """Ask about the parents, and fill in the usual basis."""
        typed = super().clean() or {}
        check_parents(self, typed)
        if typed.get("purpose") and not typed.get("basis"):
            typed["basis"] = bases.usual(Purpose(int(typed["purpose"])))
        return typed

    def opening(self, person: UUID, concern: UUID | None) -> course.Opening:
        """Return what was decided."""
        typed = self.cleaned_data
        return course.Opening(
            person=person,
            criterion=Criterion(typed["criterion"]),
            reason=typed["reason"],
            purpose=Purpose(int(typed["purpose"])),
            basis=typed["basis"],
            review_on=typed["review_on"],
            unit=UUID(typed["unit"]) if typed.get("unit") else None,
            lead=UUID(typed["lead"]),
            from_concern=concern,
            told=told_in(typed),
        )

    def answers(self) -> list[dict[str, str]]:
        """Return what was decided, to be checked."""
        typed = self.cleaned_data

        def chosen(name: str) -> str:
            field = self.fields[name]
            return str(dict(getattr(field, "choices", ())).get(typed[name], ""))

        told = (
            [(_("The parents"), f"{chosen('parents')}. {typed['parents_words']}")] if "parents" in self.fields else []
        )
        unit = [(_("Unit"), chosen("unit"))] if "unit" in self.fields else []
        rows = [
            (_("Opened on"), chosen("criterion")),
            (_("Reason"), typed["reason"]),
            (_("Purpose"), chosen("purpose")),
            (_("Legal basis"), typed["basis"]),
            (_("Lead"), chosen("lead")),
            *unit,
            (_("Reviewed"), dates.day(typed["review_on"])),
            *told,
        ]
        return [{"question": question, "answer": answer, "url": ""} for question, answer in rows]


def purposes_of(actor: Actor) -> list[Purpose]:
    """Return the purposes that the actor can open a case for, the usual one first."""
    held = purposes_for(actor.roles) & ~UNSHARED
    return [purpose for purpose in Purpose if purpose & held]


def leads(actor: Actor) -> list[tuple[str, str]]:
    """Return the colleagues who can lead a case, oneself first."""
    rows = Membership.objects.filter(organisation_id=actor.organisation.id, state=MembershipState.ACTIVE)
    named = rows.order_by("name").values_list("id", "name", "title", "roles")
    able = [(id_, f"{name}, {title}") for id_, name, title, roles in named if any(roles & role for role in OPENERS)]
    able.sort(key=lambda each: each[0] != actor.id)
    return [(str(id_), words) for id_, words in able]


def units_of(actor: Actor) -> list[tuple[str, str]]:
    """Return the open units of the actor's organisation, the own first."""
    rows = Unit.objects.filter(organisation_id=actor.organisation.id, ended_at=None).order_by("name")
    found = [(str(id_), name) for id_, name in rows.values_list("id", "name")]
    own = {str(unit) for unit in actor.units}
    return sorted(found, key=lambda each: each[0] not in own)


@dataclass(frozen=True)
class Origin:
    """Whom a case is to be about, and the concern that it comes from, if any."""

    person: PersonCard
    concern: ConcernView | None
    reason: str
    version: int

    @property
    def concern_id(self) -> UUID | None:
        """The concern's id."""
        return self.concern.id if self.concern else None


def origin_of(actor: Actor, person: UUID, concern: str) -> Origin:
    """Return where a case begins. Raises Http404, or PermissionDenied for another organisation's person."""
    card = people.get_for_reading(person=person)
    if not standing(dossier=person).is_own:
        raise PermissionDenied
    if not concern:
        return Origin(card, None, "", 0)
    try:
        view = concerns.get_for_triage(actor=actor, concern=UUID(concern))
    except ValueError as wrong:
        raise Http404 from wrong
    if not any(young.id == person for young in view.young):
        raise Http404
    ready = prepared(concern=view.id)
    return Origin(card, view, ready[0] if ready else "", ready[1] if ready else view.version)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OPENERS)
def open_case(request: HttpRequest, person: UUID) -> HttpResponse:
    """Ask what a case is opened on, show the answers to be checked, and open it. ?concern= names its origin."""
    actor = actor_in(request)
    origin = origin_of(actor, person, request.GET.get("concern", ""))
    running = [row for row in queries.of_person(person=person) if row["owner_id"] == actor.organisation.id]
    if any(row["state"] != State.CLOSED for row in running):
        return _already(request, origin, running)
    initial = {"reason": origin.reason}
    form = OpeningForm(request.POST or None, actor=actor, person=origin.person, initial=initial)
    if request.method == "POST" and request.POST.get("do") != "change" and form.is_valid():
        if request.POST.get("do") == "save":
            return _save(request, origin, form)
        return _draw(request, "open_check", origin, {"answers": form.answers(), "typed": typed_again(request)})
    return _draw(request, "open", origin, {"form": form, "closed": running})


def typed_again(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what was typed, to be sent once more from a page that only shows it."""
    left_out = {"csrfmiddlewaretoken", "do"}
    return [(name, value) for name in request.POST if name not in left_out for value in request.POST.getlist(name)]


def _draw(
    request: HttpRequest, template: str, origin: Origin, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    person = origin.person
    shown = {
        "person": person,
        "bar": {"name": person.label, "about": about(person), "url": address("people:page", person=person.id)},
        "concern": origin.concern,
        "back_url": back_of(origin),
        "called": person.label,
    }
    return render(request, f"cases/{template}.html", {**shown, **context}, status=status)


def back_of(origin: Origin) -> str:
    """Return where the opening was begun: the concern, the person, or the list."""
    if origin.concern:
        return address("concerns:concern", concern=origin.concern.id) or reverse("cases:list")
    return address("people:page", person=origin.person.id) or reverse("cases:list")


def _already(request: HttpRequest, origin: Origin, running: list[dict[str, Any]]) -> HttpResponse:
    """Offer the case that there is: one at a time about a young person."""
    context = {"running": next(row for row in running if row["state"] != State.CLOSED)}
    return _draw(request, "already", origin, context)


def _save(request: HttpRequest, origin: Origin, form: OpeningForm) -> HttpResponse:
    actor = actor_in(request)
    opening = form.opening(origin.person.id, origin.concern_id)
    try:
        with transaction.atomic():
            if origin.concern:
                verdict = Verdict(outcome=Outcome.CASE, reason=opening.reason)
                triage.decide(by=actor, concern=origin.concern.id, verdict=verdict, version=origin.version)
            case = course.open_case(by=actor, opening=opening)
    except course.AlreadyOpenError as already:
        messages.info(request, _("The case has been opened already."))
        return HttpResponseRedirect(reverse("cases:case", args=[already.case]))
    except (triage.DecidedMeanwhileError, WrongStateError, WrongYoungError):
        form.add_error(None, _("Somebody else has decided on the concern in between. Read it again before you go on."))
        return _draw(request, "open", origin, {"form": form, "closed": []}, status=CONFLICT)
    messages.success(request, _("The case has been opened. Begin with what the young person says."))
    return HttpResponseRedirect(reverse("cases:case", args=[case]))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OPENERS)
def open_from_concern(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Lead from a concern about one young person to the opening; else say what comes first.

    Where it is about nobody yet, somebody who is in it as something else can be who it is about; what they were named
    as stays (R12).
    """
    actor = actor_in(request)
    view = concerns.get_for_triage(actor=actor, concern=concern)
    if request.method == "POST" and not view.young and _chosen(request, actor, view):
        view = concerns.get_for_triage(actor=actor, concern=concern)
    if len(view.young) == 1:
        return HttpResponseRedirect(f"{reverse('cases:open', args=[view.young[0].id])}?concern={concern}")
    return _whom(request, view)


def _chosen(request: HttpRequest, actor: Actor, view: ConcernView) -> bool:
    """Write down that the concern is about somebody who stands in it; tell whether it is so now."""
    asked = request.POST.get("do", "")
    person = next((card.id for card in _others(view) if str(card.id) == asked), None)
    if person is None:
        raise Http404
    part, once = Part(role=InvolvedRole.OF_CONCERN, person=person), token_of_form(actor, ids.of_form(person, view.id))
    try:
        add_person(by=actor, concern=view.id, part=part, version=view.version, once=once)
    except (WrittenAlreadyError, InItAlreadyError):
        return True
    except triage.DecidedMeanwhileError:
        messages.error(request, _("Somebody else has decided on the concern in between. Read it again."))
        return False
    return True


def _others(view: ConcernView) -> list[PersonCard]:
    """Return who stands in a concern as something else than whom it is about, each once."""
    return list({part.person.id: part.person for part in view.involved if part.person}.values())


def _whom(request: HttpRequest, view: ConcernView) -> HttpResponse:
    """Say whom the concern is about, and what has to be done before it is about one known young person."""
    context = {
        "concern": view,
        "people": [{"title": card.label, "about": about(card)} for card in view.young],
        "others": [
            {"id": part.person.id, "title": part.person.label, "role": part.role.label}
            for part in view.involved
            if part.person is not None and part.role is not InvolvedRole.OF_CONCERN
        ],
        "add_url": address("concerns:add-person", concern=view.id),
        "back_url": address("concerns:concern", concern=view.id) or reverse("cases:list"),
    }
    return render(request, "cases/whom.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*OPENERS)
def join(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Join a concern to a case about one of its young people, with the reason written at triage or here."""
    actor = actor_in(request)
    view = concerns.get_for_triage(actor=actor, concern=concern)
    if len(view.young) > 1:
        return _whom(request, view)
    cases = joinable(actor, view)
    ready = prepared(concern=concern)
    form = JoinForm(request.POST or None, cases=cases, initial={"reason": ready[0] if ready else ""})
    if request.method == "POST" and cases and form.is_valid():
        case, why = UUID(form.cleaned_data["case"]), form.cleaned_data["reason"]
        try:
            with transaction.atomic():
                verdict = Verdict(outcome=Outcome.JOINED, reason=why)
                version = ready[1] if ready else view.version
                triage.decide(by=actor, concern=concern, verdict=verdict, version=version)
                course.join(by=actor, case=case, concern=concern)
        except (triage.DecidedMeanwhileError, WrongStateError, WrongYoungError):
            form.add_error(
                None, _("Somebody else has decided on the concern in between. Read it again before you go on.")
            )
        else:
            messages.success(request, _("The concern now belongs to the case."))
            return HttpResponseRedirect(reverse("cases:case", args=[case]))
    context = {
        "concern": view,
        "form": form,
        "cases": cases,
        "open_url": reverse("cases:open-concern", args=[concern]),
        "back_url": address("concerns:concern", concern=concern) or reverse("cases:list"),
    }
    return render(request, "cases/join.html", context)


def joinable(actor: Actor, view: ConcernView) -> list[tuple[str, str]]:
    """Return the own organisation's running cases about the concern's young people."""
    cards = {card.id: card for card in view.young}
    return [
        (
            str(row["id"]),
            _("%(name)s, lead %(lead)s") % {"name": cards[row["person_id"]].label, "lead": row["lead_name"] or "–"},
        )
        for row in queries.of_people(people=set(cards))
        if row["owner_id"] == actor.organisation.id and row["state"] != State.CLOSED
    ]


class JoinForm(forms.Form):
    """Which case, and why."""

    def __init__(self, *args: Any, cases: list[tuple[str, str]], **options: Any) -> None:
        """Offer the cases."""
        super().__init__(*args, **options)
        self.fields["case"] = radios(
            _("Which case does it belong to?"), cases, initial=cases[0][0] if len(cases) == 1 else None
        )
        self.fields["reason"] = reason()
