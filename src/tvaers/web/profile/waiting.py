"""What waits for who goes away, and for their substitute: that it is so, and what is not followed yet."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tvaers.partnerships.actor import Actor
from tvaers.ui import dates
from tvaers.work import waiting
from tvaers.work.queries import Away, substitute_for
from tvaers.work.waiting import Waiting, unfollowed


def install() -> None:
    """Let Today ask."""
    waiting.register_teller("absences", told)


def told(actor: Actor, away: Away) -> Iterator[Waiting]:
    """Yield what there is to know about an absence, for who is away and for the substitute."""
    if away.substitute_id == actor.id and away.known_at is None:
        yield _asked(away)
    elif away.member_id == actor.id:
        yield from _unfollowed(actor, away)


def _asked(away: Away) -> Waiting:
    days = {"first": dates.day(away.from_on), "last": dates.day(away.until_on)}
    return Waiting(
        what=_("You are the substitute of %(name)s") % {"name": away.member},
        about=_("From %(first)s until %(last)s. You see in Today what waits meanwhile, of what you read already.")
        % days,
        url=reverse("profile:absence"),
        do=_("I have read it"),
        do_url=reverse("profile:absence-known", args=[away.id]),
        do_post=True,
        calm=True,
    )


def _unfollowed(actor: Actor, away: Away) -> Iterator[Waiting]:
    substitute = substitute_for(actor=actor, member=away.substitute_id)
    count = len(unfollowed(actor=actor, substitute=substitute)) if substitute else 0
    if not count:
        return
    words = ngettext(
        "Your substitute does not follow one of your open tasks and cases",
        "Your substitute does not follow %(count)d of your open tasks and cases",
        count,
    )
    here = reverse("profile:absence")
    yield Waiting(
        what=words % {"count": count},
        about=_("You are away from %(first)s until %(last)s. Let %(who)s in there, or hand the tasks on.")
        % {"first": dates.day(away.from_on), "last": dates.day(away.until_on), "who": away.substitute},
        url=here,
        do=_("See which"),
        do_url=here,
        due=away.from_on if not away.is_now else None,
        calm=True,
    )
