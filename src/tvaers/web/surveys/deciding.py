"""Deciding on a survey: published, arranged, taken back; and what is to be done after it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas.queries import tree
from tvaers.foundation import clock
from tvaers.partnerships.wording import listed
from tvaers.surveys import actions, queries
from tvaers.surveys.access import get_for_writing, get_problem_for_writing
from tvaers.surveys.actions import ChangedMeanwhileError
from tvaers.surveys.enums import SurveyState
from tvaers.surveys.models import Survey
from tvaers.surveys.rules import TooAlikeError, TooFewError, WrongStateError, latest_end, next_measuring, usual_end
from tvaers.ui import dates
from tvaers.web.surveys.doors import writer
from tvaers.web.surveys.forms import DoneForm, ProblemForm, ReachForm


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Say who reads a survey, and publish it; of one that is published, change who reads it."""
    actor = writer(request)
    row = get_for_writing(actor=actor, id=survey)
    if row.state == SurveyState.ENDED:
        return redirect("surveys:survey", survey=survey)
    is_published = row.state == SurveyState.PUBLISHED
    form = ReachForm(
        request.POST if request.method == "POST" else None,
        readers=queries.readers(actor=actor),
        latest=dates.local_date(row.expires_at) if is_published else latest_end(clock.today()),
        initial=_initial(row, is_published=is_published),
    )
    if form.is_bound and form.is_valid():
        try:
            if is_published:
                actions.arrange(by=actor, survey=survey, reach=form.reach())
            else:
                edition = form.cleaned_data["version"] or 0
                actions.publish(by=actor, survey=survey, reach=form.reach(), edition=edition)
        except TooFewError:
            messages.info(request, _("Type the counts first: at least five must have answered."))
        except TooAlikeError:
            text = _(
                "The same days were published before with a few sheets more or less: the two would tell on these few."
            )
            messages.info(request, text)
        except (ChangedMeanwhileError, WrongStateError):
            messages.info(request, _("A colleague has changed the survey meanwhile. Look at it before you go on."))
        else:
            messages.success(request, _("Saved.") if is_published else _("The survey is published."))
        return redirect("surveys:survey", survey=survey)
    context = {"form": form, "survey": row, "is_published": is_published}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "surveys/publish.html", context, status=status)


def _initial(row: Survey, *, is_published: bool) -> dict[str, Any]:
    """Return what the form begins with: five years and a year after the asking for a draft, else as it is."""
    if not is_published:
        again = max(next_measuring(row.until_date), clock.today())
        return {"version": row.edition, "until": usual_end(clock.today()), "remeasure": again}
    return {
        "version": row.edition,
        "audience": [str(each) for each in row.audience],
        "until": dates.local_date(row.expires_at),
        "remeasure": row.remeasure_on,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Take a published survey back."""
    actor = writer(request)
    row = get_for_writing(actor=actor, id=survey)
    if row.state != SurveyState.PUBLISHED:
        return redirect("surveys:survey", survey=survey)
    if request.method == "POST":
        actions.end(by=actor, survey=survey)
        messages.success(request, _("The survey is taken back. Only your own organisation still sees it."))
        return redirect("surveys:survey", survey=survey)
    readers = listed(queries.names_of(row.audience).values())
    return render(request, "surveys/end.html", {"survey": row, "readers": readers})


@require_http_methods(["GET", "HEAD", "POST"])
def problem(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Write down what is to be done, and who sees to it."""
    actor = writer(request)
    row = get_for_writing(actor=actor, id=survey)
    if row.state != SurveyState.PUBLISHED:
        messages.info(request, _("Publish the survey first: whoever sees to it must read it."))
        return redirect("surveys:survey", survey=survey)
    form = ProblemForm(
        request.POST if request.method == "POST" else None,
        organisations=queries.names_of([row.owner_id, *row.audience]),
        places=tree(),
    )
    if form.is_bound and form.is_valid():
        actions.add_problem(by=actor, survey=survey, remedy=form.remedy(), form=form.cleaned_data["form"])
        messages.success(request, _("It stands on the list."))
        return redirect("surveys:survey", survey=survey)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "surveys/problem.html", {"form": form, "survey": row}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def done(request: HttpRequest, problem: UUID) -> HttpResponse:
    """Say what was done about it."""
    actor = writer(request)
    row = get_problem_for_writing(actor=actor, id=problem)
    if row.done_on is not None or row.survey.state != SurveyState.PUBLISHED:
        return redirect("surveys:survey", survey=row.survey_id)
    form = DoneForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        actions.say_done(by=actor, problem=problem, words=typed["words"], on=typed["on"])
        messages.success(request, _("It stands as done."))
        return redirect("surveys:survey", survey=row.survey_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "surveys/done.html", {"form": form, "problem": row}, status=status)


@require_POST
def take_out(request: HttpRequest, problem: UUID) -> HttpResponse:
    """Take out what was written by mistake."""
    actor = writer(request)
    survey = get_problem_for_writing(actor=actor, id=problem).survey_id
    try:
        actions.take_out_problem(by=actor, problem=problem)
    except WrongStateError:
        messages.info(request, _("A colleague has changed the survey meanwhile. Look at it before you go on."))
    else:
        messages.success(request, _("It is taken out."))
    return redirect("surveys:survey", survey=survey)
