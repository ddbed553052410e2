"""What waits for somebody in outreach: a team that is not home, and what they meant to write down."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.outreach.enums import Bridge
from tvaers.outreach.queries import waiting_for
from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def register() -> None:
    """Let Today ask for outreach."""
    waiting.register("outreach", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what waits for `actor`, in one statement. A team that is late comes before every deadline."""
    return [_LINES[row["kind"]](row) for row in waiting_for(actor=actor, by_day=dates.local_date(until))]


def _late(row: dict[str, Any]) -> Waiting:
    return Waiting(
        what=_("A team is not home"),
        about=_("It said %(time)s, and nobody has taken it on.") % {"time": dates.time_of_day(row["when"])},
        url=reverse("street:shift", args=[row["shift_id"]]),
        do=_("I take it on"),
        do_url=reverse("street:acknowledge", args=[row["id"]]),
        do_post=True,
        due=row["when"],
        first=True,
    )


def _noted(row: dict[str, Any]) -> Waiting:
    return Waiting(
        what=_("Write down what you were worried about"),
        about=_("You left a note to yourself in the street, %(day)s.") % {"day": dates.moment(row["when"])},
        url=reverse("concerns:new"),
        do=_("Write a concern down"),
        do_url=reverse("concerns:new"),
        calm=True,
    )


def _followed(row: dict[str, Any]) -> Waiting:
    bridge = dict(Bridge.choices).get(row["said"])
    page = reverse("street:followups")
    return Waiting(
        what=_("Did it come to something? %(bridge)s") % {"bridge": bridge}
        if bridge
        else row["said"] or _("Come back"),
        about=_("From the street, %(day)s.") % {"day": dates.short_day(row["when"])},
        url=reverse("street:shift", args=[row["shift_id"]]),
        do=_("Say what became of it"),
        do_url=page,
        due=row["day"],
    )


_LINES = {"alert": _late, "reminder": _noted, "follow-up": _followed}
