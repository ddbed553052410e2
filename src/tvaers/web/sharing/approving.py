"""A second pair of eyes (godkendelse): a leader sees exactly what the receiver will, and sends it or sends it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.guard.enums import ALL_CATEGORIES, Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.rules import categories_for
from tvaers.partnerships.wording import listed
from tvaers.sharing import actions, approving
from tvaers.sharing.approvals import APPROVING
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import DossierKind, May, Stand
from tvaers.sharing.models import Access
from tvaers.sharing.offers import Offered, of_group
from tvaers.sharing.queries import live
from tvaers.sharing.questions import question_with
from tvaers.sharing.shareable import Section, Subject, as_receiver, header_of, of_kind
from tvaers.ui.forms import TextField
from tvaers.web.sharing.choices import LABELS
from tvaers.web.sharing.forms import SHORTEST
from tvaers.web.sharing.questions import header
from tvaers.web.sharing.words import shown

UNPROCESSABLE = 422


class SendBackForm(forms.Form):
    """Why it is not sent."""

    words = TextField(
        label=gettext_lazy("What shall be changed?"),
        min_length=SHORTEST,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only needed when you send it back. Your colleagues who work on it can read it."),
        error_messages={
            "required": gettext_lazy("Write what shall be changed, so that your colleague knows."),
            "min_length": gettext_lazy("Write a little more, so that others understand why."),
        },
    )


@dataclass(frozen=True)
class Named:
    """Somebody or something as the preview names it."""

    name: str
    short_name: str = ""
    is_police: bool = False
    organisation: "Named | None" = None
    is_unit: bool = False


@require_http_methods(["GET", "POST"])
def approve(request: HttpRequest, group: UUID) -> HttpResponse:
    """Show what was drafted as its receiver will see it; send it, or send it back with words."""
    actor = actor_in(request)
    found = _found(actor, group)
    form = SendBackForm(request.POST if "decline" in request.POST else None)
    refused = ""
    if request.method == "POST" and "accept" in request.POST:
        refused = _refused(lambda: approving.approve(group=group, dossier=found.dossier))
        said = _("Sent. %(who)s can answer it now.") % {"who": _receiver(found)}
    elif request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        refused = _refused(lambda: approving.send_back(group=group, dossier=found.dossier, words=words))
        said = _("Sent back to %(who)s. Nothing reached the receiver.") % {"who": found.giver}
    else:
        return _page(request, actor, found, form, status=UNPROCESSABLE if form.errors else 200)
    if refused:
        messages.error(request, refused)
        return _page(request, actor, found, form, status=UNPROCESSABLE)
    messages.success(request, said)
    return redirect("sharing:readers", dossier=found.dossier)


def _refused(step: Callable[[], None]) -> str:
    """Take a step; return why the database refused it, and "" when it did not."""
    try:
        step()
    except actions.NoFrameError:
        return _("What allowed it has just ended. It was not sent.")
    except actions.WrongReceiverError:
        return _("Whoever should receive it is no longer there. It was not sent; send it back with words.")
    except actions.BasisError as basis:
        return _("%(why)s It was not sent.") % {"why": basis.stop.label}
    except actions.NotYoursToGiveError:
        return _("You do not work on all of it. Another leader has to look at it.")
    except actions.NoSuchAccessError:
        return _("It has just been taken back, or a colleague has answered it.")
    return ""


def _found(actor: Actor, group: UUID) -> Offered:
    """Return what waits.

    Raises Http404 when it is hidden or waits no longer, PermissionDenied to who does not approve it.
    """
    found = of_group(group)
    if found is None or found.stand is not Stand.DRAFTED or found.giver_organisation_id != actor.organisation.id:
        raise Http404
    if not actor.has_role(APPROVING) or found.giver_id == actor.id:
        raise PermissionDenied
    return found


def _receiver(found: Offered) -> str:
    return found.receiver or found.receiver_organisation


def _page(request: HttpRequest, actor: Actor, found: Offered, form: SendBackForm, *, status: int) -> HttpResponse:
    own = Access.objects.filter(
        live(), dossier_id=found.dossier, reader_id__in=actor.claims.readers, may=May.CONTRIBUTE
    )
    row = (
        Access.objects.filter(id__in=found.accesses)
        .annotate(works=Exists(own))
        .values("member__roles", "unit_id", "organisation__kind", "works")
        .order_by("id")[0]
    )
    if not row["works"]:
        raise PermissionDenied
    # A unit has no role of its own: each in it sees what the own one opens.
    chosen = found.categories & (categories_for(row["member__roles"] or 0) or ALL_CATEGORIES)
    context: dict[str, Any] = {
        "item": shown(found),
        "form": form,
        "subject": _header(found),
        "preview": _preview(actor, found, chosen),
        "who": _receiver(found),
        "giver": Named(found.giver, organisation=Named(found.giver_organisation, found.giver_organisation)),
        "place": Named(found.receiver_organisation, is_police=row["organisation__kind"] == OrganisationKind.POLICE),
        "somebody": Named(_receiver(found), is_unit=row["unit_id"] is not None),
        "until": found.until_at,
        "sees": listed(LABELS[each] for each in Category if each & chosen),
    }
    return render(request, "sharing/approve.html", context, status=status)


def _header(found: Offered) -> Subject:
    naming = header_of(found.kind) if found.kind else None
    if naming is None:
        raise Http404
    return naming(found.dossier)


def _preview(actor: Actor, found: Offered, chosen: Category) -> Subject:
    """Return the dossier as its receiver will read it: a kind that no card shares shows all that it is."""
    shareable = of_kind(found.kind) if found.kind else None
    if shareable is not None:
        with as_receiver(chosen, organisation=found.receiver_organisation_id):
            return shareable.describe(found.dossier)
    subject = header(found.dossier) if found.kind is DossierKind.QUESTION else _header(found)
    lines = [Section(title=subject.about, lines=[subject.name])]
    if found.kind is DossierKind.QUESTION and (asked := question_with(found.dossier, actor=actor)):
        lines = [
            Section(title=_("Who is meant"), lines=[asked.who]),
            Section(title=_("What is asked"), lines=[asked.wanted]),
            Section(title=_("Why"), lines=[asked.why]),
        ]
    return Subject(id=subject.id, name=subject.name, about=subject.about, url=subject.url, sections=lines)
