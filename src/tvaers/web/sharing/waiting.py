"""What waits in Today about sharing: offers, to which nobody owes an answer (R2), and notices to be read."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing.enums import NoticeKind
from tvaers.sharing.notices import waiting_for
from tvaers.sharing.offers import Offered, to_me
from tvaers.ui import dates
from tvaers.web.sharing.telling import SOONEST, reading_time, title_of, words_of
from tvaers.web.sharing.words import is_task, what
from tvaers.work import waiting
from tvaers.work.rules import Allowance, due
from tvaers.work.waiting import MOST, Waiting


def register() -> None:
    """Let Today ask for offers and for notices."""
    waiting.register("offers", for_actor)
    waiting.register("notices", told)


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


def told(actor: Actor, until: datetime) -> list[Waiting]:
    """Return the notices that `actor` has not said that they read, and what others have not read in time.

    In one statement, and one more for how long there is, where something is unread.
    """
    del until
    if not actor.claims.categories:
        return []
    mine, others = waiting_for(actor, since=clock.now() - SOONEST)
    if not mine and not others:
        return []
    given = reading_time(actor.organisation.id)
    late = [row for row in others if due(row["told_at"], given) < clock.now()]
    return [*(_to_read(row, given) for row in mine), *(_unread(row, given) for row in late)][:MOST]


def _to_read(row: dict[str, Any], given: Allowance) -> Waiting:
    here = f"{reverse('sharing:offers')}?view=received#notice-{row['id']}"
    # It is there to be read from the first day on; the last day counts once it has come.
    last = dates.local_date(due(row["told_at"], given))
    taken_back = row["kind"] == NoticeKind.WITHDRAWN
    what = (
        _("A consent was taken back: you no longer see what %(who)s shared") if taken_back else _("%(who)s: %(title)s")
    )
    return Waiting(
        what=what % {"who": row["owner_name"], "title": title_of(row)},
        about=words_of(row),
        url=here,
        do=_("I have read it"),
        do_url=reverse("sharing:acknowledge", args=[row["id"]]),
        do_post=True,
        due=last if last <= clock.today() else None,
        chip=_("Told %(day)s") % {"day": dates.short_day(row["told_at"])},
    )


def _unread(row: dict[str, Any], given: Allowance) -> Waiting:
    here = reverse("sharing:told", args=[row["dossier_id"]])
    return Waiting(
        what=_("%(who)s, %(organisation)s, has not yet read a notice from you")
        % {"who": row["who"], "organisation": row["organisation_name"]},
        about=_("What you had shared was corrected, taken out or closed. Ring and ask whether they have seen it."),
        url=here,
        do=_("See who has been told"),
        do_url=here,
        due=dates.local_date(due(row["told_at"], given)),
    )
