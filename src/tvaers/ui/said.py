"""What is said after a step, carried to the next page in a cookie that only we can read.

A message may hold a task's words, and Django's own cookie is readable and outlives the session. In the session itself
it would cost a statement on each page after a step.
"""

from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http.response import HttpResponseBase
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from tvaers.foundation import crypto

_SEALING = "ui:said"
_ABOUT = _SEALING.encode()


def _key() -> bytes:
    return crypto.derived(settings.TVAERS_ROOT_KEY, _SEALING)


class SealedCookieStorage(CookieStorage):
    """Django's cookie of messages, sealed around what Django writes."""

    # Sealing and writing it in letters makes it a third longer.
    max_cookie_size = 1400

    def _update_cookie(self, encoded_data: str | None, response: HttpResponseBase) -> None:
        sealed = crypto.seal(_key(), encoded_data.encode(), about=_ABOUT) if encoded_data else b""
        super()._update_cookie(urlsafe_base64_encode(sealed) or None, response)  # type: ignore[misc]

    def _decode(self, data: str | None) -> list[Any] | None:
        if not data:
            return None
        try:
            opened = crypto.unseal(_key(), urlsafe_base64_decode(data), about=_ABOUT).decode()
        except (crypto.UnsealError, ValueError):
            # Cut off, or not ours: dropped and not shown, as Django does.
            self.used = True
            return None
        found: list[Any] | None = super()._decode(opened)  # type: ignore[misc]
        return found
