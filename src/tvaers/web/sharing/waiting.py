"""What others offer to share waits in Today until it is answered; nobody owes an answer, so it is never late (R2)."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing.enums import May
from tvaers.sharing.offers import Offered, to_me
from tvaers.ui import dates
from tvaers.web.sharing.words import what
from tvaers.work import waiting
from tvaers.work.waiting import MOST, Waiting


def register() -> None:
    """Let Today ask for offers."""
    waiting.register("offers", for_actor)


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return the offers that wait for `actor`, in one statement. They have no deadline."""
    del until
    if not actor.claims.categories:
        return []
    address = reverse("sharing:offers")
    return [_line(offered, address) for offered in to_me(actor=actor) if _is_of_a_case(offered)][:MOST]


def _is_of_a_case(offered: Offered) -> bool:
    """Tell whether it is a case: concerns and tasks wait by themselves, each where it is answered."""
    return bool(offered.categories & Category.PLAN) and offered.may is May.READ


def _line(offered: Offered, address: str) -> Waiting:
    organisation = offered.giver_organisation
    return Waiting(
        what=_("%(organisation)s offers to share something with you") % {"organisation": organisation},
        about=_("%(what)s. You may decline without saying why.") % {"what": what(offered)},
        url=address,
        do=_("Read the offer"),
        do_url=address,
        calm=True,
        chip=_("Offered %(day)s") % {"day": dates.short_day(offered.given_at)},
    )
