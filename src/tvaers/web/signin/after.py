"""Where to go when somebody has come in."""

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tvaers.web.signin import kept

# In the session: the hash of the link that invites.
INVITATION = "invitation"


def after_second_factor(request: HttpRequest) -> str:
    """Return the page after setting up the second factor: an invitation, what was typed before, or the first page."""
    if INVITATION in request.session:
        return reverse("accounts:welcome")
    if kept.KEPT in request.session:
        return reverse("accounts:kept")
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def local(request: HttpRequest, address: str) -> str:
    """Return `address` when it is one of ours, and the first page otherwise."""
    ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    ) and address.startswith("/")
    return address if ours else resolve_url(settings.LOGIN_REDIRECT_URL)
