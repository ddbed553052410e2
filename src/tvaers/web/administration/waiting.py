"""What waits for an administrator: a colleague who lost the second factor, and the yearly look at rights (R21)."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.partnerships.queries import due_for_review, open_resets
from tvaers.ui import dates
from tvaers.web.administration.reviews import due_in_words
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def install() -> None:
    """Let Today ask."""
    waiting.register("administration", for_actor)


def for_actor(actor: Actor, _until: datetime) -> list[Waiting]:
    """Return the open requests that `actor` may agree to, and the rights to review; none for who keeps no house."""
    if not actor.has_role(Role.ADMINISTRATOR):
        return []
    return [*_resets(actor), *_reviews(actor)]


def _reviews(actor: Actor) -> list[Waiting]:
    """Return one line for all whose rights are to be looked at: due since the day on which the first one was."""
    due = due_for_review(actor=actor)
    if not due:
        return []
    first = due[0].reviewed_at or due[0].created_at
    return [
        Waiting(
            what=due_in_words(len(due)),
            about=_("You confirm, change or end each of them."),
            url=reverse("administration:reviews"),
            do=_("Review them"),
            do_url=reverse("administration:reviews"),
            due=dates.local_date(first + relativedelta(months=rules.REVIEW_MONTHS)),
        )
    ]


def _resets(actor: Actor) -> list[Waiting]:
    return [
        Waiting(
            what=_("%(name)s has lost the second factor and waits for you") % {"name": reset.name},
            about=_("%(asker)s has asked for it. It takes two administrators.") % {"asker": reset.asker},
            url=reverse("administration:factor-resets"),
            do=_("Look at it"),
            do_url=reverse("administration:agree-reset", args=[reset.id]),
            # No clock: the colleague cannot work until somebody looks.
            chip=_("Asked %(day)s") % {"day": dates.short_day(reset.asked_at)},
        )
        for reset in open_resets(actor=actor)
        if actor.id not in {reset.asked_by, reset.member}
    ]
