"""What a colleague who leaves leads, and the drafts that nobody else reads.

Cases get the successor as their lead. A draft is no note yet and is read by its author alone (R11), so nobody takes it
over: the administrator learns how many there are and from which day they are gone, and the colleague signs what is to
stay. What nobody can read is not kept for long (storage limitation, GDPR art. 5(1)(e)); the days until then are for
somebody who comes back, or who is asked to sign after all. Each erased draft leaves an event.
"""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.rules import DRAFTS_KEPT
from tvaers.foundation import clock
from tvaers.partnerships import handover
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.handover import Held, Keeper
from tvaers.sharing.leaving import answered
from tvaers.ui import dates


def _counted(member: UUID) -> tuple[Held, Held]:
    led, drafts = answered("SELECT guard.count_member_cases(%s)", [member])
    last = dates.year_day(clock.today() + DRAFTS_KEPT)
    said = _("What is not signed by then is erased on %(day)s.") % {"day": last}
    return Held(count=led), Held(count=drafts, things=(said,))


def hand_over_cases(by: Actor, member: UUID, successor: UUID) -> int:
    """Make the successor the lead of the member's running cases, and return how many.

    The database writes a step without words and an event for each. Raises WrongReceiverError when the successor's role
    leads no cases.
    """
    del by  # the database takes the actor from the context
    return int(answered("SELECT guard.hand_over_cases(%s, %s)", [member, successor]))


def install() -> None:
    """Register with leaving."""
    handover.register(
        Keeper(
            name="cases.lead",
            label=gettext_lazy("Cases that this person leads"),
            hand_over=hand_over_cases,
        ),
        Keeper(
            name="cases.drafts",
            label=gettext_lazy("Notes that this person has not signed"),
            note=gettext_lazy("Nobody else can read them. Ask the person to sign them before leaving."),
        ),
        counted=_counted,
    )
