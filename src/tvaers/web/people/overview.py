"""A person's page: who it is, one's own access, what they appear in; the number on request; looks and readers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tvaers.cases.queries import running_about
from tvaers.cases.rules import OPENERS
from tvaers.emergencies.access import stand
from tvaers.emergencies.enums import Danger
from tvaers.emergencies.models import EmergencyLookup
from tvaers.emergencies.queries import of_person
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.people import actions, queries
from tvaers.people.access import PersonCard, get_for_reading
from tvaers.people.enums import RevealReason
from tvaers.sharing import links, looking, readers
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import DossierKind, Source
from tvaers.sharing.links import Linked
from tvaers.sharing.readers import Reader
from tvaers.ui import dates
from tvaers.web.people import words
from tvaers.web.people.doors import menu, merges
from tvaers.web.people.forms import RevealForm


@dataclass(frozen=True, kw_only=True)
class Place:
    """An organisation as its mark is drawn."""

    id: UUID
    name: str
    mark: str


@require_safe
def page(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show somebody."""
    return _page(request, get_for_reading(person=person), RevealForm())


def _page(request: HttpRequest, card: PersonCard, form: RevealForm) -> HttpResponse:
    actor = actor_in(request)
    let_in = readers.readers_of(card.id, category=Category.IDENTITY)
    mine = readers.own_access(let_in)
    is_own = mine is not None and mine.is_own
    linked = links.links_of([card.id]).get(card.id, [])
    context = {
        "card": card,
        "bar": words.bar(card=card, actor=actor, readers=let_in),
        "who": words.who(card),
        "more": words.more(card),
        "not_known": words.not_known(card),
        "links": words.links(linked),
        "is_own": is_own,
        "merges": merges(actor),
        "opens": actor.has_role(*OPENERS),
        "running": _running(card, actor, linked) if is_own else None,
        "form": form,
        **menu(card.id, "page"),
    }
    return render(request, "people/page.html", context)


def _running(card: PersonCard, actor: Actor, linked: list[Linked]) -> UUID | None:
    """Return the case that is running: one at a time about a young person. Asked only where there is a case at all."""
    if not any(link.kind is DossierKind.CASE for link in linked):
        return None
    return running_about(person=card.id, owner=actor.organisation.id)


@require_POST
def number(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show the whole CPR number once, in this answer only, when a reason was given."""
    form = RevealForm(request.POST)
    card = get_for_reading(person=person)
    if not form.is_valid():
        return _page(request, card, form)
    shown = actions.reveal_cpr(
        by=actor_in(request),
        person=person,
        reason=RevealReason(form.cleaned_data["reason"]),
        words=form.cleaned_data["words"],
    )
    context = {
        "card": card,
        "bar": words.slim_bar(card),
        "number": shown,
        "back_url": reverse("people:page", args=[person]),
    }
    return render(request, "people/number.html", context)


@require_safe
def looks(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show who has looked at somebody, and to whom the number was shown; newest first."""
    card = get_for_reading(person=person)
    here = reverse("people:looks", args=[person])
    # Colleagues by name, other organisations by their own.
    looks_at = looking.looked(request, dossier=person, here=here, by_name=False, criterion=words.criterion)
    context = {
        "card": card,
        "bar": words.slim_bar(card),
        "shown": [] if looks_at["previous_url"] else queries.reveals_of(person),
        "emergencies": [] if looks_at["previous_url"] else [_emergency(each) for each in of_person(person)],
        **looks_at,
        **menu(person, "looks"),
    }
    return render(request, "people/looks.html", context)


def _emergency(row: EmergencyLookup) -> dict[str, Any]:
    """Return an emergency look-up as the person would be told of it: no name of whoever looked."""
    return {
        "id": row.id,
        "at": row.at,
        "organisation": row.organisation.name,
        "danger": Danger(row.danger).label,
        "state": stand(row).label,
    }


@require_safe
def access(request: HttpRequest, person: UUID) -> HttpResponse:
    """Show who can see somebody, on what ground and until when."""
    card = get_for_reading(person=person)
    who = readers.readers_of(person, category=Category.IDENTITY)
    context = {
        "card": card,
        "bar": words.slim_bar(card),
        "count": len(readers.people_among(who)),
        "chains": [_chain(index, each) for index, each in enumerate(who)],
        **menu(person, "access"),
    }
    return render(request, "people/access.html", context)


def _note(reader: Reader) -> str:
    if reader.is_own:
        return ""
    if reader.source is Source.BREAK_GLASS:
        return _("An emergency look-up, %(moment)s.") % {"moment": dates.moment(reader.given_at)}
    return _("Shared by %(name)s") % {"name": reader.given_by}


def _chain(index: int, reader: Reader) -> dict[str, Any]:
    """Return one line from the ground down to those whom it lets in."""
    part = reader.unit or reader.member
    trunk = [
        {"label": _("Responsible"), "strong": reader.owner_name, "text": ""},
        {"label": _("Purpose"), "strong": words.purpose(reader), "text": ""},
        {
            "label": _("Basis"),
            "strong": reader.frame or words.basis(reader),
            "text": reader.basis if reader.frame else "",
        },
    ]
    return {
        "id": f"chain-{index}",
        "title": f"{reader.organisation_name}, {part}" if part else reader.organisation_name,
        "trunk": trunk,
        "readers": [
            {
                "organisation": Place(
                    id=reader.organisation, name=reader.organisation_name, mark=reader.organisation_mark
                ),
                "who": each.name,
                "detail": each.title,
                "sees": words.listed(reader.categories) if not reader.is_own else _("What the own role needs"),
                "note": _note(reader),
                "until": reader.until_at,
            }
            for each in reader.people
        ],
    }
