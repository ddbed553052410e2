"""Who has looked at a concern, and what the pages of concerns are called where the log is read (R18)."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tvaers.concerns.queries import thin
from tvaers.sharing import looking
from tvaers.sharing.standing import standing

PAGES: dict[str, Promise] = {
    "concerns:queue": gettext_lazy("The list of concerns"),
    "concerns:concern": gettext_lazy("The concern"),
    "concerns:receipt": gettext_lazy("Receipt"),
    "concerns:letter": gettext_lazy("A letter"),
    "concerns:pass-on": gettext_lazy("Sending to another organisation"),
    "concerns:received": gettext_lazy("Concerns from others"),
    "concerns:answer": gettext_lazy("Concerns from others"),
    "concerns:looked": gettext_lazy("Who has looked"),
    "cases:open-concern": gettext_lazy("Opening a case"),
    "cases:join": gettext_lazy("Joining a concern to a case"),
}


@require_safe
def looked(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Show who has seen what of the concern and when; to the organisation that answers for it alone."""
    rows = thin([concern])
    if not rows:
        raise Http404
    if not standing(dossier=concern).is_own:
        raise PermissionDenied
    context = {
        "headline": rows[0]["headline"],
        "back_url": reverse("concerns:concern", args=[concern]),
        **looking.looked(request, dossier=concern, here=reverse("concerns:looked", args=[concern])),
    }
    return render(request, "concerns/looked.html", context)
