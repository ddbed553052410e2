"""Templates taken into use, offered, retired and dropped; given out as files, and read in elsewhere."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import assessment_scene as scene
from tests import template_scene
from tests.cast import named
from tests.stage import acting_as
from tests.web.test_templates_pages import FROM_FILE, LIST, at, in_two_versions, said, sent
from tvaers.assessments.actions import templates
from tvaers.assessments.documents import parse
from tvaers.assessments.enums import VersionState
from tvaers.assessments.models import Template, TemplateVersion
from tvaers.assessments.packing import unpack
from tvaers.assessments.starting import starters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def template():
    return in_two_versions()


# --- deciding ---------------------------------------------------------------------------------------------


def test_a_draft_is_taken_into_use_and_offered(template, client_for):
    bo = client_for("bo")
    address = at("use", template)
    assert "afløser version 1" in said(bo, address)
    nothing_new = sent(bo, address, version="1", changed="", audience=[])
    assert nothing_new.status_code == 422
    assert "Skriv på én linje, hvad der er nyt" in nothing_new.content.decode()
    answer = sent(bo, address, version="1", changed="Søvnen er med.", audience=[str(named("police"))])
    assert answer.status_code == 302
    assert client_for("palle").get(at("template", template)).status_code == 200
    assert client_for("hanne").get(at("template", template)).status_code == 404
    assert sent(bo, at("offer", template), audience=[str(named("herlev"))]).status_code == 302
    assert client_for("hanne").get(at("template", template)).status_code == 200
    assert client_for("palle").get(at("template", template)).status_code == 404


def test_what_changed_while_it_was_read_is_not_taken_into_use(template, client_for):
    with acting_as("frida") as frida:
        templates.save(by=frida, template=template, told=scene.told(title="Fridas"), edition=1)
    answer = sent(client_for("bo"), at("use", template), version="1", changed="Nyt.", audience=[])
    assert answer["Location"] == at("use", template)
    with acting_as("bo"):
        assert TemplateVersion.objects.get(number=2).state == VersionState.DRAFT


def test_an_empty_one_is_not_taken_into_use(client_for):
    template = scene.begun(document=parse({"sections": [{"key": "s", "title": "Tomt"}]}))
    answer = sent(client_for("bo"), at("use", template), version="1")
    assert answer.status_code == 422
    assert "Tilføj et spørgsmål først" in answer.content.decode()


def test_a_name_in_what_was_read_in_is_asked_about_before_it_is_taken_into_use(client_for):
    shape = json.loads(json.dumps(scene.SHAPE))
    shape["sections"][0]["questions"][0]["guidance"] = "Spørg gerne Mohammed om det."
    template = scene.begun(document=parse(shape))
    bo, address = client_for("bo"), at("use", template)
    asked = sent(bo, address, version="1")
    assert asked.status_code == 422
    assert "Mohammed" in asked.content.decode()
    assert sent(bo, address, version="1", no_persons="Mohammed").status_code == 302


def test_every_starter_is_taken_into_use_without_a_question_about_names(client_for):
    bo = client_for("bo")
    for name in starters():
        edit = sent(bo, at("starter", name), do="take")["Location"]
        template = edit.split("/")[-3]
        assert sent(bo, at("use", template), version="1").status_code == 302, name


def test_it_is_retired_and_what_was_filled_stays(client_for):
    template = scene.used(to=("herlev",))
    bo = client_for("bo")
    assert "Herlev Kommune kan overtage den nu" in said(bo, at("retire", template))
    assert sent(bo, at("retire", template), do="retire").status_code == 302
    assert "Ikke længere i brug" in said(bo, at("template", template))
    assert bo.get(at("retire", template)).status_code == 302
    assert sent(bo, at("retire", template), do="retire").status_code == 302


def test_a_draft_is_dropped(template, client_for):
    bo = client_for("bo")
    assert sent(bo, at("drop", template))["Location"] == at("template", template)
    fresh = scene.begun(title="Kasseres")
    assert sent(bo, at("drop", fresh))["Location"] == LIST
    assert bo.get(at("template", fresh)).status_code == 404


# --- as files ---------------------------------------------------------------------------------------------


def test_a_template_is_given_out_and_read_in_elsewhere(template, client_for, as_maintenance):
    answer = client_for("hanne").get(at("file", template, 1))
    assert answer["Content-Disposition"].startswith('attachment; filename="Overblik forst.json"')
    assert answer["Content-Type"] == "application/json"
    text = answer.content.decode()
    assert unpack(text).document == scene.document()
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 1 WHERE id = %s", [named("hanne")])
    hanne = client_for("hanne")
    read = sent(hanne, FROM_FILE, file=SimpleUploadedFile("overblik.json", text.encode()), text="")
    assert read.status_code == 302
    assert "læst ind som jeres egen kladde" in said(hanne, read["Location"])
    # Once more, it is there already.
    again = sent(hanne, FROM_FILE, text=text)
    assert "ord for ord" in said(hanne, again["Location"])
    with acting_as("hanne"):
        assert TemplateVersion.objects.filter(owner_id=named("herlev")).count() == 1


def test_what_comes_along_is_given_out_as_a_file(client_for):
    found = client_for("bo").get(at("starter-file", "log"))
    assert unpack(found.content.decode()) == starters()["log"]
    assert client_for("bo").get(at("starter-file", "nothing")).status_code == 404
    assert client_for("dina").get(at("starter-file", "log")).status_code == 403


def test_every_fault_of_a_file_is_named_by_its_place_and_what_was_pasted_is_kept(client_for):
    shape = json.loads(template_scene.FILE)
    asked = shape["document"]["sections"][0]["questions"]
    asked[0]["choices"] = ["1", "Nej"]
    asked[1]["kind"] = "number"
    shape["title"] = ""
    text = json.dumps(shape, ensure_ascii=False)
    for fields in ({"text": text}, {"file": SimpleUploadedFile("x.json", text.encode()), "text": ""}):
        answer = sent(client_for("bo"), FROM_FILE, **fields)
        assert answer.status_code == 422
        page = answer.content.decode()
        for words in (
            "»title«: Her skal stå noget",
            "Afsnit 1, spørgsmål 1, svarmulighed 1: Skriv det med ord",
            "Afsnit 1, spørgsmål 2, »kind«: ",
            "Hvem er den unge sammen med?",
        ):
            assert words in page, words
    with acting_as("bo"):
        assert not Template.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": ""}, "Vælg en fil, eller indsæt"),
        ({"text": "{"}, "ikke JSON"),
        ({"text": '{"a": 1, "a": 2}'}, "»a« står to gange"),
        ({"text": "[" * 90_000}, "alt for mange niveauer"),
        ({"text": "{}"}, "ikke en skabelon"),
        ({"text": "<script>alert(1)</script>"}, "&lt;script&gt;"),
        ({"text": '{"format": "tvaers-template", "version": 1, "\\ud800": 1}'}, "kendes ikke"),
        ({"file": SimpleUploadedFile("x.json", b"\xff\xfe\x00")}, "UTF-8"),
        ({"file": SimpleUploadedFile("x.json", b"")}, "tom"),
        ({"file": SimpleUploadedFile("x.json", b" " * (1024**2 + 1))}, "for stor"),
    ],
    ids=range(10),
)
def test_what_is_no_template_is_refused(client_for, fields, words):
    answer = sent(client_for("bo"), FROM_FILE, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
