"""One line of the log for each answer: which page by its name, how it went, how long it took, under which ticket."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

log = logging.getLogger(__name__)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
SERVER_ERROR = 500
TOO_MANY = 429


class Answered:
    """Writes the line; the address asked for, which may hold what was typed, is not in it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write the line unless it was a file."""
        began = time.perf_counter()
        response = self.get_response(request)
        if request.path_info.startswith(settings.STATIC_URL):
            return response
        page = request.resolver_match.view_name if request.resolver_match else "unknown"
        warns = response.status_code == TOO_MANY or response.status_code >= SERVER_ERROR
        log.log(
            logging.WARNING if warns else logging.INFO,
            "answered",
            extra={
                "route": page,
                "method": request.method if request.method in METHODS else "other",
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000),
                "ticket": getattr(request, "ticket", None),
            },
        )
        return response
