"""What is noted of a volunteer after the first day: papers, training, certificate, looking again, stopping, erasing."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.civilsociety import access, actions, rules
from tvaers.civilsociety.access import VolunteerView
from tvaers.civilsociety.actions import ChangedMeanwhileError
from tvaers.civilsociety.enums import VolunteerState
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.web.civilsociety.forms import CertificateForm, EndForm, PapersForm, ReviewForm, TrainingForm, Versioned

SHOWS = ["GET", "HEAD", "POST"]


def _typed(request: HttpRequest) -> Any:  # noqa: ANN401 - QueryDict
    return request.POST if request.method == "POST" else None


def _back(volunteer: UUID) -> HttpResponse:
    return redirect("civilsociety:volunteer", volunteer=volunteer)


def _saved(form: Versioned, actor: Actor, volunteer: UUID, save: Callable[[], object]) -> bool:
    """Save; where a colleague was faster, say so in the form and let what was typed be saved after all."""
    try:
        save()
    except ChangedMeanwhileError:
        form.again(access.get_for_reading(actor=actor, id=volunteer).version)
        return False
    except rules.WrongStateError:
        form.add_error(None, _("The volunteer has stopped meanwhile. Nothing is changed any more."))
        return False
    return True


def _page(request: HttpRequest, name: str, view: VolunteerView, form: forms.Form, **more: object) -> HttpResponse:
    is_late = bool(form.non_field_errors())
    status = HTTPStatus.CONFLICT if is_late else HTTPStatus.OK
    return render(request, f"civilsociety/{name}.html", {"view": view, "form": form, **more}, status=status)


@require_http_methods(SHOWS)
def papers(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Note when the agreement was made and confidentiality was promised."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    if view.has_stopped:
        return _back(volunteer)
    form = PapersForm(_typed(request), view=view)

    def save() -> None:
        typed = form.cleaned_data
        days = {name: typed[name] for name in ("agreed_on", "confidential_on")}
        now = actions.note_papers(by=actor, volunteer=volunteer, version=typed["version"], **days)
        active = now is VolunteerState.ACTIVE
        messages.success(request, _("Both papers are there: the volunteer is active.") if active else _("It is saved."))

    if form.is_bound and form.is_valid() and _saved(form, actor, volunteer, save):
        return _back(volunteer)
    return _page(request, "papers", view, form)


@require_http_methods(SHOWS)
def certificate(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Note the days of the children's certificate."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    if view.has_stopped or not view.certificate.with_children:
        return _back(volunteer)
    form = CertificateForm(_typed(request), view=view)

    def save() -> None:
        version = form.cleaned_data["version"]
        actions.note_certificate(by=actor, volunteer=volunteer, said=form.said(), version=version)
        messages.success(request, _("The days are saved."))

    if form.is_bound and form.is_valid() and _saved(form, actor, volunteer, save):
        return _back(volunteer)
    return _page(request, "certificate", view, form)


@require_http_methods(SHOWS)
def training(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Show what a volunteer has learned, and add a line."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    if view.has_stopped:
        return _back(volunteer)
    form = TrainingForm(_typed(request))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        actions.add_training(
            by=actor, volunteer=volunteer, what=typed["what"], held_on=typed["held_on"], form=typed["form"]
        )
        messages.success(request, _("The training is noted."))
        return redirect("civilsociety:training", volunteer=volunteer)
    return _page(request, "training", view, form)


@require_POST
def remove_training(request: HttpRequest, volunteer: UUID, line: UUID) -> HttpResponse:
    """Take a line out that was noted by mistake."""
    try:
        actions.remove_training(by=actor_in(request), volunteer=volunteer, line=line)
    except rules.WrongStateError:
        messages.info(request, _("The volunteer has stopped meanwhile. Nothing is changed any more."))
        return _back(volunteer)
    messages.success(request, _("The line is taken out."))
    return redirect("civilsociety:training", volunteer=volunteer)


@require_http_methods(SHOWS)
def review(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Say that all still holds, and when it is looked at again."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    if view.has_stopped:
        return _back(volunteer)
    form = ReviewForm(_typed(request))
    if form.is_bound and form.is_valid():
        actions.review(by=actor, volunteer=volunteer, review_on=form.day)
        messages.success(request, _("Looked at again on %(day)s.") % {"day": dates.year_day(form.day)})
        return _back(volunteer)
    return _page(request, "review", view, form)


@require_http_methods(SHOWS)
def end(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Note that a volunteer has stopped; when they are erased stands there before and after."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    if view.has_stopped:
        return _back(volunteer)
    form = EndForm(_typed(request))
    if form.is_bound and form.is_valid():
        erased = actions.end(by=actor, volunteer=volunteer, ended_on=form.cleaned_data["ended_on"])
        messages.success(request, _("It is noted. Erased on %(day)s.") % {"day": dates.year_day(erased)})
        return _back(volunteer)
    return _page(request, "end", view, form, months=rules.MONTHS_AFTER_END)


@require_http_methods(SHOWS)
def erase(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Erase at once who was written down by mistake, or asks for it."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    if request.method == "POST":
        actions.erase(by=actor, volunteer=volunteer)
        messages.success(request, _("The volunteer is erased."))
        return redirect("civilsociety:list")
    return render(request, "civilsociety/erase.html", {"view": view})
