"""The ways to narrow what was found: by kind and by time, each with how many of the shown texts it would leave.

The numbers are of texts that were opened for this reader and stand on the page, of nothing else; none is of a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tvaers.search import sources
from tvaers.search.enums import Period
from tvaers.search.queries import Narrowing, Results


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way: what pressing it asks for, and how many of the texts it leaves; None where they were not counted."""

    label: str | Promise
    group: str
    period: str
    count: int | None = None
    is_current: bool = False


def ways(results: Results, now: Narrowing) -> list[tuple[str, list[Way]]]:
    """Return the ways by kind and by time, as far as they leave something else than what is shown."""
    rows = [(_("Kind of text"), list(_by_group(results, now))), (_("Date"), list(_by_period(results, now)))]
    return [(label, some) for label, some in rows if some]


def _by_group(results: Results, now: Narrowing) -> Iterator[Way]:
    labels, period = sources.groups(), str(now.period or "")
    if now.group:
        yield Way(label=_("All kinds"), group="", period=period)
        yield Way(label=labels[now.group], group=now.group, period=period, is_current=True)
    elif len(results.groups) > 1:
        for group, label in labels.items():
            if group in results.groups:
                yield Way(label=label, group=group, period=period, count=results.groups[group])


def _by_period(results: Results, now: Narrowing) -> Iterator[Way]:
    if now.period:
        yield Way(label=_("At any time"), group=now.group, period="")
        yield Way(label=now.period.label, group=now.group, period=now.period, is_current=True)
        return
    for period, count in results.periods.items():
        # What is older than a full page was not counted, and is what somebody may be looking for.
        beyond = results.is_cut and period is Period.OLDER
        if 0 < count < len(results.found) or (beyond and not count):
            yield Way(label=period.label, group=now.group, period=period, count=count or None)
