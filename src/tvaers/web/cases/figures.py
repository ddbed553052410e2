"""Equal treatment: how many came in, were shared about and were closed in a quarter, by age, gender and area."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tvaers.cases import queries, rules
from tvaers.cases.enums import Band, Divided, Measure
from tvaers.foundation.alphabet import danish
from tvaers.sharing.entrance import requires
from tvaers.web.cases.frame import OrganisationMark

# The bands of each division, in the order of their rows.
ORDER: dict[Divided, tuple[Band, ...]] = {
    Divided.ALL: (Band.ALL,),
    Divided.AGE: (
        Band.UNDER_18,
        Band.UNDER_15,
        Band.FROM_15,
        Band.GROWN,
        Band.FROM_18,
        Band.FROM_25,
        Band.UNKNOWN,
    ),
    Divided.GENDER: rules.GENDERS,
    # After the areas, by name.
    Divided.AREA: (Band.UNKNOWN,),
}


class Place(NamedTuple):
    """A row of an area: its name, and that of the one it lies in."""

    name: str
    within: str


Row = Band | Place
Figures = dict[tuple[Divided, Row, Measure], int | None]


@require_safe
@requires(*rules.FIGURE_READERS)
def figures(request: HttpRequest) -> HttpResponse:
    """Show the figures of a quarter as each organisation has published them; nobody's row is read."""
    quarters = queries.published_quarters()
    asked = request.GET.get("quarter", "")
    quarter = _asked(asked) if asked else next(iter(quarters), None)
    if quarter is not None and quarter not in quarters:
        raise Http404
    context = {
        "quarters": [
            {
                "label": in_words(each),
                "url": f"{request.path}?quarter={each}",
                "count": None,
                "current": each == quarter,
            }
            for each in quarters
        ],
        "heading": in_words(quarter) if quarter else "",
        "organisations": list(_organisations(queries.published_figures(quarter=quarter))) if quarter else [],
        "measures": [measure.label for measure in Measure],
        "fewest": rules.FEWEST,
    }
    return render(request, "cases/figures.html", context)


def _asked(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


def in_words(quarter: date) -> str:
    """Name a quarter."""
    return _("Quarter %(number)d, %(year)d") % {"number": (quarter.month + 2) // 3, "year": quarter.year}


def _organisations(rows: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    found: dict[UUID, tuple[OrganisationMark, Figures]] = {}
    for row in rows:
        mark = OrganisationMark(row["owner_id"], row["owner_name"], row["owner_mark"])
        _mark, held = found.setdefault(row["owner_id"], (mark, {}))
        cell = Place(row["area_name"], row["area_within"] or "") if row["area_name"] else Band(row["band"])
        held[Divided(row["divided"]), cell, Measure(row["measure"])] = row["count"]
    for mark, held in found.values():
        yield {"organisation": mark, "groups": [_group(divided, held) for divided in Divided]}


def _group(divided: Divided, held: Figures) -> dict[str, Any]:
    """Return the rows of a division; a band or an area stands there when some count is divided so."""
    areas = {cell for by, cell, _measure in held if by is divided and isinstance(cell, Place)}
    names = Counter(area.name for area in areas)
    ordered: list[Row] = [*sorted(areas, key=lambda area: danish(" ".join(area))), *ORDER[divided]]
    rows = [
        {
            "label": cell.label if isinstance(cell, Band) else _place(cell, names),
            "cells": [_cell(held, divided, cell, measure) for measure in Measure],
        }
        for cell in ordered
        if any((divided, cell, measure) in held for measure in Measure)
    ]
    return {"title": "" if divided is Divided.ALL else divided.label, "rows": rows}


def _place(area: Place, names: Counter[str]) -> str:
    """Name an area, and where it lies when there are several of the name."""
    return f"{area.name}, {area.within}" if names[area.name] > 1 and area.within else area.name


def _cell(held: Figures, divided: Divided, cell: Row, measure: Measure) -> dict[str, str]:
    where = (divided, cell, measure)
    label = str(measure.label)
    if where not in held:
        # An area with nobody is not written down; that the division is there is told by its last row.
        if isinstance(cell, Band) or (divided, Band.UNKNOWN, measure) not in held:
            return {"label": label, "count": "", "why": _("not shown")}
        return {"label": label, "count": "0", "why": ""}
    count = held[where]
    return {"label": label, "count": "" if count is None else str(count), "why": _("1 to 4") if count is None else ""}
