"""The yearly look at what colleagues may do (R21): those whose turn it is, each confirmed, changed or ended."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tvaers.partnerships import queries, wording
from tvaers.partnerships.queries import Colleague, ToReview
from tvaers.ui import dates
from tvaers.web.administration.doors import StaffRequest, administrators, page


@require_safe
@administrators
def reviews(request: StaffRequest) -> HttpResponse:
    """Show whose rights are to be looked at, the longest ago first."""
    found, number = queries.to_review(actor=request.actor)
    more = number - len(found)
    context = {
        "rows": [_row(one) for one in found],
        "more": ngettext("%(number)d more after these.", "%(number)d more after these.", more) % {"number": more}
        if more
        else "",
    }
    return page(request, "reviews", "people", context)


def _row(one: ToReview) -> dict[str, Any]:
    colleague = one.colleague
    signed_in = dates.year_day(one.signed_in_at) if one.signed_in_at else _("never")
    return {
        "one": colleague,
        "version": one.version,
        "roles": wording.roles_in_words(colleague.roles) or _("No roles"),
        "units": ", ".join(colleague.units) or _("No unit"),
        "signed_in": _("Last signed in: %(day)s") % {"day": signed_in},
        "reviewed": reviewed_in_words(colleague),
        "url": reverse("administration:member", args=[colleague.id]),
    }


def reviewed_in_words(one: Colleague) -> str:
    """Say when somebody's rights were last looked at, and by whom as far as that was kept."""
    if one.reviewed_at is None:
        return _("Never reviewed")
    day = dates.year_day(one.reviewed_at)
    if one.reviewed_by:
        return _("Last reviewed %(day)s by %(name)s") % {"day": day, "name": one.reviewed_by}
    return _("Last reviewed %(day)s") % {"day": day}


def due_in_words(number: int) -> str:
    """Say how many colleagues' rights are to be looked at; "" for none."""
    if not number:
        return ""
    words = ngettext(
        "The rights of a colleague have not been reviewed for a year.",
        "The rights of %(number)d colleagues have not been reviewed for a year.",
        number,
    )
    return words % {"number": number}
