"""What somebody follows and has not read yet, for Today."""

from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.localpicture.enums import BulletinKind
from tvaers.localpicture.queries import followed
from tvaers.partnerships.actor import Actor
from tvaers.work import waiting
from tvaers.work.waiting import Waiting

# More are read on the page of the local picture.
MOST = 5


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each bulletin that somebody follows and that came since they last looked; nothing is owed."""
    del until  # there is no deadline
    lines = []
    for row in followed(actor=actor, most=MOST):
        try:
            url = reverse("localpicture:bulletin", args=[row["id"]])
        except NoReverseMatch:
            return []
        lines.append(
            Waiting(
                what=row["title"],
                about=f"{BulletinKind(row['kind']).label}, {row['area_name']}",
                url=url,
                do=_("Read"),
                do_url=url,
                calm=True,
            )
        )
    return lines


def install() -> None:
    """Let Today ask."""
    waiting.register("localpicture", for_actor)
