"""A forgotten password and a changed one: by letter only, once, and never past the second factor."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import factors

NEW = "en-helt-anden-snor-77"


@pytest.fixture
def armed(transactional_db, cast, as_maintenance):
    factors.arm(as_maintenance, "alice")


def letter(client, address="alice@example.org"):
    mail.outbox.clear()
    answer = client.post(reverse("account_reset_password"), {"email": address})
    assert answer.headers["Location"] == reverse("account_reset_password_done")
    (sent,) = mail.outbox
    return sent


def link(sent):
    return re.findall(r"http://[^/]+(/password/reset/key/\S+)", sent.body)[0]


def choose(client, address, password=NEW):
    form = client.get(address).headers["Location"]
    return client.post(form, {"password1": password})


def test_the_letter_leads_to_a_new_password_and_the_code_is_still_asked_for(armed):
    client = Client()
    address = link(letter(client))
    assert choose(client, address).headers["Location"] == reverse("account_reset_password_from_key_done")
    assert client.get(reverse("account_reset_password_from_key_done")).status_code == 200
    answer = client.post(reverse("account_login"), {"login": "alice@example.org", "password": NEW})
    assert answer.headers["Location"] == reverse("mfa_authenticate")


def test_the_link_works_once(armed):
    client = Client()
    address = link(letter(client))
    choose(client, address)
    again = Client().get(address)
    assert again.status_code == 200
    assert "Linket virker ikke længere" in again.content.decode()


def test_the_link_leaves_the_address_at_once(armed):
    client = Client()
    address = link(letter(client))
    form = client.get(address).headers["Location"]
    assert address.rsplit("-", 1)[-1].strip("/") not in form


def test_a_new_password_ends_every_session(armed, client_for):
    elsewhere = client_for("alice")
    assert elsewhere.get(reverse("profile:show")).status_code == 200
    client = Client()
    choose(client, link(letter(client)))
    assert elsewhere.get(reverse("profile:show")).status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_a_letter_too(armed):
    known, unknown = letter(Client()), letter(Client(), "nobody@example.org")
    assert known.subject == unknown.subject
    assert unknown.to == ["nobody@example.org"]
    assert "/password/reset/" not in unknown.body
    assert "Alice" not in known.body + known.subject


def test_letters_to_one_address_are_few(armed):
    client = Client()
    for _ in range(3):
        letter(client)
    assert client.post(reverse("account_reset_password"), {"email": "alice@example.org"}).status_code == 429


def test_a_weak_password_is_refused_with_the_reason(armed):
    client = Client()
    answer = choose(client, link(letter(client)), "12345678")
    assert answer.status_code == 200
    assert "12" in answer.content.decode()


def test_one_changes_the_own_password_and_stays_signed_in_here_only(armed, client_for):
    here, elsewhere = client_for("alice"), client_for("alice")
    page = here.get(reverse("account_change_password"))
    assert page.status_code == 200
    wrong = here.post(reverse("account_change_password"), {"oldpassword": "x", "password1": NEW})
    assert "ikke din nuværende" in wrong.content.decode()
    right = here.post(reverse("account_change_password"), {"oldpassword": factors.PASSWORD, "password1": NEW})
    assert right.status_code == 302
    assert here.get(reverse("profile:show")).status_code == 200
    assert elsewhere.get(reverse("profile:show")).status_code == 302


@pytest.mark.parametrize(
    "name",
    ["account_reset_password_done", "account_reset_password_from_key_done", "account_inactive", "account_logout"],
)
def test_a_wrong_method(db, name):
    method = "get" if name == "account_logout" else "post"
    assert getattr(Client(), method)(reverse(name)).status_code == 405


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_open_pages_work_for_anybody(db, name):
    client = Client()
    assert client.get(reverse(name)).status_code == 200
    assert client.delete(reverse(name)).status_code == 405
