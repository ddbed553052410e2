"""What is due to be looked at again, for Today of whoever keeps it."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.foundation.clock import COPENHAGEN
from tvaers.methods.access import may_keep
from tvaers.methods.queries import due
from tvaers.partnerships.actor import Actor
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each page of how we work that somebody keeps and that is due to be looked at again."""
    if not may_keep(actor):
        return []
    lines = []
    for row in due(actor=actor, until=until.astimezone(COPENHAGEN).date()):
        try:
            url = reverse("methods:method", args=[row["method_id"]])
        except NoReverseMatch:
            return []
        lines.append(
            Waiting(
                what=_("Look at “%(title)s” again") % {"title": row["title"]},
                about=_("A page of how we work that you keep. Does it still hold?"),
                url=url,
                do=_("Look at it"),
                do_url=url,
                due=row["review_date"],
            )
        )
    return lines


def install() -> None:
    """Let Today ask."""
    waiting.register("methods", for_actor)
