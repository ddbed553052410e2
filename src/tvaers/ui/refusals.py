"""What is answered to a method that an address does not take, and to somebody who is too quick."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.template.loader import render_to_string

from tvaers.foundation.limits import TooOftenError

TOO_MANY_REQUESTS = 429


class Refusals:
    """Gives an empty "not allowed" (405) and a refusal of haste (429) the words of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with a page where there was none."""
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response.content = render_to_string("405.html", request=request)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer TooOftenError with its page."""
        if not isinstance(error, TooOftenError):
            return None
        response = render(request, "429.html", status=TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.wait)
        return response
