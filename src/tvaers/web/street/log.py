"""The log that works without a network: its shell, the worker that keeps it, what it begins with, and what it sends."""

import hashlib
import json
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tvaers.foundation import clock, unnamed
from tvaers.outreach import queries
from tvaers.outreach.actions import phones, receiving
from tvaers.outreach.entries import BadEntryError, Said, read
from tvaers.outreach.enums import Activity, Again, Bridge, Incident, MethodPoint, Mood, ShiftState, Talks
from tvaers.outreach.models import ShiftMember
from tvaers.outreach.rules import LEASE, LOCK_MINUTES, MOST_ENTRIES, WALKERS
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import dates
from tvaers.ui.headers import CREATE_KEYS, SHOW_KEYS, WHERE, may_use

_MODULES = ("shift", "opening", "writing", "views", "names", "passkey", "server", "screens", "outbox", "store")
_SCRIPTS = tuple(f"street/{module}.js" for module in _MODULES)
_FONTS = tuple(f"vendor/dkfds/fonts/IBMPlexSans-{cut}-Latin1.woff2" for cut in ("Regular", "SemiBold"))
_FILES = (*_SCRIPTS, "street/log.css", "img/tvaers.svg", *_FONTS)
# In milliseconds: the phone counts them by its own clock, which may be wrong.
_LEASE = int(LEASE.total_seconds() * 1000)
# Planned shifts that a phone offers: from a while ago, for who starts late, to the next morning.
_BEFORE, _AHEAD = timedelta(hours=8), timedelta(hours=18)


def _shell() -> str:
    return render_to_string(
        "street/log.html",
        {
            "activities": Activity.choices,
            "again": Again.choices,
            "bridges": Bridge.choices,
            "incidents": Incident.choices,
            "moods": Mood.choices,
            "talks": Talks.choices,
            "points": MethodPoint.choices,
            "lock_minutes": LOCK_MINUTES,
            "unnamed": unnamed.for_browser(),
        },
    )


@require_GET
@may_use(WHERE, CREATE_KEYS, SHOW_KEYS)
@requires(*WALKERS)
def shell(request: HttpRequest) -> HttpResponse:
    """Give the log's one page. It holds nothing of anybody: the phone keeps it, and opens it without a network."""
    del request  # the same for everybody
    return HttpResponse(_shell())


@require_GET
@requires(*WALKERS)
def worker(request: HttpRequest) -> HttpResponse:
    """Give the script that keeps the shell; another version of anything in it is another script."""
    del request  # the same for everybody
    files = [reverse("street:log"), *map(static, _FILES)]
    source = finders.find("street/worker.js")
    script = Path(source).read_text(encoding="utf-8") if isinstance(source, str) else ""
    version = hashlib.sha256("\n".join([_shell(), script, *files]).encode()).hexdigest()[:16]
    head = f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files)};\n"
    return HttpResponse(head + script, content_type="text/javascript; charset=utf-8")


@require_GET
@requires(*WALKERS)
def manifest(request: HttpRequest) -> HttpResponse:
    """Say how the log is installed on a phone."""
    del request  # the same for everybody
    told = {
        "name": _("Tværs, the street"),
        "short_name": _("The street"),
        "start_url": reverse("street:log"),
        "scope": reverse("street:list"),
        "display": "standalone",
        "background_color": "#10191d",
        "theme_color": "#10191d",
        "icons": [{"src": static("img/tvaers.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return HttpResponse(json.dumps(told), content_type="application/manifest+json")


@require_GET
@requires(*WALKERS)
def begins(request: HttpRequest) -> HttpResponse:
    """Give what a phone begins with: who it is, the shifts around now, places and colleagues. It keeps it sealed."""
    actor = actor_in(request)
    now = clock.now()
    rows = queries.shifts(actor=actor, since=now - _BEFORE, until=now + _AHEAD)
    own = [row for row in rows if row["is_own"] and row["state"] in {ShiftState.PLANNED, ShiftState.UNDER_WAY}]
    teams: dict[UUID, list[str]] = {}
    for shift, member in ShiftMember.objects.filter(shift_id__in=[row["id"] for row in own]).values_list(
        "shift_id", "member_id"
    ):
        teams.setdefault(shift, []).append(str(member))
    told = {
        "token": get_token(request),
        "member": str(actor.id),
        "name": actor.name,
        "said": queries.last_words(),
        "places": [{"id": str(each["id"]), "name": each["name"]} for each in queries.places()],
        "colleagues": [
            {"id": str(each["id"]), "name": each["name"], "walks": each["walks"], "phone": each["phone"]}
            for each in queries.colleagues(actor=actor)
        ],
        "shifts": [_shift(row, teams.get(row["id"], [])) for row in own],
    }
    return JsonResponse(told)


def _shift(row: dict[str, Any], team: list[str]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "name": ", ".join(row["places"]) or row["theme"],
        "hours": f"{dates.time_of_day(row['from_at'])}–{dates.time_of_day(row['until_at'])}",
        "until": row["until_at"].isoformat(),
        "areas": [str(each) for each in row["areas"]],
        "team": team,
    }


@require_POST
@requires(*WALKERS)
def phone(request: HttpRequest) -> HttpResponse:
    """Make a phone known."""
    form = _uuid(request.POST.get("form", ""))
    if form is None:
        return JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    device = phones.register(by=actor_in(request), form=form)
    return JsonResponse({"device": str(device), "lease": _LEASE})


@require_POST
@requires(*WALKERS)
def entries(request: HttpRequest) -> HttpResponse:
    """Take what a phone sends, and answer what stands here; the phone forgets by that alone.

    Sent again, it gets the same answer. With nothing left, a phone that is to forget hears of it.
    """
    actor = actor_in(request)
    device, left = _uuid(request.POST.get("device", "")), request.POST.get("left", "0")
    try:
        sent = json.loads(request.POST.get("entries", ""))
        read_in = [_read(each) for each in sent[:MOST_ENTRIES]]
    except (KeyError, TypeError, ValueError, AttributeError):
        return JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    if device is None:
        return JsonResponse({}, status=HTTPStatus.BAD_REQUEST)
    forget = phones.renewed(by=actor, device=device)
    said = [each for each in read_in if isinstance(each, Said)]
    taken = receiving.take(
        by=actor, device=device, entries=said, phone_now=dates.moment_in(request.POST.get("now", ""))
    )
    refused = [each for each in read_in if isinstance(each, dict)]
    forgets = forget and left == "0" and len(taken) == len(read_in)
    if forgets:
        phones.note_forgotten(device=device)
    told = {
        "acknowledged": [{"sequence": each.sequence, "digest": each.digest.hex()} for each in taken],
        "refused": refused,
        "lease": _LEASE,
        "forget": forgets,
    }
    return JsonResponse(told)


def _read(sent: dict[str, Any]) -> Said | dict[str, Any]:
    """Return an entry, or its number and why it cannot be taken. Raises ValueError for what names no number."""
    try:
        return read(sent.get("body"), sent.get("digest"))
    except BadEntryError as bad:
        return {"sequence": int(json.loads(sent["body"])["seq"]), "code": bad.code}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
