"""The pages of templates: read, begun, written piece by piece, moved, taken into use, given out, read in, retired."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import assessment_scene as scene
from tests import template_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.assessments.actions import templates
from tvaers.assessments.documents import parse
from tvaers.assessments.enums import Kind, VersionState
from tvaers.assessments.models import Template, TemplateVersion
from tvaers.assessments.starting import starters
from tvaers.guard.enums import Category

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
LIST, NEW, FROM_FILE = (reverse(f"templates:{name}") for name in ("list", "new", "from-file"))
KEEPING = ("edit", "about", "section-new", "use", "offer", "retire")


def at(name, *arguments):
    return reverse(f"templates:{name}", args=arguments)


def said(client, address, **options):
    answer = client.get(address, **options)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sent(client, address, **fields):
    return client.post(address, {"form": str(uuid4()), **fields})


def document(template, *, state=VersionState.DRAFT):
    with acting_as("bo"):
        return parse(TemplateVersion.objects.get(template_id=template, state=state).document)


def in_two_versions():
    """One in use, offered to Herlev and the police, with a next version that is being written."""
    made = scene.used(to=template_scene.NEIGHBOURS)
    with acting_as("bo") as bo:
        templates.save(by=bo, template=made, told=scene.told(title="Den næste udgave"), edition=0)
    return made


@pytest.fixture
def template():
    return in_two_versions()


# --- doors ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KEEPING)
def test_the_pages_of_keeping_are_for_keepers(template, client_for, name):
    address = at(name, template)
    for keeper in ("bo", "frida"):
        assert client_for(keeper).get(address).status_code == 200, keeper
    for reader in ("dina", "alice", "hanne", "palle", "vera"):
        assert client_for(reader).get(address).status_code == 403, reader
    assert client_for("oda").get(address).status_code == 404
    assert client_for("bo").put(address).status_code == 405


@pytest.mark.parametrize("name", ["drop", "next", "take-over"])
def test_what_is_only_sent_is_not_read(template, client_for, name):
    assert client_for("bo").get(at(name, template)).status_code == 405
    assert client_for("dina").post(at(name, template)).status_code == 403
    assert client_for("oda").post(at(name, template)).status_code == 404


@pytest.mark.parametrize("address", [NEW, FROM_FILE, reverse("templates:starter", args=["log"])])
def test_only_keepers_begin_one(client_for, address):
    assert client_for("bo").get(address).status_code == 200
    for reader in ("dina", "alice", "hanne", "helga"):
        assert client_for(reader).get(address).status_code == 403, reader


def test_everybody_at_work_of_the_owner_reads_and_the_audience_what_is_in_use(template, client_for):
    page = at("template", template)
    for reader in ("dina", "alice", "gerda", "hanne", "palle"):
        assert "Overblik" in said(client_for(reader), LIST), reader
        assert "Skriv en ny version" not in said(client_for(reader), page), reader
        assert "Ret spørgsmålene" not in said(client_for(reader), page), reader
    assert client_for("hanne").get(at("version", template, 2)).status_code == 404
    assert client_for("hanne").get(at("file", template, 2)).status_code == 404
    assert "Den næste udgave" not in said(client_for("hanne"), LIST)
    assert "Den næste udgave" in said(client_for("dina"), at("version", template, 2))
    for outsider in ("oda", "karen", "vera", "helga"):
        assert page not in said(client_for(outsider), LIST), outsider
        for address in (page, at("version", template, 1), at("file", template, 1)):
            assert client_for(outsider).get(address).status_code == 404, outsider
    assert client_for("bo").get(at("template", uuid4())).status_code == 404
    assert client_for("bo").get(at("version", template, 9)).status_code == 404


# --- reading ----------------------------------------------------------------------------------------------


def test_the_preview_shows_what_is_asked_and_who_sees_it(client_for):
    shape = json.loads(json.dumps(scene.SHAPE))
    shape["sections"][0]["guidance"] = "Spørg <b>den unge</b> selv."
    template = scene.used(document=parse(shape), source="Egne ord")
    page = said(client_for("dina"), at("template", template))
    for words in (
        "Begynd med det, der går godt.",
        "Det, der bærer",
        "Går til noget fast",
        "<li>Ja</li><li>Nej</li>",
        "Ved ikke",
        "Ikke relevant",
        "Skal besvares; hvordan man ved det: set, skøn, fortalt af andre",
        "Med kilde",
        "Spørg &lt;b&gt;den unge&lt;/b&gt; selv.",
        "Kun socialrådgivere og ledere ser det.",
        "Konklusion",
        "Egne ord",
        "1, i brug fra",
    ):
        assert words in page, words


def test_a_former_version_stays_readable_and_says_so(template, client_for):
    with acting_as("bo") as bo:
        templates.take_into_use(by=bo, template=template, edition=1, changed="Søvnen er med.")
    before = said(client_for("dina"), at("version", template, 1))
    assert "Ikke længere i brug" in before
    assert "Læs, hvad der spørges om nu" in before
    assert "Søvnen er med." in said(client_for("dina"), at("template", template))


def test_the_list_tells_them_apart(template, client_for):
    scene.begun(title="Kun en kladde")
    gone = scene.used(title="Gået af brug")
    with acting_as("bo") as bo:
        templates.retire(by=bo, template=gone)
    own, neighbour = said(client_for("bo"), LIST), said(client_for("hanne"), LIST)
    places = [own.index(words) for words in (">I brug<", "Overblik", ">Kladder<", "Kun en kladde", "Gået af brug")]
    assert places == sorted(places)
    assert "Fra andre myndigheder" in neighbour
    for hidden in ("Kun en kladde", "Gået af brug", "Den næste udgave"):
        assert hidden not in neighbour
    assert "ny version er ved at blive skrevet" in own
    assert "ny version er ved at blive skrevet" not in neighbour


# --- beginning --------------------------------------------------------------------------------------------


def test_one_is_begun_from_nothing_and_sent_twice_begun_once(client_for):
    bo, form = client_for("bo"), str(uuid4())
    answers = [sent(bo, NEW, **template_scene.about(form_of="talk"), form=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert "Ingen afsnit endnu" in said(bo, answers[0]["Location"])
    with acting_as("bo"):
        assert Template.objects.get().form == "talk"
        assert TemplateVersion.objects.get().title == "Ny skabelon"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": " "}, "Skriv, hvad skabelonen hedder."),
        ({"summary": ""}, "Skriv på én linje, hvad skabelonen er til."),
        ({"form_of": "score"}, "score er ikke en af de tilgængelige"),
        ({"guidance": "Ring til 010203-1234"}, "ligner et CPR-nummer"),
        ({"guidance": "Spørg gerne Mohammed om det."}, "Mohammed"),
        ({"title": "x" * 91}, "Teksten er for lang"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_for, changes, words):
    answer = sent(client_for("bo"), NEW, **template_scene.about(source="Husk mig") | changes)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Husk mig" in page
    with acting_as("bo"):
        assert not Template.objects.exists()


def test_a_starter_is_taken_over_as_a_draft(client_for):
    bo, form = client_for("bo"), str(uuid4())
    address = at("starter", "ressourcer-og-risici")
    page = said(bo, address)
    assert "Begynd hvert område med det, der går godt" in page
    assert "SFI" in page
    answers = [sent(bo, address, do="take", form=form) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    edit = said(bo, answers[0]["Location"])
    assert "Den unge møder op de fleste dage" in edit
    with acting_as("bo"):
        version = TemplateVersion.objects.get()
        assert parse(version.document) == starters()["ressourcer-og-risici"].document
        assert Template.objects.get().starter == "ressourcer-og-risici"
    assert bo.get(at("starter", "findes-ikke")).status_code == 404


def test_another_authoritys_is_taken_over_as_ones_own(template, client_for, as_maintenance):
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 1 WHERE id = %s", [named("hanne")])
    hanne = client_for("hanne")
    assert "Overtag den som vores kladde" in said(hanne, at("template", template))
    answer = sent(hanne, at("take-over", template))
    assert answer.status_code == 302
    with acting_as("hanne"):
        own = TemplateVersion.objects.get(owner_id=named("herlev"))
        assert (own.title, own.state, own.number) == ("Overblik først", "draft", 1)
        assert own.template_id != template
    assert client_for("bo").get(answer["Location"]).status_code == 404


# --- writing ----------------------------------------------------------------------------------------------


def test_a_section_and_a_question_are_added_once_each(template, client_for):
    bo, form = client_for("bo"), str(uuid4())
    for _ in range(2):
        fields = template_scene.section(version="1", form=form, category="health")
        assert sent(bo, at("section-new", template), **fields).status_code == 302
    added = document(template).sections[-1]
    assert (len(document(template).sections), added.title, added.category) == (4, "Skole", Category.HEALTH)
    for _ in range(2):
        fields = template_scene.question(version="2", form=form)
        assert sent(bo, at("question-new", template, added.key), **fields).status_code == 302
    (asked,) = document(template).sections[-1].questions
    assert (asked.kind, asked.choices) == (Kind.CHOICE, ("Ja", "Delvist", "Nej"))
    assert (asked.is_required, asked.may_not_know, asked.may_not_matter) == (True, True, False)


def test_a_question_is_changed_and_keeps_its_key(template, client_for):
    bo = client_for("bo")
    address = at("question", template, "leisure", "friends")
    assert "Hvem er den unge sammen med?" in said(bo, address)
    fields = template_scene.question(version="1", kind="text", choices="", text="Hvem ses den unge med?")
    assert sent(bo, address, **fields).status_code == 302
    changed = document(template).section("leisure").questions[1]
    assert (changed.key, changed.text, changed.kind) == ("friends", "Hvem ses den unge med?", Kind.TEXT)
    # What is in use is as it was.
    assert document(template, state=VersionState.IN_USE) == scene.document()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": ""}, "Skriv spørgsmålet."),
        ({"choices": "Ja\n3"}, "»3«: Skriv det med ord"),
        ({"choices": "Ja\nRød"}, "»Rød«: "),
        ({"choices": "Ja\nHøj grad"}, "»Høj grad«: "),
        ({"choices": "Ja"}, "mindst to"),
        ({"choices": "Ja\nja"}, "to gange"),
        ({"choices": "\n".join(f"Svar {'a' * each}" for each in range(1, 14))}, "for mange"),
        ({"kind": "text"}, "egne ord"),
        ({"kind": "number"}, "number er ikke en af de tilgængelige"),
        ({"choices": "Ja\n010203-1234"}, "ligner et CPR-nummer"),
    ],
)
def test_a_question_that_is_wrong_says_so_at_its_field(template, client_for, changes, words):
    fields = template_scene.question(version="1", guidance="Husk mig") | changes
    answer = sent(client_for("bo"), at("question-new", template, "leisure"), **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Husk mig" in answer.content.decode()
    assert document(template) == scene.document()


@pytest.mark.parametrize(
    ("choices", "bad"),
    [
        ("Rød\nGul\nGrøn", ("Rød", "Gul", "Grøn")),
        ("1\n2", "12"),
        ("Ved ikke\nHøj risiko\nLav risiko", ("Høj risiko", "Lav risiko")),
    ],
)
def test_each_word_that_is_none_is_said_and_what_was_typed_stays(template, client_for, choices, bad):
    fields = template_scene.question(version="1", choices=choices, guidance="Husk det gode først.")
    page = sent(client_for("bo"), at("question", template, "leisure", "goes"), **fields).content.decode()
    for word in bad:
        assert f"»{word}«: " in page, word
    assert f">\n{choices}</textarea>" in page
    assert "Husk det gode først." in page


def test_sections_and_questions_move_and_are_taken_out(template, client_for):
    bo = client_for("bo")
    edit = at("edit", template)
    for _ in range(2):
        assert sent(bo, edit, version="1", do="health/0").status_code == 302
    assert [each.key for each in document(template).sections] == ["health", "leisure", "own"]
    assert sent(bo, edit, version="2", do="leisure/friends/0").status_code == 302
    assert [each.key for each in document(template).section("leisure").questions] == ["friends", "goes"]
    assert "Disse spørgsmål følger med ud" in said(bo, at("section-remove", template, "health"))
    for _ in range(2):
        assert sent(bo, at("section-remove", template, "health"), version="3").status_code == 302
    assert sent(bo, at("question-remove", template, "leisure", "goes"), version="4").status_code == 302
    left = document(template)
    assert [(each.key, [asked.key for asked in each.questions]) for each in left.sections] == [
        ("leisure", ["friends"]),
        ("own", ["words"]),
    ]
    for odd in ("", "nothing/1", "leisure/nothing/1", "leisure", "own/99999999999", "/", "leisure/x/y/z"):
        assert sent(bo, edit, version="5", do=odd).status_code == 302, odd
    assert document(template) == left


PIECES = {
    "about": ((), template_scene.about(title="Mit")),
    "section": (("leisure",), template_scene.section(title="Mit")),
    "section-new": ((), template_scene.section(title="Mit")),
    "question": (("leisure", "goes"), template_scene.question(text="Mit")),
    "question-new": (("leisure",), template_scene.question(text="Mit")),
}


@pytest.mark.parametrize("name", PIECES)
def test_of_two_who_write_at_once_the_second_loses_nothing(template, client_for, name):
    arguments, fields = PIECES[name]
    with acting_as("frida") as frida:
        shape = json.loads(json.dumps(scene.SHAPE))
        shape["sections"][1]["title"] = "Fridas helbred"
        templates.save(by=frida, template=template, told=scene.told(document=parse(shape)), edition=1)
    bo, address, form = client_for("bo"), at(name, template, *arguments), str(uuid4())
    answer = sent(bo, address, **fields, version="1", form=form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mit" in page
    assert "Frida Leder" in page
    assert 'name="version" value="2"' in page
    assert sent(bo, address, **fields, version="2", form=form).status_code == 302
    # Both are there.
    titles = [each.title for each in document(template).sections]
    assert "Fridas helbred" in titles
    assert "Mit" in str(document(template)) or name == "about"


@pytest.mark.parametrize("name", ["edit", "section-remove"])
def test_what_is_pressed_on_an_old_page_is_not_done(template, client_for, name):
    with acting_as("frida") as frida:
        templates.save(by=frida, template=template, told=scene.told(title="Fridas"), edition=1)
    address = at(name, template, *(["health"] if name == "section-remove" else []))
    answer = sent(client_for("bo"), address, version="1", do="health/0")
    assert answer.status_code == 409
    assert document(template) == scene.document()


def test_when_the_draft_was_taken_into_use_meanwhile_what_was_typed_begins_the_next(template, client_for):
    with acting_as("frida") as frida:
        templates.take_into_use(by=frida, template=template, edition=1, changed="Nyt.")
    bo, address = client_for("bo"), at("question", template, "leisure", "goes")
    fields = template_scene.question(text="Mit spørgsmål")
    answer = sent(bo, address, **fields, version="1")
    assert answer.status_code == 409
    assert "Mit spørgsmål" in answer.content.decode()
    assert sent(bo, address, **fields, version="0").status_code == 302
    assert document(template).section("leisure").questions[0].text == "Mit spørgsmål"
    with acting_as("bo"):
        assert TemplateVersion.objects.get(state=VersionState.DRAFT).number == 3


def test_without_a_draft_one_is_led_to_what_is_in_use(client_for):
    template = scene.used()
    bo = client_for("bo")
    for name in ("edit", "about", "section-new", "use"):
        assert bo.get(at(name, template))["Location"] == at("template", template)
    assert sent(bo, at("next", template))["Location"] == at("edit", template)
    assert document(template) == scene.document()
    assert sent(bo, at("next", template)).status_code == 302
    with acting_as("bo"):
        assert TemplateVersion.objects.count() == 2
