"""What waits for an administrator: a colleague who lost the second factor and needs a second one to agree."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.partnerships.queries import open_resets
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.waiting import Waiting


def install() -> None:
    """Let Today ask."""
    waiting.register("administration", for_actor)


def for_actor(actor: Actor, _until: datetime) -> list[Waiting]:
    """Return the open requests that `actor` may agree to, in one statement; none for who keeps no house."""
    if not actor.has_role(Role.ADMINISTRATOR):
        return []
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
