"""One's own calendar: an address that calendars read, made and ended on a page, and what it answers."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from icalendar import Calendar, Event

from tvaers.foundation import clock, ids
from tvaers.guard import context
from tvaers.meetings.actions import feeds
from tvaers.meetings.enums import MeetingKind, MeetingState
from tvaers.meetings.letters import neutral
from tvaers.meetings.models import Feed
from tvaers.sharing.entrance import actor_in

KEPT = "meetings_feed_token"
_TOLD = ("id", "kind", "place", "starts_at", "ends_at", "state", "version")


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """Make an address for one's calendar, shown once, or end the one there is."""
    actor = actor_in(request)
    if request.method == "POST":
        if request.POST.get("do") == "end":
            feeds.end(by=actor)
            messages.success(request, _("The address answers nobody any longer."))
        elif token := feeds.make(by=actor, form=_form(request)):
            request.session[KEPT] = token
        return redirect("meetings:calendar")
    token = request.session.pop(KEPT, "")
    running = Feed.objects.filter(member_id=actor.id, ended_at=None).values("made_at").first()
    address = f"{settings.TVAERS_ADDRESS}{reverse('meetings:feed', args=[token])}" if token else ""
    return render(request, "meetings/calendar.html", {"address": address, "running": running, "key": ids.opaque()})


def _form(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        return None


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar with when, where and which kind; 404 for an address that has ended. Nobody acts."""
    del request
    known = feeds.hashed(token)
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.feed_holds(%s)", [known])
        if not cursor.fetchone()[0]:
            raise Http404
        cursor.execute(
            "SELECT id, kind, place, starts_at, ends_at, state, version FROM guard.meetings_of_feed(%s)", [known]
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    answer = HttpResponse(_calendar(rows), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _calendar(rows: Iterable[dict[str, Any]]) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Tvaers//meetings//DA")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Meetings in Tværs"))
    for row in rows:
        made.add_component(_event(row, clock.now()))
    return bytes(made.to_ical())


def _event(row: dict[str, Any], now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{row['id']}@tvaers")
    event.add("dtstamp", now)
    event.add("dtstart", row["starts_at"].astimezone(UTC))
    event.add("dtend", row["ends_at"].astimezone(UTC))
    event.add("sequence", row["version"])
    event.add("summary", neutral(MeetingKind(row["kind"])))
    event.add("class", "PRIVATE")
    if row["place"]:
        event.add("location", row["place"])
    event.add("url", f"{settings.TVAERS_ADDRESS}{reverse('meetings:meeting', args=[row['id']])}")
    event.add("status", "CANCELLED" if row["state"] == MeetingState.CANCELLED else "CONFIRMED")
    return event
