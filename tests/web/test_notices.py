"""The pages of notices: the form for each kind of organisation, what it refuses, the check, the receiver's page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests import notice_scene
from tests.cast import named
from tests.notice_scene import DECISION, NECESSITY, TOLD, day, give, typed
from tvaers.foundation import clock
from tvaers.notices.models import HousingNotice

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = reverse("notices:list"), reverse("notices:new")


@pytest.fixture
def statute(cast, as_administrator):
    return notice_scene.joined(as_administrator)


def test_checked_given_and_read(client_for, statute):
    palle = client_for("palle")
    checked = palle.post(NEW, typed(check="1")).content.decode()
    for words in ("Er det rigtigt?", TOLD.name, DECISION, TOLD.effort, NECESSITY, "Helga Husvild"):
        assert words in checked
    given = palle.post(NEW, typed(give="1"), follow=True).content.decode()
    assert "Underretningen er tilbudt Helga Husvild." in given
    assert TOLD.name in given
    helga = client_for("helga")
    waiting = helga.get(reverse("sharing:offers")).content.decode()
    assert NECESSITY in waiting
    assert TOLD.name not in waiting
    (group,) = re.findall(r'action="(/sharing/offers/[0-9a-f-]+/)"', waiting)
    received = helga.post(group, {"accept": "1"}, follow=True).content.decode()
    (page,) = set(re.findall(rf'href="({LIST}[0-9a-f-]{{36}}/)"', received))
    read = helga.get(page).content.decode()
    assert TOLD.name in read
    assert DECISION in read
    assert "§ 63" in read.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": " "}, "Skriv beboerens navn."),
        ({"effort": ""}, "Uden en indsats må det ikke fortælles."),
        (day("decided_on", clock.today() + timedelta(days=1)), "Datoen ligger ude i fremtiden."),
        (day("until", clock.today() + timedelta(days=200)), "Højst seks måneder."),
        (day("until", clock.today()), "Datoen er gået."),
        ({"receiver": str(named("hugo"))}, "Vælg, hvem der skal have det."),
        ({"necessity": ""}, "Skriv, hvorfor det er nødvendigt."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client_for, acting_as, statute, changes, said):
    page = client_for("palle").post(NEW, typed(give="1", **changes)).content.decode()
    assert said in page
    assert TOLD.address in page
    with acting_as("palle"):
        assert HousingNotice.objects.count() == 0


def test_sent_twice_it_is_one(client_for, acting_as, statute):
    data = typed(give="1")
    for _ in range(2):
        assert client_for("palle").post(NEW, data).status_code == 302
    with acting_as("palle"):
        assert HousingNotice.objects.count() == 1


def test_changing_something_keeps_all(client_for, statute):
    page = client_for("palle").post(NEW, typed(edit="1")).content.decode()
    assert DECISION in page
    assert "Er det rigtigt?" not in page


def test_a_housing_organisation_tells_another_the_name_and_the_address_alone(client_for, statute):
    page = client_for("helga").get(NEW).content.decode()
    assert "Elin Engly" in page
    assert 'name="decision"' not in page
    checked = client_for("helga").post(NEW, typed(check="1", receiver=str(named("elin")))).content.decode()
    assert "Er det rigtigt?" in checked
    assert DECISION not in checked.split("<dl")[1].split("</dl>")[0]


@pytest.mark.parametrize("who", ["alice", "hanne", "vera", "hugo", "ida"])
def test_nobody_else_gives_one(client_for, statute, who):
    for url in (LIST, NEW):
        assert client_for(who).get(url).status_code == 403


@pytest.mark.parametrize("who", ["alice", "helga", "elin", "hugo", "olga"])
def test_what_was_not_accepted_or_given_is_not_there(client_for, acting_as, statute, who):
    with acting_as("palle") as palle:
        notice = give(palle)
    assert client_for(who).get(reverse("notices:notice", args=[notice])).status_code == 404


def test_where_nobody_is_joined_by_the_law_it_says_so(client_for, cast):
    assert "Ingen kan få en" in client_for("palle").get(NEW).content.decode()


def test_the_way_to_it_is_shown_to_whom_it_leads_somewhere(client_for, statute):
    for who, shown in (("palle", True), ("helga", True), ("alice", False), ("hugo", False)):
        page = client_for(who).get(reverse("sharing:offers")).content.decode()
        assert (f'href="{LIST}"' in page) is shown, who
