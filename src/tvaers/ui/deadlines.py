"""Deadlines in words: "in 2 working days", "3 hours late". Words first, colour second, about time only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.foundation import clock
from tvaers.foundation.workdays import working_days_between
from tvaers.ui import dates

LATE, SOON, DONE, CALM = "late", "soon", "done", ""
_MINUTES_MATTER_BELOW = 6  # hours
_SOON_SHARE = 4  # a clock that runs for some hours is "soon" in its last quarter


@dataclass(frozen=True, slots=True)
class Chip:
    """What a deadline chip says, and its state: late, soon, done or calm (empty)."""

    text: str
    state: str


def deadline(
    due: date | datetime,
    *,
    done: date | datetime | None = None,
    of: int | None = None,
    calm: bool = False,
) -> Chip:
    """Put a deadline in words, seen from `clock.now()`.

    A date counts in working days, a moment of today in hours and minutes. `of` is the length of the
    whole term: hours for a moment, working days for a date. `calm` is for what is no duty, such as a
    meeting: it is never "soon". Raises ValueError for a naive datetime.
    """
    if done is not None:
        return Chip(_("Done %(day)s") % {"day": dates.short_day(done)}, DONE)
    now = clock.now()
    if isinstance(due, datetime) and _by_the_clock(due, now, of):
        chip = _clock_chip(due, now, of)
    else:
        chip = _day_chip(dates.local_date(due), dates.local_date(now), of)
    return Chip(chip.text, CALM) if calm and chip.state == SOON else chip


def _by_the_clock(due: datetime, now: datetime, of: int | None) -> bool:
    if of is not None or dates.local_date(due) == dates.local_date(now):
        return True
    return timedelta(0) < now - due < timedelta(days=1)


def span(minutes: int) -> str:
    """Write a length of time below some days: "2 hours and 20 min."."""
    hours, rest = divmod(minutes, 60)
    in_hours = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    if not rest or hours >= _MINUTES_MATTER_BELOW:
        return in_hours
    return _("%(hours)s and %(minutes)d min.") % {"hours": in_hours, "minutes": rest}


def _clock_chip(due: datetime, now: datetime, of: int | None) -> Chip:
    minutes = int((due - now).total_seconds() // 60)
    if due < now:
        late = max(1, int((now - due).total_seconds() // 60))
        days = -working_days_between(dates.local_date(now), dates.local_date(due))
        if late >= 24 * 60 and days:
            return Chip(_working_days_late(days), LATE)
        return Chip(_("%(span)s late") % {"span": span(late if late < 60 else late // 60 * 60)}, LATE)
    if minutes < 1:
        return Chip(_("Less than a minute left"), SOON)
    if of is None:
        return Chip(_("In %(span)s") % {"span": span(minutes)}, SOON)
    state = SOON if minutes <= of * 60 // _SOON_SHARE else CALM
    hours = minutes // 60
    if not hours:
        return Chip(_("%(span)s left") % {"span": span(minutes)}, state)
    text = ngettext("%(count)d hour left of %(of)d", "%(count)d hours left of %(of)d", hours)
    return Chip(text % {"count": hours, "of": of}, state)


def _working_days_late(days: int) -> str:
    return ngettext("%(count)d working day late", "%(count)d working days late", days) % {"count": days}


def _day_chip(due: date, today: date, of: int | None) -> Chip:
    days = working_days_between(today, due)
    if due == today:
        text = _("Last day of %(of)d") % {"of": of} if of else _("Today")
        return Chip(text, SOON)
    if due < today:
        if days:
            return Chip(_working_days_late(-days), LATE)
        return Chip(_("Late since %(weekday)s") % {"weekday": dates.weekday(due)}, LATE)
    if not days:  # a deadline within a weekend or holiday: no working day is left before it
        return Chip(_("On %(weekday)s") % {"weekday": dates.weekday(due)}, SOON)
    text = ngettext("In %(count)d working day", "In %(count)d working days", days)
    return Chip(text % {"count": days}, CALM)
