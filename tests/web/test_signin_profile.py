"""My profile: what is shown, what can be changed, and that it is always the own."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.cast import named
from tests.stage import statements

SHOW, DETAILS, END = "profile:show", "profile:details", "profile:end-sessions"


def test_it_tells_who_one_is_and_what_one_sees(transactional_db, client_for, as_maintenance):
    factors.arm(as_maintenance, "alice")
    page = client_for("alice").get(reverse(SHOW)).content.decode()
    for words in (
        "Alice Prøvedal",
        "SSP-konsulent",
        "Gladsaxe Kommune",
        "SSP og forebyggelse",
        "faglige vurderinger",
        "god løsladelse",
    ):
        assert words in page
    assert "helbred" not in page, "an SSP consultant does not see health"


def test_an_administrator_is_told_that_nothing_is_seen(client_for):
    page = client_for("gerda").get(reverse(SHOW)).content.decode()
    assert "Intet om unge" in page


def test_title_and_telephone_can_be_changed(client_for):
    client = client_for("alice")
    assert client.get(reverse(DETAILS)).status_code == 200
    answer = client.post(
        reverse(DETAILS), {"title": "Konsulent", "phone": "01 23 45 67", "roles": "4096", "name": "Ny"}
    )
    assert answer.headers["Location"] == reverse(SHOW)
    page = client.get(reverse(SHOW)).content.decode()
    assert "Konsulent" in page
    assert "01 23 45 67" in page
    assert "Alice Prøvedal" in page


def test_what_an_administrator_changed_meanwhile_is_not_overwritten_unseen(
    transactional_db, client_for, as_maintenance
):
    client, url = client_for("alice"), reverse(DETAILS)
    assert 'name="initial-title"' in client.get(url).content.decode()
    as_maintenance.execute("UPDATE partnerships_membership SET title = 'leder' WHERE id = %s", [named("alice")])
    seen = {"initial-title": "SSP-konsulent", "initial-phone": ""}
    refused = client.post(url, {"title": "Konsulent", "phone": "01 23 45 67", **seen})
    assert refused.status_code == 409
    assert "»leder«" in refused.content.decode()
    assert 'value="Konsulent"' in refused.content.decode()
    assert client.post(url, {"title": "SSP-konsulent", "phone": "01 23 45 67", **seen}).status_code == 302
    assert client.get(url).context["form"]["title"].value() == "leder"


@pytest.mark.parametrize(
    "data",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"title": "a", "phone": "1" * 31},
        {"title": "a", "phone": "ring bare"},
        {"title": "a\0b"},
        {},
    ],
)
def test_what_does_not_fit_is_said_at_the_field(client_for, data):
    answer = client_for("alice").post(reverse(DETAILS), data)
    assert answer.status_code == 200
    assert "alert-error" in answer.content.decode()


def test_other_sessions_end_and_this_one_stays(transactional_db, client_for):
    here, there = client_for("alice"), client_for("alice")
    bo = client_for("bo")
    assert here.get(reverse(SHOW)).content.decode().count("sidst brugt") == 2
    answer = here.post(reverse(END), follow=True)
    assert "1 andet sted" in answer.content.decode()
    assert here.get(reverse(SHOW)).status_code == 200
    assert there.get(reverse(SHOW)).status_code == 302
    assert bo.get(reverse(SHOW)).status_code == 200, "nobody else is signed out"


def test_events_are_the_own(transactional_db, cast, as_maintenance):
    for key in ("alice", "bo"):
        factors.arm(as_maintenance, key)
    clients = {}
    for key, tries in (("alice", 2), ("bo", 0)):
        clients[key] = client = Client()
        for _ in range(tries):
            client.post(reverse("account_login"), {"login": f"{key}@example.org", "password": "forkert"})
        client.post(reverse("account_login"), {"login": f"{key}@example.org", "password": factors.PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for(key))})
    assert clients["alice"].get(reverse(SHOW)).content.decode().count("Forkert adgangskode") == 2
    assert "Forkert adgangskode" not in clients["bo"].get(reverse(SHOW)).content.decode()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    "name", [SHOW, DETAILS, "accounts:act-for", "accounts:kept", "account_change_password", "mfa_reauthenticate"]
)
def test_few_statements(transactional_db, client_for, as_maintenance, name, jobs):
    factors.arm(as_maintenance, "alice")
    client = client_for("alice")
    if jobs == 2:
        factors.second_job(as_maintenance, "alice")
        client.post(reverse("accounts:act-for"), {"membership": str(named("alice"))})
    client.get(reverse(name))
    _, made = statements(lambda: client.get(reverse(name)))
    assert len(made) <= 12, "\n".join(made)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "accounts:welcome"])
def test_few_statements_before_sign_in(db, name):
    _, made = statements(lambda: Client().get(reverse(name)))
    assert len(made) <= 6, "\n".join(made)


@pytest.mark.parametrize("name", [SHOW, DETAILS])
def test_somebody_not_signed_in_is_sent_to_sign_in(db, name):
    assert Client().get(reverse(name)).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("name", "method"), [(SHOW, "post"), (DETAILS, "delete"), (END, "get")])
def test_a_wrong_method(client_for, name, method):
    assert getattr(client_for("alice"), method)(reverse(name)).status_code == 405
