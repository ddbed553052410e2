"""The pages of outreach: a shift planned, walked and debriefed; what the neighbours see; who takes an alert on."""

import re

import pytest
from django.urls import reverse

from tests import street_scene
from tests.cast import named
from tests.street_scene import WORDS
from tests.web.page_line import day

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = reverse("street:list"), reverse("street:new")


def typed(**changes):
    told = {
        "form": "5f6f6a52-0e9c-4b8c-8a0f-2f7f2a1c9a11",
        **day("on", 1),
        "begins": "19",
        "ends": "0.30",
        "team": [str(named("dina")), str(named("bo"))],
        "backup": str(named("frida")),
        "theme": "Sidste skoledag",
        "audience": [str(named("herlev"))],
    }
    return told | changes


@pytest.fixture
def shift(cast):
    return street_scene.walked()["shift"]


def test_planned_checked_in_and_out_and_debriefed(client_for):
    dina = client_for("dina")
    planned = dina.post(NEW, typed(), follow=True)
    page = planned.content.decode()
    assert "Vagten er planlagt." in page
    assert "19.00–0.30" in page
    assert "Frida Leder" in page
    address = planned.request["PATH_INFO"]
    assert "Tjek ind" in page
    assert "tjek ud" in dina.post(address, {"do": "in"}, follow=True).content.decode()
    later = dina.post(address, {"do": "later"}, follow=True).content.decode()
    assert "Hjemme igen kl. 1.00." in later, "half an hour after the plan, not after now"
    assert "Velkommen hjem" in dina.post(address, {"do": "out"}, follow=True).content.decode()
    told = {"went_well": "Rolig aften.", "supervision": "Tilliden på torvet.", "method": ["together"]}
    debriefed = dina.post(f"{address}debrief/", told | {"form": typed()["form"]}, follow=True).content.decode()
    assert "Tilliden på torvet." in debriefed
    assert "Vi blev sammen" in debriefed
    assert "Tilliden" not in client_for("hanne").get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"team": [str(named("dina"))]}, "Vælg to eller flere: Ingen går alene."),
        ({"team": [str(named("dina")), str(named("hanne"))]}, "er ikke en af de tilgængelige valgmuligheder"),
        ({"backup": ""}, "Vælg, hvem der er bagvagt."),
        ({"begins": "aften"}, "Skriv et klokkeslæt, fx 19.00."),
        ({"begins": "8", "ends": "7"}, "En vagt varer højst tolv timer."),
        ({"theme": "Tal med 010190-1234"}, "Det ligner et CPR-nummer."),
        ({"theme": "Hils på Brian"}, "»Brian« ligner et navn."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(client_for, changes, said):
    answer = client_for("dina").post(NEW, typed(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert typed(**changes)["theme"] in page


def test_a_likely_name_is_asked_about_once(client_for):
    dina = client_for("dina")
    asked = dina.post(NEW, typed(theme="Fest ved Kvisten og Brian")).content.decode()
    assert 'name="sure" value="Kvisten,Brian"' in asked
    assert dina.post(NEW, typed(theme="Fest ved Kvisten og Brian", sure="Kvisten,Brian")).status_code == 302


def test_the_neighbour_and_the_police_see_what_was_met_and_not_the_team(client_for, shift):
    for who in ("hanne", "palle"):
        client = client_for(who)
        assert str(shift) in client.get(LIST).content.decode()
        page = client.get(reverse("street:shift", args=[shift])).content.decode()
        assert WORDS in page
        assert "9 unge" in page
        assert "stemningen på stedet" in page.lower()
        for hidden in ("Dina", "Frida", "Debriefing", "Hjemme igen"):
            assert hidden not in page
        assert client.post(reverse("street:shift", args=[shift]), {"do": "out"}).status_code == 403
    assert client_for("oda").get(reverse("street:shift", args=[shift])).status_code == 404
    assert client_for("gerda").get(LIST).status_code == 403
    assert client_for("palle").get(NEW).status_code == 403
    assert client_for("hanne").get(reverse("street:debrief", args=[shift])).status_code == 403


def test_a_late_team_stands_first_in_today_until_somebody_takes_it_on(client_for, as_maintenance, shift):
    alert = street_scene.late(as_maintenance, shift)
    frida = client_for("frida")
    today = frida.get("/").content.decode()
    assert "Et hold er ikke hjemme" in today
    page = client_for("dina").get(reverse("street:shift", args=[shift])).content.decode()
    assert "Ingen har taget alarmen" in page
    assert "Ingen sms" in page
    acknowledge = reverse("street:acknowledge", args=[alert])
    assert client_for("hanne").post(acknowledge).status_code == 404
    assert frida.get(acknowledge).status_code == 405
    frida.post(acknowledge)
    assert "Et hold er ikke hjemme" not in frida.get("/").content.decode()
    page = client_for("dina").get(reverse("street:shift", args=[shift])).content.decode()
    assert "Frida Leder tog alarmen" in page


def test_a_note_to_oneself_leads_to_a_concern_and_is_ticked_off(client_for, shift):
    dina = client_for("dina")
    page = dina.get(LIST).content.decode()
    assert "Huskesedler til dig selv" in page
    assert "Huskesedler" not in client_for("bo").get(LIST).content.decode()
    (note,) = re.findall(r'name="do" value="([0-9a-f-]{36})"', page)
    dina.post(LIST, {"do": note})
    assert "Huskesedler" not in dina.get(LIST).content.decode()


def test_coverage_tells_of_places_and_times_and_of_nobody(client_for, shift):
    page = client_for("frida").get(reverse("street:coverage")).content.decode()
    assert "Intet område angivet" in page
    for who in ("Dina", "Bo Testesen"):
        assert who not in page
    assert "Ingen vagter endnu" in client_for("hanne").get(reverse("street:coverage")).content.decode()
    assert client_for("palle").get(reverse("street:coverage")).status_code == 403


def test_a_plan_is_changed_and_two_who_change_it_at_once_are_told(client_for):
    dina, frida = client_for("dina"), client_for("frida")
    address = dina.post(NEW, typed(audience=[str(named("herlev"))]), follow=True).request["PATH_INFO"]
    change = f"{address}change/"
    page = dina.get(change).content.decode()
    (was,) = re.findall(r'name="was" value="([0-9a-f]{64})"', page)
    assert 'value="19.00"' in page
    anew = typed(theme="Efterårsferie", begins="20", was=was)
    assert "Planen er rettet." in frida.post(change, anew, follow=True).content.decode()
    shown = dina.get(address).content.decode()
    assert "20.00–0.30" in shown
    assert "Efterårsferie" in shown
    assert "Herlev" in shown, "who sees it stays"
    late = dina.post(change, typed(theme="Lys på stien", was=was))
    assert late.status_code == 422
    assert "En anden har rettet planen" in late.content.decode()
    assert "Lys på stien" in late.content.decode()
    assert client_for("hanne").get(change).status_code == 404
    assert client_for("palle").get(change).status_code == 403
    dina.post(address, {"do": "in"})
    assert dina.get(change).status_code == 404


def test_what_a_team_promised_comes_to_today_and_is_closed_with_a_click(client_for, shift):
    dina = client_for("dina")
    note = reverse("street:note", args=[shift])
    told = {"form": typed()["form"], "what": "Spørg hallen om tirsdage", **day("due_on", 0)}
    assert "kommer på I dag" in dina.post(note, told, follow=True).content.decode()
    assert "Spørg hallen om tirsdage" in client_for("bo").get("/").content.decode()
    wrong = dina.post(note, told | {"what": "Tal med 010190-1234"})
    assert wrong.status_code == 422
    assert "Det ligner et CPR-nummer." in wrong.content.decode()
    assert client_for("hanne").get(note).status_code == 403
    assert client_for("oda").get(note).status_code == 404
    page = dina.get(reverse("street:followups")).content.decode()
    (came,) = re.findall(r'value="(came [0-9a-f-]{36})"', page)
    assert "Det er noteret." in dina.post(reverse("street:followups"), {"do": came}, follow=True).content.decode()
    assert "Spørg hallen" not in client_for("bo").get("/").content.decode()
    assert "Blev til noget" in dina.get(reverse("street:followups")).content.decode()
    for nonsense in ("", "came", "corrected " + came[5:], "came x"):
        assert dina.post(reverse("street:followups"), {"do": nonsense}).status_code == 404
    assert client_for("hanne").post(reverse("street:followups"), {"do": came}).status_code == 404
    assert client_for("palle").get(reverse("street:followups")).status_code == 403


def test_quality_is_of_the_method_and_supervision_of_who_leads(client_for, shift):
    looked = street_scene.looked_back(shift)
    address = reverse("street:quality")
    for who, reads in (("dina", False), ("frida", True)):
        page = client_for(who).get(address).content.decode()
        assert ("Tilliden på torvet." in page) is reads, who
        assert "Idræt" in page
        assert "Ingen vagt er sluttet" in page
    took = {"do": str(looked["street debrief"])}
    assert client_for("dina").post(address, took).status_code == 403
    assert "Taget op af Frida Leder" in client_for("frida").post(address, took, follow=True).content.decode()
    assert client_for("frida").post(address, {"do": "x"}).status_code == 404
    assert client_for("hanne").post(address, took).status_code in {403, 404}
    assert client_for("palle").get(address).status_code == 403
