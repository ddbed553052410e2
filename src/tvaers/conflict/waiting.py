"""What waits for whoever leads a plan: it is due to be looked at again, or it is normal and nothing was learned."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.conflict.access import may_plan
from tvaers.conflict.enums import PlanState
from tvaers.conflict.queries import due
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.work import waiting
from tvaers.work.waiting import MOST, Waiting


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each plan that somebody leads and that waits for them."""
    if not may_plan(actor):
        return []
    lines = []
    for row in due(actor=actor, until=until.astimezone(COPENHAGEN).date()):
        is_normal = row["state"] == PlanState.NORMAL
        try:
            url = reverse("conflict:plan", args=[row["id"]])
            do_url = reverse("conflict:learn", args=[row["id"]]) if is_normal else url
        except NoReverseMatch:
            return []
        lines.append(
            Waiting(
                what=_("What was learned of “%(title)s”?") % {"title": row["title"]}
                if is_normal
                else _("Look at the plan “%(title)s” again") % {"title": row["title"]},
                about=_("It is normal again. Write what went well, and close the plan.")
                if is_normal
                else _("A conflict plan that you lead. Does it still hold?"),
                url=url,
                do=_("Write it down") if is_normal else _("Look at it"),
                do_url=do_url,
                due=row["review_on"],
            )
        )
    return lines[:MOST]


def install() -> None:
    """Let Today ask."""
    waiting.register("conflict", for_actor)
