"""What is answered when something failed on our side: 503 while the key store is away, else 500."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tvaers.foundation.keystore import KeyStoreUnavailableError


def failed(request: HttpRequest) -> HttpResponse:
    """Answer in the page's place; Django calls this while it handles the exception. The transaction is rolled back."""
    del request  # the page is drawn with nothing at hand: whatever it asked for could fail again
    status = 503 if isinstance(sys.exc_info()[1], KeyStoreUnavailableError) else 500
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
