"""The signed context of a transaction: who asks, for which organisation, with which masks.

Python signs it, the database verifies it (`guard.claims()`); between the two, an execute wrapper raises when a
statement of the application role is about to run without any context, where the database would raise as well.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from tvaers.guard.enums import ContextKind

ALIAS = "default"
SETTING = "tvaers.context"
# What the database says of when the open transaction began, in microseconds since 1970.
STARTED = "(extract(epoch FROM transaction_timestamp()) * 1000000)::bigint"
LIFETIME = timedelta(minutes=2)
BLOCK = 64
VERSION = "2"
SEPARATOR = "|"
_TRANSACTION_CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


class NoContextError(RuntimeError):
    """A statement was about to run although nobody is known to ask."""


class NotInTransactionError(RuntimeError):
    """A context was to be set outside a transaction, where it would not hold."""


class ForgedClaimsError(ValueError):
    """A claim was about to be signed that says more than one thing."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the database shall believe for the rest of this transaction.

    readers: the ids an access row may name to let this actor in: organisation, units, membership.
    categories, purposes, roles: bit masks (`guard.enums`, `partnerships.enums`).
    session: the hash of the session's key. factor: the second factor shown in this very request (`accounts.enums`).
    """

    kind: ContextKind
    actor: UUID | None = None
    organisation: UUID | None = None
    user: UUID | None = None
    readers: tuple[UUID, ...] = ()
    categories: int = 0
    purposes: int = 0
    roles: int = 0
    ticket: UUID | None = None
    session: bytes | None = None
    factor: str = ""


_bound: ContextVar[Claims | None] = ContextVar("guard_claims", default=None)
# When the open transaction began, in microseconds since 1970: asked for once.
_start: ContextVar[int | None] = ContextVar("guard_transaction_start", default=None)
_unguarded: ContextVar[str] = ContextVar("guard_unguarded", default="")


def pads(key: bytes) -> tuple[bytes, bytes]:
    """Return HMAC's inner and outer pad for `key` (at most 64 bytes), as the database keeps them."""
    padded = key.ljust(BLOCK, b"\0")
    return bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded)


def sign(claims: Claims, *, key: bytes, pid: int, transaction_start: int, expires: int) -> str:
    """Return the signed text of `claims`; times in microseconds since 1970.

    Raises ForgedClaimsError when a claim would spill into the next one.
    """

    def text(value: UUID | None) -> str:
        return "" if value is None else str(value)

    fields = (
        VERSION,
        claims.kind,
        str(pid),
        str(transaction_start),
        text(claims.actor),
        text(claims.organisation),
        text(claims.user),
        ",".join(map(str, claims.readers)),
        str(claims.categories),
        str(claims.purposes),
        str(claims.roles),
        text(claims.ticket),
        str(expires),
        "" if claims.session is None else claims.session.hex(),
        claims.factor,
    )
    if any(SEPARATOR in field for field in fields):
        raise ForgedClaimsError("A claim holds the character that separates claims.")
    body = SEPARATOR.join(fields)
    return f"{body}|{hmac.new(key, body.encode(), hashlib.sha256).hexdigest()}"


def current() -> Claims | None:
    """Return the claims that hold in this transaction, if any."""
    return _bound.get()


def enter(claims: Claims, *, start: int | None = None, using: str = ALIAS) -> None:
    """Make `claims` hold for the rest of the open transaction on `using`.

    start: what STARTED said in this very transaction, where a statement has asked already; another one's fails in
    the database. What is put off until after the commit runs without them. Raises NotInTransactionError outside a
    transaction.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        message = "A context holds for one transaction, and none is open."
        raise NotInTransactionError(message)
    if start is None:
        with unguarded("the context itself is being set"), connection.cursor() as cursor:
            cursor.execute(f"SELECT {STARTED}")
            (start,) = cursor.fetchone()
    _start.set(start)
    _let_in(claims, using)
    # The database forgets at the commit; so must this side, before anything else that waits for the commit.
    transaction.on_commit(leave, using=using)


def signed(claims: Claims, *, using: str = ALIAS) -> str:
    """Return `claims` signed for the open transaction, for a function of the database that is told them once.

    Raises NotInTransactionError where no context has been entered.
    """
    start = _start.get()
    if start is None:
        raise NotInTransactionError("A context begins with its transaction.")
    # Counted from the database's own clock: the application's may be wrong by a day.
    expires = start + int(LIFETIME.total_seconds() * 1_000_000)
    pid = connections[using].connection.info.backend_pid
    return sign(claims, key=settings.TVAERS_CONTEXT_KEY, pid=pid, transaction_start=start, expires=expires)


def _let_in(claims: Claims, using: str) -> None:
    """Sign `claims` for the open transaction and hand them to the database."""
    with unguarded("the context itself is being set"), connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, signed(claims, using=using)])
    _bound.set(claims)


@contextmanager
def narrowed(claims: Claims, *, using: str = ALIAS) -> Iterator[None]:
    """Make fewer `claims` hold in the block only. What the block writes is undone with them, by the same savepoint.

    Raises ForgedClaimsError when they would open more than those in force, NoContextError when none are,
    NotInTransactionError where there is no savepoint.
    """
    before = _bound.get()
    if before is None:
        raise NoContextError("There is nothing to narrow outside a context.")
    if _opens_more(claims, before):
        raise ForgedClaimsError("A narrowed context opens no more than the one it stands in.")
    savepoint = transaction.savepoint(using=using)
    if savepoint is None:
        raise NotInTransactionError("A narrowed context is left by a savepoint, and none could be set.")
    try:
        _let_in(claims, using)
        yield
    finally:
        transaction.savepoint_rollback(savepoint, using=using)
        transaction.savepoint_commit(savepoint, using=using)
        _bound.set(before)


def _opens_more(claims: Claims, before: Claims) -> bool:
    same = ("kind", "actor", "organisation", "user", "ticket", "session", "factor")
    masks = ("categories", "purposes", "roles")
    return (
        any(getattr(claims, name) != getattr(before, name) for name in same)
        or any(getattr(claims, name) & ~getattr(before, name) for name in masks)
        or not set(claims.readers) <= set(before.readers)
    )


def leave() -> None:
    """Forget the claims on this side; the database forgets them at the transaction's end."""
    _bound.set(None)
    _start.set(None)


@contextmanager
def unguarded(reason: str) -> Iterator[None]:
    """Let statements run without a context in the block. `reason` says why that is right."""
    token = _unguarded.set(reason)
    try:
        yield
    finally:
        _unguarded.reset(token)


def watch(*, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Put the guard on a new connection of the application role."""
    if (
        connection.alias == ALIAS
        and settings.TVAERS_DATABASE_ROLE == "app"
        and guard not in connection.execute_wrappers
    ):
        connection.execute_wrappers.append(guard)


def guard(
    execute: Callable[..., Any],
    sql: str,
    params: Sequence[object] | None,
    many: bool,  # noqa: FBT001 - Django's signature
    context: dict[str, Any],
) -> Any:  # noqa: ANN401 - whatever Django's cursor returns
    """Raise NoContextError when `sql` is about to run outside a context."""
    if _bound.get() is None and not _unguarded.get() and not str(sql).startswith(_TRANSACTION_CONTROL):
        message = "A statement was about to run outside a context."
        raise NoContextError(message)
    return execute(sql, params, many, context)
