"""What is answered when something failed: on our side (500), around us (503), or for want of room on a disk (507).

Nobody loses what was typed: the page holds the form that was sent, to be sent again by one button. What was saved by
the first sending is not saved twice, since each form brings its own id.
"""

import sys
from dataclasses import dataclass

import psycopg
from django import db
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.utils import translation

from tvaers.accounts.rules import KEPT_TEXT_CHARACTERS
from tvaers.foundation.keystore import KeyStoreFullError, KeyStoreUnavailableError
from tvaers.guard.middleware import may_be_saved
from tvaers.web.signin import kept

# For programs; a person is told to wait a moment.
RETRY_AFTER_SECONDS = "10"


@dataclass(frozen=True)
class Again:
    """A form that can be sent once more: where to, and everything that was in it. token: that of its page, as sent."""

    path: str
    token: str
    fields: list[tuple[str, str]]


def failed(request: HttpRequest) -> HttpResponse:
    """Answer in the page's place; Django calls this while it handles the exception. The transaction is rolled back."""
    template, status = _page_of(sys.exc_info()[1])
    # Nothing but what was sent is at hand: whatever else the page asked for could fail again.
    again = form_of(request)
    context = {
        "again": again,
        "csrf_token": again.token if again else "",
        "is_sent": request.method not in {"GET", "HEAD"},
        "may_be_saved": may_be_saved(request),
    }
    # What failed may have failed before the language was chosen; the thread still has its last reader's.
    with translation.override(translation.get_language_from_request(request)):
        response = HttpResponse(render_to_string(template, context), status=status)
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _page_of(error: BaseException | None) -> tuple[str, int]:
    """Return template and status for what failed."""
    cause = error.__cause__ if isinstance(error, db.Error) else error
    if isinstance(cause, psycopg.errors.DiskFull | KeyStoreFullError):
        return "507.html", 507
    if isinstance(error, KeyStoreUnavailableError):
        return "503.html", 503
    if isinstance(error, db.OperationalError | db.InterfaceError | psycopg.OperationalError):
        return "503-database.html", 503
    return "500.html", 500


def form_of(request: HttpRequest) -> Again | None:
    """Return the form that was sent from a page of ours, so that nothing typed is lost; None where there is none.

    Not a form of the sign-in, whose secrets stay out of pages, nor one with files, which cannot be sent back.
    """
    if request.method != "POST" or not kept.came_from_us(request) or not kept.is_worth_keeping(request):
        return None
    try:
        fields = [(name, value) for name, values in kept.typed_in(request) for value in values]
        # Also the button: the same step is meant, by the same person, who presses it again.
        fields += [(name, value) for name in kept.BUTTONS for value in request.POST.getlist(name)]
        token = request.POST.get("csrfmiddlewaretoken", "")
        has_files = bool(request.FILES)
    except (BadRequest, SuspiciousOperation, UnreadablePostError, UnicodeError):
        return None
    if has_files or sum(len(name) + len(value) for name, value in fields) > KEPT_TEXT_CHARACTERS:
        return None
    return Again(request.get_full_path(), token, fields)
