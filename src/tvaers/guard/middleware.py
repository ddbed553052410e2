"""One transaction around the whole answer, rendering included."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from tvaers.guard import context, pool, startup

AFTER = "_after_transaction"
COMMITTING = "_committing"
SERVER_ERROR = 500


def after_transaction(request: HttpRequest, call: Callable[[int], None]) -> None:
    """Have `call` run with the answer's status when the request's transaction has ended, however it ended."""
    request.__dict__.setdefault(AFTER, []).append(call)


def may_be_saved(request: HttpRequest) -> bool:
    """Tell whether the request's transaction came to its commit: what it wrote may be there, whatever failed then."""
    return COMMITTING in request.__dict__


class StreamedProtectedRowsError(RuntimeError):
    """A streamed answer would be read after the transaction, where nothing guards it."""


class OneTransaction:
    """Opens a transaction around everything below it and ends the context with it.

    ATOMIC_REQUESTS does not do: it wraps the view alone, so a template rendered afterwards would read
    outside, and Django turns an exception into an answer before it could roll back. Here an answer of
    500 and above rolls back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within one transaction, then close the ticket."""
        startup.require_open()
        status = SERVER_ERROR
        try:
            with pool.one_page(), transaction.atomic():
                response = self.get_response(request)
                if response.streaming:
                    message = "A page may not stream: rows read while streaming would be outside the transaction."
                    raise StreamedProtectedRowsError(message)
                if response.status_code >= SERVER_ERROR:
                    transaction.set_rollback(True)
                else:
                    request.__dict__[COMMITTING] = True
                # Code that runs after the commit runs outside the context, and meets the guard.
            status = response.status_code
            return response
        finally:
            context.leave()
            with pool.one_page(pool.AFTER_SECONDS):
                for call in request.__dict__.pop(AFTER, []):
                    call(status)
