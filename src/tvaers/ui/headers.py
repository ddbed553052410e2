"""What a browser may do with our pages: nothing from elsewhere, nothing inline, no device, and keep none of them."""

from collections.abc import Callable
from functools import cache, wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tvaers.foundation.live import beside
from tvaers.ui.attachments import SANDBOX, Attachment

View = Callable[..., HttpResponseBase]

# Nothing of ours stands inline, so no nonce is needed, and a forgotten one opens nothing.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
WHERE, CREATE_KEYS, SHOW_KEYS = "geolocation", "publickey-credentials-create", "publickey-credentials-get"
DEVICES = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "camera",
    "display-capture",
    WHERE,
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    CREATE_KEYS,
    SHOW_KEYS,
    "screen-wake-lock",
    "serial",
    "usb",
    "web-share",
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": ", ".join(f"{device}=()" for device in DEVICES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
TOO_MANY = 429
# Seconds after which whoever was too quick may try again, where a page says no other.
WAIT = 3600


@cache
def policy(tiles_at: str, live_at: str = "") -> str:
    """Return the content policy; a base map's pictures and streams come from where each is configured."""
    told = POLICY
    for place, directive in ((tiles_at, "img-src 'self' data:"), (live_at, "connect-src 'self'")):
        parts = urlsplit(place)
        if parts.netloc:
            told = told.replace(directive, f"{directive} {parts.scheme}://{parts.netloc}")
    return told


def may_use(*devices: str) -> Callable[[View], View]:
    """Let the pages of a view use what every other may not: where the phone is, the keys that it holds."""

    def around(view: View) -> View:
        @wraps(view)
        def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.OK:
                response.tvaers_devices = devices  # type: ignore[attr-defined] # read below
            return response

        return inside

    return around


class Headers:
    """Puts these on every answer, files included; pages are never kept, by a browser or on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = policy(
            settings.TVAERS_TILES, beside(settings.TVAERS_LIVE, request.META.get("HTTP_HOST", ""))
        )
        for device in getattr(response, "tvaers_devices", ()):
            told = response.headers["Permissions-Policy"]
            response.headers["Permissions-Policy"] = told.replace(f"{device}=()", f"{device}=(self)")
        if isinstance(response, Attachment):
            response.headers["Content-Security-Policy"] = SANDBOX
        # Files say themselves how long they may be kept.
        response.headers.setdefault("Cache-Control", "no-store")
        if response.status_code == TOO_MANY:
            response.headers.setdefault("Retry-After", str(WAIT))
        return response
