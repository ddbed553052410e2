"""Today: what needs me, in the order of its deadline, each line one click from done."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from tvaers.concerns.rules import RECORDERS
from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.work.waiting import Waiting, waiting

# Where nothing is due today, the first of the days to come.
FIRST_SCREEN = 8
DAYS_IN_WEEK = 7


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show what waits for the actor: late, due today and without a deadline; `week` shows the days to come as well."""
    actor = actor_in(request)
    lines = waiting(actor=actor)
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
        "words": _words(len(lines), len(now_due) + len(undated)),
        "rows": rows,
        "rest": len(lines) - len(shown),
        "whole_week": whole_week,
        "new_url": reverse("concerns:new") if actor.has_role(*RECORDERS) else "",
    }
    return render(request, "today/today.html", context)


def _end_of_day() -> datetime:
    return datetime.combine(clock.today() + timedelta(days=1), time.min, tzinfo=COPENHAGEN)


def _words(total: int, due_now: int) -> str:
    if not total:
        return _("Nothing waits for you this week.")
    if not due_now:
        return ngettext(
            "Nothing is due today. One thing waits for you this week.",
            "Nothing is due today. %(count)d things wait for you this week.",
            total,
        ) % {"count": total}
    return ngettext("One thing waits for you.", "%(count)d things wait for you.", due_now) % {"count": due_now}


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
