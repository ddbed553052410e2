"""Who is signed in, and that nobody works without a second factor."""

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from tvaers.accounts.models import User
from tvaers.accounts.rules import listed
from tvaers.accounts.sessions import SessionStore
from tvaers.foundation.live import UNASKED

# Where somebody without a second factor may still go, beside the pages that are open to all: to get one.
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "mfa_activate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
    }
)

Handler = Callable[[HttpRequest], HttpResponse]


def user_of(session: SessionStore) -> User | AnonymousUser:
    """Return the session's user when it is active and its password is still the one signed in with."""
    marker = session.get(HASH_SESSION_KEY, "")
    user = session.user
    if user is None or not user.is_active or not constant_time_compare(marker, user.get_session_auth_hash()):
        return AnonymousUser()
    # The row says whose session it is; the sealed contents must say the same, or somebody moved the row.
    if session.get(SESSION_KEY) != str(user.id):
        return AnonymousUser()
    return user


class Sessions(SessionMiddleware):
    """Django's, but that a page which fetches itself again does not keep a forgotten screen signed in."""

    def process_request(self, request: HttpRequest) -> None:
        """Set request.session."""
        super().process_request(request)
        cast("SessionStore", request.session).counts = UNASKED not in request.headers


class SignedIn:
    """Sets request.user from the session entered, without a statement of its own."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set request.user."""
        request.user = user_of(cast("SessionStore", request.session))
        return self.get_response(request)


class SecondFactor:
    """Sends somebody without a second factor to set one up before anything else."""

    def __init__(self, get_response: Handler) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Redirect when a second factor is lacking and the page is not the way to one."""
        session = cast("SessionStore", request.session)
        lacking = request.user.is_authenticated and not session.has_second_factor
        page = request.resolver_match.view_name if request.resolver_match else ""
        if not lacking or page in WITHOUT_SECOND_FACTOR or listed(page, settings.TVAERS_OPEN_TO_ALL):
            return None
        return HttpResponseRedirect(reverse(settings.TVAERS_SECOND_FACTOR_URL))
