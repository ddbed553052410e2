"""The assessments that a colleague who leaves has not signed: counted for the administrator, and gone after 30 days."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.rules import DRAFTS_KEPT
from tvaers.foundation import clock
from tvaers.partnerships import handover
from tvaers.partnerships.handover import Held, Keeper
from tvaers.sharing.leaving import answered
from tvaers.ui import dates


def _counted(member: UUID) -> tuple[Held]:
    (drafts,) = answered("SELECT guard.count_member_assessments(%s)", [member])
    last = dates.year_day(clock.today() + DRAFTS_KEPT)
    said = _("What is not signed by then is erased on %(day)s.") % {"day": last}
    return (Held(count=drafts, things=(said,)),)


def install() -> None:
    """Register with leaving."""
    handover.register(
        Keeper(
            name="assessments.drafts",
            label=gettext_lazy("Assessments that this person has not signed"),
            note=gettext_lazy("Nobody else can read them. Ask the person to sign them before leaving."),
        ),
        counted=_counted,
    )
