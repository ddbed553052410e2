"""Reading borders in on the pages: chosen, looked through, started once, told of; what was typed stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import borders
from tests.borders import feature, geojson
from tests.cast import named
from tvaers.areas.models import Area, Border, BorderFile
from tvaers.areas.tasks import run_file

pytestmark = pytest.mark.django_db(transaction=True)
UPLOAD, LIST = reverse("administration:borders"), reverse("administration:areas")


@pytest.fixture
def gerda(cast, client_for):
    return client_for("gerda")


def sent(client, data=borders.MUNICIPALITIES, **said):
    file = SimpleUploadedFile("grænser.geojson", data)
    day = {"from_on_day": "13", "from_on_month": "2", "from_on_year": "2014"}
    return client.post(UPLOAD, {"file": file, "kind": "municipality", "source": "Prøve", **day, **said})


def run(acting_as):
    with acting_as("gerda"):
        file_id = BorderFile.objects.get(state="running").id
    run_file(file_id=str(file_id), actor=str(named("gerda")), organisation=str(named("gladsaxe")))


def test_a_file_is_looked_through_started_and_told_of(gerda, acting_as):
    preview = sent(gerda)["Location"]
    page = gerda.get(preview)
    told = page.context
    assert (told["number"], told["new"], told["known"], len(told["problems"])) == (3, 3, 0, 1)
    for words in ("Midtprøve", "0902", "Christiansø", "er ikke en kommune", "13. februar 2014", "<svg"):
        assert words in page.content.decode(), words
    with acting_as("gerda"):
        assert not Area.objects.filter(code="0902").exists()
    assert gerda.post(preview, {"do": "start"})["Location"] == preview
    assert gerda.get(preview).context["job"]["state"] == "running"
    # Two who press at once: the second is told, and nothing is drawn twice.
    assert gerda.post(preview, {"do": "start"}).status_code == 200
    run(acting_as)
    page = gerda.get(preview)
    assert page.context["job"]["state"] == "done"
    assert "3 grænser blev tegnet." in page.content.decode()
    assert "Christiansø" in page.content.decode()
    fragment = gerda.get(preview, headers={"HX-Request": "true"})
    assert (fragment.status_code, fragment["HX-Redirect"]) == (204, preview)
    listed = gerda.get(LIST).content.decode()
    assert "Midtprøve" in listed
    assert "<svg" in listed


def test_what_is_no_file_of_borders_says_why_at_its_field(gerda):
    page = sent(gerda, b"<html>")
    assert page.status_code == 422
    assert "Det er ikke GeoJSON eller TopoJSON" in page.content.decode()
    # What was typed beside it is still there.
    assert 'value="Prøve"' in page.content.decode()
    assert page.context["form"]["kind"].value() == "municipality"


@pytest.mark.parametrize("missing", ["kind", "source", "from_on_month"])
def test_what_is_missing_is_asked_for(gerda, missing):
    page = sent(gerda, **{missing: ""})
    assert page.status_code == 422
    assert missing.removesuffix("_month") in page.context["form"].errors


def test_names_that_stand_elsewhere(gerda):
    preview = sent(gerda, geojson(feature({"navn": "", "sted": "Her"}, borders.WEST)))["Location"]
    assert gerda.get(preview).context["number"] == 0
    empty = gerda.post(preview, {"name": "navn", "code": ""})
    assert (empty.status_code, "Der står ikke noget." in empty.content.decode()) == (422, True)
    assert gerda.post(preview, {"name": "ukendt", "code": ""}).status_code == 422
    assert gerda.post(preview, {"name": "sted", "code": ""}).status_code == 302
    assert gerda.get(preview).context["number"] == 1


def test_thrown_away_it_draws_nothing(gerda, acting_as):
    preview = sent(gerda)["Location"]
    assert gerda.post(f"{preview}stop/")["Location"] == LIST
    with acting_as("gerda"):
        assert (BorderFile.objects.get().content, Border.objects.count()) == ([], 0)


def test_the_sketches_that_come_along(gerda, acting_as):
    for name, number in (("municipalities", 3), ("housing", 11)):
        preview = gerda.post(UPLOAD, {"do": name})["Location"]
        page = gerda.get(preview).context
        assert (page["number"], page["problems"]) == (number, []), name
        gerda.post(preview, {"do": "start"})
        run(acting_as)
    with acting_as("gerda"):
        assert Area.objects.get(name="Værebro Park").parent.name == "Gladsaxe"
        assert Border.objects.filter(is_schematic=True).count() == 14
    assert "Skitse: viser, hvor områderne ligger" in gerda.get(LIST).content.decode()
    found = gerda.post(LIST, {"q": "55.7676, 12.4315"}).context["found"]
    assert [each["name"] for each in found] == ["Værebro Park", "Gladsaxe"]


def test_an_area_tells_how_its_border_has_run(gerda, acting_as):
    for name in ("municipalities",):
        gerda.post(gerda.post(UPLOAD, {"do": name})["Location"], {"do": "start"})
        run(acting_as)
    with acting_as("gerda"):
        herlev = Area.objects.get(name="Herlev").id
    page = gerda.get(reverse("administration:area", args=[herlev])).content.decode()
    assert "Fra 1. januar 2013" in page
    assert "Skitse tegnet til Tværs" in page


def test_everybody_at_work_finds_an_area_and_nobody_else_reads_a_file_in(client_for, cast):
    for who in ("hanne", "palle"):
        assert client_for(who).post(LIST, {"q": "Herlev"}).status_code == 200
        assert client_for(who).get(UPLOAD).status_code == 403
        assert sent(client_for(who)).status_code == 403


def test_hostile_words_are_words(gerda):
    words = "<script>alert(1)</script>"
    preview = sent(gerda, geojson(feature({"navn": words}, borders.WEST)), source=words)["Location"]
    assert words not in gerda.get(preview).content.decode()
    assert words not in gerda.post(LIST, {"q": words}).content.decode()
