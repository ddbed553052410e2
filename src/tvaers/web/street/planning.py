"""Planning a shift, changing the plan, and debriefing: three forms."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.outreach import queries
from tvaers.outreach.actions import debriefing, planning
from tvaers.outreach.rules import WALKERS, WrongStateError
from tvaers.sharing.entrance import actor_in, requires
from tvaers.web.street.forms import ChangeForm, DebriefForm, PlanForm


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*WALKERS)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a shift."""
    actor = actor_in(request)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        colleagues=queries.colleagues(actor=actor),
        places=queries.places(),
        neighbours=queries.neighbours(actor=actor),
        initial={"team": [str(actor.id)]},
    )
    if form.is_bound and form.is_valid():
        shift = planning.plan(by=actor, told=form.told(), form=form.cleaned_data["form"])
        messages.success(request, _("The shift is planned."))
        return redirect("street:shift", shift=shift)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "street/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*WALKERS)
def change(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Plan a shift anew that nobody has begun."""
    actor = actor_in(request)
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        before=planning.planned(by=actor, shift=shift),
        colleagues=queries.colleagues(actor=actor),
        places=queries.places(),
    )
    if form.is_bound and form.is_valid():
        try:
            planning.change(by=actor, shift=shift, told=form.told(), was=form.cleaned_data["was"])
        except planning.ChangedMeanwhileError:
            said = _("Somebody has changed the plan since you opened it. Look at it, and change it again.")
            form.add_error(None, said)
        except WrongStateError:
            messages.error(request, _("Somebody has changed the shift meanwhile. Look at it as it is now."))
            return redirect("street:shift", shift=shift)
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("street:shift", shift=shift)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "street/change.html", {"form": form, "shift": shift}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def debrief(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Say what the team says of its shift; for who walked and who leads."""
    actor = actor_in(request)
    if not queries.is_of_team(actor=actor, shift=shift):
        raise PermissionDenied
    form = DebriefForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = form.told()
        if told.says_something:
            debriefing.write(by=actor, shift=shift, told=told, form=form.cleaned_data["form"])
            messages.success(request, _("The debrief is saved."))
        return redirect("street:shift", shift=shift)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "street/debrief.html", {"form": form, "shift": shift}, status=status)
