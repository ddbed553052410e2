"""Coverage: where and when there was somebody in the street in three months, planned and done."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.foundation.alphabet import danish
from tvaers.outreach import queries
from tvaers.outreach.coverage import Hours, Part, by_area, by_time
from tvaers.outreach.rules import WALKERS
from tvaers.sharing.entrance import actor_in, requires

MONTHS = timedelta(days=91)
_PARTS: dict[Part, Promise] = {
    Part.DAY: gettext_lazy("Day (6–17)"),
    Part.EVENING: gettext_lazy("Evening (17–22)"),
    Part.NIGHT: gettext_lazy("Night (22–6)"),
}


@require_GET
@requires(*WALKERS)
def page(request: HttpRequest) -> HttpResponse:
    """Show the hours of the own organisation; of places and times, never of who walked."""
    actor = actor_in(request)
    since = clock.now() - MONTHS
    shifts, names = queries.walked(actor=actor, since=since)
    areas = [(names.get(area, "") if area else _("No area said"), hours) for area, hours in by_area(shifts).items()]
    context = {
        "is_empty": not shifts,
        "areas": _table([(name, hours) for name, hours in sorted(areas, key=lambda each: danish(each[0]))], _("Area")),
        "times": _times(by_time(shifts)),
    }
    return render(request, "street/coverage.html", context)


def _hours(hours: float) -> str:
    return number_format(round(hours, 1), decimal_pos=1) if hours else "–"


def _said(hours: Hours) -> str:
    return f"{_hours(hours.done)} / {_hours(hours.planned)}"


def _table(rows: list[tuple[str, Hours]], head: str) -> dict[str, Any]:
    columns = [
        {"label": head},
        {"label": pgettext("hours", "Done"), "number": True},
        {"label": pgettext("hours", "Planned"), "number": True},
    ]
    return {"columns": columns, "rows": [[name, _hours(each.done), _hours(each.planned)] for name, each in rows]}


def _times(found: dict[tuple[int, Part], Hours]) -> dict[str, Any]:
    columns = [{"label": _("Weekday")}, *({"label": label, "number": True} for label in _PARTS.values())]
    rows = [
        [str(weekday).capitalize(), *(_said(found[number, part]) for part in Part)]
        for number, weekday in WEEKDAYS.items()
    ]
    return {"columns": columns, "rows": rows}
