"""What the pages do while the key store is away: protected text stays closed, work that needs none goes on."""

import pytest
from django.urls import reverse

from tests.cast import named
from tvaers.foundation import keystore
from tvaers.guard.enums import Purpose
from tvaers.people import actions
from tvaers.people.actions import Details
from tvaers.web.people import overview

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {"form": "6b1f6a3e-8f7e-4f0b-9c43-0c5b9a8d7e61", "purpose": "1", "reader": "me", "name": "Emil Holm"}


@pytest.fixture
def noah(acting_as):
    with acting_as("alice") as alice:
        details = Details(name="Noah Vesterlund", cpr="0310116003")
        return actions.register(by=alice, details=details, purpose=Purpose.SSP, unit=named("gladsaxe-ssp"))


@pytest.fixture(params=["away", "wrong root key"])
def broken(request, settings, tmp_path):
    """A function that takes the key store away, or has it opened with another installation's key."""

    def take_away():
        if request.param == "away":
            settings.TVAERS_KEY_STORE = tmp_path / "not-here.sqlite3"
        else:
            settings.TVAERS_KEY_STORE = tmp_path / "foreign.sqlite3"
            keystore.KeyStore(settings.TVAERS_KEY_STORE, b"f" * 32).create()

    return take_away


def test_protected_pages_answer_503_and_show_nothing(client_for, noah, broken):
    client = client_for("alice", raise_request_exception=False)
    person = reverse("people:page", args=[noah])
    assert client.get(person).status_code == 200
    broken()
    for response in (client.get(person), client.post(reverse("people:find"), {"q": "Noah Vesterlund"})):
        page = response.content.decode()
        assert response.status_code == 503
        assert "nøgle" in page.lower()
        assert "Vesterlund" not in page.split("<main")[1]
        assert "Traceback" not in page


def test_nothing_is_saved(client_for, noah, broken, as_administrator):
    client = client_for("alice", raise_request_exception=False)
    broken()
    response = client.post(f"{reverse('people:new')}?know=partly", FORM | {"go_on": "1"})
    assert response.status_code == 503
    assert as_administrator.execute("SELECT count(*) FROM people_person").fetchone() == (1,)
    assert as_administrator.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (1,)


def test_who_is_signed_in_stays_so_and_can_begin(client_for, cast, broken):
    client = client_for("alice", raise_request_exception=False)
    broken()
    assert client.get(f"{reverse('people:new')}?know=unknown").status_code == 200
    assert client.get(reverse("people:find")).status_code == 200


def test_another_failure_is_500(client_for, noah, monkeypatch):
    monkeypatch.setattr(overview, "get_for_reading", lambda **_: 1 / 0)
    client = client_for("alice", raise_request_exception=False)
    response = client.get(reverse("people:page", args=[noah]))
    assert response.status_code == 500
    assert "division" not in response.content.decode()
