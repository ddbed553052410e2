"""The register of legal bases on its pages: the host's administrators edit the future, and see what an end ends."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.web.page_line import day
from tests.web.pages_of_the_house import BASIS
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing import keeping
from tvaers.sharing.models import Access

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "rpl-115-1"


def at(name="basis", code=CODE):
    return reverse(f"administration:{name}", args=[code] if name != "bases" else [])


def page(client, name="basis"):
    return re.sub(r"\s+", " ", client.get(at(name)).content.decode())


def kept():
    return keeping.basis_with(code=CODE)


def test_the_register_shows_what_is_in_force_and_what_is_unsure(client_for):
    found = page(client_for("gerda"), "bases")
    assert "Retsplejelovens § 115, stk. 1, nr. 1" in found.replace("\xa0", " ")
    assert "Bekræft med jeres jurist" in found
    assert found.count('<span class="tv-state">') == 11


@pytest.mark.parametrize("name", ["bases", "basis", "basis-change", "basis-end"])
@pytest.mark.parametrize("who", ["alice", "henrik"])
def test_only_the_hosts_administrators_open_it(client_for, who, name):
    assert client_for(who).get(at(name)).status_code == 403


def test_it_is_changed_from_a_day_on_changed_again_and_taken_back(client_for, acting_as):
    client = client_for("gerda")
    assert client.post(at("basis-change"), BASIS).status_code == 302
    with acting_as("gerda"):
        assert kept().now.until_at == kept().coming.from_at == keeping.start_of(scene.in_days(3))
        assert kept().coming.receiver_kinds == ["municipality", "police"]
        assert kept().now.number == 1
    assert "Ny" in page(client)
    again = BASIS | {"seen": "2", "title_da": "Nyere"} | day("from_day", 5)
    assert client.post(at("basis-change"), again).status_code == 302
    with acting_as("gerda"):
        assert (kept().coming.title_da, kept().coming.number) == ("Nyere", 2)
    assert client.post(at("basis-withdraw")).status_code == 302
    with acting_as("gerda"):
        assert kept().coming is None
        assert kept().now.until_at is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (day("from_day"), "Fortiden rettes ikke"),
        ({"guidance_da": "Én linje"}, "Skriv to linjer"),
        ({"receiver_kinds": []}, "Vælg mindst én"),
        ({"receiver_kinds": ["association"]}, "Foreninger og frivillige kan ikke modtage"),
        ({"purposes": ["128"]}, "Intet deles til tilsyn"),
        ({"title_da": ""}, "Titel på dansk"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(client_for, acting_as, changes, said):
    response = client_for("gerda").post(at("basis-change"), BASIS | {"law_da": "Min lov § 7"} | changes)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Min lov § 7" in response.content.decode()
    with acting_as("gerda"):
        assert kept().coming is None


def test_what_a_colleague_changed_meanwhile_is_not_overwritten_unseen(client_for, acting_as):
    assert client_for("gorm").post(at("basis-change"), BASIS).status_code == 302
    client = client_for("gerda")
    response = client.post(at("basis-change"), BASIS | {"title_da": "Min"})
    assert response.status_code == 409
    assert "En kollega har ændret den imens" in response.content.decode()
    again = BASIS | {"title_da": "Min", "seen": re.search(r'name="seen" value="(\d+)"', response.content.decode())[1]}
    assert client.post(at("basis-change"), again).status_code == 302
    with acting_as("gerda"):
        assert kept().coming.title_da == "Min"


def test_before_it_ends_one_sees_how_much_ends_with_it(client_for, acting_as, cast):
    with acting_as("alice") as alice:
        case = scene.case(alice)
        young = Case.objects.values_list("person_id", flat=True).get(id=case)
    # The case, and who the young person is: given in one go, and one.
    scene.share(acting_as, case, Category.PLAN, beside=young)
    client, ends = client_for("gerda"), day("from_day", 3)
    counted = client.post(at("basis-end"), ends | {"do": "count"}).content.decode()
    assert "Én deling ophører" in counted
    assert "Gladsaxe Kommune" in counted
    assert scene.NAME not in counted
    with acting_as("gerda"):
        assert kept().now.until_at is None, "only counted"
    assert client.post(at("basis-end"), ends | {"do": "end"}).status_code == 302
    with acting_as("gerda"):
        assert kept().ends_at == keeping.start_of(scene.in_days(3))
    with acting_as("hanne"):
        until = Access.objects.get(dossier_id=case, reader_id=named("hanne")).until_at
        assert until == keeping.start_of(scene.in_days(3))
        assert until < clock.now() + timedelta(days=4)


def test_the_card_follows_the_register(client_for, acting_as, as_administrator):
    with acting_as("alice") as alice:
        case = scene.case(alice)
    card = reverse("sharing:to", kwargs={"dossier": case, "organisation": named("herlev")})
    assert scene.SSP_GROUND in client_for("alice").get(card).content.decode()
    as_administrator.execute(
        "UPDATE sharing_legalbasisversion SET receiver_kinds = '{police}' WHERE id = %s", [scene.BASES[CODE]]
    )
    shown = client_for("alice").get(card).content.decode()
    assert scene.SSP_GROUND not in shown
    assert "Hvorfor ikke en anden?" in shown
    assert "Den lader dem ikke modtage." in shown


def test_what_only_an_emergency_look_up_stands_on_is_carried_by_nothing_else(client_for, acting_as):
    client = client_for("gerda")
    assert "et nødopslag alene" in client.get(at(code="emergency")).content.decode().lower()
    change = at("basis-change", "emergency")
    assert 'name="frame_kinds"' not in client.get(change).content.decode()
    assert client.post(change, BASIS | {"frame_kinds": ["agreement"]}).status_code == 302
    with acting_as("gerda"):
        assert keeping.basis_with(code="emergency").coming.frame_kinds == []
