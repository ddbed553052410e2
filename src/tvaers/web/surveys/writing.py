"""Making a survey: begun, changed, its counts typed, dropped."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas.queries import tree
from tvaers.foundation import clock
from tvaers.surveys import actions, queries
from tvaers.surveys.access import get_for_writing
from tvaers.surveys.actions import ChangedMeanwhileError
from tvaers.surveys.enums import SurveyState
from tvaers.surveys.models import Survey
from tvaers.surveys.rules import WrongStateError
from tvaers.surveys.words import QUESTIONNAIRES
from tvaers.web.surveys.doors import writer
from tvaers.web.surveys.forms import CountForm, WriteForm, words_of


def _status(form: Any) -> HTTPStatus:  # noqa: ANN401 - a form
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _stays(request: HttpRequest, survey: UUID) -> HttpResponse:
    messages.info(request, _("The survey is published by now, and stays as it is."))
    return redirect("surveys:survey", survey=survey)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    actor = writer(request)
    today = clock.today()
    begun = {"area": request.GET.get("area", ""), "from_date": today, "until_date": today}
    form = WriteForm(request.POST if request.method == "POST" else None, places=tree(), initial=begun)
    if form.is_bound and form.is_valid():
        survey = actions.begin(by=actor, told=form.told(), form=form.cleaned_data["form"])
        messages.success(request, _("The draft is saved. Print the form, ask, and type the counts afterwards."))
        return redirect("surveys:survey", survey=survey)
    context = {"form": form, "title": _("New survey of safety"), "back_url": reverse("surveys:list")}
    return render(request, "surveys/write.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Change what a draft is."""
    actor = writer(request)
    row = get_for_writing(actor=actor, id=survey)
    if row.state != SurveyState.DRAFT:
        return _stays(request, survey)
    form = _write_form(request.POST if request.method == "POST" else None, row)
    status = _status(form)
    if form.is_bound and form.is_valid():
        try:
            actions.save(by=actor, survey=survey, told=form.told(), edition=form.cleaned_data["version"] or 0)
        except ChangedMeanwhileError:
            form, status = _again(_write_form, request, row), HTTPStatus.CONFLICT
        except WrongStateError:
            return _stays(request, survey)
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:survey", survey=survey)
    context = {
        "form": form,
        "title": _("Change the survey"),
        "about": row.title,
        "back_url": reverse("surveys:survey", args=[survey]),
        "theirs": row if status is HTTPStatus.CONFLICT else None,
    }
    return render(request, "surveys/write.html", context, status=status)


def _write_form(typed: Any, row: Survey) -> WriteForm:  # noqa: ANN401 - what was sent, or None
    begun = {name: getattr(row, name) for name in ("title", "how", "from_date", "until_date", "summary")}
    begun |= {"area": str(row.area_id), "version": row.edition}
    return WriteForm(typed, places=tree(), known=words_of(row.title, row.summary), initial=begun)


def _again(make: Any, request: HttpRequest, row: Survey) -> Any:  # noqa: ANN401 - one of two forms
    """Return what was typed once more, beside what a colleague has saved; to save again is a choice."""
    typed = request.POST.copy()
    typed["version"] = str(row.edition)
    form = make(typed, row)
    form.is_valid()
    text = _("A colleague has changed the survey meanwhile. Look below, and save again if yours is right.")
    form.add_error(None, text)
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Type what was counted; the numbers must fit each other."""
    actor = writer(request)
    row = get_for_writing(actor=actor, id=survey)
    if row.state != SurveyState.DRAFT:
        return _stays(request, survey)
    form = _count_form(request.POST if request.method == "POST" else None, row)
    status = _status(form)
    if form.is_bound and form.is_valid():
        try:
            edition = form.cleaned_data["version"] or 0
            actions.type_counts(by=actor, survey=survey, counted=form.counted(), edition=edition)
        except ChangedMeanwhileError:
            form, status = _again(_count_form, request, row), HTTPStatus.CONFLICT
        except WrongStateError:
            return _stays(request, survey)
        else:
            messages.success(request, _("The counts are saved. Below stands what others see of them."))
            return redirect("surveys:survey", survey=survey)
    return render(request, "surveys/counts.html", {"form": form, "survey": row}, status=status)


def _count_form(typed: Any, row: Survey) -> CountForm:  # noqa: ANN401 - what was sent, or None
    begun: dict[str, Any] = {"version": row.edition, "asked": row.asked, "answered": row.answered}
    questionnaire = QUESTIONNAIRES[row.questionnaire, row.version]
    return CountForm(typed, questionnaire=questionnaire, initial=begun | CountForm.begun(queries.counts_of(row.id)))


@require_POST
def drop(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Drop a draft with its counts."""
    actor = writer(request)
    get_for_writing(actor=actor, id=survey)
    try:
        actions.drop(by=actor, survey=survey)
    except WrongStateError:
        return _stays(request, survey)
    messages.success(request, _("The draft is dropped."))
    return redirect("surveys:list")
