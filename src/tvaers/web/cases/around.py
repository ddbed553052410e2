"""Writing down own words, strengths, people of the network and contact with parents; taking a line out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.cases.actions import people_around
from tvaers.cases.actions.parents import write_contact
from tvaers.cases.enums import Circle, Closeness, Speaker
from tvaers.cases.models import NetworkMember, Strength, Voice
from tvaers.foundation import clock
from tvaers.web.cases.forms import NetworkForm, ParentsForm, StrengthForm, VoiceForm, told_in
from tvaers.web.cases.frame import Place, form_page, opened_to_add


def _written(  # noqa: PLR0917 - one page of several of a kind
    request: HttpRequest,
    place: Place,
    current: str,
    form: forms.Form,
    save: Callable[[dict[str, Any]], object],
    shown: dict[str, str],
) -> HttpResponse:
    """Draw a form, or save what it holds and go back to the page it belongs to."""
    back = reverse(f"cases:{shown['back']}", args=[place.id])
    if request.method == "POST" and form.is_valid():
        save(form.cleaned_data)
        messages.success(request, shown["done"])
        return HttpResponseRedirect(back)
    return form_page(request, place, current, {"form": form, "back_url": back, **shown})


@require_http_methods(["GET", "HEAD", "POST"])
def add_voice(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write own words down."""
    place = opened_to_add(request, case)

    def save(typed: dict[str, Any]) -> None:
        people_around.write_voice(
            by=place.actor,
            case=case,
            speaker=Speaker(typed["speaker"]),
            words=typed["words"],
            said_by=typed["said_by"],
            said_on=typed["said_on"],
            is_approved=typed["is_approved"],
            form=typed["form"],
        )

    shown = {
        "title": _("Write words down"),
        "intro": _("The young person’s own words stand first on the case’s page, then the family’s."),
        "do": _("Save the words"),
        "done": _("The words have been written down."),
        "back": "case",
    }
    return _written(
        request, place, "words", VoiceForm(request.POST or None, initial={"said_on": clock.today()}), save, shown
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_strength(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down something that carries."""
    place = opened_to_add(request, case)

    def save(typed: dict[str, Any]) -> None:
        people_around.write_strength(
            by=place.actor,
            case=case,
            title=typed["title"],
            words=typed["words"],
            said_by=typed["said_by"],
            form=typed["form"],
        )

    shown = {
        "title": _("Add a strength"),
        "intro": _("What works already, and whom the young person can build on."),
        "do": _("Save the strength"),
        "done": _("The strength has been added."),
        "back": "case",
    }
    return _written(request, place, "words", StrengthForm(request.POST or None), save, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add_to_network(request: HttpRequest, case: UUID) -> HttpResponse:
    """Draw somebody into the network."""
    place = opened_to_add(request, case)

    def save(typed: dict[str, Any]) -> None:
        people_around.add_to_network(
            by=place.actor,
            case=case,
            circle=Circle(typed["circle"]),
            closeness=Closeness(typed["closeness"]),
            name=typed["name"],
            relation=typed["relation"],
            brings=typed["brings"],
            form=typed["form"],
        )

    shown = {
        "title": _("Add somebody to the network"),
        "intro": _("Draw it together with the young person. Strong and weak contacts both belong in it."),
        "do": _("Add to the network"),
        "done": _("The network has been extended."),
        "back": "network",
    }
    return _written(request, place, "network", NetworkForm(request.POST or None), save, shown)


@require_http_methods(["GET", "HEAD", "POST"])
def add_contact(request: HttpRequest, case: UUID) -> HttpResponse:
    """Write down contact with the parents, or why there was none (R9)."""
    place = opened_to_add(request, case)

    def save(typed: dict[str, Any]) -> None:
        told = told_in(typed)
        if told:
            write_contact(by=place.actor, case=case, told=told, form=typed["form"])

    shown = {
        "title": _("Contact with the parents"),
        "intro": _("Parents of somebody under 18 are contacted, unless it could harm the young person."),
        "do": _("Save"),
        "done": _("It has been written down and stands on the timeline."),
        "back": "timeline",
        "method_place": "parents",
    }
    return _written(request, place, "timeline", ParentsForm(request.POST or None), save, shown)


LINES: dict[str, tuple[type[Voice | Strength | NetworkMember], str]] = {
    "voice": (Voice, "words"),
    "strength": (Strength, "words"),
    "network": (NetworkMember, "network"),
}


@require_POST
def take_out(request: HttpRequest, case: UUID, kind: str, row: UUID) -> HttpResponse:
    """Take a line out that should not be there; the log keeps that it was."""
    place = opened_to_add(request, case)
    if kind not in LINES:
        raise Http404
    model, back = LINES[kind]
    people_around.take_out(by=place.actor, case=case, model=model, row=row)
    messages.success(request, _("It has been taken out. The log keeps that it was there, but not what it said."))
    return HttpResponseRedirect(reverse(f"cases:{back}", args=[case]))
