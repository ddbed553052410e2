"""Volunteers in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.civilsociety.access import VolunteerView
from tvaers.civilsociety.enums import VolunteerState
from tvaers.ui import dates

# What the pages are called where somebody reads who has looked.
LOGGED: dict[str, Promise] = {
    "civilsociety:list": gettext_lazy("The list of volunteers"),
    "civilsociety:volunteer": gettext_lazy("A volunteer"),
    "civilsociety:change": gettext_lazy("A volunteer, to be changed"),
    "civilsociety:papers": gettext_lazy("A volunteer’s agreement and confidentiality"),
    "civilsociety:certificate": gettext_lazy("A volunteer’s children’s certificate"),
    "civilsociety:training": gettext_lazy("A volunteer’s training"),
    "civilsociety:review": gettext_lazy("A volunteer, looked at again"),
    "civilsociety:end": gettext_lazy("A volunteer who stops"),
    "civilsociety:erase": gettext_lazy("A volunteer, to be erased"),
    "civilsociety:agreement-of": gettext_lazy("A volunteer’s agreement, printed"),
}


def missing(row: Mapping[str, Any]) -> str:
    """Return what is not there yet of a volunteer who has not stopped, in a few words; "" for nothing."""
    if row["state"] == VolunteerState.ENDED:
        return ""
    said = []
    if not row["agreed_on"]:
        said.append(_("The agreement is not made yet."))
    if not row["confidential_on"]:
        said.append(_("Confidentiality is not signed yet."))
    if row["with_children"] and not row["assessed_on"]:
        said.append(_("Cannot begin with children under 15 yet."))
    return " ".join(said)


def days(view: VolunteerView) -> list[tuple[str, str]]:
    """Return the days of the children's certificate as labels and words; a step that has not come says so."""
    said = view.certificate
    assessed = dates.year_day(said.assessed_on) if said.assessed_on else ""
    if assessed and view.assessor:
        assessed = _("%(day)s, by %(who)s") % {"day": assessed, "who": view.assessor}
    not_yet = _("Not yet")
    return [
        (_("The volunteer consented"), dates.year_day(said.consented_on) if said.consented_on else not_yet),
        (_("Ordered"), dates.year_day(said.ordered_on) if said.ordered_on else not_yet),
        (_("Assessed"), assessed or not_yet),
        (_("The certificate was deleted"), dates.year_day(said.deleted_on) if said.deleted_on else not_yet),
    ]
