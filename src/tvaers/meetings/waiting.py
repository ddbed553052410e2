"""What waits for somebody of meetings: invitations, what was decided that they do, and minutes to approve."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.meetings import queries
from tvaers.meetings.enums import MeetingKind, MeetingState, Reply
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Cover, Waiting


def register() -> None:
    """Let Today ask for meetings, and for those of a colleague who is away.

    A substitute sees that there is a meeting; what is said there about a person is let in to at the table, as ever.
    """
    waiting.register("meetings", for_actor)
    waiting.register_cover("meetings", Cover(lines=of_absent, unfollowed=lambda _actor, _substitute: []))


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor`, in one statement."""
    rows = queries.waits(actor=actor, until=until, now=clock.now(), by_day=dates.local_date(until))
    return [_LINES[row["waits"]](row) for row in rows]


def of_absent(actor: Actor, absent: UUID, until: datetime) -> list[Waiting]:
    """Return the meetings ahead of a colleague who is away, as far as `actor` sees them, in one statement."""
    del actor  # the database takes the asker from the context
    return [_theirs(row) for row in queries.of_absent(absent=absent, until=until, now=clock.now())]


def _theirs(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:meeting", args=[row["of"]])
    leads = _("Somebody else has to run it") if row["leads"] else ""
    return Waiting(
        what=MeetingKind(row["text"]).label,
        about=", ".join(part for part in (dates.moment(row["at_time"]), row["place"], leads) if part),
        url=url,
        do=_("See the meeting"),
        do_url=url,
        due=row["at_time"],
        calm=True,
    )


def _meeting(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:meeting", args=[row["of"]])
    reply, state, place = row["more"].split("|", 2)
    is_on = state == MeetingState.UNDER_WAY
    asked = reply == Reply.NONE and not is_on
    return Waiting(
        what=MeetingKind(row["text"]).label,
        about=", ".join(part for part in (dates.moment(row["at_time"]), place) if part),
        url=url,
        do=_("Go in") if is_on else _("Answer") if asked else _("Prepare"),
        do_url=url,
        due=row["at_time"],
        calm=not is_on,
        chip=_("Now") if is_on else "",
    )


def _decision(row: dict[str, Any]) -> Waiting:
    return Waiting(
        what=row["text"],
        about=_("Decided at a meeting"),
        url=reverse("meetings:meeting", args=[row["of"]]),
        do=_("Mark as done"),
        do_url=reverse("meetings:done", args=[row["of"], row["row"]]),
        do_post=True,
        due=row["on_day"],
        calm=row["on_day"] is None,
    )


def _goes_on(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:become", args=[row["of"], row["row"]])
    return Waiting(
        what=row["text"], about=_("Decided at a meeting"), url=url, do=_("Go on with it"), do_url=url, calm=True
    )


def _minutes(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:meeting", args=[row["of"]])
    return Waiting(
        what=_("Approve the minutes"),
        about=_("%(kind)s, %(day)s") % {"kind": MeetingKind(row["text"]).label, "day": dates.day(row["at_time"])},
        url=url,
        do=_("Read them"),
        do_url=url,
        calm=True,
    )


_LINES = {
    queries.INVITED: _meeting,
    queries.DECIDED: _decision,
    queries.COMMON: _decision,
    queries.MINUTES: _minutes,
    queries.SHARES: _goes_on,
    queries.WRITES: _goes_on,
}
