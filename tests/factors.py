"""Passwords and second factors for the cast, as their telephones would have them."""

import base64
import hashlib
import json
import time
from functools import cache
from typing import Any
from uuid import UUID

import psycopg
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password

from tests.cast import named
from tests.keys import Device
from tvaers.accounts.adapters import SecondFactorAdapter, secrets_of
from tvaers.partnerships.actions.invitations import hashed

PASSWORD = "prøve-med-lang-snor-1"
PERIOD = 30


def secret_for(key: str) -> str:
    """The secret in the telephone of a member of the cast."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest()[:20]).decode()


def code(secret: str, *, step: int = 0) -> str:
    """The code that a telephone shows now, or `step` periods from now."""

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + step)))


@cache
def kept(password: str) -> str:
    """A password as an account keeps it. That it takes long to make is its point, but not of most tests."""
    return make_password(password)


def arm(connection: psycopg.Connection[Any], key: str, *, factor: bool = True, password: str = PASSWORD) -> None:
    """Give a member of the cast a password and, with `factor`, a telephone; without it, take it away."""
    user: UUID = named(f"user {key}")
    connection.execute("UPDATE accounts_user SET password = %s WHERE id = %s", (kept(password), user))
    connection.execute("DELETE FROM mfa_authenticator WHERE user_id = %s", (user,))
    if factor:
        connection.execute(
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'totp', %s, now())",
            (user, json.dumps({"secret": sealed(user, secret_for(key))})),
        )


def add_key(connection: psycopg.Connection[Any], key: str, device: Device, *, name: str = "blå nøglering") -> int:
    """Give a member of the cast a key, sealed as the program does; return its id."""
    user: UUID = named(f"user {key}")
    made = Authenticator(type="webauthn", data={"name": name, "credential": device.made({"challenge": "AAAA"})})
    with secrets_of(user):
        made.data["seal"] = SecondFactorAdapter().sealed_key(made)
    row = connection.execute(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, 'webauthn', %s, now())"
        " RETURNING id",
        (user, json.dumps(made.data)),
    ).fetchone()
    assert row
    return int(row[0])


def sealed(user: UUID, secret: str) -> str:
    """A secret as the database holds it."""

    with secrets_of(user):
        return SecondFactorAdapter().encrypt(secret)


def invite(connection: psycopg.Connection[Any], token: str, *, email: str, name: str, expired: bool = False) -> UUID:
    """Write an invitation to Gladsaxe with the link's secret part `token`; return the membership."""

    member, user = named(f"invited {email}"), named(f"user invited {email}")
    connection.execute(
        "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, '!', true) ON CONFLICT DO NOTHING",
        (user, email),
    )
    row = connection.execute("SELECT id FROM accounts_user WHERE email = %s", (email,)).fetchone()
    assert row
    connection.execute(
        "INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " VALUES (%s, %s, %s, %s, 'SSP-konsulent', '', %s, 2, 'invited')",
        (member, row[0], named("gladsaxe"), name, email),
    )
    connection.execute(
        "INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)"
        " VALUES (gen_random_uuid(), %s, %s, now() + %s::interval)",
        (member, hashed(token), "-1 minute" if expired else "14 days"),
    )
    return member


def second_job(connection: psycopg.Connection[Any], key: str, organisation: str = "herlev") -> UUID:
    """Give a member of the cast a second membership; return it."""
    member = named(f"second job {key}")
    connection.execute(
        "INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " VALUES (%s, %s, %s, 'To Jobs', 'SSP-konsulent', '', %s, 2, 'active')",
        (member, named(f"user {key}"), named(organisation), f"{key}@example.org"),
    )
    return member
