"""Pages that only tests have: deeds that need a second factor shown just now."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tvaers.accounts.entrance import fresh_factor, require_fresh_factor

done: list[dict[str, Any]] = []


@fresh_factor(seconds=60)
def sign(request: HttpRequest) -> HttpResponse:
    """A form that does something at once."""
    if request.method == "POST":
        done.append(request.POST.dict())
        return HttpResponse("signed")
    return HttpResponse("the form")


@fresh_factor(seconds=300, reading=True)
def export(_request: HttpRequest) -> HttpResponse:
    """A file."""
    return HttpResponse("the file")


def checked(request: HttpRequest) -> HttpResponse:
    """A page that shows what will be done before its button does it, and asks when all else is right."""
    if request.method == "POST" and "share" in request.POST:
        require_fresh_factor(seconds=60)
        done.append(request.POST.dict())
        return HttpResponse("shared")
    return HttpResponse(f"check: {request.POST.get('words', '')}")


urlpatterns = [
    path("deed/sign/", sign, name="sign"),
    path("deed/export/", export, name="export"),
    path("deed/checked/", checked, name="checked"),
    path("", include("tvaers.config.urls")),
]
