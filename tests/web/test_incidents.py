"""The pages of incidents and early notices: what stands there, who decides, and what is never lost or let through."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import incident_scene as scene
from tests.cast import named
from tests.stage import statements
from tvaers.foundation import clock
from tvaers.incidents.models import IncidentFile, Scan, Signal


@pytest.fixture
def areas(cast, as_maintenance):
    return scene.add_areas(as_maintenance)


def text(answer):
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(plain.split())


def chosen(data, **more):
    return {"form": str(uuid4()), "origin": "reported", "file": SimpleUploadedFile("h.csv", data), **more}


@pytest.mark.parametrize(
    ("who", "status"), [("bo", 200), ("dina", 200), ("palle", 200), ("gerda", 403), ("stine", 403)]
)
def test_who_works_with_people_reads_the_counts(client_for, areas, who, status):
    assert client_for(who).get(reverse("incidents:overview")).status_code == status


def test_a_file_goes_from_choosing_to_counts(client_for, acting_as, areas):
    bo = client_for("bo")
    day = clock.today() - timedelta(days=8)
    rows = [scene.line(day), scene.line(day, kind="Sært"), scene.line(day, place="Et andet sted")]
    answer = bo.post(reverse("incidents:file-new"), chosen(scene.csv(rows), audience=[str(named("police"))]))
    here = answer.url
    shown = text(bo.get(here))
    assert "Navn, Beskrivelse" in shown
    assert "Opdigt" not in shown
    assert "Et andet sted" in shown
    told = {"day": "0", "hour": "1", "place": "2", "kind": "3", "origin": "4", "reference": "5", "kind-0": "arson"}
    assert bo.post(here, told).status_code == 302
    assert "Skriv 2 hændelser" in text(bo.get(here))
    assert bo.post(here, {"do": "start"}).status_code == 302
    from tvaers.incidents import tasks  # noqa: PLC0415 - as the worker

    with acting_as("bo"):
        kept = IncidentFile.objects.get()
    tasks.run_file(file_id=str(kept.id), actor=str(named("bo")), organisation=str(named("gladsaxe")))
    assert "2 nye hændelser. 1 række er sprunget over." in text(bo.get(here))
    for who in ("bo", "palle"):
        assert "Prøvehøj" in text(client_for(who).get(reverse("incidents:overview")))
    assert "Prøvehøj" not in text(client_for("hanne").get(reverse("incidents:overview")))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "Filen er tom."),
        (b"%PDF-1.7", "PDF"),
        (b"Navn;CPR;Beskrivelse\r\nIb;x;y", "Filens kolonner kan ikke læses"),
    ],
)
def test_a_file_that_cannot_be_read_says_so_at_its_field(client_for, areas, data, says):
    answer = client_for("bo").post(reverse("incidents:file-new"), chosen(data))
    assert answer.status_code == 422
    assert says in text(answer)


def test_columns_that_are_missing_are_asked_for(client_for, areas):
    bo = client_for("bo")
    strange = scene.csv([scene.line(clock.today())], ("A1", "B", "C", "D", "E", "F", "Navn", "Tekst"))
    here = bo.post(reverse("incidents:file-new"), chosen(strange)).url
    assert "Skriv én" not in text(bo.get(here))
    answer = bo.post(here, {"day": "0"})
    assert answer.status_code == 422
    assert text(answer).count("Vælg en kolonne.") >= 2


def test_a_point_in_two_columns_is_matched_and_what_is_swapped_is_said(client_for, areas):
    bo, day = client_for("bo"), f"{clock.today() - timedelta(days=3):%d-%m-%Y}"
    rows = [[day, "Hærværk", f"{scene.EAST + 0.005}", f"{scene.NORTH + 0.005}"]]
    here = bo.post(reverse("incidents:file-new"), chosen(scene.csv(rows, ("Dato", "Type", "A", "B")))).url
    assert "Skriv én" not in text(bo.get(here))
    half = bo.post(here, {"day": "0", "kind": "1", "north": "2"})
    assert half.status_code == 422
    assert "Vælg en kolonne, eller én til breddegrad og én til længdegrad." in text(half)
    assert bo.post(here, {"day": "0", "kind": "1", "north": "2", "east": "3"}).status_code == 302
    shown = text(bo.get(here))
    assert "Skriv én hændelse" in shown
    assert "Bredde- og længdegrad byttet om I én række" in shown


def test_a_notice_says_what_where_and_how_unusual(client_for, acting_as, areas):
    scene.write(acting_as, [scene.line(clock.today(), place=each) for each in scene.PLACES])
    with acting_as("bo"):
        made = scene.signal()
    shown = client_for("dina").get(reverse("incidents:signal", args=[made]))
    said = text(shown)
    assert "hærværk, brande og fyrværkeri" in said
    assert "Prøvedal, Prøvehøj og Prøveskov" in said
    assert "én gang på 400 dage" in said
    assert "83 af 100" in said
    assert "Endnu er ingen afgjort her" in said
    assert shown.content.count(b"tv-map__lead") >= 3
    assert "Afvis varslet" not in said


def test_a_notice_is_dismissed_with_a_reason_and_never_with_a_number(client_for, acting_as, areas):
    with acting_as("bo"):
        made = scene.signal()
    bo, here = client_for("bo"), reverse("incidents:signal", args=[made])
    assert bo.post(here, {"words": "Ingenting"}).status_code == 422
    refused = bo.post(here, {"why": "chance", "words": "Det var 010110-6009"})
    assert refused.status_code == 422
    assert "Det ligner et CPR-nummer" in text(refused)
    assert "Det var 010110-6009" in refused.content.decode()
    assert bo.post(here, {"why": "chance", "words": "Kun én dag."}).status_code == 302
    assert bo.post(here, {"why": "known"}, follow=True).status_code == 200
    with acting_as("bo"):
        assert Signal.objects.values_list("why", "words").get() == ("chance", "Kun én dag.")
    assert "1 er afgjort her; bag 1 lå der ikke noget." in text(bo.get(here))
    assert client_for("dina").post(here, {"why": "chance"}).status_code == 403


def test_a_scan_is_asked_for_once_and_stopped(client_for, acting_as, areas):
    bo, here = client_for("bo"), reverse("incidents:signals")
    nothing = bo.post(here, {"form": str(uuid4())}, follow=True)
    assert "Der er endnu ikke anmeldt noget" in text(nothing)
    scene.write(acting_as, scene.lines(20))
    form = {"form": str(uuid4())}
    assert bo.post(here, form).url == bo.post(here, form).url
    with acting_as("bo"):
        scan = Scan.objects.values_list("id", flat=True).get()
    assert "0 af 4 gennemsyn" in text(bo.get(reverse("incidents:scan", args=[scan])))
    assert bo.post(reverse("incidents:scan-stop", args=[scan])).status_code == 302
    assert "Det blev stoppet." in text(bo.get(reverse("incidents:scan", args=[scan])))
    assert client_for("dina").post(here, {"form": str(uuid4())}).status_code == 403


def test_areas_come_in_pages_and_the_weeks_are_of_all_of_them(client_for, acting_as, cast, as_maintenance):
    scene.add_areas(as_maintenance, more=45)
    day = clock.today() - timedelta(days=8)
    places = scene.places(45)
    scene.write(acting_as, [scene.line(day, place=each) for at, each in enumerate(places) for _ in range(45 - at)])
    bo, here = client_for("bo"), reverse("incidents:overview")
    first = bo.get(here, {"kind": "vandalism"})
    assert first.content.count(b"tv-bars--low") == 20
    assert "1035 hændelser" in first.content.decode()
    assert "Side 1 af 3, områderne med flest først" in text(first)
    assert "?kind=vandalism&amp;page=2" in first.content.decode()
    last = bo.get(here, {"kind": "vandalism", "page": "3"})
    assert last.content.count(b"tv-bars--low") == 5
    assert "1035 hændelser" in last.content.decode()
    assert places[44] in text(last)
    assert places[0] not in text(last)
    # One scale for all pages: what is least is drawn low on the last page too.
    assert b"v-26h" not in last.content
    for odd in ("9999999999", "x", "-1", "²"):
        assert bo.get(here, {"page": odd}).status_code == 200


def test_pages_take_few_statements(client_for, acting_as, areas):
    scene.write(acting_as, scene.lines(300))
    with acting_as("bo"):
        made = scene.signal()
    bo = client_for("bo")
    for address in (reverse("incidents:overview"), reverse("incidents:signal", args=[made])):
        bo.get(address)
        _answer, taken = statements(lambda there=address: bo.get(there))
        assert len(taken) <= 12, taken
