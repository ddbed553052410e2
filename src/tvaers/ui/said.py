"""What is said after a step, carried to the next page in a cookie that only we can read.

A message may hold a task's words, and Django's own cookie is readable and outlives the session. Ours opens only for
whom it was said to: whoever sits at the machine next is shown nothing of it. In the session itself it would cost a
statement on each page after a step.
"""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tvaers.foundation import crypto

_SEALING = "ui:said"
_ABOUT = _SEALING.encode()


def done(request: HttpRequest, text: str, *, undo: str) -> None:
    """Say that something was done, with a button that takes it back: `undo` is where that is posted."""
    messages.success(request, text, extra_tags=undo)


def _key() -> bytes:
    return crypto.derived(settings.TVAERS_ROOT_KEY, _SEALING)


class SealedCookieStorage(CookieStorage):
    """Django's cookie of messages, sealed around what Django writes, for whoever is signed in, or for nobody."""

    # Sealing and writing it in letters makes it a third longer.
    max_cookie_size = 1400

    def __init__(self, request: HttpRequest) -> None:
        """Remember to whom the request belonged when it came."""
        super().__init__(request)
        self._about = self._whose()

    def _whose(self) -> bytes:
        user = getattr(self.request, "user", None)
        return _ABOUT + str(user.pk if user is not None and user.is_authenticated else "").encode()

    def update(self, response: HttpResponseBase) -> list[Any] | None:
        """Write what was not shown; of what was said to somebody who has just signed in or out, nothing goes on."""
        if self._about != self._whose():
            self.used = True
        unstored: list[Any] | None = super().update(response)
        return unstored

    def _update_cookie(self, encoded_data: str | None, response: HttpResponseBase) -> None:
        sealed = crypto.seal(_key(), encoded_data.encode(), about=self._whose()) if encoded_data else b""
        super()._update_cookie(urlsafe_base64_encode(sealed) or None, response)  # type: ignore[misc]

    def _decode(self, data: str | None) -> list[Any] | None:
        if not data:
            return None
        try:
            opened = crypto.unseal(_key(), urlsafe_base64_decode(data), about=self._about).decode()
        except (crypto.UnsealError, ValueError):
            # Cut off, or not ours: dropped and not shown, as Django does.
            self.used = True
            return None
        found: list[Any] | None = super()._decode(opened)  # type: ignore[misc]
        return found
