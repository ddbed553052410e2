"""What an account sees of itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import connections

from tvaers.accounts.adapters import secrets_of
from tvaers.accounts.models import Session, User
from tvaers.accounts.sessions import hashed, idle_limit
from tvaers.audit.models import AccountEvent
from tvaers.foundation import clock
from tvaers.guard import context

EVENTS_SHOWN = 10


@dataclass(frozen=True)
class OwnSession:
    """A browser that is signed in with the account."""

    began_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class OwnKey:
    """A key of the account: a security key, a telephone, a computer."""

    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class OwnFactor:
    """The second factor of the account: since when, how many recovery codes are left, and the keys by age."""

    since: datetime | None
    codes_left: int
    keys: list[OwnKey]


def own_sessions(*, user: User, this_key: str) -> list[OwnSession]:
    """Return the account's sessions that still hold, the latest used first."""
    now = clock.now()
    rows = Session.objects.filter(user=user, expires_at__gt=now, seen_at__gt=now - idle_limit())
    this = hashed(this_key)
    return [
        OwnSession(row.created_at, row.seen_at, bytes(row.key_hash) == this)
        for row in rows.defer("data").order_by("-seen_at", "key_hash")
    ]


def own_factor(*, user: User) -> OwnFactor:
    """Return the state of the account's second factor."""
    since, left = None, 0
    keys: list[OwnKey] = []
    with secrets_of(user.id):
        for factor in Authenticator.objects.filter(user=user).order_by("created_at", "id"):
            if factor.type == Authenticator.Type.TOTP:
                since = factor.created_at
            elif factor.type == Authenticator.Type.WEBAUTHN:
                keys.append(OwnKey(factor.pk, factor.wrap().name, factor.created_at, factor.last_used_at))
            else:
                left = len(factor.wrap().get_unused_codes())
    return OwnFactor(since, left, keys)


def factor_age() -> int | None:
    """Return how many seconds ago a second factor was shown in the session that is asking; None when none was."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.factor_age()")
        (age,) = cursor.fetchone()
    return None if age is None else int(age)


def own_events(*, user: User) -> Sequence[AccountEvent]:
    """Return the latest of what happened with the account, the newest first."""
    return list(AccountEvent.objects.filter(user_id=user.id).order_by("-at", "-id")[:EVENTS_SHOWN])
