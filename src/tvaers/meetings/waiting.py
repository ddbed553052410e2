"""What waits for somebody of meetings: invitations, what was decided that they do, and minutes to approve."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.meetings.access import my_decisions
from tvaers.meetings.enums import MeetingKind, MeetingState, Reply
from tvaers.meetings.queries import waiting_common, waiting_minutes, waiting_replies
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def register() -> None:
    """Let Today ask for meetings."""
    waiting.register("meetings", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor`, in four statements."""
    day = dates.local_date(until)
    return [
        *(_meeting(row) for row in waiting_replies(actor=actor, until=until, now=clock.now())),
        *(_decision(row) for row in my_decisions(actor=actor, by_day=day)),
        *(_decision(row) for row in waiting_common(actor=actor, by_day=day)),
        *(_minutes(row) for row in waiting_minutes(actor=actor)),
    ]


def _meeting(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:meeting", args=[row["meeting_id"]])
    is_on = row["meeting__state"] == MeetingState.UNDER_WAY
    asked = row["reply"] == Reply.NONE and not is_on
    return Waiting(
        what=MeetingKind(row["meeting__kind"]).label,
        about=", ".join(part for part in (dates.moment(row["meeting__starts_at"]), row["meeting__place"]) if part),
        url=url,
        do=_("Go in") if is_on else _("Answer") if asked else _("Prepare"),
        do_url=url,
        due=row["meeting__starts_at"],
        calm=not is_on,
        chip=_("Now") if is_on else "",
    )


def _decision(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:meeting", args=[row["meeting_id"]])
    return Waiting(
        what=row["words"],
        about=_("Decided at a meeting"),
        url=url,
        do=_("Mark as done"),
        do_url=reverse("meetings:done", args=[row["meeting_id"], row["id"]]),
        do_post=True,
        due=row["due_on"],
        calm=row["due_on"] is None,
    )


def _minutes(row: dict[str, Any]) -> Waiting:
    url = reverse("meetings:meeting", args=[row["id"]])
    return Waiting(
        what=_("Approve the minutes"),
        about=_("%(kind)s, %(day)s") % {"kind": MeetingKind(row["kind"]).label, "day": dates.day(row["ended_at"])},
        url=url,
        do=_("Read them"),
        do_url=url,
        calm=True,
    )
