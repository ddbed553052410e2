"""What is due to be looked at again, for Today of whoever keeps it."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.efforts.access import may_keep
from tvaers.efforts.queries import due
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each effort that somebody keeps and that is due to be looked at again."""
    if not may_keep(actor):
        return []
    lines = []
    for row in due(actor=actor, until=until.astimezone(COPENHAGEN).date()):
        try:
            url = reverse("efforts:effort", args=[row["id"]])
        except NoReverseMatch:
            return []
        lines.append(
            Waiting(
                what=_("Look at “%(title)s” again") % {"title": row["title"]},
                about=_("An effort of the catalogue that you keep. Is it still offered so?"),
                url=url,
                do=_("Look at it"),
                do_url=url,
                due=row["review_date"],
            )
        )
    return lines


def install() -> None:
    """Let Today ask."""
    waiting.register("efforts", for_actor)
