"""Drawing the pages of assessments inside the frame of their case."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tvaers.web.cases.frame import Place, framed

MENU = "assessments"


def drawn(
    request: HttpRequest,
    place: Place,
    template: str,
    context: Mapping[str, Any],
    *,
    slim: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Draw a page. slim: something is written there, and the bar says less."""
    return render(
        request, f"assessments/{template}.html", framed(place, MENU, slim=slim) | dict(context), status=status
    )


def form_drawn(request: HttpRequest, place: Place, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Draw a page with one form: `title`, `intro`, `form`, `do` (label), `back_url`, `back` (label)."""
    given = {"intro": "", "asks_later": False, "extra_template": "", "heading": context["title"], **context}
    return drawn(request, place, "form", given, slim=True, status=status)
