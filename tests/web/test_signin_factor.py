"""Setting up the second factor, recovery codes, and asking again before what opens a door."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.cast import named
from tvaers.accounts.adapters import NobodysSecretError, SecondFactorAdapter, secrets_of
from tvaers.foundation.crypto import UnsealError

SETUP = "mfa_activate_totp"
CODES = "mfa_view_recovery_codes"


@pytest.fixture
def beginner(transactional_db, cast, as_maintenance):
    """Alice has a password and no telephone yet."""
    factors.arm(as_maintenance, "alice", factor=False)
    client = Client()
    client.post(reverse("account_login"), {"login": "alice@example.org", "password": factors.PASSWORD})
    return client


def shown_secret(client):
    page = client.get(reverse(SETUP)).content.decode()
    return "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))


def set_up(client):
    secret = shown_secret(client)
    return secret, client.post(reverse(SETUP), {"code": factors.code(secret)})


def test_the_first_code_connects_the_telephone_and_shows_recovery_codes(beginner):
    secret, answer = set_up(beginner)
    assert len(secret) == 32
    assert answer.headers["Location"] == reverse(CODES)
    page = beginner.get(reverse(CODES)).content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(set(codes)) == 10
    assert "to administratorer" in page
    assert 'href="/"' in page
    file = beginner.get(reverse("mfa_download_recovery_codes"))
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert all(code in file.content.decode() for code in codes)
    assert beginner.get(reverse("profile:show")).status_code == 200


def test_a_wrong_first_code_changes_nothing(beginner, as_maintenance):
    secret = shown_secret(beginner)
    answer = beginner.post(reverse(SETUP), {"code": "000000"})
    assert "Koden passer ikke" in answer.content.decode()
    assert "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", answer.content.decode())) == secret, "the picture stays"
    assert as_maintenance.execute(
        "SELECT count(*) FROM mfa_authenticator WHERE user_id = %s", (named("user alice"),)
    ).fetchone() == (0,)


def test_the_first_code_cannot_be_used_again_to_sign_in(beginner):
    secret, _ = set_up(beginner)
    used = factors.code(secret)
    other = Client()
    other.post(reverse("account_login"), {"login": "alice@example.org", "password": factors.PASSWORD})
    assert other.post(reverse("mfa_authenticate"), {"code": used}).status_code == 200
    assert other.post(reverse("mfa_authenticate"), {"code": factors.code(secret, step=1)}).status_code == 302


def test_a_recovery_code_leads_in_once(beginner):
    set_up(beginner)
    code = re.findall(r"<li><code>(\d{8})</code></li>", beginner.get(reverse(CODES)).content.decode())[0]
    for status in (302, 200):
        other = Client()
        other.post(reverse("account_login"), {"login": "alice@example.org", "password": factors.PASSWORD})
        assert other.post(reverse("mfa_authenticate"), {"code": code}).status_code == status
    assert code not in beginner.get(reverse(CODES)).content.decode()


def test_neither_secret_nor_seed_can_be_read_in_the_database(beginner, as_administrator):
    secret, _ = set_up(beginner)
    page = beginner.get(reverse(CODES)).content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    rows = as_administrator.execute(
        "SELECT type, data FROM mfa_authenticator WHERE user_id = %s", (named("user alice"),)
    )
    data = dict(rows.fetchall())
    assert set(data) == {"totp", "recovery_codes"}

    with secrets_of(named("user alice")):
        seed = SecondFactorAdapter().decrypt(data["recovery_codes"]["seed"])
        assert SecondFactorAdapter().decrypt(data["totp"]["secret"]) == secret
    tables = as_administrator.execute(
        "SELECT schemaname || '.' || relname FROM pg_stat_user_tables WHERE n_live_tup > 0 OR relname LIKE 'mfa%'"
    ).fetchall()
    for (table,) in tables:
        whole = as_administrator.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t").fetchone()[0] or ""
        for hidden in (secret, seed, *codes):
            assert hidden not in whole, f"{hidden} stands in {table}"
            assert hidden.encode().hex() not in whole, f"{hidden} stands in {table}"


def test_a_secret_moved_to_another_account_opens_nothing(transactional_db, cast, as_maintenance):

    factors.arm(as_maintenance, "alice")
    factors.arm(as_maintenance, "bo")
    as_maintenance.execute(
        "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s",
        (json.dumps({"secret": factors.sealed(named("user alice"), factors.secret_for("alice"))}), named("user bo")),
    )
    client = Client()
    client.post(reverse("account_login"), {"login": "bo@example.org", "password": factors.PASSWORD})
    with pytest.raises(UnsealError):
        client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"))})
    assert client.get(reverse("profile:show")).status_code == 302


def test_no_secret_is_opened_for_nobody():

    with pytest.raises(NobodysSecretError):
        SecondFactorAdapter().encrypt("JBSWY3DP")


def test_who_signed_in_a_while_ago_is_asked_again(transactional_db, client_for, as_maintenance):
    factors.arm(as_maintenance, "alice")
    client = client_for("alice")
    answer = client.get(reverse("mfa_generate_recovery_codes"))
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert "Er det stadig dig" in client.get(answer.headers["Location"]).content.decode()


def test_the_password_once_more_leads_on(transactional_db, client_for, as_maintenance):
    factors.arm(as_maintenance, "alice")
    client = client_for("alice")
    again = client.get(reverse("mfa_generate_recovery_codes")).headers["Location"]
    wrong = client.post(again, {"password": "forkert"})
    assert "Det er ikke din adgangskode" in wrong.content.decode()
    right = client.post(again, {"password": factors.PASSWORD})
    assert right.headers["Location"] == reverse("mfa_generate_recovery_codes")
    assert client.post(reverse("mfa_generate_recovery_codes")).headers["Location"] == reverse(CODES)
    assert len(re.findall(r"<li><code>\d{8}", client.get(reverse(CODES)).content.decode())) == 10


def test_a_code_once_more_leads_on(transactional_db, client_for, as_maintenance):
    factors.arm(as_maintenance, "alice")
    client = client_for("alice")
    page = f"{reverse('mfa_reauthenticate')}?next={reverse(CODES)}"
    assert client.get(page).status_code == 200
    assert client.post(page, {"code": factors.code(factors.secret_for("alice"))}).headers["Location"] == reverse(CODES)


def test_who_has_a_telephone_cannot_connect_another(client_for):
    assert client_for("alice").get(reverse(SETUP)).headers["Location"] == reverse("profile:show")


def test_there_is_no_way_to_do_without(client_for):
    client = client_for("alice")
    for address in ("/second-factor/deactivate/", "/signup/", "/email/", "/password/set/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "name", [SETUP, CODES, "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_reauthenticate"]
)
def test_somebody_not_signed_in_is_sent_to_sign_in(db, name):
    answer = Client().get(reverse(name))
    assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [SETUP, CODES, "mfa_generate_recovery_codes", "mfa_download_recovery_codes"])
def test_a_wrong_method(client_for, name):
    assert client_for("alice").delete(reverse(name)).status_code == 405
