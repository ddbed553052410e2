"""Consents for a dossier: taken with what was said, taken back with one click."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.consents import actions
from tvaers.consents.enums import GivenBy
from tvaers.consents.queries import consents_of
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Organisation
from tvaers.sharing.actions import SharingError, WrongReceiverError
from tvaers.sharing.entrance import actor_in
from tvaers.ui.forms import Choices, DateField, TextField
from tvaers.web.sharing.doors import door
from tvaers.web.sharing.words import Mark

LONGEST = timedelta(days=365)


class ConsentForm(forms.Form):
    """A consent: free, specific, informed; to one organisation, for what, until when (R8)."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who may receive?"), error_messages={"required": gettext_lazy("Choose an organisation.")}
    )
    given_by = forms.ChoiceField(
        label=gettext_lazy("Who has consented?"),
        choices=GivenBy.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose who has consented.")},
    )
    words = TextField(
        label=gettext_lazy("What have they said yes to?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("What is shared, with whom and why, as it was explained and agreed."),
        error_messages={"required": gettext_lazy("Write what they have said yes to.")},
    )
    given_on = DateField(label=gettext_lazy("When was it given?"))
    until = DateField(label=gettext_lazy("Until when?"), help_text=gettext_lazy("A year at most."))
    form = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=ids.opaque)

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        """Offer the organisations that may receive."""
        super().__init__(*args, **options)
        named = [(str(each.id), each.name) for each in organisations]
        self.fields["to"].choices = [("", _("Choose …")), *named]  # type: ignore[attr-defined] # a choice field
        self.fields["given_on"].initial = clock.today()

    def clean_given_on(self) -> date:
        """Refuse a day that lies ahead."""
        given: date = self.cleaned_data["given_on"]
        if given > clock.today():
            raise forms.ValidationError(_("The date lies ahead."))
        return given

    def clean_until(self) -> date:
        """Refuse an end that is past or more than a year ahead."""
        until: date = self.cleaned_data["until"]
        if not clock.today() < until <= clock.today() + LONGEST:
            raise forms.ValidationError(_("The end must lie ahead, within a year."))
        return until


@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """List the consents of a dossier and take a new one."""
    actor = actor_in(request)
    subject = door(actor, dossier).shareable.header(dossier)
    others = Organisation.objects.filter(ended_at=None).exclude(id=actor.organisation.id).order_by("name")
    receiving = [organisation for organisation in others if organisation.receives_disclosures]
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        organisations=receiving,
        initial={"to": request.GET.get("to", "")},
    )
    if request.method == "POST" and form.is_valid() and _taken(actor, dossier, form, subject.purpose):
        messages.success(request, _("The consent is written down. You can share on it now."))
        return redirect("sharing:consents", dossier=dossier)
    rows = consents_of(dossier=dossier, owner=actor.organisation.id)
    for row in rows:
        row["by"] = _("Given by: %(who)s") % {"who": str(GivenBy(row["given_by"]).label).lower()}
        row["over"] = row["until_date"] < clock.today()
        row["organisation"] = Mark(row["id"], row["receiver"], row["mark"])
    context = {"subject": subject, "dossier": dossier, "form": form, "consents": rows}
    return render(request, "sharing/consents.html", context)


def _taken(actor: Actor, dossier: UUID, form: ConsentForm, purpose: Any) -> bool:  # noqa: ANN401 - a Purpose
    data = form.cleaned_data
    try:
        actions.take(
            by=actor,
            dossier=dossier,
            agreed=actions.Agreed(
                to=UUID(data["to"]),
                purpose=purpose,
                given_by=GivenBy(data["given_by"]),
                words=data["words"],
                given_on=data["given_on"],
                until=data["until"],
            ),
            form=data["form"],
        )
    except actions.TakenAlreadyError:
        return True
    except WrongReceiverError:
        form.add_error("to", _("This organisation cannot receive. Choose another."))
        return False
    except SharingError:
        form.add_error(None, _("This cannot be shared by you. Ask the lead of the case."))
        return False
    return True


@require_POST
def withdraw(request: HttpRequest, dossier: UUID, consent: UUID) -> HttpResponse:
    """Write down that a consent was taken back; what stood on it ends at once."""
    actor = actor_in(request)
    door(actor, dossier)
    actions.withdraw(by=actor, dossier=dossier, consent=consent)
    messages.success(request, _("The consent is taken back. What was shared on it has ended."))
    return redirect("sharing:consents", dossier=dossier)
