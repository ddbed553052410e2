"""Deciding on a method: taken into use, shown elsewhere, still right, no longer in use."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.foundation import clock
from tvaers.methods import actions, queries
from tvaers.methods.access import get_for_keeping
from tvaers.methods.actions import ChangedMeanwhileError
from tvaers.methods.enums import VersionState
from tvaers.methods.models import Method
from tvaers.methods.rules import WrongStateError, next_review
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.wording import listed
from tvaers.ui import dates
from tvaers.web.methods.doors import keeper
from tvaers.web.methods.forms import ArrangeForm, UseForm
from tvaers.web.methods.reading import blocks
from tvaers.web.methods.starters import starters


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, method: UUID) -> HttpResponse:
    """Read the draft once more, say who reads it and where it is shown, and take it into use."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=method)
    found = queries.versions(method=method)
    draft = next((each for each in found if each["state"] == VersionState.DRAFT), None)
    if draft is None:
        messages.info(request, _("There is no draft any more. This is what is in use now."))
        return redirect("methods:method", method=method)
    is_first = len(found) == 1
    offered = _offered(actor)
    begun = _first(row, actor, offered) if is_first else _as_it_is(row)
    form = UseForm(
        request.POST if request.method == "POST" else None,
        is_first=is_first,
        initial=begun | {"version": draft["edition"]},
        **offered,
    )
    if form.is_bound and form.is_valid():
        try:
            actions.take_into_use(
                by=actor,
                method=method,
                edition=form.cleaned_data["version"],
                reach=form.reach(),
                changed=form.cleaned_data.get("changed", ""),
            )
        except (ChangedMeanwhileError, WrongStateError):
            messages.error(request, _("A colleague has changed the draft meanwhile. Read it once more."))
            return redirect("methods:use", method=method)
        messages.success(request, _("The page is in use."))
        return redirect("methods:method", method=method)
    former = next((each for each in found if each["state"] == VersionState.IN_USE), None)
    context = {"form": form, "draft": draft, "former": former, "blocks": blocks(draft["body"]), "method": method}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "methods/use.html", context, status=status)


def _offered(actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Return what the form offers."""
    return {"audiences": queries.audiences(actor=actor), "colleagues": queries.colleagues(actor=actor)}


def _first(row: Method, actor: Actor, offered: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return what the form begins with for a first version: the partners, the starter's places, and a year."""
    begun = starters().get(row.starter)
    return {
        "topic": row.topic,
        "audience": [str(each["id"]) for each in offered["audiences"] if each["is_partner"]],
        "places": [place.value for place in begun.places] if begun else [],
        "keeper": str(actor.id),
        "review": next_review(clock.today()),
    }


def _as_it_is(row: Method) -> dict[str, Any]:
    """Return what the form begins with for a method that stands in the library; it is looked at now."""
    review = row.review_date
    return {
        "topic": row.topic,
        "audience": [str(each) for each in row.audience],
        "places": row.places,
        "keeper": str(row.keeper_id),
        "review": review if review and review > clock.today() else next_review(clock.today()),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def arrange(request: HttpRequest, method: UUID) -> HttpResponse:
    """Change who reads a method, where it is shown and who keeps it."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=method)
    form = ArrangeForm(
        request.POST if request.method == "POST" else None,
        initial=_as_it_is(row),
        **_offered(actor),
    )
    if form.is_bound and form.is_valid():
        actions.arrange(by=actor, method=method, reach=form.reach())
        messages.success(request, _("Saved."))
        return redirect("methods:method", method=method)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "methods/arrange.html", {"form": form, "method": method}, status=status)


@require_POST
def confirm(request: HttpRequest, method: UUID) -> HttpResponse:
    """Say that it still holds."""
    actor = keeper(request)
    again = actions.confirm(by=actor, method=method)
    messages.success(request, _("It holds. It is looked at again %(day)s.") % {"day": dates.year_day(again)})
    return redirect("methods:method", method=method)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, method: UUID) -> HttpResponse:
    """Take a method out of use, after it was said what that means."""
    actor = keeper(request)
    if request.method == "POST":
        actions.retire(by=actor, method=method)
        messages.success(request, _("The page is no longer in use. Its versions can still be read."))
        return redirect("methods:method", method=method)
    about = queries.about(actor=actor, method=method)
    get_for_keeping(actor=actor, id=method)
    in_use = next((row for row in queries.versions(method=method) if row["state"] == VersionState.IN_USE), None)
    if in_use is None:
        return redirect("methods:method", method=method)
    context = {"one": in_use, "method": method, "readers": listed(queries.names_of(about["audience"]))}
    return render(request, "methods/retire.html", context)
