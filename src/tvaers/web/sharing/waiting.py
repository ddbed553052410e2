"""What waits in Today about sharing: offers and questions, to which nobody owes an answer (R2); drafts, and notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Membership
from tvaers.sharing.approvals import APPROVING, LATELY, draft_rows, sent_back_rows
from tvaers.sharing.enums import NoticeKind
from tvaers.sharing.models import Access, Approval, OnwardNotice
from tvaers.sharing.notices import waiting_for
from tvaers.sharing.offers import Offered, to_me
from tvaers.sharing.origins import notice_rows as onward_rows
from tvaers.sharing.parts import array, parsed
from tvaers.sharing.questions import waiting_rows
from tvaers.ui import dates
from tvaers.web.sharing.telling import SOONEST, reading_time, title_of, words_of
from tvaers.web.sharing.words import is_task, what
from tvaers.work import waiting
from tvaers.work.rules import Allowance, due
from tvaers.work.waiting import MOST, Waiting

# What a line about a question needs.
ASKED = ("dossier_id", "owner__name", "granted_at")
# And one about what was drafted, or sent back.
DRAFTED = ("group", "granted_by__name", "organisation__name", "granted_at")
ONWARD = ("dossier_id", "by_organisation__name", "to_organisation__name", "at")
RETURNED = ("dossier_id", "by__name", "at")


def register() -> None:
    """Let Today ask for offers, for what was asked, drafted or passed on, and for notices."""
    waiting.register("offers", for_actor)
    waiting.register("asked", asked)
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


def asked(actor: Actor, until: datetime) -> list[Waiting]:
    """Return what `actor` was asked and has not answered, in one statement.

    Questions, to which nobody owes an answer; what a colleague has drafted and the actor may send; and for a while what
    was sent back to the actor, or passed on of what the own organisation had given.
    """
    del until
    if not actor.claims.categories:
        return []
    approves = actor.has_role(APPROVING)
    (row,) = _ASKED(approves, by=actor.id, here=actor.organisation.id, since=clock.now() - LATELY)
    drafts = {each["group"]: each for each in parsed(Access, row["drafts"] or ())}
    returned = [_returned(each) for each in parsed(Approval, row["returned"])]
    returned += [_onward(each) for each in parsed(OnwardNotice, row["onward"])]
    return [*map(_draft, drafts.values()), *returned, *map(_question, parsed(Access, row["asked"]))]


def _all_asked(approves: bool, *, by: UUID, here: UUID, since: datetime) -> QuerySet[Any, Any]:  # noqa: FBT001
    drafts = draft_rows(member=by, organisation=here)
    # The own membership is always there to carry them.
    carrier = Membership.objects.filter(id=by).annotate(
        asked=array(waiting_rows(member=by), ASKED, limit=MOST),
        drafts=array(drafts if approves else drafts.none(), DRAFTED, limit=MOST),
        onward=array(onward_rows(organisation=here, since=since), ONWARD, limit=MOST),
        returned=array(sent_back_rows(member=by, since=since), RETURNED, limit=MOST),
    )
    rows: QuerySet[Any, Any] = carrier.values("asked", "drafts", "returned", "onward")
    return rows


_ASKED = Compiled(_all_asked)


def _draft(row: dict[str, Any]) -> Waiting:
    here = reverse("sharing:approve", args=[row["group"]])
    return Waiting(
        what=_("%(who)s wants to share something with %(receiver)s")
        % {"who": row["granted_by__name"], "receiver": row["organisation__name"]},
        about=_("It waits for your approval. Nothing is sent before."),
        url=here,
        do=_("Look at it"),
        do_url=here,
        chip=_("Drafted %(day)s") % {"day": dates.short_day(row["granted_at"])},
    )


def _onward(row: dict[str, Any]) -> Waiting:
    here = reverse("sharing:readers", args=[row["dossier_id"]]) + "#onward"
    return Waiting(
        what=_("%(by)s has passed on to %(to)s what came from you")
        % {"by": row["by_organisation__name"], "to": row["to_organisation__name"]},
        about=_("On a legal basis of its own. You need do nothing."),
        url=here,
        do=_("See on what"),
        do_url=here,
        calm=True,
        chip=_("Passed on %(day)s") % {"day": dates.short_day(row["at"])},
    )


def _returned(row: dict[str, Any]) -> Waiting:
    here = reverse("sharing:readers", args=[row["dossier_id"]])
    return Waiting(
        what=_("%(who)s has sent back what you wanted to share") % {"who": row["by__name"]},
        about=_("Read why, change it, and share it anew if it is still necessary."),
        url=here,
        do=_("Read why"),
        do_url=here,
        calm=True,
        chip=_("Sent back %(day)s") % {"day": dates.short_day(row["at"])},
    )


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


def _question(row: dict[str, Any]) -> Waiting:
    here = reverse("sharing:question", args=[row["dossier_id"]])
    return Waiting(
        what=_("%(organisation)s asks you about a young person") % {"organisation": row["owner__name"]},
        about=_("You may decline without saying why."),
        url=here,
        do=_("Read the question"),
        do_url=here,
        calm=True,
        chip=_("Asked %(day)s") % {"day": dates.short_day(row["granted_at"])},
    )
