"""What a party does under a theme of an agreement in force (indsats): begun, and later what came of it, in words."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.agreements import access, actions
from tvaers.agreements.actions import ChangedMeanwhileError, Initiative, NotYoursError
from tvaers.agreements.models import Agreement, AgreementInitiative
from tvaers.foundation import ids
from tvaers.sharing.entrance import actor_in
from tvaers.ui.forms import TextField
from tvaers.web.agreements.one import CONFLICT, address, back_to

ANCHOR = "themes"


class InitiativeForm(forms.Form):
    """What is done, on which budget line, and what came of it."""

    text = TextField(
        label=gettext_lazy("What do you do?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write what you do.")},
    )
    budget = TextField(
        label=gettext_lazy("Which budget line?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("As your organisation calls it."),
    )
    result = TextField(
        label=gettext_lazy("What has come of it?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("In words, of places, meetings and deeds; never of one young person."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=ids.opaque)

    @property
    def initiative(self) -> Initiative:
        """What was written."""
        return Initiative(**{name: self.cleaned_data[name] for name in ("text", "budget", "result")})


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, agreement: UUID, theme: UUID) -> HttpResponse:
    """Write down what the own organisation does under a theme."""
    actor = actor_in(request)
    found = access.get_for_running(actor=actor, id=agreement)
    below = found.themes.filter(id=theme).first()
    if below is None:
        raise Http404
    form = InitiativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["form"] or ids.opaque()
        actions.begin_initiative(by=actor, agreement=agreement, theme=theme, initiative=form.initiative, form=sent)
        messages.success(request, _("The initiative has been saved. All at work can read it."))
        return back_to(agreement, ANCHOR)
    return _page(request, found, _("Add an initiative"), form, intro=below.text)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, agreement: UUID, row: UUID) -> HttpResponse:
    """Change an initiative of the own organisation, such as with what has come of it."""
    actor = actor_in(request)
    found = access.get_for_running(actor=actor, id=agreement)
    held = _own(found, row, actor.organisation.id)
    initial = {name: getattr(held, name) for name in ("text", "budget", "result", "version")}
    form, status = InitiativeForm(request.POST or None, initial=initial), 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_initiative(by=actor, row=row, initiative=form.initiative, version=version)
        except ChangedMeanwhileError:
            form, status = _again(request, _own(found, row, actor.organisation.id)), CONFLICT
        except NotYoursError as gone:
            raise PermissionDenied from gone
        else:
            messages.success(request, _("The initiative has been saved. All at work can read it."))
            return back_to(agreement, ANCHOR)
    remove = {
        "url": reverse("agreements:initiative-drop", args=[agreement, row]),
        "label": _("Take the initiative out"),
    }
    title = _("Change the initiative")
    return _page(request, found, title, form, intro=held.theme.text, status=status, remove=remove)


@require_POST
def drop(request: HttpRequest, agreement: UUID, row: UUID) -> HttpResponse:
    """Take an initiative of the own organisation out."""
    actor = actor_in(request)
    access.get_for_running(actor=actor, id=agreement)
    try:
        actions.drop_initiative(by=actor, row=row)
    except NotYoursError as gone:
        raise Http404 from gone
    messages.success(request, _("The initiative has been taken out."))
    return back_to(agreement, ANCHOR)


def _own(found: Agreement, row: UUID, organisation: UUID) -> AgreementInitiative:
    held = found.initiatives.select_related("theme").filter(id=row, owner_id=organisation).first()
    if held is None:
        raise Http404
    return held


def _again(request: HttpRequest, held: AgreementInitiative) -> InitiativeForm:
    """Return what was typed, at the version that is saved now; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(held.version)
    form = InitiativeForm(typed)
    form.is_valid()
    form.add_error(None, _("A colleague has changed it meanwhile. Look at it, and save again if yours is right."))
    return form


def _page(
    request: HttpRequest,
    found: Agreement,
    title: str,
    form: InitiativeForm,
    *,
    intro: str,
    status: int = 200,
    remove: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "do": _("Save"),
        "back_url": address(found.id, ANCHOR),
        "back": found.title,
        "remove": remove,
    }
    return render(request, "agreements/form.html", context, status=status)
