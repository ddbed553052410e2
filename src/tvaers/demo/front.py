"""The front door of the demonstration: who comes without being signed in chooses whom to be."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

FRONT = "/"


class Front:
    """Sends whoever opens the first page and is not signed in to the page of personas; any other page is as always."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send on."""
        if request.path_info == FRONT and request.method in {"GET", "HEAD"} and not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("demo:personas"))
        return self.get_response(request)
