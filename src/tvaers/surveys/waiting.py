"""What is to be asked again and what is to be done after a survey, for Today."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.surveys.access import may_write
from tvaers.surveys.queries import overdue, to_ask_again
from tvaers.work import waiting
from tvaers.work.waiting import Waiting

# Whose Today it is: who leads the work in the areas.
LEADS = Role.COORDINATOR | Role.SSP_CONSULTANT | Role.POLICE_PREVENTION


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each survey to be asked again, and for what the organisation is to do after one."""
    if not actor.roles & LEADS:
        return []
    day = until.astimezone(COPENHAGEN).date()
    try:
        return [*_again(actor, day), *_to_do(actor, day)]
    except NoReverseMatch:
        return []


def _again(actor: Actor, day: date) -> Iterator[Waiting]:
    if not may_write(actor):
        return
    for row in to_ask_again(actor=actor, until=day):
        yield Waiting(
            what=_("Ask again how safe it is in %(area)s") % {"area": row["area_name"]},
            about=row["title"],
            url=reverse("surveys:survey", args=[row["id"]]),
            do=_("Begin a survey"),
            do_url=f"{reverse('surveys:new')}?area={row['area_id']}",
            due=row["remeasure_on"],
        )


def _to_do(actor: Actor, day: date) -> Iterator[Waiting]:
    for row in overdue(actor=actor, until=day):
        url = reverse("surveys:survey", args=[row["survey_id"]])
        yield Waiting(
            what=row["what"],
            about=_("After a survey of safety: %(where)s") % {"where": row["spot"]},
            url=url,
            do=_("Look at it"),
            do_url=url,
            due=row["due_on"],
        )


def install() -> None:
    """Let Today ask."""
    waiting.register("surveys", for_actor)
