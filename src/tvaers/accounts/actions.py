"""Writes: what somebody does with the own account. Each leaves an event in the log of accounts."""

from django.core.cache import cache
from django.db import connections

from tvaers.accounts import rules
from tvaers.accounts.models import User
from tvaers.accounts.sessions import hashed
from tvaers.audit.actions import record_account
from tvaers.guard import context


def end_other_sessions(*, by: User, but_key: str) -> int:
    """End every session of `by` except the one with the key `but_key`; return how many ended."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.end_own_sessions(%s)", [hashed(but_key)])
        (ended,) = cursor.fetchone()
    record_account("accounts.other_sessions_ended", user=by.id)
    return int(ended)


def use_code_once(*, by: User, code: str) -> bool:
    """Note that a one-time code was used; return False when it was used before, in whatever process.

    Remembered for as long as the code could be accepted.
    """
    digits = "".join(filter(str.isalnum, code))
    return bool(cache.add(f"accounts.one-time-code:{by.id}:{digits}", 1, timeout=rules.code_lifetime()))
