"""That whoever signs is there just now: a second factor shown within the last minute."""

import time
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from tvaers.agreements.enums import Factor

FRESH_SECONDS = 60


def factor_shown(request: HttpRequest) -> Factor | None:
    """Return the factor that was shown in this session within the last minute; a recovery code is none."""
    for shown in reversed(get_authentication_records(request)):
        if shown.get("method") == "mfa" and shown.get("type") in Factor.values:
            return Factor(shown["type"]) if time.time() - shown["at"] <= FRESH_SECONDS else None
    return None


def to_show_a_factor(request: HttpRequest, *, back: str) -> HttpResponse:
    """Send whoever signs to show a factor, and then back."""
    del request
    return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{urlencode({REDIRECT_FIELD_NAME: back})}")
