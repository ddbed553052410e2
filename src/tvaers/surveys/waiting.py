"""What is to be asked again and what is to be done after a survey, for Today."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.surveys.access import may_write
from tvaers.surveys.queries import waiting_for
from tvaers.work import waiting
from tvaers.work.waiting import MOST, Waiting

# Whose Today it is: who leads the work in the areas.
LEADS = Role.COORDINATOR | Role.SSP_CONSULTANT | Role.POLICE_PREVENTION | Role.PROBATION_OFFICER


def for_actor(actor: Actor, until: datetime) -> list[Waiting]:
    """Return a line for each survey to be asked again, and for what the organisation is to do after one."""
    if not actor.roles & LEADS:
        return []
    rows = waiting_for(actor=actor, until=until.astimezone(COPENHAGEN).date())
    try:
        return [_LINES[row["kind"]](row) for row in rows if row["kind"] == "problem" or may_write(actor)][:MOST]
    except NoReverseMatch:
        return []


def _again(row: dict[str, Any]) -> Waiting:
    return Waiting(
        what=_("Ask again how safe it is in %(area)s") % {"area": row["what"]},
        about=row["about"],
        url=reverse("surveys:survey", args=[row["survey"]]),
        do=_("Begin a survey"),
        do_url=f"{reverse('surveys:new')}?area={row['area']}",
        due=row["due"],
    )


def _problem(row: dict[str, Any]) -> Waiting:
    url = reverse("surveys:survey", args=[row["survey"]])
    return Waiting(
        what=row["what"],
        about=_("After a survey of safety: %(where)s") % {"where": row["about"]},
        url=url,
        do=_("Look at it"),
        do_url=url,
        due=row["due"],
    )


_LINES = {"again": _again, "problem": _problem}


def install() -> None:
    """Let Today ask."""
    waiting.register("surveys", for_actor)
