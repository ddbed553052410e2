"""What triage leads to here: a case is opened, or the concern joins one."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tvaers.cases.actions.preparing import prepare
from tvaers.cases.rules import OPENERS
from tvaers.concerns import outcomes
from tvaers.concerns.enums import Outcome
from tvaers.concerns.outcomes import Chosen, Handler
from tvaers.partnerships.actor import Actor


def _begin_case(by: Actor, chosen: Chosen) -> str:
    """Keep the reason behind the concern; it is decided when the case is opened."""
    prepare(by=by, concern=chosen.concern, reason=chosen.reason, version=chosen.version)
    return reverse("cases:open-concern", args=[chosen.concern])


def _begin_join(by: Actor, chosen: Chosen) -> str:
    prepare(by=by, concern=chosen.concern, reason=chosen.reason, version=chosen.version)
    return reverse("cases:join", args=[chosen.concern])


def _may(actor: Actor) -> bool:
    return actor.has_role(*OPENERS)


def install() -> None:
    """Register with triage."""
    outcomes.register(
        Handler(
            outcome=Outcome.CASE,
            hint=_("Work begins around one young person, with a purpose, a lead and a plan."),
            begin=_begin_case,
            may=_may,
        )
    )
    outcomes.register(
        Handler(
            outcome=Outcome.JOINED,
            hint=_("There is a case about the young person already. The concern becomes part of it."),
            begin=_begin_join,
            may=_may,
        )
    )
