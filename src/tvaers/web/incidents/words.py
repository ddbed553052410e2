"""Signals in words: what, where, how unusual, and what the method can and cannot see."""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.foundation.alphabet import danish
from tvaers.incidents.enums import Family, Method
from tvaers.incidents.queries import Record
from tvaers.incidents.rules import is_alert
from tvaers.ui import dates

# What a look was at, in the middle of a sentence.
OF: Final[dict[Family, str | Promise]] = {
    Family.ALL: gettext_lazy("incidents of all kinds"),
    Family.VIOLENT: gettext_lazy("violence, threats, robbery and weapons"),
    Family.DAMAGE: gettext_lazy("vandalism, fires and fireworks"),
    Family.UNREST: gettext_lazy("unrest, noise and traffic"),
}
# Each measured on made-up counts of 200 areas with 20 incidents a day (docs/explanation/early-notice.md).
SEES: Final[dict[Method, list[str | Promise]]] = {
    Method.PERMUTATION: [
        gettext_lazy(
            "It compares neighbouring areas over the last days with the rest of the year. In trials it saw within a"
            " week a rise to five times as much in 83 of 100, to three times as much in 23, and to twice as much hardly"
            " ever. Where incidents come in bursts anyway it saw the largest in 56."
        ),
        gettext_lazy(
            "It does not see what happens in one area alone, what rises everywhere at once, or what nobody reports. It"
            " knows nothing of why, and of nobody."
        ),
    ],
    Method.EARS: [
        gettext_lazy(
            "There is too little history for more than this: it compares a day in one area with the week before, and is"
            " wrong more often than a method that knows a year."
        ),
        gettext_lazy(
            "It does not see what rises slowly, what lies in several areas, or what nobody reports. It knows nothing of"
            " why, and of nobody."
        ),
    ],
}


def where(names: list[str]) -> str:
    """Return some areas' names as a list in words, the last joined by »and«; long ones cut."""
    ordered = sorted((name for name in names if name), key=danish)
    if len(ordered) > 4:
        return _("%(names)s and %(count)d more") % {"names": ", ".join(ordered[:3]), "count": len(ordered) - 3}
    if len(ordered) > 1:
        return _("%(names)s and %(last)s") % {"names": ", ".join(ordered[:-1]), "last": ordered[-1]}
    return ordered[0] if ordered else _("an area")


def when(begin: date, end: date) -> str:
    """Return the days in words."""
    if begin == end:
        return _("on %(day)s") % {"day": dates.day(end)}
    return _("from %(begin)s to %(end)s") % {"begin": dates.day(begin), "end": dates.day(end)}


def unusual(recurrence: float) -> str:
    """Say how unusual it is: once in how many days, or as rare as once in a year."""
    days = round(recurrence)
    if is_alert(recurrence):
        return _("Chance alone would show as much less than once a year (once in %(days)d days).") % {"days": days}
    return _("Chance alone would show as much once in %(days)d days.") % {"days": days}


def wrong(record: Record) -> str:
    """Say how often signals were wrong here."""
    if not record.decided:
        return _("None has been decided here yet, so nobody knows how often it is wrong with you.")
    decided = ngettext("%(count)d has been decided here", "%(count)d have been decided here", record.decided)
    lay = ngettext("behind %(count)d lay nothing", "behind %(count)d lay nothing", record.wrong)
    return _("%(decided)s; %(nothing)s.") % {
        "decided": decided % {"count": record.decided},
        "nothing": lay % {"count": record.wrong},
    }


def number(value: float) -> str:
    """Return a number of what is usual: with one decimal while it is small."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".replace(".", ",")
