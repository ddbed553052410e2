"""The register of emergency look-ups: those that the reader made, answers for, leads, inspects or judges."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tvaers.emergencies import queries
from tvaers.web.emergencies import words


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show the register, newest first."""
    before = _id_in(request.GET.get("before", ""))
    found, following = queries.register(before=before)
    context = {
        "lines": [words.line(row) for row in found],
        "previous_url": request.path if before else "",
        "next_url": f"?before={following}" if following else "",
    }
    return render(request, "emergencies/register.html", context)


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
