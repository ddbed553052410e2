"""A summary of a case as its readers see it: the lines, who it is about for who was told, and from whom."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tvaers.cases.access import get_summary
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.standing import standing


@require_safe
def summary(request: HttpRequest, summary: UUID) -> HttpResponse:
    """Show a summary to whoever it was shared with, and to who works on the case."""
    actor = actor_in(request)
    view = get_summary(summary=summary)
    is_own = view.owner_id == actor.organisation.id
    context = {
        "view": view,
        "is_own": is_own,
        "case_url": reverse("cases:case", args=[view.case]) if view.case else "",
        "until": None if is_own else standing(dossier=summary).until,
        "is_limited": actor.organisation.kind == OrganisationKind.POLICE,
    }
    return render(request, "cases/summary.html", context)
