"""Deciding on an effort: offered, whether there is room, still right, closed."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.efforts import actions, queries
from tvaers.efforts.access import get_for_keeping
from tvaers.efforts.enums import EffortState, Room
from tvaers.efforts.models import Effort
from tvaers.efforts.rules import next_review
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.wording import listed
from tvaers.ui import dates
from tvaers.web.efforts.doors import keeper
from tvaers.web.efforts.forms import OfferForm, RoomForm


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Say who sees an effort, and offer it; of one that is offered, change who sees it."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=effort)
    if not row.areas:
        messages.info(request, _("Choose where it works first."))
        return redirect("efforts:write", effort=effort)
    audiences = queries.audiences(actor=actor)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        audiences=audiences,
        colleagues=queries.colleagues(actor=actor),
        initial=_initial(row, actor, audiences),
    )
    is_offered = row.state == EffortState.OFFERED
    if form.is_bound and form.is_valid():
        actions.offer(by=actor, effort=effort, reach=form.reach())
        messages.success(
            request, _("Saved.") if is_offered else _("The effort is offered. It can be chosen in a case.")
        )
        return redirect("efforts:effort", effort=effort)
    context = {"form": form, "effort": row, "is_offered": is_offered}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "efforts/offer.html", context, status=status)


def _initial(row: Effort, actor: Actor, audiences: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the form begins with: the partners and a year for a draft, else as it is."""
    again = next_review(clock.today())
    if row.state == EffortState.DRAFT:
        partners = [str(each["id"]) for each in audiences if each["is_partner"]]
        return {"audience": partners, "keeper": str(actor.id), "review": again}
    review = row.review_date
    return {
        "audience": [str(each) for each in row.audience],
        "keeper": str(row.keeper_id),
        "review": review if review and review > clock.today() else again,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Say whether there is room, today and by name."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=effort)
    if row.state != EffortState.OFFERED:
        return redirect("efforts:effort", effort=effort)
    form = RoomForm(request.POST if request.method == "POST" else None, initial={"room": row.room})
    if form.is_bound and form.is_valid():
        actions.say_room(by=actor, effort=effort, room=Room(form.cleaned_data["room"]))
        messages.success(request, _("It stands on the effort’s page, with your name and today’s date."))
        return redirect("efforts:effort", effort=effort)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "efforts/room.html", {"form": form, "effort": row}, status=status)


@require_POST
def confirm(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Say that it still holds."""
    again = actions.confirm(by=keeper(request), effort=effort)
    messages.success(request, _("It holds. It is looked at again %(day)s.") % {"day": dates.year_day(again)})
    return redirect("efforts:effort", effort=effort)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Close an effort, after it was said what that means."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=effort)
    if row.state == EffortState.DRAFT:
        return redirect("efforts:effort", effort=effort)
    if request.method == "POST":
        actions.close(by=actor, effort=effort)
        messages.success(request, _("The effort is closed. It can still be read, and be offered again."))
        return redirect("efforts:effort", effort=effort)
    if row.state == EffortState.CLOSED:
        return redirect("efforts:effort", effort=effort)
    context = {"effort": row, "readers": listed(queries.names_of(row.audience))}
    return render(request, "efforts/close.html", context)
