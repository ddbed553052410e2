"""Finding a person: by what is known, in a POST, logged with its criterion. Nobody is listed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tvaers.people import queries
from tvaers.people.queries import Finding
from tvaers.sharing.entrance import actor_in
from tvaers.web.people import words
from tvaers.web.people.doors import for_work_with_people
from tvaers.web.people.forms import FindForm

TOO_MANY_REQUESTS = 429


@require_http_methods(["GET", "HEAD", "POST"])
@for_work_with_people
def find(request: HttpRequest) -> HttpResponse:
    """Show the empty form, or those whom it finds."""
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "rows": None, "hindrance": "", "most": queries.MOST}
    status = 200
    if form.is_bound and form.is_valid():
        try:
            found = queries.findings(actor=actor_in(request), traits=form.traits())
        except queries.NothingToFindByError:
            context["hindrance"] = "nothing"
        except queries.TooManyFoundError:
            context["hindrance"] = "many"
        except queries.TooManySearchesError:
            context["hindrance"], status = "often", TOO_MANY_REQUESTS
        else:
            context["rows"] = rows(found)
    response = render(request, "people/find.html", context, status=status)
    if status == TOO_MANY_REQUESTS:
        # Searches are counted by the minute.
        response.headers["Retry-After"] = "60"
    return response


def rows(found: list[Finding]) -> list[dict[str, Any]]:
    """Return what a list shows of each: who, how old, who at one's own place knows them, and in what."""
    return [
        {
            "id": each.card.id,
            "name": each.card.label,
            "about": words.about(each.card),
            "is_protected": each.card.has_protected_address,
            "known_by": ", ".join(each.known_by),
            "appears_in": ", ".join(str(kind.label) for kind in each.appears_in),
        }
        for each in found
    ]
