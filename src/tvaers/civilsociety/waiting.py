"""Whom is due to be looked at again, for Today of whoever keeps the volunteers. No name stands there."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.civilsociety.access import may_keep
from tvaers.civilsociety.queries import due
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.work import waiting
from tvaers.work.waiting import MOST, Waiting


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each volunteer whose day to be looked at has come."""
    if not may_keep(actor):
        return []
    lines = []
    for row in due(until=until.astimezone(COPENHAGEN).date()):
        try:
            url = reverse("civilsociety:volunteer", args=[row["id"]])
        except NoReverseMatch:
            return []
        lines.append(
            Waiting(
                what=_("Look at a volunteer again"),
                about=_("Do they still help, and does the agreement still hold?"),
                url=url,
                do=_("Look at it"),
                do_url=url,
                due=row["review_on"],
            )
        )
    return lines[:MOST]


def install() -> None:
    """Let Today ask."""
    waiting.register("volunteers", for_actor)
