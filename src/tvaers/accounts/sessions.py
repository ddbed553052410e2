"""Django's session engine: keys stored hashed, contents sealed, entered by one definer function."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connections, transaction

from tvaers.accounts.enums import Factor
from tvaers.accounts.models import User
from tvaers.foundation import crypto
from tvaers.guard import context

# Not in the key store: a session holds nothing that is ever erased one by one, and whoever is signed in stays so
# while the key store is away.
SEALING = "accounts:sessions"


# What rooms above ask when a session is entered, in the same statement: a name → an expression that gives text. Its two
# parameters are the key's hash and the idle time.
_ALONG: dict[str, str] = {}


def ask_along(name: str, expression: str) -> None:
    """Have `expression` asked whenever a session is entered; `SessionStore.along` holds what it gave under `name`."""
    _ALONG[name] = expression


# What a room above says about how long a session may rest. Its two parameters are as above; it gives an interval.
_RESTING: list[str] = []


def limit_rest(expression: str) -> None:
    """Have `expression` decide how long a session that is entered may have rested."""
    _RESTING[:] = [expression]


def _key() -> bytes:
    return crypto.derived(settings.TVAERS_ROOT_KEY, SEALING)


def hashed(session_key: str) -> bytes:
    """Return what the database knows of a session's key."""
    return hashlib.sha256(session_key.encode()).digest()


def idle_limit() -> Any:  # noqa: ANN401 - a timedelta, which the stubs do not take as a parameter
    """Return how long a session may rest before it ends."""
    return timedelta(seconds=settings.TVAERS_SESSION_IDLE)


class SessionStore(SessionBase):
    """One browser's session. After `load`, `user` and `has_second_factor` are known without another statement."""

    user: User | None = None
    has_second_factor: bool = False
    #: When the transaction began in which the session was entered, for the context that follows in it.
    entered_at: int | None = None
    #: What was asked along, by name (`ask_along`).
    along: Mapping[str, str] = MappingProxyType({})
    #: Who showed which second factor in this request; noted when the session is saved as that user's.
    shown: tuple[UUID, Factor] | None = None
    #: Whether entering it counts as activity, so that it may rest as long again. Not where nobody did anything.
    counts: bool = True

    def load(self) -> dict[str, Any]:
        """Enter the session; a key that is unknown or has run out gives an empty new one."""
        key = self.session_key
        with self._uncounted():
            row = self._enter(key) if key else None
        if key is None or row is None:
            return self._nothing()
        own, along = row[: len(row) - len(_ALONG)], row[len(row) - len(_ALONG) :]
        data, user_id, *account, self.has_second_factor, self.entered_at = own
        self.along = dict(zip(_ALONG, along, strict=True))
        if user_id is not None:
            names = ("id", "email", "password", "is_active", "last_login", "created_at")
            found = dict(zip(names, (user_id, *account), strict=True))
            # from_db takes values in the order of the model's columns, whatever the order of the names given.
            fields = [field.attname for field in User._meta.concrete_fields]
            self.user = User.from_db("default", fields, [found[field] for field in fields])
        try:
            return self._unseal(bytes(data), hashed(key))
        except crypto.UnsealError:  # sealed under a secret that has been replaced since
            return self._nothing()

    def _nothing(self) -> dict[str, Any]:
        self._session_key, self.user, self.has_second_factor = None, None, False
        self.along = MappingProxyType({})
        return {}

    @contextmanager
    def _uncounted(self) -> Iterator[None]:
        """Undo, where entering does not count, what it noted: the session was seen so long ago as before."""
        if self.counts:
            yield
            return
        savepoint = transaction.savepoint()
        try:
            yield
        finally:
            transaction.savepoint_rollback(savepoint)

    @staticmethod
    def _enter(key: str) -> tuple[Any, ...] | None:
        with (
            context.unguarded("a session is entered before anybody is known"),
            connections["default"].cursor() as cursor,
        ):
            along = "".join(f", {expression}" for expression in _ALONG.values())
            rest, *_ = (*_RESTING, "%s")
            asked = f"SELECT entered.*, {context.STARTED}{along} FROM guard.enter_session(%s, {rest}) AS entered"  # noqa: S608 - constants
            pair = [hashed(key), idle_limit()]
            cursor.execute(asked, [*pair * len(_ALONG), *([hashed(key), *pair] if _RESTING else pair)])
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row

    def _seal(self, data: dict[str, Any], key_hash: bytes) -> bytes:
        return crypto.seal(_key(), self.serializer().dumps(data), about=key_hash)

    def _unseal(self, sealed: bytes, key_hash: bytes) -> dict[str, Any]:
        data: dict[str, Any] = self.serializer().loads(crypto.unseal(_key(), sealed, about=key_hash))
        return data

    def exists(self, session_key: str) -> bool:  # noqa: ARG002 - Django's signature
        """Tell whether a key is taken: never asked of the database, a key has over 160 random bits."""
        return False

    def create(self) -> None:
        """Make a new session with a fresh key."""
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django's signature
        """Store the session. Raises CreateError when a new key is taken, UpdateError when the session has ended."""
        if self.session_key is None:
            self.create()
            return
        key_hash = hashed(self.session_key)
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        sealed = self._seal(data, key_hash)
        user_id = data.get(SESSION_KEY)
        # Counted from the database's own clock, which also ends it: the application's may be wrong by a day.
        lasts = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        parameters: list[Any] = [key_hash, sealed, user_id, lasts, must_create]
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT guard.save_session(%s, %s, %s, statement_timestamp() + %s, %s)", parameters)
            if cursor.fetchone() != (True,):
                raise CreateError if must_create else UpdateError
            if self.shown is not None and user_id == str(self.shown[0]):
                self._note_factor(cursor, key_hash, *self.shown)

    def _note_factor(self, cursor: Any, key_hash: bytes, user: UUID, factor: Factor) -> None:  # noqa: ANN401 - Django's
        """Note which factor was shown, once. The database believes only a signed statement."""
        claims = context.current()
        if claims is None:
            return
        stated = context.signed(replace(claims, user=user, session=key_hash, factor=factor))
        cursor.execute("SELECT guard.note_factor(%s)", [stated])
        self.shown = None

    def delete(self, session_key: str | None = None) -> None:
        """End the session."""
        key = session_key or self.session_key
        if key is not None:
            with connections["default"].cursor() as cursor:
                cursor.execute("SELECT guard.end_session(%s)", [hashed(key)])

    @classmethod
    def clear_expired(cls) -> None:
        """Sweep what has run out."""
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT guard.sweep_sessions(%s)", [idle_limit()])
