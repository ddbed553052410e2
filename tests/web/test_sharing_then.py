"""The page that tells who could see something on a day that has gone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing.models import Access
from tvaers.ui import dates

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        opened = scene.case(alice)
    scene.share(acting_as, opened, Category.PLAN, to="hanne")
    return opened


def asked(client, case, day):
    fields = {"on_day": day.day, "on_month": day.month, "on_year": day.year}
    return client.get(reverse("sharing:then", args=[case]), fields)


def test_it_tells_of_a_day(client_for, case):
    alice = client_for("alice")
    assert reverse("sharing:then", args=[case]) in alice.get(reverse("sharing:readers", args=[case])).content.decode()
    page = asked(alice, case, clock.today()).content.decode()
    assert "Hanne Nabo" in page
    assert "Prøveaftalen" in page
    assert "Ingen kiggede den dag." in page
    assert "Ingen kunne se det den dag." in asked(alice, case, clock.today() - timedelta(days=400)).content.decode()


def test_a_receiver_learns_of_the_own_part(client_for, case):
    page = asked(client_for("hanne"), case, clock.today()).content.decode()
    assert "Hanne Nabo" in page
    assert "Alice" not in page
    assert "Gladsaxe Kommune har ansvaret" in page


def test_a_day_to_come_and_no_day_are_told_at_the_field(client_for, case):
    alice = client_for("alice")
    assert "Den dag er ikke kommet endnu." in asked(alice, case, clock.today() + timedelta(days=2)).content.decode()
    empty = alice.get(reverse("sharing:then", args=[case]), {"on_day": "", "on_month": "", "on_year": ""})
    assert "Skriv, hvilken dag du spørger om." in empty.content.decode()


@pytest.mark.parametrize("who", ["olga", "karen", "palle", "vera"])
def test_who_cannot_see_it_now_learns_nothing_of_then(client_for, case, who):
    assert asked(client_for(who), case, clock.today()).status_code == 404


def test_it_says_to_the_minute_only_what_happened_that_day(client_for, acting_as, case):
    with acting_as("hanne"):
        given = Access.objects.get(dossier_id=case, member_id=named("hanne"))
    page = asked(client_for("hanne"), case, clock.today()).content.decode()
    assert f"Fra {dates.moment(given.answered_at)}<" in page
    assert f"til {dates.year_day(given.until_at)}<" in page
