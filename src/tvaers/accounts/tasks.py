"""Background work of accounts."""

from dataclasses import replace

from django.core.cache import cache
from django.db import transaction

from tvaers.accounts.actions import forget_used_codes
from tvaers.accounts.sessions import SessionStore
from tvaers.audit.actions import close_ticket, issue_ticket
from tvaers.foundation.queue import periodic
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

SWEEP = "accounts.sweep_sessions"
DONE, FAILED = 200, 500


@periodic(SWEEP, cron="*/10 * * * *")
def sweep_sessions() -> None:
    """Remove sessions that have run out, used codes, and what the shared cache need no longer remember.

    Runs in the sign-in context under its own name: accounts belong to no organisation.
    """
    claims = Claims(kind=ContextKind.SIGN_IN)
    ticket = issue_ticket(claims, route=SWEEP, method="RUN")
    status = FAILED
    try:
        with transaction.atomic():
            context.enter(replace(claims, ticket=ticket))
            SessionStore.clear_expired()
            forget_used_codes()
            cache.sweep()  # type: ignore[attr-defined]  # foundation.cache.SharedCache
        status = DONE
    finally:
        context.leave()
        close_ticket(ticket, status=status)
