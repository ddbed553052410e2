"""Restricting a case to named colleagues, and opening it again: for whoever leads it, and supervisors."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.cases.actions import restricting
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import MembershipState
from tvaers.partnerships.models import Membership, Organisation
from tvaers.partnerships.rules import categories_for, purposes_for
from tvaers.plans.queries import open_tasks
from tvaers.sharing import actions as sharing
from tvaers.sharing.readers import named_in, own_readers
from tvaers.ui.fields import reason
from tvaers.ui.forms import CheckboxChoices
from tvaers.web.cases.frame import Place, address, form_page, opened_to_steer

CONFLICT = 409


def offered(place: Place) -> list[dict[str, str]]:
    """Return what can be done about who sees the case, as the page of its course lists it."""
    if not place.may_restrict:
        return []
    url = reverse("cases:restrict", args=[place.id])
    if not place.view.is_restricted:
        hint = _("For everybody else here it is not there any more.")
        return [{"title": _("Restrict the case to named colleagues"), "hint": hint, "url": url}]
    hint = _("Name others than before, for whom alone the case is there.")
    back = reverse("cases:unrestrict", args=[place.id])
    return [
        {"title": _("Change who is named"), "hint": hint, "url": url},
        {
            "title": _("Open the case to colleagues again"),
            "hint": _("Those who saw it before see it again."),
            "url": back,
        },
    ]


class RestrictForm(forms.Form):
    """Who is named besides oneself, and why."""

    def __init__(self, *args: Any, place: Place, **options: Any) -> None:
        """Offer the colleagues whose role works on such a case."""
        super().__init__(*args, **options)
        choices = colleagues(place)
        known = {value for value, _label in choices}
        now = {str(each) for each in named_in(place.id)} if place.view.is_restricted else {str(place.view.lead_id)}
        self.fields["named"] = forms.MultipleChoiceField(
            label=_("Who sees the case besides you?"),
            help_text=_("At least one who can open it again if you fall ill. Whoever leads the case is one of you."),
            choices=choices,
            initial=sorted(now & known),
            widget=CheckboxChoices,
            error_messages={"required": _("Name at least one colleague.")},
        )
        self.fields["reason"] = reason(
            _("Why?"), _("For example that somebody here knows the family. Only those who are named read it.")
        )

    def named(self) -> set[UUID]:
        """Return who was chosen."""
        return {UUID(each) for each in self.cleaned_data["named"]}


def colleagues(place: Place) -> list[tuple[str, str]]:
    """Return the colleagues who could work on the case, with what ties them to it."""
    doing = {row["owner_id"] for row in open_tasks(case=place.id)}
    rows = Membership.objects.filter(organisation_id=place.actor.organisation.id, state=MembershipState.ACTIVE)
    found = []
    for id_, name, title, roles in rows.exclude(id=place.actor.id).order_by("name").values_list(*_COLLEAGUE):
        if categories_for(roles) & Category.PLAN and purposes_for(roles) & place.view.purpose:
            tied = (_("leads the case"), id_ == place.view.lead_id), (_("has an open task in it"), id_ in doing)
            found.append((str(id_), ", ".join([name, title, *(words for words, holds in tied if holds)])))
    return found


_COLLEAGUE = ("id", "name", "title", "roles")


def _to_restrict(request: HttpRequest, case: UUID) -> Place:
    place = opened_to_steer(request, case)
    if not place.may_restrict:
        raise PermissionDenied
    return place


@require_http_methods(["GET", "HEAD", "POST"])
def restrict(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask who is named and why; from then on the case is there for them alone."""
    place = _to_restrict(request, case)
    form = RestrictForm(request.POST or None, place=place)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            restricting.restrict(by=place.actor, case=case, named=form.named(), reason=form.cleaned_data["reason"])
        except sharing.TooFewNamedError:
            form.add_error("named", _("Name the lead of the case, and one more who can open it again."))
            status = CONFLICT
        except sharing.WrongReceiverError:
            form.add_error("named", _("One of them has stopped here. Choose again."))
            status = CONFLICT
        else:
            messages.success(request, _("The case is there for those who are named, and for nobody else here."))
            return HttpResponseRedirect(reverse("cases:course", args=[case]))
    anew = place.view.is_restricted
    context = {
        "title": _("Change who is named") if anew else _("Restrict the case to named colleagues"),
        "form": form,
        "do": _("Restrict the case"),
        "back_url": reverse("cases:course", args=[case]),
        "extra_template": "cases/_restricting.html",
        "sees_now": own_readers(actor=place.actor, dossiers=[case]).get(case, []),
        "receivers": _receivers(place),
        "readers_url": address("sharing:readers", dossier=case),
    }
    return form_page(request, place, "course", context, status=status)


def _receivers(place: Place) -> list[str]:
    rows = Organisation.objects.filter(id__in=place.standing.shared_with).order_by("name")
    return list(rows.values_list("name", flat=True))


class UnrestrictForm(forms.Form):
    """Why it is opened again."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask for the reason."""
        super().__init__(*args, **options)
        self.fields["reason"] = reason(_("Why is it no longer needed?"))


@require_http_methods(["GET", "HEAD", "POST"])
def unrestrict(request: HttpRequest, case: UUID) -> HttpResponse:
    """Ask why, and open the case to those who saw it before."""
    place = _to_restrict(request, case)
    back = reverse("cases:course", args=[case])
    form = UnrestrictForm(request.POST or None)
    if not place.view.is_restricted:
        messages.info(request, _("The case is not restricted."))
        return HttpResponseRedirect(back)
    if request.method == "POST" and form.is_valid():
        restricting.unrestrict(by=place.actor, case=case, reason=form.cleaned_data["reason"])
        messages.success(request, _("Those who saw the case before see it again."))
        return HttpResponseRedirect(back)
    context = {
        "title": _("Open the case to colleagues again"),
        "intro": _("The units and colleagues who saw it before it was restricted see it again at once."),
        "form": form,
        "do": _("Open it again"),
        "back_url": back,
    }
    return form_page(request, place, "course", context)
