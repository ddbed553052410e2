"""The page that searches in texts: asked in a POST, logged with its criterion (R18)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.search import queries, sources
from tvaers.search.enums import Period
from tvaers.search.queries import Narrowing
from tvaers.sharing.entrance import actor_in
from tvaers.web.search.completing import options
from tvaers.web.search.forms import LIST, SearchForm
from tvaers.web.search.narrowing import ways
from tvaers.web.search.showing import lines


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Show the empty form, or what is found. For whose role sees something of persons."""
    actor = actor_in(request)
    if not actor.claims.categories:
        raise PermissionDenied
    form = SearchForm(request.POST if request.method == "POST" else None)
    shown: dict[str, Any] = {"form": form, "rows": None, "is_cut": False, "groups": sources.groups().values()}
    if form.is_bound and form.is_valid():
        typed, period = form.cleaned_data, request.POST.get("period", "")
        narrowing = Narrowing(group=typed["group"], period=Period(period) if period in Period.values else None)
        try:
            results = queries.found(actor=actor, text=typed["text"], narrowing=narrowing)
        except queries.NothingToFindByError:
            form.add_error(
                "text",
                _("Write a word of at least two letters. Numbers, and words that only bind others, find nothing."),
            )
        else:
            shown |= {"rows": lines(results.found), "is_cut": results.is_cut, "ways": ways(results, narrowing)}
    return render(request, "search/search.html", shown | {"list": LIST, "options": options()})
