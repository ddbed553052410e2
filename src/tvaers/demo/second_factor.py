"""Passwords and one-time codes of invented people, so that the real sign-in can be tried. Public on purpose."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime, timedelta

from tvaers.demo.seed import SEED
from tvaers.demo.worker import Worker

PASSWORD = "tre-kommuner-2013"  # noqa: S105 - everybody's, and shown on the page of personas
PERIOD = timedelta(seconds=30)
DIGITS = 6


def secret_of(worker: Worker) -> str:
    """Return the secret that an authenticator app would hold for the worker, in base32."""
    return base64.b32encode(hashlib.sha1(f"{SEED}/{worker.key}".encode()).digest()).decode()  # noqa: S324 - spreads a seed


def code_at(worker: Worker, at: datetime) -> tuple[str, int]:
    """Return the worker's one-time code at a moment (RFC 6238) and how many seconds it is still shown."""
    step, passed = divmod(int(at.timestamp()), int(PERIOD.total_seconds()))
    mac = hmac.new(base64.b32decode(secret_of(worker)), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 0xF
    number = struct.unpack(">I", mac[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}", int(PERIOD.total_seconds()) - passed
