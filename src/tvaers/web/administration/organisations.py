"""The organisations of the partnership: the list that all read, the own details, and adding one at the host."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.foundation.meanwhile import ClashError
from tvaers.partnerships import access, actions, queries
from tvaers.partnerships.actions import OrganisationDetails
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, OrganisationKind, Role
from tvaers.partnerships.models import Organisation
from tvaers.ui.forms import TELEPHONE, Choice, Choices, SharedForm
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import LineField
from tvaers.web.administration.reviews import due_in_words

LIST = "administration:organisations"
CONFLICT = 409


def receives(kind: OrganisationKind) -> str:
    """Say whether others may disclose to an organisation of this kind (R4)."""
    if kind in RECEIVES_DISCLOSURES:
        return _("May receive what others share (§ 115)")
    return _("Cannot receive what others share: it has no public task")


class OrganisationForm(SharedForm):
    """How an organisation is named and reached."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Write the organisation's name.")},
    )
    short_name = LineField(
        label=gettext_lazy("Short name"),
        max_length=40,
        help_text=gettext_lazy("As colleagues say it, for example Gladsaxe."),
        error_messages={"required": gettext_lazy("Write a short name.")},
    )
    mark = LineField(
        label=gettext_lazy("Mark"),
        max_length=2,
        help_text=gettext_lazy("One or two letters that stand beside the name."),
        error_messages={"required": gettext_lazy("Write one or two letters.")},
        widget=forms.TextInput({"class": "input-char-4"}),
    )
    phone = LineField(
        label=gettext_lazy("Telephone"),
        max_length=30,
        required=False,
        validators=[TELEPHONE],
        widget=forms.TextInput({"type": "tel"}),
    )

    def details(self) -> OrganisationDetails:
        """Return what was typed."""
        typed = self.cleaned_data
        return OrganisationDetails(
            name=typed["name"],
            short_name=typed["short_name"],
            mark=typed["mark"].upper(),
            phone=typed["phone"],
        )

    def refuse_name(self) -> None:
        """Say that the name is taken."""
        self.add_error("name", _("An organisation with this name takes part already."))


class NewOrganisationForm(OrganisationForm):
    """A new organisation: its kind decides which roles it can have and what it may receive, and never changes."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it in law?"),
        help_text=gettext_lazy("Decides which roles it can have and what it may receive. Cannot be changed later."),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what the organisation is.")},
    )
    field_order = ("name", "kind", "short_name", "mark", "phone")

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Offer all kinds, each with what it may receive."""
        super().__init__(*args, **kwargs)
        kinds = [(kind.value, Choice(str(kind.label), hint=receives(kind))) for kind in OrganisationKind]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


@require_safe
def organisations(request: StaffRequest) -> HttpResponse:
    """Show who takes part, what each is, and whether others may share with it (R4)."""
    keeps = request.actor.has_role(Role.ADMINISTRATOR) and request.actor.organisation.is_host
    rows = [
        {
            "organisation": one,
            "mine": one.id == request.actor.organisation.id,
            "kind": one.kind.label,
            "receives": receives(one.kind),
            "administrators": administrators_in_words(one),
            "url": reverse("administration:organisation-change", args=[one.id]) if keeps else "",
            "invite_url": ""
            if one.administrators or not keeps
            else reverse("administration:first-administrator", args=[one.id]),
        }
        for one in queries.organisations()
    ]
    return page(request, "organisations", "organisations", {"rows": rows, "keeps": keeps})


def administrators_in_words(one: queries.OrganisationRow) -> str:
    """Say whether somebody keeps the organisation's people; nothing when somebody does."""
    if one.administrators:
        return ""
    return _("An administrator is invited") if one.invited else _("Has no administrator yet")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def add(request: StaffRequest) -> HttpResponse:
    """Add an organisation; the host's administrators only."""
    access.check_host(request.actor)
    form = NewOrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kind = OrganisationKind(form.cleaned_data["kind"])
        try:
            added = actions.add_organisation(by=request.actor, details=form.details(), kind=kind)
        except actions.NameTakenError:
            form.refuse_name()
        else:
            words = _("%(name)s takes part now. Invite its first administrator.")
            messages.success(request, words % {"name": form.cleaned_data["name"]})
            return HttpResponseRedirect(reverse("administration:first-administrator", args=[added]))
    nothing = {"receives": "", "own": False, "reviewed": ""}
    context = {"form": form, "organisation": None, "back_url": reverse(LIST)} | nothing
    return page(request, "organisation", "organisations", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def own(request: StaffRequest) -> HttpResponse:
    """Change the own organisation's details."""
    one = access.get_organisation_for_change(actor=request.actor, id=request.actor.organisation.id)
    return _change(request, one, "organisation")


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def change(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    """Change an organisation's details; for another than the own, the host's administrators only."""
    one = access.get_organisation_for_change(actor=request.actor, id=organisation_id)
    return _change(request, one, "organisations")


def _reviewed(request: StaffRequest) -> dict[str, Any]:
    """Return whether everybody's rights have been looked at within the last year (R21), in words."""
    due = due_in_words(len(queries.due_for_review(actor=request.actor)))
    return {"is_due": bool(due), "words": due or _("The rights of all colleagues have been reviewed within a year.")}


def _change(request: StaffRequest, one: Organisation, current: str) -> HttpResponse:
    initial = {"name": one.name, "short_name": one.short_name, "mark": one.mark, "phone": one.phone}
    form, status = OrganisationForm(request.POST if request.method == "POST" else None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(by=request.actor, organisation=one, details=form.details(), seen=form.seen)
        except ClashError:
            form, status = form.again(initial), CONFLICT
        except actions.NameTakenError:
            form.refuse_name()
        else:
            messages.success(
                request, _("The details of %(name)s have been saved.") % {"name": form.cleaned_data["name"]}
            )
            return HttpResponseRedirect(reverse(f"administration:{current}"))
    kind = OrganisationKind(one.kind)
    context = {
        "form": form,
        "organisation": one,
        "kind": kind.label,
        "receives": receives(kind),
        "own": current == "organisation",
        "back_url": reverse(LIST),
        "reviewed": _reviewed(request) if current == "organisation" else "",
    }
    return page(request, "organisation", current, context, status=status)
