"""What waits for somebody of meetings: invitations, what was decided that they do, and minutes to approve."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.meetings import queries
from tvaers.meetings.enums import MeetingKind, MeetingState, Reply
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def register() -> None:
    """Let Today ask for meetings."""
    waiting.register("meetings", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor`, in one statement."""
    rows = queries.waits(actor=actor, until=until, now=clock.now(), by_day=dates.local_date(until))
    return [_LINES[row["waits"]](row) for row in rows]


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
}
