"""The cache that all processes share, in the database, with values that are signed and never unpickled.

Django's own database cache unpickles what it reads: a statement injected there would become a program here.
"""

import hmac
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connections

from tvaers.foundation import crypto

_ALIAS = "default"
_NAMING = "foundation:shared-cache"
_FAR = "9999-01-01 00:00:00+00"
# Counted from the database's own clock, by which values run out: with another one, codes could be used again.
_EXPIRES = f"coalesce(statement_timestamp() + %s::interval, timestamptz '{_FAR}')"
_WRITE = (
    f"INSERT INTO django_cache (cache_key, value, expires) VALUES (%s, %s, {_EXPIRES})"  # noqa: S608 - constants
    " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
_ADD = f"{_WRITE} WHERE django_cache.expires <= statement_timestamp()"

_TOUCH = f"UPDATE django_cache SET expires = {_EXPIRES} WHERE cache_key = %s AND expires > statement_timestamp()"  # noqa: S608 - constants


class SharedCache(BaseCache):
    """Keeps JSON values in the table django_cache, each signed together with its key."""

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        """Take Django's options; the table is always the same."""
        super().__init__(params)

    def make_and_validate_key(self, key: str, version: int | None = None) -> str:
        """Return the key as the table holds it: a keyed hash, as keys of sign-in name addresses and codes.

        All of an address book, or of six digits, is soon tried; without the key nobody finds a row so.
        """
        secret = crypto.derived(settings.TVAERS_ROOT_KEY, _NAMING)
        return hmac.digest(secret, self.make_key(key, version=version).encode(), "sha256").hex()

    def get(self, key: str, default: object = None, version: int | None = None) -> Any:  # noqa: ANN401 - Django's
        """Return the value, or `default` when there is none, it has run out or was not written here."""
        return self.get_many([key], version).get(key, default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        """Return the values there are."""
        wanted = {self.make_and_validate_key(key, version=version): key for key in keys}
        rows = self._run(
            "SELECT cache_key, value FROM django_cache WHERE cache_key = ANY (%s) AND expires > statement_timestamp()",
            list(wanted),
        )
        found = {}
        for made, value in rows:
            try:
                found[wanted[made]] = signing.loads(value, salt=_salt(made))
            except signing.BadSignature:
                continue
        return found

    def set(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store the value."""
        self._store(_WRITE, key, value, timeout, version)

    def add(self, key: str, value: object, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store the value unless there is one; tell whether it was stored. Two processes never both do."""
        return bool(self._store(_ADD, key, value, timeout, version))

    def touch(self, key: str, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Move the end of a value that is there; return whether it was."""
        made = self.make_and_validate_key(key, version=version)
        return bool(self._change(_TOUCH, self._lasts(timeout), made))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Remove the value; return whether there was one."""
        made = self.make_and_validate_key(key, version=version)
        return bool(self._change("DELETE FROM django_cache WHERE cache_key = %s", made))

    def clear(self) -> None:
        """Remove everything."""
        self._change("DELETE FROM django_cache")

    def sweep(self) -> None:
        """Remove what has run out."""
        self._change("DELETE FROM django_cache WHERE expires <= statement_timestamp()")

    def _store(self, statement: str, key: str, value: object, timeout: float | None, version: int | None) -> int:
        made = self.make_and_validate_key(key, version=version)
        signed = signing.dumps(value, salt=_salt(made))
        return self._change(statement, made, signed, self._lasts(timeout))

    def _lasts(self, timeout: float | None) -> timedelta | None:
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        return None if seconds is None else timedelta(seconds=seconds)

    @staticmethod
    def _run(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with connections[_ALIAS].cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    @staticmethod
    def _change(statement: str, *parameters: Any) -> int:
        with connections[_ALIAS].cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)


def _salt(key: str) -> str:
    return f"cache:{key}"
