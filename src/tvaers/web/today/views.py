"""Today: what needs me, in the order of its deadline, each line one click from done."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tvaers.concerns.rules import RECORDERS
from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.work.queries import Away, notes
from tvaers.work.waiting import Waiting, covered, waiting

# Where nothing is due today, the first of the days to come.
FIRST_SCREEN = 8
DAYS_IN_WEEK = 7

# What comes here for those who see no young people, and where they begin.
OFFICES = (
    (
        Role.INSPECTOR,
        gettext_lazy("Emergency look-ups that you are to judge come here, with the day by which it is to be done."),
        gettext_lazy("See the emergency look-ups"),
        "emergencies:list",
    ),
    (
        Role.ADMINISTRATOR,
        gettext_lazy("Colleagues who cannot sign in and need two administrators come here."),
        gettext_lazy("See who works here"),
        "administration:people",
    ),
    (
        Role.SIGNATORY,
        gettext_lazy("Agreements that you are to sign come here."),
        gettext_lazy("Read the agreement"),
        "agreements:list",
    ),
)


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor: late, due today and without a deadline; `week` shows the days to come as well."""
    actor = actor_in(request)
    beside = notes(actor=actor)
    lines = waiting(actor=actor, away=beside.away)
    whole_week = "week" in request.GET
    now_due = [line for line in lines if line.at <= _end_of_day()]
    undated = [line for line in lines if line.due is None]
    dated = [line for line in lines if line.due is not None]
    # What is late is never behind a link; what has no deadline is little, and stands behind it.
    shown = lines if whole_week else [*(now_due or dated[:FIRST_SCREEN]), *undated]
    rows = [_row(line) for line in shown]
    lead = next((row for row in rows if row["counts"]), None)
    if lead is not None:
        lead["lead"] = True
    context = {
        "now": dates.moment(clock.now()),
        "words": _words(len(shown) if now_due else len(lines), due_now=bool(now_due), whole_week=whole_week),
        "rows": rows,
        "empty": None if rows else _empty(actor),
        "covers": [
            _cover(away, for_away, whole_week=whole_week) for away, for_away in covered(actor=actor, away=beside.away)
        ],
        "mail_down": beside.mail_down,
        "rest": len(lines) - len(shown),
        "whole_week": whole_week,
        "new_url": reverse("concerns:new") if actor.has_role(*RECORDERS) else "",
    }
    return render(request, "today/today.html", context)


def _cover(away: Away, lines: list[Waiting], *, whole_week: bool) -> dict[str, Any]:
    """Return what waits for a colleague who is away: what is due, or the first of the days to come."""
    now_due = [line for line in lines if line.at <= _end_of_day()]
    shown = lines if whole_week else now_due or lines[:FIRST_SCREEN]
    return {
        "id": away.id,
        "title": _("For %(name)s until %(day)s") % {"name": away.member, "day": dates.day(away.until_on)},
        "rows": [_row(line) for line in shown],
    }


def _end_of_day() -> datetime:
    return datetime.combine(clock.today() + timedelta(days=1), time.min, tzinfo=COPENHAGEN)


def _words(number: int, *, due_now: bool, whole_week: bool) -> str:
    """Say how many lines follow; where nothing is due, how many the week has."""
    if not number:
        return _("Nothing waits for you this week.")
    if not due_now:
        return ngettext(
            "Nothing is due today. One thing waits for you this week.",
            "Nothing is due today. %(count)d things wait for you this week.",
            number,
        ) % {"count": number}
    if whole_week:
        words = ngettext("One thing waits for you this week.", "%(count)d things wait for you this week.", number)
    else:
        words = ngettext("One thing waits for you.", "%(count)d things wait for you.", number)
    return words % {"count": number}


def _empty(actor: Actor) -> dict[str, Any]:
    """Say what comes here for the actor's roles, and the one thing to do, where nothing waits."""
    if actor.has_role(WITH_PEOPLE):
        recording = actor.has_role(*RECORDERS)
        return {
            "text": _("Concerns, tasks and answers that wait for you come here, the first deadline first."),
            "url": reverse("concerns:new") if recording else "",
            "do": _("New concern"),
            "symbol": "plus",
        }
    for role, text, do, name in OFFICES:
        if actor.has_role(role):
            return {"text": text, "url": reverse(name), "do": do, "symbol": ""}
    nothing = _("You see no young people here. The agreement says what the parties do together.")
    return {"text": nothing, "url": reverse("agreements:list"), "do": _("Read the agreement"), "symbol": ""}


def _row(line: Waiting) -> dict[str, Any]:
    return {
        "when": _when(line),
        "due": line.due if not isinstance(line.due, datetime) or line.term else _day_or_moment(line.due),
        "of": line.term,
        "calm": line.calm,
        "chip": line.chip,
        "what": line.what,
        "url": line.url,
        "about": line.about,
        "do": line.do,
        "do_url": line.do_url,
        "do_post": line.do_post,
        "also": line.also,
        "also_url": line.also_url,
        "lead": False,
        "counts": not line.do_post,
    }


def _day_or_moment(due: datetime) -> object:
    """Return the day alone for what runs until the end of a working day: "last day" says more than "in 9 hours"."""
    local = due.astimezone(COPENHAGEN)
    return local.date() if (local.hour, local.minute) == (23, 59) else due


def _when(line: Waiting) -> str:
    if line.due is None:
        return _("No deadline")
    on = dates.local_date(line.due)
    if on == clock.today():
        timed = line.due if isinstance(line.due, datetime) else None
        if timed is not None and not isinstance(_day_or_moment(timed), datetime):
            timed = None
        return dates.time_of_day(timed) if timed else _("Today")
    days = (on - clock.today()).days
    # A weekday alone is one to come; what is late says its date.
    near = {-1: _("Yesterday"), 1: _("Tomorrow")}.get(days) or (dates.weekday(on) if 0 < days < DAYS_IN_WEEK else "")
    word = near or dates.short_day(on)
    return word[:1].upper() + word[1:]
