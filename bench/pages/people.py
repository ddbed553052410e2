"""Who asks in a world: signed in as the tests' stage does it, by a session with both factors."""

import time
from functools import cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.test import Client

from bench.world.shape import Organisation
from tvaers.accounts.models import User
from tvaers.accounts.sessions import SessionStore
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.partnerships.actor import ActingOrganisation, Actor


def actor(organisation: Organisation, place: int) -> Actor:
    """Return one of an organisation's people as an actor."""
    name = f"Prøvested {organisation.number}"
    acting = ActingOrganisation(organisation.id, name, f"P{organisation.number}", "P", organisation.kind, is_host=False)
    return Actor(
        id=organisation.members[place],
        user_id=organisation.user(place),
        name="Prøve",
        title="konsulent",
        email=organisation.email(place),
        phone="",
        roles=int(organisation.role),
        organisation=acting,
        units=(organisation.units[0],),
    )


@cache
def session_of(email: str) -> str:
    """Make a session with password and one-time code; return the cookie's value."""
    at = time.time()
    try:
        with transaction.atomic():
            context.enter(Claims(kind=ContextKind.SIGN_IN))
            user = User.objects.get(email=email)
            store = SessionStore()
            store[SESSION_KEY] = str(user.id)
            store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            store[HASH_SESSION_KEY] = user.get_session_auth_hash()
            store["account_authentication_methods"] = [
                {"method": "password", "at": at, "email": user.email},
                {"method": "mfa", "at": at, "type": "totp"},
            ]
            store.create()
    finally:
        context.leave()
    return str(store.session_key)


@cache
def client(organisation: Organisation, place: int) -> Client:
    """Return a browser in which somebody has signed in, on a connection that counts as encrypted."""
    browser = Client(headers={"host": "127.0.0.1"})
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_of(organisation.email(place))
    return browser
