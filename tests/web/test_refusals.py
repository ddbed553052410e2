"""Pages that say no: with the menu of whoever is signed in, in words, and with something in them."""

import re

import pytest
from django.urls import reverse

from tests.stage import statements

pytestmark = pytest.mark.django_db(transaction=True)


def words(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(
    ("address", "status"),
    [("/nowhere/", 404), (reverse("administration:people"), 403), (reverse("concerns:narrow"), 405)],
)
def test_a_refusal_keeps_the_menu_and_costs_no_more(client_for, cast, address, status):
    alice = client_for("alice")
    response, taken = statements(lambda: alice.get(address))
    assert response.status_code == status
    page = words(response)
    assert 'id="menu"' in page
    assert "Alice" in page
    assert f"Fejl {status}" in page
    assert len(taken) <= 8, "\n".join(taken)


def test_whoever_is_not_signed_in_gets_the_quiet_page(client, db):
    page = words(client.get("/nowhere/", headers={"accept-language": "da"}))
    assert 'id="menu"' not in page
    assert "Fejl 404" in page


def test_a_refused_method_is_told_in_both_languages(client_for, cast):
    client = client_for("alice")
    address = reverse("concerns:narrow")
    assert "Siden kan ikke åbnes direkte" in words(client.get(address))
    assert "This page cannot be opened directly" in words(client.get(address, headers={"accept-language": "en"}))
    assert client.get(address).headers["Allow"] == "POST"


def test_who_acts_for_one_organisation_is_not_told_to_switch(client_for, cast):
    page = words(client_for("alice").get(reverse("administration:people")))
    assert "skift øverst" not in page
    assert "administrator hos jer" in page
