"""The stage: the fixed cast in the database under test, browsers signed in as its members, and acting as one of them.

Everything is imported late: pytest loads this file before Django has its apps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from tests.logins import Logins
    from tvaers.partnerships.actor import Actor

ROUTE = "test"
# Of a transaction, not of a page.
CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def acting_as(key: str, *, route: str = ROUTE) -> Iterator[Actor]:
    """Act as a member of the cast: ticket, one transaction with the signed context, and the log of what was seen.

    The cast must be in the database (fixture `cast`). Yields the actor, for `by=` and `actor=`.
    """
    from tests.cast import actor
    from tvaers.sharing.acting import acting

    with acting(actor(key), route=route) as somebody:
        yield somebody


def sign_in(key: str) -> str:
    """Make a session with password and one-time code for a member of the cast; return the cookie's value."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.db import transaction

    from tests.cast import named
    from tvaers.accounts.enums import Factor
    from tvaers.accounts.models import User
    from tvaers.accounts.sessions import SessionStore
    from tvaers.guard import context
    from tvaers.guard.context import Claims
    from tvaers.guard.enums import ContextKind

    at = time.time()
    try:
        with transaction.atomic():
            context.enter(Claims(kind=ContextKind.SIGN_IN))
            user = User.objects.get(id=named(f"user {key}"))
            store = SessionStore()
            store[SESSION_KEY] = str(user.id)
            store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = user.get_session_auth_hash()
            store["account_authentication_methods"] = [
                {"method": "password", "at": at, "email": user.email},
                {"method": "mfa", "at": at, "type": "totp"},
            ]
            store.shown = (user.id, Factor.TOTP)
            store.create()
    finally:
        context.leave()
    assert store.session_key
    return store.session_key


def statements(ask: Callable[[], Any]) -> tuple[Any, list[str]]:
    """Ask for something; return the answer and the statements it took.

    Session, context, ticket, its outcome and what was seen count, on both connections; transaction control does not.
    """
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connections["default"]) as work, CaptureQueriesContext(connections["ticket"]) as log:
        answer = ask()
    taken = [query["sql"] for query in (*work.captured_queries, *log.captured_queries)]
    return answer, [each for each in taken if not each.startswith(CONTROL)]


@pytest.fixture
def cast(logins: Logins, cleaned: None) -> None:
    """The rows of tests/cast.py, committed. They go with all others after the test."""
    from tests.cast import build

    connection = logins.take("tvaers_maintenance", autocommit=True)
    build(connection)
    logins.give_back("tvaers_maintenance", connection)


@pytest.fixture(name="acting_as")
def _acting_as(db: None, cast: None) -> Callable[..., AbstractContextManager[Actor]]:
    """`with acting_as("alice") as alice:` in the database of the test."""
    return acting_as


@pytest.fixture
def client_for(db: None, cast: None) -> Callable[..., Client]:
    """`client_for("alice")`: a browser in which Alice has signed in with her second factor."""

    def browser(key: str, **options: Any) -> Client:
        from django.conf import settings
        from django.test import Client

        client = Client(**options)
        client.cookies[settings.SESSION_COOKIE_NAME] = sign_in(key)
        return client

    return browser
