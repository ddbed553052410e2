"""Events of the timeline as a page shows them: where each is read, and who wrote it."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.cases.timeline import Happened
from tvaers.foundation import clock
from tvaers.web.cases.frame import Place, address

# Somebody did these; of all others somebody wrote the words.
DONE_BY = frozenset({"tasks", "tasks-given", "steps", "disclosures", "taken-out", "network-signed", "network-ended"})


def events(place: Place, happened: list[Happened]) -> list[dict[str, Any]]:
    """Return events for the timeline component."""
    return [_event(place, event) for event in happened]


def ahead_and_past(events: list[Happened]) -> tuple[list[Happened], list[Happened]]:
    """Return what is still to come, the nearest first, and what has happened, in its order."""
    now = clock.now()
    ahead = sorted((event for event in events if event.at > now), key=lambda event: event.at)
    return ahead, [event for event in events if event.at <= now]


def _event(place: Place, event: Happened) -> dict[str, Any]:
    police = event.limited or place.is_limited
    return {
        "at": event.at,
        "is_day": event.is_day,
        "title": event.title,
        "url": _url(place, event),
        "text": event.text,
        "fact": event.fact,
        "assessment": event.assessment,
        "source": event.source,
        "limited": police and event.kind in {"entries", "assessments"},
        "is_draft": event.is_draft,
        "notes": event.notes,
        "by": _by(event),
    }


def _by(event: Happened) -> str:
    if not event.by:
        return ""
    if event.kind in DONE_BY:
        return _("By %(who)s, %(organisation)s") % {"who": event.by, "organisation": event.by_organisation}
    return _("Written by %(who)s, %(organisation)s") % {"who": event.by, "organisation": event.by_organisation}


def _url(place: Place, event: Happened) -> str:
    if event.kind == "entries":
        return reverse("cases:entry", args=[place.id, event.id])
    if event.kind in {"tasks", "tasks-given"}:
        return reverse("tasks:task", args=[event.id])
    if event.kind == "assessments":
        return address("assessments:assessment", case=place.id, assessment=event.id)
    if event.kind in {"network-signed", "network-ended", "network-met"}:
        return reverse("cases:network-plan", args=[place.id, event.id])
    if event.kind.startswith("meetings"):
        return address("meetings:meeting", meeting=event.about)
    return address("concerns:concern", concern=event.about) if event.kind == "concerns" else ""
