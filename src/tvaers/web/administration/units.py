"""The units of the own organisation: add, rename, close, open again."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tvaers.foundation.meanwhile import ClashError
from tvaers.partnerships import access, actions, queries
from tvaers.partnerships.enums import UnitKind
from tvaers.ui.forms import SharedForm
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import LineField

LIST = "administration:units"
CONFLICT = 409


class UnitForm(SharedForm):
    """A unit's name, and what it does."""

    name = LineField(
        label=gettext_lazy("Name of the unit"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the unit's name.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it does"),
        choices=UnitKind.choices,
        help_text=gettext_lazy("Others see it when they look for somebody in your organisation."),
    )

    def refuse_name(self) -> None:
        """Say that the name is taken."""
        self.add_error("name", _("You have a unit with this name already, perhaps a closed one."))


@require_safe
@administrators
def units(request: StaffRequest) -> HttpResponse:
    """Show the units, closed ones last."""
    rows = [
        [
            {"text": unit.name, "url": reverse("administration:unit", args=[unit.id])},
            unit.kind.label,
            unit.members,
            _("In use") if unit.ended_at is None else _("Closed"),
        ]
        for unit in queries.units(actor=request.actor)
    ]
    labels = ((_("Unit"), False), (_("What it does"), False), (_("Colleagues"), True), (_("State"), False))
    columns = [{"label": label, "number": number} for label, number in labels]
    return page(request, "units", "units", {"rows": rows, "columns": columns})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def add(request: StaffRequest) -> HttpResponse:
    """Add a unit."""
    form = UnitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, kind = form.cleaned_data["name"], UnitKind(form.cleaned_data["kind"])
        try:
            actions.add_unit(by=request.actor, name=name, kind=kind)
        except actions.NameTakenError:
            form.refuse_name()
        else:
            messages.success(request, _("The unit %(name)s has been added.") % {"name": name})
            return HttpResponseRedirect(reverse(LIST))
    return page(request, "unit", "units", {"form": form, "unit": None, "back_url": reverse(LIST)})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def unit(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    """Rename a unit, or close it."""
    one = access.get_unit_for_administration(actor=request.actor, id=unit_id)
    initial = {"name": one.name, "kind": one.kind}
    form, status = UnitForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        name, kind = form.cleaned_data["name"], UnitKind(form.cleaned_data["kind"])
        try:
            actions.change_unit(by=request.actor, unit=one, name=name, kind=kind, seen=form.seen)
        except ClashError:
            form, status = form.again(initial), CONFLICT
        except actions.NameTakenError:
            form.refuse_name()
        except actions.NoSuchMemberError as refused:
            raise Http404 from refused
        else:
            messages.success(request, _("The unit %(name)s has been saved.") % {"name": name})
            return HttpResponseRedirect(reverse(LIST))
    return page(request, "unit", "units", {"form": form, "unit": one, "back_url": reverse(LIST)}, status=status)


@require_POST
@administrators
def close(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    """Close a unit: not offered any more; its people stay."""
    one = access.get_unit_for_administration(actor=request.actor, id=unit_id)
    actions.close_unit(by=request.actor, unit=one)
    words = _("The unit %(name)s has been closed. You can open it again on its page.")
    messages.success(request, words % {"name": one.name})
    return HttpResponseRedirect(reverse(LIST))


@require_POST
@administrators
def reopen(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    """Open a closed unit again."""
    one = access.get_unit_for_administration(actor=request.actor, id=unit_id)
    actions.reopen_unit(by=request.actor, unit=one)
    messages.success(request, _("The unit %(name)s is open again.") % {"name": one.name})
    return HttpResponseRedirect(reverse(LIST))
