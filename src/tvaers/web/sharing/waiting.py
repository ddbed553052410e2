"""What waits in Today about sharing: offers, to which nobody owes an answer (R2), and consents that were taken back."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing.notices import notices_to
from tvaers.sharing.offers import Offered, to_me
from tvaers.ui import dates
from tvaers.web.sharing.words import is_task, what, withdrawal_words
from tvaers.work import waiting
from tvaers.work.waiting import MOST, Waiting


def register() -> None:
    """Let Today ask for offers and for consents taken back."""
    waiting.register("offers", for_actor)
    waiting.register("withdrawals", withdrawals)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return the offers that wait for `actor`, in one statement. They have no deadline."""
    del until
    if not actor.claims.categories:
        return []
    return [_line(offered) for offered in to_me(actor=actor) if offered.categories & Category.PLAN][:MOST]


def _line(offered: Offered) -> Waiting:
    # A concern waits by itself; a task is answered where its list is.
    task = is_task(offered)
    asks = (
        _("%(organisation)s asks whether you can take on a task")
        if task
        else _("%(organisation)s offers to share something with you")
    )
    about = _("You may decline without saying why.") if task else _("%(what)s. You may decline without saying why.")
    page = reverse("tasks:list" if task else "sharing:offers")
    address = f"{page}#offer-{offered.group}"
    return Waiting(
        what=asks % {"organisation": offered.giver_organisation},
        about=about % {"what": what(offered)},
        url=address,
        do=_("Read the offer"),
        do_url=address,
        calm=True,
        chip=_("Offered %(day)s") % {"day": dates.short_day(offered.given_at)},
    )


def withdrawals(actor: Actor, until: datetime) -> list[Waiting]:
    """Return the consents taken back of which `actor` has not said that they were told, in one statement."""
    del until
    if not actor.claims.categories:
        return []
    return [_told(row) for row in notices_to(actor=actor, only_new=True)][:MOST]


def _told(row: dict[str, Any]) -> Waiting:
    here = f"{reverse('sharing:offers')}?view=received#notice-{row['id']}"
    return Waiting(
        what=_("A consent was taken back: you no longer see what %(who)s shared") % {"who": row["owner_name"]},
        about=withdrawal_words(row),
        url=here,
        do=_("I have read it"),
        do_url=reverse("sharing:acknowledge", args=[row["id"]]),
        do_post=True,
        chip=_("Taken back %(day)s") % {"day": dates.short_day(row["told_at"])},
    )
