"""Consents for a dossier: what was said when, written down anew, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.consents import actions
from tvaers.consents.enums import GivenBy, Holders, Parents, Tongue, Way
from tvaers.consents.queries import consents_of, seen_by
from tvaers.files.fields import AGAIN
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.models import Organisation
from tvaers.sharing.actions import SharingError, WrongReceiverError
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.web.sharing.consent_forms import ConsentForm, WithdrawForm
from tvaers.web.sharing.doors import Door, door
from tvaers.web.sharing.words import Mark, categories_in_words


@require_GET
def consents(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """List the consents of a dossier: what was said when, how it stands, and who was told that it was taken back."""
    actor = actor_in(request)
    subject = door(actor, dossier).shareable.header(dossier)
    rows = [_shown(row) for row in consents_of(dossier=dossier, owner=actor.organisation.id)]
    return render(request, "sharing/consents.html", {"subject": subject, "dossier": dossier, "consents": rows})


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return a consent with its codes in words."""
    over = row["until_date"] < clock.today()
    return row | {
        "by": _("Given by: %(who)s") % {"who": _who(row["given_by"], row["holders"])},
        "over": over,
        "is_former": bool(row["superseded_at"]),
        "can_end": not row["withdrawn_at"] and not over,
        "organisation": Mark(row["id"], row["receiver"], row["mark"]),
        "what": capfirst(categories_in_words(Category(row["categories"]))) if row["categories"] else "",
        "purpose": capfirst(_purposes(row["purposes"])),
        "parents_label": Parents(row["parents"]).label if row["parents"] else "",
        "how": _how(row),
        "file_url": _address("files:download", file=row["file_id"]) if row["has_file"] else "",
        "file_gone": bool(row["file_id"]) and not row["has_file"],
        "back": _taken_back(row),
    }


def _purposes(mask: int | None) -> str:
    return ", ".join(str(PURPOSE_LABELS[each]) for each in Purpose if each & (mask or 0))


def _who(given_by: str, holders: str) -> str:
    if given_by == GivenBy.YOUNG or not holders:
        return str(GivenBy(given_by).label).lower()
    named = str(Holders(holders).label).lower()
    return _("the young person, and %(holders)s") % {"holders": named} if given_by == GivenBy.BOTH else named


def _how(row: dict[str, Any]) -> str:
    """Say how and in which language it was given; empty where nobody noted it."""
    if not row["way"]:
        return ""
    way = _("On a signed form") if row["way"] == Way.WRITTEN else _("Spoken, and noted here")
    tongue = str(Tongue(row["tongue"]).label).lower() if row["tongue"] else "–"
    said = _("%(way)s, in %(language)s with an interpreter.") if row["interpreter"] else _("%(way)s, in %(language)s.")
    return said % {"way": way, "language": tongue}


def _taken_back(row: dict[str, Any]) -> str:
    """Say who took it back, when and how; empty where nobody did, or noted it."""
    if not row["withdrawn_by"]:
        return ""
    return _("By %(who)s on %(day)s, %(way)s.") % {
        "who": str(GivenBy(row["withdrawn_by"]).label).lower(),
        "day": dates.year_day(row["withdrawn_on"]),
        "way": str(Way(row["withdrawn_way"]).label).lower(),
    }


def _address(name: str, **arguments: object) -> str:
    """Return a page of another journey; empty where this installation does not have it."""
    try:
        return reverse(name, kwargs=arguments)
    except NoReverseMatch:
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Write down a consent; one with the same receiver as a former one is its new version."""
    actor = actor_in(request)
    opened = door(actor, dossier)
    subject = opened.shareable.header(dossier)
    form = _form(request, actor, opened, subject.purpose)
    if request.method == "POST" and form.is_valid() and _taken(actor, dossier, form):
        messages.success(request, _("The consent is written down. You can share on it now."))
        return redirect("sharing:consents", dossier=dossier)
    former = [
        row["receiver"]
        for row in consents_of(dossier=dossier, owner=actor.organisation.id)
        if not row["withdrawn_at"] and not row["superseded_at"] and row["until_date"] >= clock.today()
    ]
    context = {"subject": subject, "dossier": dossier, "form": form, "former": former}
    return render(request, "sharing/consent_new.html", context | {"purpose": _purposes(subject.purpose)})


def _form(request: HttpRequest, actor: Actor, opened: Door, purpose: Purpose) -> ConsentForm:
    others = Organisation.objects.filter(ended_at=None).exclude(id=actor.organisation.id).order_by("name")
    posted = request.method == "POST"
    return ConsentForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        organisations=[organisation for organisation in others if organisation.receives_disclosures],
        shareable=opened.shareable,
        purpose=purpose,
        initial={"to": request.GET.get("to", "")},
    )


def _taken(actor: Actor, dossier: UUID, form: ConsentForm) -> bool:
    typed = form.cleaned_data
    title = _("Signed consent, %(who)s") % {"who": form.organisations[typed["to"]]}
    signed = typed["signed"] if typed["way"] == Way.WRITTEN else None
    try:
        actions.take(by=actor, dossier=dossier, agreed=form.agreed, signed=signed, title=title, form=typed["form"])
    except actions.TakenAlreadyError:
        return True
    except WrongReceiverError:
        form.add_error("to", _("This organisation cannot receive. Choose another."))
    except SharingError:
        form.add_error(None, _("This cannot be shared by you. Ask the lead of the case."))
    if form.errors and signed is not None:
        form.add_error("signed", AGAIN)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, dossier: UUID, consent: UUID) -> HttpResponse:
    """Ask once more, and write down that a consent was taken back; what stood on it ends at once."""
    actor = actor_in(request)
    opened = door(actor, dossier)
    rows = consents_of(dossier=dossier, owner=actor.organisation.id)
    row = next((each for each in rows if each["id"] == consent and not each["withdrawn_at"]), None)
    if row is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = WithdrawForm(posted, given_by=row["given_by"], given_on=row["given_on"])
    if request.method == "POST" and form.is_valid():
        actions.withdraw(by=actor, dossier=dossier, consent=consent, said=form.said)
        messages.success(
            request, _("The consent is taken back. What was shared on it has ended, and whoever saw it is told.")
        )
        return redirect("sharing:consents", dossier=dossier)
    together = _with_former(row, rows)
    context = {
        "subject": opened.shareable.header(dossier),
        "dossier": dossier,
        "consent": _shown(row),
        "form": form,
        "former": len(together) - 1,
        "seen_by": seen_by(frames={each["frame_id"] for each in together}),
    }
    return render(request, "sharing/consent_withdraw.html", context)


def _with_former(row: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a consent and those before it with the same receiver that end with it, as the database ends them."""
    until = row["superseded_at"]
    return [
        each
        for each in rows
        if each["receiver_id"] == row["receiver_id"]
        and not each["withdrawn_at"]
        and (each is row or until is None or (each["superseded_at"] and each["superseded_at"] <= until))
    ]
