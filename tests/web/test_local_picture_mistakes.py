"""The local picture when something goes otherwise than meant: ended meanwhile, closed, ticked already, asked oddly."""

import re
import time

import pytest
from django.urls import reverse

from tests import paper
from tests import picture_scene as scene
from tests.web.test_local_picture import LIST, NEW, drawn, page_of, typed
from tvaers.localpicture.models import AreaState

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["drawn"]


def test_a_confirmation_is_not_asked_for_again_when_something_else_is_wrong(drawn, client_for):
    dina = client_for("dina")
    said = typed(text="De mødtes ved Brønden.", no_persons="Brønden", area="")
    page = dina.post(NEW, said).content.decode()
    assert re.search(r'name="no_persons" value="Brønden" checked', page)
    page = dina.post(NEW, said | {"text": "De mødtes ved Brønden med Mohammed."}).content.decode()
    assert not re.search(r'name="no_persons"[^>]* checked', page)


def test_who_does_not_write_here_is_refused_whatever_was_typed(drawn, client_for):
    address = reverse("localpicture:bulletin", args=[scene.written()])
    for text in ("", "Set igen."):
        assert client_for("gerda").post(address, {"form": "", "text": text}).status_code == 403


def test_a_follow_up_to_a_bulletin_that_ended_meanwhile_is_not_lost(drawn, client_for, as_maintenance):
    bulletin = scene.written()
    dina, address = client_for("dina"), reverse("localpicture:bulletin", args=[bulletin])
    scene.over(as_maintenance, bulletin)
    answer = dina.post(address, {"form": "", "text": "Vi har talt med kiosken."})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Vi har talt med kiosken." in page
    assert "udløbet imens" in page
    # To others it is gone.
    assert client_for("hanne").post(address, {"form": "", "text": "Set."}).status_code == 404


def test_an_area_that_was_closed_is_still_read_about(drawn, client_for, as_maintenance):
    bulletin = scene.written()
    as_maintenance.execute("UPDATE areas_area SET ended_at = now() WHERE id = %s", [scene.PARK])
    hanne = client_for("hanne")
    area = re.search(r'href="(/localpicture/areas/[^"]+)"', page_of(hanne, bulletin))[1]
    page = hanne.get(area)
    assert page.status_code == 200
    assert "Skriv en melding" not in page.content.decode()
    assert client_for("alice").get(f"{area}state/").status_code == 404
    assert hanne.get(LIST).status_code == 200


def test_what_was_said_of_an_area_before_does_not_come_back(drawn, client_for, as_maintenance, acting_as):
    """A conflict for a month, then calm for a day: after that day nobody has said how it is."""
    scene.said("alice", kind="conflict", text="Slagsmål.", days=30)
    scene.said("alice", kind="calm", text="Det er stille.", days=1)
    with acting_as("alice"):
        calm = AreaState.objects.get(level="calm").id
    area = reverse("localpicture:area", args=[scene.PARK])
    hanne = client_for("hanne").get(area).content.decode()
    assert "Det er stille." in hanne
    scene.over(as_maintenance, calm, table="areastate")
    for who in ("hanne", "alice"):
        assert "Ingen har sagt, hvordan det er her." in client_for(who).get(area).content.decode(), who
        assert "Slagsmål." not in client_for(who).get(LIST).content.decode(), who
    # The own organisation keeps the history.
    assert "Slagsmål." in client_for("alice").get(area).content.decode()


def test_nobody_is_named_on_paper(drawn, client_for):
    scene.said("palle", "gladsaxe", "herlev")
    words = " ".join(paper.pages(client_for("hanne").get(reverse("localpicture:week")).content))
    assert "Politiet" in words
    assert "Palle" not in words


@pytest.mark.parametrize(
    "query",
    [
        "?area=%00",
        "?days=99999999999999999999",
        "?days=-1",
        "?days=%D9%A1",
        "?kind=%F0%9F",
        "?area=&area=x&kind=mood",
        "?x",
    ],
)
def test_odd_addresses_narrow_nothing(drawn, client_for, query):
    scene.written()
    for address in (LIST, reverse("localpicture:week"), NEW):
        assert client_for("dina").get(address + query).status_code == 200, address


def test_a_hundred_bulletins_of_one_place_are_drawn_at_once(drawn, client_for):
    for number in range(100):
        scene.written(title=f"Melding {number}")
    hanne = client_for("hanne")
    hanne.get(LIST)
    began = time.perf_counter()
    page = hanne.get(LIST).content.decode()
    assert time.perf_counter() - began < 2
    assert page.count("tv-map__pin--seen") == 100
