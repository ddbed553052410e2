"""Text messages, handed to the operator's gateway over HTTP. They hold no name: others read it on a table."""

import json
import logging
from http import HTTPStatus
from http.client import HTTPException
from urllib.request import Request, urlopen

from django.conf import settings

log = logging.getLogger(__name__)
# Seconds: a job waits for it, and another one after it.
TIMEOUT = 10


def is_configured() -> bool:
    """Tell whether the operator has named a gateway."""
    return bool(settings.TVAERS_SMS_URL)


def send(*, to: str, text: str) -> bool:
    """Hand a message to the gateway: POST of JSON with "to", "text" and "from"; return whether it was taken.

    An answer of 2xx is taken; every other, and none, is not.
    """
    body = json.dumps({"to": to, "text": text, "from": settings.TVAERS_SMS_FROM}).encode()
    headers = {"Content-Type": "application/json"}
    if settings.TVAERS_SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.TVAERS_SMS_TOKEN}"
    # The address is the operator's, read from the environment, and begins with http.
    request = Request(settings.TVAERS_SMS_URL, data=body, headers=headers, method="POST")  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - as above
            status: int = answer.status
            return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
    except (OSError, HTTPException, ValueError):
        # Its kind and place are written, never what it says: that may hold a number.
        log.warning("the gateway of text messages did not take one", exc_info=True)
        return False
