"""What waits for somebody among assessments: own drafts, conclusions to read, and those that soon no longer hold."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.assessments.queries import DRAFT, EXPIRING, waits
from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import categories_for
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Waiting

# A draft waits quietly for so long before it stands in Today.
DRAFT_RESTS = timedelta(days=3)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each assessment that waits for somebody."""
    if not categories_for(actor.roles) & (Category.ASSESSMENT | Category.ENTRY | Category.PLAN):
        return []
    rows = waits(actor=actor, until=until.astimezone(COPENHAGEN).date())
    rested = clock.today() - DRAFT_RESTS
    return [line for row in rows if row["kind"] != DRAFT or row["day"] <= rested for line in _line(row)]


def _line(row: dict[str, Any]) -> list[Waiting]:
    try:
        url = reverse("assessments:assessment", args=[row["dossier_id"], row["id"]])
    except NoReverseMatch:
        return []
    young = row["person"].label if row["person"] else _("A young person")
    if row["kind"] == DRAFT:
        what, do = _("Finish “%(title)s”"), _("Go on with the draft")
        about = _("%(who)s. Begun on %(day)s.") % {"who": young, "day": dates.day(row["day"])}
        return [_waiting(what, row, about=about, url=url, do=do)]
    if row["kind"] == EXPIRING:
        about = _("%(who)s. It is no longer relied on after that day.") % {"who": young}
        what, do = _("Look at “%(title)s” again"), _("Look at it again")
        return [_waiting(what, row, about=about, url=url, do=do, due=row["day"])]
    about = _("%(who)s. %(author)s asks you to read it.") % {"who": young, "author": row["author_name"] or ""}
    what, do = _("Read “%(title)s” as second reader"), _("Read it")
    return [_waiting(what, row, about=about, url=url, do=do)]


def _waiting(what: str, row: dict[str, Any], **more: Any) -> Waiting:
    return Waiting(what=what % {"title": row["title"]}, do_url=more["url"], **more)


def install() -> None:
    """Let Today ask."""
    waiting.register("assessments", for_actor)
