"""Reading the library: the list by topic, one page as it is in use, and each of its versions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.methods import queries
from tvaers.methods.access import may_keep
from tvaers.methods.enums import Place, Topic, VersionState
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.web.methods.reading import blocks
from tvaers.web.methods.starters import starters

# A version to be read: what is in use, else what was in use last, else the draft.
FIRST = (VersionState.IN_USE, VersionState.RETIRED, VersionState.DRAFT)


@require_GET
def every(request: HttpRequest) -> HttpResponse:
    """List the methods by topic; those that are shown at a place alone, when the address names one."""
    actor = actor_in(request)
    place = next((each for each in Place if each == request.GET.get("place")), None)
    entries = queries.library(actor=actor, place=place or "")
    used = [entry for entry in entries if entry.state is not VersionState.RETIRED]
    context = {
        "topics": _by_topic(used),
        "retired": [_line(entry) for entry in entries if entry.state is VersionState.RETIRED],
        "place": place,
        "may_keep": may_keep(actor),
        "starters": starters().values() if may_keep(actor) and not place else (),
        "is_empty": not any(entry.is_own for entry in entries),
    }
    return render(request, "methods/list.html", context)


def _by_topic(entries: list[queries.Entry]) -> list[dict[str, Any]]:
    found = [
        {"label": topic.label, "lines": [_line(entry) for entry in entries if entry.topic is topic]} for topic in Topic
    ]
    return [each for each in found if each["lines"]]


def _line(entry: queries.Entry) -> dict[str, Any]:
    """Return an entry as the list shows it."""
    url = reverse("methods:method", args=[entry.method])
    review = entry.shown["review_date"] if entry.is_own and entry.state is VersionState.IN_USE else None
    draft = entry.rows.get(VersionState.DRAFT) if entry.has_draft else None
    return {
        "url": url,
        "title": entry.shown["title"],
        "summary": entry.shown["summary"],
        "number": entry.shown["number"],
        "owner": "" if entry.is_own else entry.owner,
        "is_draft": entry.state is VersionState.DRAFT,
        "draft_url": reverse("methods:version", args=[entry.method, draft["number"]]) if draft else "",
        "is_due": review is not None and review <= clock.today(),
    }


@require_GET
def one(request: HttpRequest, method: UUID) -> HttpResponse:
    """Show a method: what is in use, else what was last, else its draft."""
    actor = actor_in(request)
    about = queries.about(actor=actor, method=method)
    found = queries.versions(method=method)
    shown = next(row for state in FIRST for row in found if row["state"] == state)
    return _shown(request, actor, about, found, shown)


@require_GET
def version(request: HttpRequest, method: UUID, number: int) -> HttpResponse:
    """Show one version, as it was or is to be. Raises Http404 for one that the actor does not see."""
    actor = actor_in(request)
    about = queries.about(actor=actor, method=method)
    found = queries.versions(method=method)
    shown = next((row for row in found if row["number"] == number), None)
    if shown is None:
        raise Http404
    return _shown(request, actor, about, found, shown)


def _shown(
    request: HttpRequest, actor: Actor, about: dict[str, Any], found: list[dict[str, Any]], shown: dict[str, Any]
) -> HttpResponse:
    state = VersionState(shown["state"])
    by_state = {VersionState(row["state"]): row for row in reversed(found)}
    draft, in_use = by_state.get(VersionState.DRAFT), by_state.get(VersionState.IN_USE)
    keeps = about["is_own"] and may_keep(actor)
    review = about["review_date"]
    context = {
        "about": about | {"label": Topic(about["topic"]).label, "places": labels(about["places"])},
        "one": shown,
        "is_draft": state is VersionState.DRAFT,
        "is_in_use": state is VersionState.IN_USE,
        "blocks": blocks(shown["body"]),
        "readers": listed([about["owner"], *queries.names_of(about["audience"])]),
        "history": [row | {"is_shown": row is shown} for row in found if row["state"] != VersionState.DRAFT],
        "draft": draft if draft is not shown else None,
        "in_use": in_use if in_use is not shown else None,
        "keeps": keeps,
        "is_due": keeps and state is VersionState.IN_USE and review is not None and review <= clock.today(),
        "state_label": _("Version %(number)s, %(state)s")
        % {"number": shown["number"], "state": str(state.label).lower()},
    }
    return render(request, "methods/method.html", context)


def labels(places: list[str]) -> list[str]:
    """Return the places in words, in the order of the list."""
    return [str(each.label) for each in Place if each in places]
