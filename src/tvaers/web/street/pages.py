"""Shifts: the week's, one of them, who takes an alert on, and the phones."""

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.foundation import clock, live
from tvaers.outreach import queries
from tvaers.outreach.actions import debriefing, planning, safety, walking
from tvaers.outreach.actions import phones as phone_actions
from tvaers.outreach.enums import MethodPoint, ShiftState
from tvaers.outreach.rules import LEADERS, WALKERS, WrongStateError
from tvaers.partnerships.enums import roles_in
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import dates
from tvaers.web.street import words

READERS = tuple(roles_in(int(WITH_PEOPLE)))
BEFORE, AHEAD = timedelta(days=7), timedelta(days=28)
HALF_AN_HOUR = timedelta(minutes=30)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*READERS)
def every(request: HttpRequest) -> HttpResponse:
    """List what is ahead and what was walked in the last week, the own shifts and the neighbours'."""
    actor = actor_in(request)
    if request.method == "POST":
        debriefing.tick_off(by=actor, reminder=_id(request.POST.get("do", "")))
        return redirect("street:list")
    now = clock.now()
    rows = queries.shifts(actor=actor, since=now - BEFORE, until=now + AHEAD)
    ahead = [row for row in rows if row["until_at"] >= now and row["state"] != ShiftState.ENDED]
    context = {
        "ahead": _by_day(ahead),
        "behind": _by_day([row for row in reversed(rows) if row not in ahead]),
        "may_plan": actor.has_role(*WALKERS),
        "reminders": queries.reminders(actor=actor),
        "live": live.address(actor.id, request.get_host()),
    }
    return render(request, "street/list.html", context)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _by_day(rows: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    return [(day, list(each)) for day, each in groupby(rows, key=lambda row: dates.local_date(row["from_at"]))]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*READERS)
def one(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Show a shift and what was met; the own team checks in, out and later home."""
    actor = actor_in(request)
    view = queries.shift_view(actor=actor, shift=shift)
    may_walk = view["is_own"] and actor.has_role(*WALKERS)
    if request.method == "POST":
        if not may_walk:
            raise PermissionDenied
        _done(request, view)
        return redirect("street:shift", shift=shift)
    reads_debriefs = view["is_own"] and (actor.id in view["team_ids"] or actor.has_role(*LEADERS))
    labels = dict(MethodPoint.choices)
    told = queries.debriefs(shift=shift) if reads_debriefs else []
    context = {
        "view": view,
        "stops": [words.stop_words(each) for each in queries.stops(shift=shift)],
        "may_walk": may_walk,
        "reads_debriefs": reads_debriefs,
        "debriefs": [row | {"method": [labels.get(each, each) for each in row["method"]]} for row in told],
        "live": live.address(actor.id, request.get_host()),
    }
    return render(request, "street/shift.html", context)


def _done(request: HttpRequest, view: dict[str, Any]) -> None:
    actor, shift = actor_in(request), view["id"]
    try:
        match request.POST.get("do"):
            case "in":
                walking.check_in(by=actor, shift=shift)
                messages.success(request, _("You are checked in. Have a good shift."))
            case "later":
                # Later than planned, and later than now: a team that is late says so with the same button.
                home = max(clock.now(), view["home_at"] or clock.now()) + HALF_AN_HOUR
                walking.be_later(by=actor, shift=shift, home_at=home)
                messages.success(request, _("Home again at %(time)s.") % {"time": dates.time_of_day(home)})
            case "out":
                walking.check_out(by=actor, shift=shift)
                messages.success(request, _("You are checked out. Welcome home."))
            case "cancel":
                planning.cancel(by=actor, shift=shift)
                messages.success(request, _("The shift is cancelled."))
    except WrongStateError:
        messages.error(request, _("Somebody has changed the shift meanwhile. Look at it as it is now."))


@require_POST
def acknowledge(request: HttpRequest, alert: UUID) -> HttpResponse:
    """Take an alert on."""
    actor = actor_in(request)
    safety.acknowledge(by=actor, alert=alert)
    messages.success(request, _("You have taken it on. Call the team now."))
    return redirect("today:list")


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*WALKERS)
def phones(request: HttpRequest) -> HttpResponse:
    """List the phones that the log is written on; a lost one is asked to forget."""
    actor = actor_in(request)
    if request.method == "POST":
        phone_actions.ask_to_forget(by=actor, device=_id(request.POST.get("do", "")))
        messages.success(request, _("The phone forgets everything when it next calls."))
        return redirect("street:phones")
    return render(request, "street/phones.html", {"phones": queries.phones(actor=actor)})
