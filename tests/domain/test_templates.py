"""Templates: begun, saved, taken into use, retired; as files, taken over, and refused with a place for each fault."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import assessment_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.assessments import queries
from tvaers.assessments.access import get_for_keeping, may_keep
from tvaers.assessments.actions import templates
from tvaers.assessments.actions.templates import ChangedMeanwhileError, Told
from tvaers.assessments.documents import Wrong, dump, parse
from tvaers.assessments.enums import Form, VersionState
from tvaers.assessments.models import Template, TemplateVersion
from tvaers.assessments.packing import MOST, Package, pack, unpack
from tvaers.assessments.rules import WrongStateError
from tvaers.assessments.starting import LANGUAGE, TEXTS, starters
from tvaers.foundation import ids
from tvaers.guard.enums import Category

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
PACKAGE = Package(title="Overblik", summary="Kort.", source="Egne ord", form=Form.TALK, document=scene.document())


def states(template):
    return {row.number: row.state for row in TemplateVersion.objects.filter(template_id=template)}


def test_coordinators_and_leaders_of_authorities_keep_templates_and_nobody_else():
    template = scene.used(to=("herlev",))
    for who in ("bo", "frida"):
        with acting_as(who) as actor:
            assert may_keep(actor)
            assert get_for_keeping(actor=actor, id=template).id == template
    for who in ("alice", "dina", "gerda", "hanne", "helga", "vera"):
        with acting_as(who) as actor:
            assert not may_keep(actor)
            with pytest.raises(PermissionDenied):
                templates.begin(by=actor, form=Form.TALK, told=scene.told())
    with acting_as("hanne") as hanne, pytest.raises(PermissionDenied):
        templates.save(by=hanne, template=template, told=scene.told(), edition=0)
    with acting_as("oda") as oda, pytest.raises(Http404):
        templates.save(by=oda, template=template, told=scene.told(), edition=0)


def test_a_form_sent_twice_begins_one_template():
    key = ids.opaque()
    with acting_as("bo") as bo:
        first, second = (templates.begin(by=bo, form=Form.LOG, told=scene.told(), key=key) for _ in range(2))
    assert first == second
    with acting_as("bo"):
        assert Template.objects.count() == TemplateVersion.objects.count() == 1


def test_versions_go_from_draft_to_in_use_to_retired_one_of_each_at_a_time():
    template = scene.begun()
    with acting_as("bo") as bo:
        with pytest.raises(WrongStateError):
            templates.retire(by=bo, template=template)
        assert templates.take_into_use(by=bo, template=template, edition=1) == 1
        with pytest.raises(WrongStateError):
            templates.take_into_use(by=bo, template=template, edition=1)
        assert templates.save(by=bo, template=template, told=scene.told(title="To"), edition=0) == 1
        assert states(template) == {1: VersionState.IN_USE, 2: VersionState.DRAFT}
        assert templates.take_into_use(by=bo, template=template, edition=1, changed="Nyt.") == 2
        assert states(template) == {1: VersionState.RETIRED, 2: VersionState.IN_USE}
        templates.retire(by=bo, template=template)
        assert set(states(template).values()) == {VersionState.RETIRED}


def test_without_a_question_nothing_is_taken_into_use():
    with acting_as("bo") as bo:
        empty = parse({"sections": [{"key": "s", "title": "Tomt"}]})
        template = templates.begin(by=bo, form=Form.TALK, told=scene.told(document=empty))
        with pytest.raises(WrongStateError):
            templates.take_into_use(by=bo, template=template, edition=1)


def test_nobody_writes_over_a_colleague_and_the_same_form_is_saved_once():
    template = scene.begun()
    with acting_as("bo") as bo:
        assert templates.save(by=bo, template=template, told=scene.told(title="Bos"), edition=1) == 2
        assert templates.save(by=bo, template=template, told=scene.told(title="Bos"), edition=1) == 2
    with acting_as("frida") as frida:
        for edition in (0, 1, 9):
            with pytest.raises(ChangedMeanwhileError):
                templates.save(by=frida, template=template, told=scene.told(title="Fridas"), edition=edition)
        with pytest.raises(ChangedMeanwhileError):
            templates.take_into_use(by=frida, template=template, edition=1)
        assert TemplateVersion.objects.get().title == "Bos"


def test_a_draft_is_dropped_and_the_template_with_it_when_nothing_else_is_there():
    template = scene.used()
    with acting_as("bo") as bo:
        templates.save(by=bo, template=template, told=scene.told(), edition=0)
        assert not templates.drop(by=bo, template=template)
        assert not templates.drop(by=bo, template=template)
    fresh = scene.begun()
    with acting_as("bo") as bo:
        assert templates.drop(by=bo, template=fresh)
        assert not Template.objects.filter(id=fresh).exists()


def test_the_audience_sees_what_is_in_use_and_takes_it_over_as_its_own():
    template = scene.used(to=("herlev",))
    scene.begun(title="Kladde")
    with acting_as("bo") as bo:
        templates.save(by=bo, template=template, told=scene.told(title="Ikke færdig"), edition=0)
    with acting_as("hanne") as hanne:
        (entry,) = queries.templates(actor=hanne)
        assert (entry.shown["title"], entry.is_own, entry.has_draft) == ("Overblik først", False, False)
        found = templates.version_to_take_over(template=template)
        assert parse(found["document"]) == scene.document()
    for who in ("oda", "vera", "karen"):
        with acting_as(who) as actor:
            assert queries.templates(actor=actor) == []
            with pytest.raises(Http404):
                templates.version_to_take_over(template=template)
    with acting_as("bo") as bo:
        templates.offer(by=bo, template=template, audience=[named("police"), named("gladsaxe")])
        assert Template.objects.get(id=template).audience == [named("police")]
    with acting_as("hanne") as hanne:
        assert queries.templates(actor=hanne) == []


# --- as files -----------------------------------------------------------------------------------------------


def test_a_file_reads_as_it_was_written():
    assert unpack(pack(PACKAGE)) == PACKAGE
    assert unpack("\ufeff" + pack(PACKAGE)) == PACKAGE
    assert json.loads(pack(PACKAGE))["format"] == "tvaers-template"


def faults(change):
    said = json.loads(pack(PACKAGE))
    change(said)
    with pytest.raises(Wrong) as wrong:
        unpack(json.dumps(said))
    return [where for where, _what in wrong.value.faults]


def _question(said):
    return said["document"]["sections"][0]["questions"][0]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda said: said.update(format="noget andet"), ["format"]),
        (lambda said: said.update(version=2), ["version"]),
        (lambda said: said.update(version=True), ["version"]),
        (lambda said: said.update(title=" "), ["title"]),
        (lambda said: said.update(title=7), ["title"]),
        (lambda said: said.update(summary="x" * 201), ["summary"]),
        (lambda said: said.update(source="Set 010203-1234"), ["source"]),
        (lambda said: said.update(form="risk"), ["form"]),
        (lambda said: said.update(weight=3), ["weight"]),
        (lambda said: said.update(document=[]), [""]),
        (lambda said: said["document"].update(sections={}), ["sections"]),
        (lambda said: said["document"].update(concludes="ja"), ["concludes"]),
        (lambda said: said["document"]["sections"][1].update(category="identity"), ["sections.2.category"]),
        (lambda said: said["document"]["sections"][1].update(key="leisure"), ["sections.2.key"]),
        (lambda said: _question(said).update(kind="number"), ["sections.1.questions.1.kind"]),
        (lambda said: _question(said).update(choices=["Ja"]), ["sections.1.questions.1.choices"]),
        (lambda said: _question(said).update(choices=["Ja", "rød"]), ["sections.1.questions.1.choices.2"]),
        (lambda said: _question(said).update(choices=["Ja", "ja"]), ["sections.1.questions.1.choices"]),
        (lambda said: _question(said).update(text="\ud800"), ["sections.1.questions.1.text"]),
        (lambda said: _question(said).update(text="a\x00b"), ["sections.1.questions.1.text"]),
        (lambda said: _question(said).update(points=3), ["sections.1.questions.1.points"]),
    ],
)
def test_each_fault_of_a_file_is_named_by_its_place(change, where):
    assert faults(change)[: len(where)] == where


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"tvaers-template"',
        "<xml/>",
        '{"format": "tvaers-template", "version": NaN}',
        '{"format": "tvaers-template", "version": 1, "title": Infinity}',
        '{"title": "a", "title": "b"}',
        "[" * 100_000,
        '{"a":' * 50_000,
        "9" * 5_000,
        "x" * (MOST + 1),
    ],
    ids=range(13),
)
def test_what_is_no_template_is_refused_and_never_fails(text):
    with pytest.raises(Wrong) as wrong:
        unpack(text)
    assert wrong.value.faults


def test_all_faults_are_told_at_once():
    def break_it(said):
        said.update(title="", form="noget")
        _question(said).update(choices=["1", "rød", "Ja"], kind="choice")

    assert faults(break_it) == [
        *("title", "form"),
        *("sections.1.questions.1.choices.1", "sections.1.questions.1.choices.2"),
    ]


# --- what comes along ---------------------------------------------------------------------------------------


def test_the_starters_are_taken_over_as_they_are():
    with acting_as("bo") as bo:
        for name, package in starters().items():
            told = Told(title=package.title, summary=package.summary, source=package.source, document=package.document)
            template = templates.begin(by=bo, form=package.form, told=told, starter=name)
            assert templates.take_into_use(by=bo, template=template, edition=1) == 1
            kept = TemplateVersion.objects.get(template_id=template)
            assert parse(kept.document) == package.document
    assert len(list(TEXTS.glob(f"*.{LANGUAGE}.json"))) == len(starters()) == 12


def test_the_overview_has_six_areas_with_resources_before_risks():
    overview = starters()["ressourcer-og-risici"].document
    *areas, own = overview.sections
    assert len(areas) == 6
    groups = [[question.group for question in area.questions] for area in areas]
    for each in groups:
        assert each == sorted(each, key=lambda group: group != "Det, der bærer")
        assert set(each) == {"Det, der bærer", "Det, der bekymrer"}
    assert sum(each.count("Det, der bærer") for each in groups) == 25
    assert sum(each.count("Det, der bekymrer") for each in groups) == 31
    answers = {question.choices for area in areas for question in area.questions}
    assert answers == {("Ja", "Delvist", "Nej")}
    assert all(question.may_not_know and question.may_not_matter for area in areas for question in area.questions)
    assert overview.concludes
    assert own.category is Category.PLAN
    assert Category.HEALTH in {area.category for area in areas}


def test_what_the_others_are_for():
    found = starters()
    assert found["log"].document.needs_consent
    assert not found["log"].document.concludes
    assert found["log"].document.category == Category.ENTRY | Category.PLAN
    for plan in ("exit", "god-loesladelse"):
        assert found[plan].form is Form.PLAN
        assert found[plan].document.needs_consent
        assert not found[plan].document.concludes
    assert found["den-unge"].document.category == Category.PLAN
    assert found["familien"].document.category == Category.PLAN | Category.OTHERS
    assert len([each for each in found["ekstremisme"].document.sections if each.category is not Category.PLAN]) == 9
    assert "ikke bekræftet" in found["ekstremisme"].source
    talk = found["bekymringssamtale"].document
    assert [each.title for each in talk.sections][1:4] == [
        "Kortlæg situationen",
        "Placér ansvaret",
        "Aftal, hvad der skal ske",
    ]
    assert {name for name, each in found.items() if each.document.concludes} == {
        "ressourcer-og-risici",
        "ekstremisme",
        "tilknytning",
    }
    assert found["mentor"].document.needs_consent
    # A street worker sees notes and plans, and no assessment: what they are to fill is neither.
    assert not found["log"].document.category & Category.ASSESSMENT
    assert json.loads(json.dumps(dump(talk))) == dump(talk)
