"""Accounts: no address but the own, no colleague by a letter to somebody else, and no code that is used twice."""

import hashlib

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction

from tests import factors
from tests.cast import named
from tests.database import scene
from tvaers.accounts.actions import use_code_once
from tvaers.accounts.models import User
from tvaers.accounts.tasks import sweep_sessions
from tvaers.foundation import ids
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

pytestmark = pytest.mark.django_db(transaction=True)
POLICY, SIGN_IN_FIRST, NO_LETTER = "42501", "TV032", "TV014"
LETTER = b"h" * 32
INVITE = "SELECT guard.invite(%s, %s, 'Nina Ny', '', %s, '', 2, ARRAY[%s]::uuid[], %s, now() + interval '3 days')"
ACCEPT = "SELECT guard.accept_invitation(%s, 'a new hash')"
NEW = "nina.ny@gladsaxe.example"


def met(statement, parameters=()):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


def invited(acting_as, email):
    """Gerda of Gladsaxe invites somebody to the SSP unit."""
    with acting_as("gerda"):
        assert met(INVITE, [ids.opaque(), named("gladsaxe"), email, named("gladsaxe-ssp"), LETTER]) == "1 rows"


def accepted(connection, who):
    """What the database says to somebody, or claims, with the letter in hand."""
    with scene.acting(connection, who):
        return scene.refused(connection, ACCEPT, [LETTER])


# --- whose address ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_user SET email = 'nina.ny@gladsaxe.example' WHERE id = %s",
        "UPDATE accounts_user SET email = 'nina.ny@gladsaxe.example', password = 'x' WHERE id = %s",
        "UPDATE accounts_user SET is_active = true WHERE id = %s",
        "UPDATE accounts_user SET created_at = now() WHERE id = %s",
        "DELETE FROM accounts_user WHERE id = %s",
        "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, 'x@example.org', 'x', true)",
        """INSERT INTO account_emailaddress (user_id, email, verified, "primary")
        VALUES (%s, 'gerda@example.org', false, false)""",
    ],
)
@pytest.mark.parametrize("kind", ["member", "sign-in"])
def test_an_account_is_not_renamed_made_or_removed(cast, as_app, statement, kind):
    """Olga, whose account could wait for a letter to somebody who is about to be hired."""
    with scene.acting(as_app, "olga" if kind == "member" else Claims(kind=ContextKind.SIGN_IN)):
        assert scene.refused(as_app, statement, [named("user olga")]) == POLICY


def test_the_own_password_is_changed(acting_as):
    own = "UPDATE accounts_user SET password = 'x', last_login = now() WHERE id = %s"
    with acting_as("olga"):
        assert met(own, [named("user olga")]) == "1 rows"
        assert met(own, [named("user alice")]) == "0 rows"


# --- who accepts --------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["bo", Claims(kind=ContextKind.SIGN_IN), Claims(kind=ContextKind.ACCOUNT)])
def test_an_account_in_use_is_not_made_a_colleague_by_whoever_has_the_letter(acting_as, as_app, as_administrator, who):
    """The letter went to an address that Hanne's account holds; she is not the one who opens it."""
    invited(acting_as, "hanne@example.org")
    assert accepted(as_app, who) == SIGN_IN_FIRST
    there = "SELECT count(*) FROM partnerships_membership WHERE user_id = %s AND state = 'active'"
    assert as_administrator.execute(there, [named("user hanne")]).fetchone() == (1,)


def test_nor_without_a_second_factor(acting_as, as_app, as_administrator):
    factors.arm(as_administrator, "hanne", factor=False)
    invited(acting_as, "hanne@example.org")
    assert accepted(as_app, Claims(kind=ContextKind.ACCOUNT, user=named("user hanne"))) == SIGN_IN_FIRST


def test_its_owner_accepts_and_keeps_the_password(acting_as, as_app, as_administrator):
    factors.arm(as_administrator, "hanne")
    invited(acting_as, "hanne@example.org")
    kept = "SELECT password, (SELECT count(*) FROM mfa_authenticator) FROM accounts_user WHERE id = %s"
    before = as_administrator.execute(kept, [named("user hanne")]).fetchone()
    assert accepted(as_app, "hanne") == ""
    assert as_administrator.execute(kept, [named("user hanne")]).fetchone() == before
    assert accepted(as_app, "hanne") == NO_LETTER


def test_a_new_account_accepts_with_a_password(acting_as, as_app, as_administrator):
    invited(acting_as, NEW)
    with scene.acting(as_app, Claims(kind=ContextKind.SIGN_IN)):
        unusable = "SELECT guard.accept_invitation(%s, '!x')"
        assert scene.refused(as_app, unusable, [LETTER]) == SIGN_IN_FIRST
    assert accepted(as_app, Claims(kind=ContextKind.SIGN_IN)) == ""
    row = as_administrator.execute("SELECT password FROM accounts_user WHERE email = %s", [NEW])
    assert row.fetchone() == ("a new hash",)


def test_who_left_everywhere_comes_back_anew(acting_as, as_app, as_administrator):
    """Whatever telephone and session the account had before belong to whoever had it before."""
    factors.arm(as_administrator, "alice")
    with acting_as("gerda"):
        assert met("SELECT guard.leave_organisation(%s)", [named("alice")]) == "1 rows"
    invited(acting_as, "alice@example.org")
    assert accepted(as_app, Claims(kind=ContextKind.SIGN_IN)) == ""
    row = as_administrator.execute(
        "SELECT is_active, password, EXISTS (SELECT 1 FROM mfa_authenticator f WHERE f.user_id = u.id)"
        " FROM accounts_user u WHERE id = %s",
        [named("user alice")],
    )
    assert row.fetchone() == (True, "a new hash", False)


# --- one-time codes -----------------------------------------------------------------------------------


def used(key, code="123456"):
    return use_code_once(by=User(id=named(f"user {key}")), code=code)


def stored(connection):
    """Every row that could hold a code, in any form, as text."""
    tables = ("django_cache", "guard.used_code")
    return " ".join(str(connection.execute(f"SELECT t::text FROM {table} t").fetchall()) for table in tables)


def test_a_used_code_stays_used_whatever_a_colleague_deletes(acting_as, as_app):
    with acting_as("alice"):
        assert used("alice")
        assert not used("alice")
        assert used("alice", "654321")
    for who in ("stine", "alice", Claims(kind=ContextKind.SIGN_IN)):
        with scene.acting(as_app, who):
            as_app.execute("DELETE FROM django_cache")
            as_app.execute("SELECT guard.sweep_used_codes()")
            for statement in ("SELECT 1 FROM guard.used_code", "DELETE FROM guard.used_code"):
                assert scene.refused(as_app, statement) == POLICY
    with acting_as("alice"):
        assert not used("alice", "123 456")
    with acting_as("bo"):
        assert used("bo"), "the same digits, of another"


def test_a_used_code_is_not_found_by_trying_all(acting_as, as_administrator):
    """As whoever reads the tables would: the hash of each code under the names that the program has for it."""
    with acting_as("alice") as alice:
        assert used("alice")
        cache.add(f"allauth.mfa.totp.used?user={alice.user_id}&code=123456", "y", 60)
    held = stored(as_administrator)
    names = (
        f":1:accounts.one-time-code:{alice.user_id}:123456",
        f":1:allauth.mfa.totp.used?user={alice.user_id}&code=123456",
        f"{alice.user_id}:123456",
    )
    for name in names:
        assert name not in held
        assert hashlib.sha256(name.encode()).hexdigest() not in held
    # The control: with the key, which lies elsewhere, it is found.
    assert cache.make_and_validate_key(f"allauth.mfa.totp.used?user={alice.user_id}&code=123456") in held


def test_a_code_may_come_again_when_its_time_is_over(acting_as, as_administrator):
    with acting_as("alice"):
        assert used("alice")
    as_administrator.execute("UPDATE guard.used_code SET until_at = now()")
    with acting_as("alice"):
        assert used("alice")
        assert not used("alice")
    as_administrator.execute("UPDATE guard.used_code SET until_at = now()")
    sweep_sessions()
    assert as_administrator.execute("SELECT count(*) FROM guard.used_code").fetchone() == (0,)
