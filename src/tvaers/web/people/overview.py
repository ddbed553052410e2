"""A person's page: who it is, one's own access, what they appear in; the number on request; looks and readers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tvaers.guard.enums import Category
from tvaers.people import actions, queries
from tvaers.people.access import PersonCard, get_for_reading
from tvaers.people.enums import RevealReason
from tvaers.sharing import links, readers
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.looks import PAGE, Look, Mark
from tvaers.sharing.looks import looks as looks_at
from tvaers.sharing.readers import Reader
from tvaers.ui.dates import local_date, time_of_day
from tvaers.web.people import words
from tvaers.web.people.doors import menu
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
    context = {
        "card": card,
        "bar": words.bar(card=card, actor=actor, readers=let_in),
        "who": words.who(card),
        "more": words.more(card),
        "not_known": words.not_known(card),
        "links": words.links(links.links_of([card.id]).get(card.id, [])),
        "is_own": mine is not None and mine.is_own,
        "form": form,
        **menu(card.id, "page"),
    }
    return render(request, "people/page.html", context)


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
    after = _mark(request.GET.get("after", ""))
    found = looks_at(dossier=person, after=after)
    last = found[PAGE - 1] if len(found) > PAGE else None
    here = reverse("people:looks", args=[person])
    context = {
        "card": card,
        "bar": words.slim_bar(card),
        "looks": _folded(found[:PAGE], actor_in(request).organisation.id),
        "shown": queries.reveals_of(person) if after is None else [],
        "newest_url": here if after is not None else "",
        "older_url": f"{here}?{urlencode({'after': f'{last.at.isoformat()}_{last.id}'})}" if last else "",
        **menu(person, "looks"),
    }
    return render(request, "people/looks.html", context)


def _mark(text: str) -> Mark | None:
    """Return where the page before ended; None for the first page and for what nobody of ours wrote."""
    at, _underscore, look = text.partition("_")
    try:
        mark = Mark(datetime.fromisoformat(at), UUID(look))
    except ValueError:
        return None
    return mark if mark.at.tzinfo is not None else None


def _folded(found: list[Look], own: UUID) -> list[dict[str, Any]]:
    """Return the lines; the same look again on the same day stands once, from when to when."""
    lines: list[dict[str, Any]] = []
    for look in found:
        line = _look(look, own)
        last = lines[-1] if lines else None
        same = ("who", "what", "how")
        if last and local_date(last["at"]) == local_date(look.at) and all(last[key] == line[key] for key in same):
            last["since"] = look.at
            # Within one minute there is no "from" and "to" to tell.
            last["is_span"] = time_of_day(look.at) != time_of_day(last["at"])
        else:
            lines.append(line)
    return lines


def _look(look: Look, own: UUID) -> dict[str, Any]:
    """Return one line: colleagues by name, other organisations by their own."""
    who = (look.who or _("The system itself")) if look.organisation_id == own else look.organisation
    how = _("by a search") if look.is_search else ""
    if look.criterion:
        how = _("found by %(criterion)s") % {"criterion": words.criterion(look.criterion)}
    return {
        "at": look.at,
        "since": look.at,
        "is_span": False,
        "who": who,
        "what": words.listed(look.categories),
        "how": how,
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
                "note": _("Shared by %(name)s") % {"name": reader.given_by} if not reader.is_own else "",
                "until": reader.until_at,
            }
            for each in reader.people
        ],
    }
