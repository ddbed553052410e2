"""The year of meetings (årshjul): month by month, of the kinds that name nobody."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from tvaers.foundation import clock
from tvaers.meetings import queries
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.web.meetings import words

# How many years back, and ahead, the page turns.
BACK, AHEAD = 5, 2


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """Show a year of meetings, every month of it, to be read on a telephone and hung on a wall."""
    actor = actor_in(request)
    now = clock.today().year
    shown = _asked(request, now)
    rows = queries.naming_nobody(actor=actor, first=_begins(shown), last=_begins(shown + 1))
    context = {
        "year": shown,
        "months": _months(shown, rows),
        "is_cut": len(rows) == queries.MOST_OF_A_YEAR,
        "views": [_view(each, shown) for each in sorted({now - 1, now, now + 1, shown})],
    }
    return render(request, "meetings/year.html", context)


def _asked(request: HttpRequest, now: int) -> int:
    """Return the year of the address; this one for what is none, or too far away."""
    asked = {str(each): each for each in range(now - BACK, now + AHEAD + 1)}
    return asked.get(request.GET.get("year", ""), now)


def _begins(shown: int) -> datetime:
    return datetime(shown, 1, 1, tzinfo=clock.COPENHAGEN)


def _months(shown: int, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[int, list[dict[str, Any]]] = {month: [] for month in range(1, 13)}
    for row in rows:
        on = dates.local_date(row["starts_at"])
        found[on.month].append(words.line(row) | {"on": f"{WEEKDAYS_ABBR[on.weekday()]} {on.day}."})
    today = clock.today().replace(day=1)
    return [
        {"number": month, "name": MONTHS[month], "rows": told, "is_now": date(shown, month, 1) == today}
        for month, told in found.items()
    ]


def _view(year_: int, shown: int) -> dict[str, Any]:
    url = f"{reverse('meetings:year')}?year={year_}"
    return {"label": str(year_), "url": url, "count": None, "current": year_ == shown}
