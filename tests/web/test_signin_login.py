"""Signing in with password and code: it works, it does not work, and it tells nobody who has an account."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.cast import named


@pytest.fixture
def armed(db, cast, as_maintenance):
    factors.arm(as_maintenance, "alice")


def password(client, key="alice", secret=factors.PASSWORD, **data):
    return client.post(reverse("account_login"), {"login": f"{key}@example.org", "password": secret, **data})


def signed_in(client):
    return client.get(reverse("profile:show")).status_code == 200


def test_password_and_code_lead_in(armed):
    client = Client()
    assert password(client).headers["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client), "the password alone opens nothing"
    answer = client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"))})
    assert answer.headers["Location"] == "/"
    assert signed_in(client)


def test_next_survives_both_steps_and_stays_local(armed):
    for wished, reached in ((reverse("profile:details"), reverse("profile:details")), ("https://evil.example/", "/")):
        client = Client()
        password(client, next=wished)
        step = 0 if reached == "/" else -1
        answer = client.post(
            reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"), step=step)}
        )
        assert answer.headers["Location"] == reached


def test_the_session_changes_its_key_at_sign_in(armed):
    client = Client()
    password(client)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"))})
    after = client.cookies[settings.SESSION_COOKIE_NAME]
    assert after.value != before
    assert after["httponly"]
    assert after["samesite"] == "Lax"
    assert after["max-age"] == "", "it goes when the browser is closed"
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert not signed_in(stolen)


def test_one_answer_for_a_wrong_password_and_an_unknown_address(armed):
    wrong = password(Client(), secret="forkert")
    unknown = password(Client(), key="nobody", secret="forkert")
    assert wrong.status_code == unknown.status_code == 200

    def plain(answer, address):
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())
        return text.replace(address, "")

    assert plain(wrong, "alice@example.org") == plain(unknown, "nobody@example.org")
    assert "passer ikke sammen" in wrong.content.decode()


def test_an_unknown_address_costs_a_password_hash_too(armed, monkeypatch):

    hashed = []
    for name in ("encode", "verify"):
        original = getattr(Argon2PasswordHasher, name)

        def counting(self, *args, original=original, **kwargs):
            hashed.append(1)
            return original(self, *args, **kwargs)

        monkeypatch.setattr(Argon2PasswordHasher, name, counting)
    password(Client(), secret="forkert")
    known = len(hashed)
    password(Client(), key="nobody", secret="forkert")
    assert len(hashed) - known == known == 1


def test_ten_failures_make_the_account_wait_from_that_address_only(armed):
    client = Client()
    for _ in range(10):
        assert "passer ikke sammen" in password(client, secret="forkert").content.decode()
    assert "for mange forsøg" in password(client).content.decode(), "the right password waits too"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert password(elsewhere).headers["Location"] == reverse("mfa_authenticate"), "nobody is locked out by others"
    assert "passer ikke sammen" in password(client, key="nobody", secret="x").content.decode(), "nor a colleague beside"


def test_a_code_works_once_in_all_browsers(armed):
    secret = factors.secret_for("alice")
    first, second = Client(), Client()
    used = factors.code(secret)
    for client in (first, second):
        password(client)
    assert first.post(reverse("mfa_authenticate"), {"code": used}).status_code == 302
    again = second.post(reverse("mfa_authenticate"), {"code": f" {used[:3]} {used[3:]}"})
    assert again.status_code == 200
    assert "Koden passer ikke" in again.content.decode()
    assert not signed_in(second)


def test_wrong_codes_run_out(armed):
    client = Client()
    password(client)
    for _ in range(10):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    answer = client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"))})
    assert "for mange forsøg" in answer.content.decode()


def test_without_a_second_factor_every_page_leads_to_one(db, cast, as_maintenance):
    factors.arm(as_maintenance, "alice", factor=False)
    client = Client()
    password(client)
    for name in ("profile:show", "profile:details", "accounts:act-for", "account_change_password"):
        assert client.get(reverse(name)).headers["Location"] == reverse("mfa_activate_totp")
    assert client.post(reverse("account_logout")).status_code == 302, "the way out is open"
    assert client.get(reverse("profile:show")).headers["Location"].startswith(reverse("account_login"))


def test_a_closed_account_stays_out(armed, as_maintenance):
    as_maintenance.execute("UPDATE accounts_user SET is_active = false")
    client = Client()
    answer = password(client)
    assert answer.headers["Location"] == reverse("account_inactive")
    assert "lukket" in client.get(answer.headers["Location"]).content.decode()
    assert not signed_in(client)


def test_signing_out_ends_the_session(client_for):
    client = client_for("alice")
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get(reverse("account_logout")).status_code == 405
    assert signed_in(client)
    answer = client.post(reverse("account_logout"))
    assert answer.status_code == 302
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = key
    assert not signed_in(thief)


def test_what_happens_is_logged_without_the_address(transactional_db, armed, as_maintenance):
    client = Client()
    password(client, key="nobody", secret="forkert")
    password(client, secret="forkert")
    password(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"))})
    client.post(reverse("account_logout"))
    alice = named("user alice")
    rows = as_maintenance.execute("SELECT user_id, name FROM audit_accountevent ORDER BY at, id").fetchall()
    assert rows == [
        (None, "accounts.sign_in_failed"),
        (alice, "accounts.sign_in_failed"),
        (alice, "accounts.code_failed"),
        (alice, "accounts.signed_in"),
        (alice, "accounts.signed_out"),
    ]
    whole = str(as_maintenance.execute("SELECT * FROM audit_accountevent, audit_ticket").fetchall())
    assert "example.org" not in whole


def test_the_cache_holds_no_address_and_no_code(transactional_db, armed, as_maintenance):
    client = Client()
    password(client, secret="forkert")
    password(client)
    used = factors.code(factors.secret_for("alice"))
    client.post(reverse("mfa_authenticate"), {"code": used})
    rows = as_maintenance.execute("SELECT * FROM django_cache").fetchall()
    assert rows
    assert "alice" not in str(rows)
    assert used not in str(rows)
