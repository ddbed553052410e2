"""Deciding on a plan: ready, in force, looked at again, normal, closed with what was learned."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.areas.queries import tree
from tvaers.areas.wording import words_of as area_words
from tvaers.conflict import actions, queries
from tvaers.conflict.access import get_for_planning
from tvaers.conflict.enums import PlanKind, PlanState
from tvaers.conflict.models import Plan
from tvaers.conflict.rules import WrongStateError, check_step
from tvaers.partnerships.wording import listed
from tvaers.ui import dates
from tvaers.web.conflict.doors import planner
from tvaers.web.conflict.forms import LearnForm, ReviewForm


def _readers(row: Plan) -> str:
    names = {each["id"]: each["name"] for each in queries.authorities()}
    return listed([names[each] for each in row.audience if each in names])


def _can(row: Plan, to: PlanState) -> bool:
    try:
        check_step(PlanState(row.state), to, PlanKind(row.kind))
    except WrongStateError:
        return False
    return True


def _with_review(
    request: HttpRequest, row: Plan, state: PlanState, act: Callable[..., None], page: dict[str, Any]
) -> HttpResponse:
    """Ask when the plan is looked at again, and do it. page: title, text, do and done, in words."""
    form = ReviewForm(request.POST if request.method == "POST" else None, state=state)
    if form.is_bound and form.is_valid():
        day = form.cleaned_data["review"]
        act(by=planner(request), plan=row.id, review_on=day)
        messages.success(request, page["done"] % {"day": dates.year_day(day)})
        return redirect("conflict:plan", plan=row.id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "plan": row, "readers": _readers(row), "page": page}
    return render(request, "conflict/review.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def ready(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Make a plan of something foreseeable ready."""
    row = get_for_planning(actor=planner(request), id=plan)
    if not _can(row, PlanState.READY):
        return redirect("conflict:plan", plan=plan)
    page = {
        "title": _("Let it lie ready"),
        "text": _("Its readers can see it from now on. Put it in force when it comes."),
        "do": _("Let it lie ready"),
        "done": _("The plan lies ready. It is looked at again %(day)s."),
    }
    return _with_review(request, row, PlanState.READY, actions.make_ready, page)


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Put a plan in force; again, where it flared up."""
    row = get_for_planning(actor=planner(request), id=plan)
    if not _can(row, PlanState.IN_FORCE):
        return redirect("conflict:plan", plan=plan)
    page = {
        "title": _("Put it in force"),
        "text": _("From now on its readers write in the log, and tick off what is theirs."),
        "do": _("Put it in force"),
        "done": _("The plan is in force. It is looked at again %(day)s."),
    }
    return _with_review(request, row, PlanState.IN_FORCE, actions.start, page)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Say that a plan still holds, and when somebody looks again."""
    row = get_for_planning(actor=planner(request), id=plan)
    state = PlanState(row.state)
    if state not in {PlanState.IN_FORCE, PlanState.READY}:
        return redirect("conflict:plan", plan=plan)
    page = {
        "title": _("It still holds"),
        "text": _("Read it through first: who leads it, what is done, and by which signs it is normal again."),
        "do": _("It still holds"),
        "done": _("The plan still holds. It is looked at again %(day)s."),
    }
    return _with_review(request, row, state, actions.review, page)


@require_http_methods(["GET", "HEAD", "POST"])
def calm(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Say that it is normal again, after the signs were read once more."""
    actor = planner(request)
    row = get_for_planning(actor=actor, id=plan)
    if not _can(row, PlanState.NORMAL):
        return redirect("conflict:plan", plan=plan)
    if request.method == "POST":
        actions.calm(by=actor, plan=plan)
        messages.success(request, _("It is normal again. Write what was learned while all remember it."))
        return redirect("conflict:learn", plan=plan)
    return render(request, "conflict/calm.html", {"plan": row})


@require_http_methods(["GET", "HEAD", "POST"])
def learn(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Write what was learned, and close the plan."""
    actor = planner(request)
    row = get_for_planning(actor=actor, id=plan)
    if row.state != PlanState.NORMAL:
        return redirect("conflict:plan", plan=plan)
    form = LearnForm(request.POST if request.method == "POST" else None, known=area_words(tree()))
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        actions.learn(by=actor, plan=plan, went_well=typed["went_well"], next_time=typed["next_time"])
        messages.success(request, _("The plan is closed. Its readers see what was learned for another month."))
        return redirect("conflict:plan", plan=plan)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "conflict/learn.html", {"plan": row, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Close a plan that lay ready and was never needed, after it was said what that means."""
    actor = planner(request)
    row = get_for_planning(actor=actor, id=plan)
    if row.state != PlanState.READY:
        return redirect("conflict:plan", plan=plan)
    if request.method == "POST":
        actions.give_up(by=actor, plan=plan)
        messages.success(request, _("The plan is closed."))
        return redirect("conflict:plan", plan=plan)
    return render(request, "conflict/give_up.html", {"plan": row, "readers": _readers(row)})
