"""Notices in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.notices.enums import NoticeKind
from tvaers.notices.queries import NoticeView
from tvaers.partnerships import rules
from tvaers.partnerships.enums import OrganisationKind
from tvaers.ui import dates

# What the pages are called where somebody reads who has looked.
LOGGED: dict[str, Promise] = {
    "notices:notice": gettext_lazy("A notice to a housing organisation"),
    "notices:list": gettext_lazy("Notices to housing organisations"),
}
# What each kind is for, before the form.
PURPOSE: dict[NoticeKind, Promise] = {
    NoticeKind.DECISION: gettext_lazy(
        "When a resident has been sentenced or otherwise decided against, and the housing organisation already works"
        " for safety where they live. Only the name, the address and the decision."
    ),
    NoticeKind.ADDRESS: gettext_lazy(
        "When another housing organisation needs the name and the address of a resident. Nothing else."
    ),
}


def limits(*, receiver: str, by_receiver: bool) -> str:
    """Say what a receiver may do with it, and by which law it answers for it (R6)."""
    law = {"law": rules.regime(OrganisationKind.HOUSING).label, "receiver": receiver}
    if by_receiver:
        return _("You handle it under %(law)s: for its purpose alone, and passed on to nobody.") % law
    return _("%(receiver)s handles it under %(law)s, for this purpose alone, and passes it on to nobody.") % law


def lines(view: NoticeView) -> list[tuple[str, str]]:
    """Return what a notice says, as label and words: exactly what its receiver reads."""
    said = [(_("Name"), view.name), (_("Address"), view.address)]
    if view.decided_on is not None:
        said += [
            (_("Decision"), view.decision),
            (_("Decided on"), dates.year_day(view.decided_on)),
            (_("Safety effort"), view.effort),
        ]
    return said
