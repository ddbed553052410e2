"""An organisation's own volunteers: the list by name, one of them, and the form that they are written down with."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.civilsociety import access, actions, queries
from tvaers.civilsociety.actions import ChangedMeanwhileError
from tvaers.civilsociety.enums import VolunteerState
from tvaers.civilsociety.rules import WrongStateError
from tvaers.foundation import clock
from tvaers.sharing.entrance import actor_in
from tvaers.web.civilsociety import words
from tvaers.web.civilsociety.forms import VolunteerForm


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List the volunteers by name: those who help or are asked, and those who have stopped."""
    rows = queries.volunteers(actor=actor_in(request))
    for row in rows:
        row["stands"] = VolunteerState(row["state"]).label
        row["missing"] = words.missing(row)
    context = {
        "now": [row for row in rows if row["state"] != VolunteerState.ENDED],
        "stopped": [row for row in rows if row["state"] == VolunteerState.ENDED],
    }
    return render(request, "civilsociety/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a volunteer down; the agreement comes next."""
    actor = actor_in(request)
    access.check_keeper(actor)
    form = VolunteerForm(request.POST if request.method == "POST" else None, colleagues=queries.colleagues(actor=actor))
    if form.is_bound and form.is_valid():
        volunteer = actions.begin(by=actor, told=form.told(), form=form.cleaned_data["form"])
        messages.success(request, _("The volunteer is written down. Print the agreement and sign it together."))
        return redirect("civilsociety:volunteer", volunteer=volunteer)
    return _form_page(request, form, title=_("Add a volunteer"), back=reverse("civilsociety:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Change what is known of a volunteer."""
    actor = actor_in(request)
    view = access.get_for_reading(actor=actor, id=volunteer)
    back = reverse("civilsociety:volunteer", args=[volunteer])
    if view.has_stopped:
        return redirect(back)
    form = VolunteerForm(
        request.POST if request.method == "POST" else None, colleagues=queries.colleagues(actor=actor), view=view
    )
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            actions.save(by=actor, volunteer=volunteer, told=form.told(), version=form.cleaned_data["version"] or 0)
        except ChangedMeanwhileError:
            status = HTTPStatus.CONFLICT
            form.data = request.POST.dict() | {"version": str(view.version)}
            form.add_error(None, _("A colleague has changed it meanwhile. Look at what stands now, and save again."))
        except WrongStateError:
            status = HTTPStatus.CONFLICT
            form.add_error(None, _("The volunteer has stopped meanwhile. Nothing is changed any more."))
        else:
            messages.success(request, _("It is saved."))
            return redirect(back)
    return _form_page(request, form, title=_("Change what is known"), back=back, status=status)


def _form_page(
    request: HttpRequest, form: VolunteerForm, *, title: str, back: str, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {"form": form, "title": title, "back_url": back}
    return render(request, "civilsociety/write.html", context, status=status)


@require_GET
def one(request: HttpRequest, volunteer: UUID) -> HttpResponse:
    """Show a volunteer: who, the papers, the training, the certificate's days, and what is left to do."""
    view = access.get_for_reading(actor=actor_in(request), id=volunteer)
    context: dict[str, Any] = {
        "view": view,
        "is_due": not view.has_stopped and view.review_on <= clock.today(),
        "days": words.days(view),
    }
    return render(request, "civilsociety/volunteer.html", context)
