"""Signals in words: what, where, how unusual, and what the method can and cannot see."""

from datetime import date
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.foundation.alphabet import danish
from tvaers.incidents.enums import Basis, Family, Method
from tvaers.incidents.queries import Again, Record
from tvaers.incidents.rules import INFORMS, is_alert
from tvaers.ui import dates

# What a look was at, in the middle of a sentence.
OF: Final[dict[Family, str | Promise]] = {
    Family.ALL: gettext_lazy("incidents of all kinds"),
    Family.VIOLENT: gettext_lazy("violence, threats, robbery and weapons"),
    Family.DAMAGE: gettext_lazy("vandalism, fires and fireworks"),
    Family.UNREST: gettext_lazy("unrest, noise and traffic"),
}
# Of fewer days again nothing is said: they tell nothing.
LEAST_SAID = 7
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


def again(past: dict[Basis, Again]) -> list[str]:
    """Say on how many of the past days something would have been told; nothing before they were looked at again."""
    found = past.get(Basis.NOW)
    if found is None or found.days < LEAST_SAID:
        return []
    said = [_run_again(found)]
    if found.seen:
        by_chance = {"days": found.seen, "number": number(found.seen / INFORMS)}
        said.append(_("By chance alone it would be on about %(number)s of %(days)d.") % by_chance)
    then = past.get(Basis.THEN)
    if then and (then.seen, then.told) != (found.seen, found.told):
        said.append(_as_seen_then(then))
    return said


def _run_again(found: Again) -> str:
    span = {"first": dates.year_day(found.first), "last": dates.year_day(found.last)}
    if not found.seen:
        return (
            _("The days from %(first)s to %(last)s were run again. There is too little history for any of them.") % span
        )
    told = ngettext(
        "on %(told)d something would have been told", "on %(told)d something would have been told", found.told
    )
    alerts = ngettext("on %(alerts)d something very unusual", "on %(alerts)d something very unusual", found.alerts)
    days = ngettext(
        "%(days)d day from %(first)s to %(last)s was run again with what is known today",
        "%(days)d days from %(first)s to %(last)s were run again with what is known today",
        found.seen,
    )
    return _("%(days)s: %(told)s, %(alerts)s.") % {
        "days": days % {"days": found.seen, **span},
        "told": told % {"told": found.told},
        "alerts": alerts % {"alerts": found.alerts},
    }


def _as_seen_then(then: Again) -> str:
    """Say what could be seen at the time: what was read in later did not exist."""
    if not then.seen:
        return _("At the time none of it could be seen: the files were read in later.")
    told = {"seen": then.seen, "told": then.told}
    return (
        _(
            "With what had been read in by the next morning %(seen)d could be looked at, and it would have been told on"
            " %(told)d."
        )
        % told
    )


def number(value: float) -> str:
    """Return a number of what is usual: with one decimal while it is small."""
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}".replace(".", ",")
