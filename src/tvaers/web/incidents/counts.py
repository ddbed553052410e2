"""What was reported, by area and week."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tvaers.incidents.enums import IncidentKind, Origin
from tvaers.incidents.queries import Counts, files, number_open, weekly_counts
from tvaers.incidents.rules import DECIDERS, READERS
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import bars, dates


class FilterForm(forms.Form):
    """Of which kind, and from whom."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("", gettext_lazy("All kinds")), *IncidentKind.choices],
        required=False,
    )
    origin = forms.ChoiceField(label=gettext_lazy("How it became known"), choices=Origin.choices)


@require_GET
@requires(READERS)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the last three months by week and area, open signals first; files for who reads them in."""
    actor = actor_in(request)
    # Looked up and never given back: what else stands in an address is not repeated on the page.
    kind = request.GET.get("kind", "") if request.GET.get("kind") in IncidentKind.values else ""
    origin = Origin.FOUND if request.GET.get("origin") == Origin.FOUND else Origin.REPORTED
    form = FilterForm(initial={"kind": kind, "origin": origin.value})
    chosen = [str(IncidentKind(kind).label)] if kind else []
    chosen += [str(origin.label)] if origin is Origin.FOUND else []
    found = weekly_counts(kind=kind, origin=origin, page=_page(request.GET.get("page", "")))
    decides = actor.has_role(DECIDERS)
    context = {
        "form": form,
        "counts": found,
        "picture": _picture(found),
        "rows": _rows(found),
        "weeks": [{"week": dates.short_day(week), "number": number} for week, number in _by_week(found)],
        "decides": decides,
        "files": files(actor=actor) if decides else [],
        "open": number_open(actor=actor),
        "is_filtered": bool(chosen),
        "chosen": ", ".join(chosen),
        **_ways(found, kind, origin),
    }
    return render(request, "incidents/overview.html", context)


def _page(number: str) -> int:
    """Return the page that is asked for; the first for what is no number."""
    return int(number) if number.isdecimal() and len(number) < 6 else 1


def _ways(found: Counts, kind: str, origin: Origin) -> dict[str, str]:
    """Return the addresses of the pages before and after, and which of how many this is; with the same filter."""
    chosen = {"kind": kind, "origin": origin.value if origin is Origin.FOUND else ""}

    def address(page: int) -> str:
        query = {name: value for name, value in {**chosen, "page": str(page) if page > 1 else ""}.items() if value}
        here = reverse("incidents:overview")
        return f"{here}?{urlencode(query)}" if query else here

    where = {"page": found.page, "pages": found.pages}
    return {
        "previous_url": address(found.page - 1) if found.page > 1 else "",
        "next_url": address(found.page + 1) if found.page < found.pages else "",
        "where": _("Page %(page)d of %(pages)d, the areas with most first") % where if found.pages > 1 else "",
    }


def _by_week(found: Counts) -> list[tuple[Any, int]]:
    return list(zip(found.weeks, found.by_week, strict=True)) if found.areas else []


def _picture(found: Counts) -> bars.Bars:
    """Return all areas' weeks; the last one is drawn open, as it is not over."""
    numbers = [
        bars.Number(value=number, words=_week(week, number), kind="open" if week == found.weeks[-1] else "")
        for week, number in _by_week(found)
    ]
    return bars.drawn(_("Incidents in each of the last 13 weeks"), numbers)


def _week(week: Any, number: int) -> str:  # noqa: ANN401 - a date
    words = ngettext("%(count)d incident", "%(count)d incidents", number) % {"count": number}
    return _("The week from %(day)s: %(words)s") % {"day": dates.short_day(week), "words": words}


def _rows(found: Counts) -> list[dict[str, Any]]:
    """Return a line for each area: its weeks small, the last four and the four before. All on one scale."""
    named = _("%(area)s, week by week: %(numbers)s")
    return [
        {
            "name": each.name,
            "bars": bars.drawn(
                named % {"area": each.name, "numbers": ", ".join(map(str, each.weeks))},
                [bars.Number(value=number) for number in each.weeks],
                high=bars.LOW,
                most=found.highest,
            ),
            "recent": sum(each.weeks[-5:-1]),
            "before": sum(each.weeks[-9:-5]),
            "total": each.total,
        }
        for each in found.areas
    ]
