"""Writes: what somebody does with the own account. Each leaves an event in the log of accounts."""

import hmac

from django.conf import settings
from django.db import connections

from tvaers.accounts import rules
from tvaers.accounts.models import User
from tvaers.accounts.sessions import hashed
from tvaers.audit.actions import record_account
from tvaers.foundation import crypto
from tvaers.guard import context

_USED_CODES = "accounts:used-codes"
_USED_CHALLENGES = "accounts:used-challenges"


def end_other_sessions(*, by: User, but_key: str) -> int:
    """End every session of `by` except the one with the key `but_key`; return how many ended."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.end_own_sessions(%s)", [hashed(but_key)])
        (ended,) = cursor.fetchone()
    record_account("accounts.other_sessions_ended", user=by.id)
    return int(ended)


def use_code_once(*, by: User, code: str) -> bool:
    """Note that a one-time code was used; return False when it was used before, in whatever process.

    Remembered for as long as the code could be accepted, under a keyed hash: a million digits are soon tried.
    """
    digits = "".join(filter(str.isalnum, code))
    return _is_first_use(_USED_CODES, by, digits.encode(), seconds=rules.code_lifetime())


def use_challenge_once(*, by: User, challenge: bytes) -> bool:
    """Note that a key's answer to a challenge was used; return False when it was used before, as `use_code_once`."""
    return _is_first_use(_USED_CHALLENGES, by, challenge, seconds=rules.CHALLENGE_SECONDS)


def _is_first_use(kind: str, by: User, what: bytes, *, seconds: int) -> bool:
    key = crypto.derived(settings.TVAERS_ROOT_KEY, kind)
    token = hmac.digest(key, f"{by.id}:".encode() + what, "sha256")
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.use_code(%s, %s)", [token, seconds])
        (first,) = cursor.fetchone()
    return bool(first)


def forget_used_codes() -> None:
    """Forget the codes that nobody could use any more; a named job's duty."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.sweep_used_codes()")
