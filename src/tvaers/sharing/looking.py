"""What a page shows that tells who has looked, the same for every kind of dossier; `ui/looks.html` draws it.

Pages above register what they are called, so that a line can say where somebody looked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.partnerships.enums import CATEGORY_LABELS
from tvaers.partnerships.wording import listed
from tvaers.sharing.looks import Looks, looks
from tvaers.ui import dates

OTHERS = "others"
_pages: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class _Place:
    """An organisation as its mark is drawn."""

    id: UUID
    name: str
    mark: str


def name_pages(pages: Mapping[str, str | Promise]) -> None:
    """Say what pages are called, by the names of their addresses; any other is called another page."""
    _pages.update(pages)


def looked(
    request: HttpRequest,
    *,
    dossier: UUID,
    here: str,
    by_name: bool = True,
    criterion: Callable[[Mapping[str, str]], str] | None = None,
) -> dict[str, Any]:
    """Return the page's context: lines of one person on one day, chips, and the addresses of the pages beside.

    here: the page's own address. by_name: other organisations' people by name as well. criterion: puts what somebody
    searched for in words.
    """
    others = request.GET.get("who") == OTHERS
    before = _day_in(request.GET.get("before", ""))
    found, following = looks(dossier=dossier, before=before, others=others, by_name=by_name)
    who = {"who": OTHERS} if others else {}
    return {
        "looks": [_line(each, by_name=by_name, criterion=criterion) for each in found],
        "views": [
            {"label": _("Everybody"), "url": here, "count": None, "current": not others},
            {
                "label": _("Other organisations"),
                "url": f"{here}?{urlencode({'who': OTHERS})}",
                "count": None,
                "current": others,
            },
        ],
        "previous_url": _address(here, who) if before else "",
        "next_url": _address(here, {**who, "before": following.isoformat()}) if following else "",
    }


def _address(here: str, parameters: Mapping[str, str]) -> str:
    return f"{here}?{urlencode(parameters)}" if parameters else here


def _day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _line(found: Looks, *, by_name: bool, criterion: Callable[[Mapping[str, str]], str] | None) -> dict[str, Any]:
    shown = listed(CATEGORY_LABELS[category] for category in found.parts) if found.categories else _("That it exists")
    pages = dict.fromkeys(str(_pages.get(route, _("Another page"))) for route in found.routes)
    first, last = dates.time_of_day(found.first), dates.time_of_day(found.last)
    return {
        "day": found.day,
        # Within one minute there is no "from" and "to" to tell.
        "times": first if first == last else _("%(since)s to %(at)s") % {"since": first, "at": last},
        "organisation": _Place(found.organisation_id, found.organisation, found.mark),
        "who": (found.who or _("The system")) if by_name or found.is_own else "",
        "what": f"{shown[:1].upper()}{shown[1:]}",
        "how": _how(found, criterion),
        "pages": ", ".join(pages),
        "count": ngettext("%(count)d look", "%(count)d looks", found.count) % {"count": found.count},
    }


def _how(found: Looks, criterion: Callable[[Mapping[str, str]], str] | None) -> str:
    if criterion and found.criteria:
        return _("found by %(criterion)s") % {"criterion": "; ".join(map(criterion, found.criteria))}
    return _("by a search") if found.is_search else ""
