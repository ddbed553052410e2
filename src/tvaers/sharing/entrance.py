"""The entrance of the staff's pages: closed to who acts for no organisation, unless a page is listed as open.

Settings: `TVAERS_OPEN_TO_ALL` (pages before sign-in) and `TVAERS_OPEN_TO_ACCOUNTS` (pages for somebody signed in
who acts for nobody yet); both hold view names, or "namespace:" for all of a journey. Needs no mark on a view:
what nobody thought of is closed.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url

from tvaers.accounts.rules import listed
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role

CHOOSE = "accounts:act-for"

View = Callable[..., HttpResponse]


class Entrance:
    """Sends whoever may not come in yet to sign in, or to choose whom to act for, and back afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Answer in the page's place when it is closed to the asker."""
        if may_enter(request):
            return None
        way = CHOOSE if request.user.is_authenticated else settings.LOGIN_URL
        return sent_to(request, way, back=page_of(request))


def may_enter(request: HttpRequest) -> bool:
    """Tell whether the page asked for is open to whoever asks."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    if getattr(request, "actor", None) is not None or listed(name, settings.TVAERS_OPEN_TO_ALL):
        return True
    return request.user.is_authenticated and listed(name, settings.TVAERS_OPEN_TO_ACCOUNTS)


def is_open(name: str) -> bool:
    """Tell whether the page named so is open to somebody who acts for nobody."""
    return listed(name, settings.TVAERS_OPEN_TO_ALL) or listed(name, settings.TVAERS_OPEN_TO_ACCOUNTS)


def page_of(request: HttpRequest) -> str:
    """Return the local address to come back to: the page, or the one a fragment is for, or the first."""
    if request.headers.get("HX-Request"):
        shown = urlsplit(request.headers.get("HX-Current-URL", ""))
        return f"{shown.path}?{shown.query}".rstrip("?") if shown.netloc == request.get_host() else "/"
    return request.get_full_path() if request.method == "GET" else "/"


def sent_to(request: HttpRequest, way: str, *, back: str = "") -> HttpResponse:
    """Send the asker to the page named `way`, and from there, if given, to the local address `back`."""
    address = resolve_url(way) + (f"?{urlencode({REDIRECT_FIELD_NAME: back})}" if back else "")
    if request.headers.get("HX-Request"):
        # A redirect would put the page into the fragment's place.
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def actor_in(request: HttpRequest) -> Actor:
    """Return who acts on a page behind the entrance. Raises PermissionDenied when nobody does."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor):
        raise PermissionDenied
    return actor


def requires(*roles: Role) -> Callable[[View], View]:
    """Let only an actor with one of the roles into a view; others get the 403 page."""

    def around(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not actor_in(request).has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return inside

    return around
