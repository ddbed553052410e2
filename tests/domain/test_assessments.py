"""Assessments in a case: begun, answered, concluded, signed and locked; read by a second reader; looked at again."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from tests import assessment_scene as scene
from tests import case_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.assessments import leaving, queries, tasks
from tvaers.assessments.access import get_for_reading
from tvaers.assessments.actions import filling, reading
from tvaers.assessments.actions.filling import ChangedMeanwhileError, NothingToFillError, NotReadyError
from tvaers.assessments.enums import Form, State, Tool, Verdict
from tvaers.assessments.models import Assessment, AssessmentPart, Conclusion
from tvaers.assessments.rules import Answer, usual_expiry
from tvaers.foundation import clock
from tvaers.guard.enums import Category

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def case():
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def waiting(by, *, until=None):
    """What waits for somebody, as kind and id."""
    return [(row["kind"], row["id"]) for row in queries.waits(actor=by, until=until or clock.today())]


def read(who, case, assessment):
    with acting_as(who):
        return get_for_reading(case=case, id=assessment)


def test_a_draft_is_its_authors_alone_and_what_is_signed_is_there_for_all_who_see_its_category(case):
    template = scene.used()
    made = scene.filled(case, template)
    assert read("alice", case, made).part("leisure").answers["goes"].chosen == ("Ja",)
    with acting_as("bo"), pytest.raises(Http404):
        get_for_reading(case=case, id=made)
    with acting_as("bo"):
        assert queries.of_case(case=case) == []
    with acting_as("alice") as alice:
        filling.sign(by=alice, case=case, assessment=made, version=2)
    view = read("bo", case, made)
    assert (view.state, view.conclusion, view.reason) == (State.SIGNED, scene.CONCLUSION, scene.REASON)
    with acting_as("bo"):
        assert [row["title"] for row in queries.of_case(case=case)] == ["Overblik først"]


def test_what_is_asked_stays_with_the_answers_when_the_template_goes_on(case):
    template = scene.used()
    made = scene.signed(case, template)
    changed = scene.SHAPE | {
        "sections": [{"key": "leisure", "title": "Noget nyt", "questions": [{"key": "x", "text": "Y"}]}]
    }
    with acting_as("bo") as bo:
        scene.templates.save(by=bo, template=template, told=scene.told(document=scene.parse(changed)), edition=0)
        scene.templates.take_into_use(by=bo, template=template, edition=1)
    assert read("bo", case, made).part("leisure").section.title == "Fritid"


def test_a_section_is_left_out_for_whose_role_does_not_see_its_category(case):
    made = scene.signed(case, scene.used())
    assert [part.section.key for part in read("alice", case, made).parts] == ["leisure", "own"]
    other = scene.signed(case, scene.used(), "frida")
    assert [part.section.key for part in read("frida", case, other).parts] == ["leisure", "health", "own"]
    # Alice's role does not open health: the section is absent, and the rest is there.
    assert [part.section.key for part in read("alice", case, other).parts] == ["leisure", "own"]
    only_health = {"sections": [scene.SHAPE["sections"][1]], "concludes": False}
    template = scene.used(document=scene.document(**only_health))
    with pytest.raises(NothingToFillError):
        scene.filled(case, template)


def test_nothing_is_signed_before_what_must_stand_there_does(case):
    template = scene.used()
    made = scene.filled(case, template, concluded=False)
    with acting_as("alice") as alice, pytest.raises(NotReadyError):
        filling.sign(by=alice, case=case, assessment=made, version=1)
    with acting_as("alice") as alice:
        end = {"words": "Vi ser tiden an.", "reason": "Der er ro.", "expires_on": usual_expiry(clock.today())}
        filling.conclude(by=alice, case=case, assessment=made, version=1, **end)
        part = get_for_reading(case=case, id=made).part("leisure")
        without_basis = scene.answers(goes=Answer(chosen=("Ja",)))
        filling.answer(
            by=alice, case=case, assessment=made, section="leisure", answers=without_basis, version=part.version
        )
        with pytest.raises(NotReadyError):
            filling.sign(by=alice, case=case, assessment=made, version=2)
        again = get_for_reading(case=case, id=made).part("leisure")
        filling.answer(
            by=alice, case=case, assessment=made, section="leisure", answers=scene.answers(), version=again.version
        )
        filling.sign(by=alice, case=case, assessment=made, version=2)


def test_two_windows_write_nothing_over_each_other_and_a_form_sent_twice_is_written_once(case):
    made = scene.filled(case, scene.used())
    with acting_as("alice") as alice:
        shown = get_for_reading(case=case, id=made).part("leisure").version
        told = {"by": alice, "case": case, "assessment": made, "section": "leisure", "version": shown}
        filling.answer(**told, answers=scene.answers())
        filling.answer(**told, answers=scene.answers())
        assert get_for_reading(case=case, id=made).part("leisure").version == shown + 1
        with pytest.raises(ChangedMeanwhileError):
            filling.answer(**told, answers={})


def test_a_log_asks_for_consent_before_it_is_signed(case):
    asks = scene.document(needs_consent=True, concludes=False, sections=[scene.SHAPE["sections"][0]])
    made = scene.filled(case, scene.used(form=Form.LOG, document=asks))
    with acting_as("alice") as alice:
        with pytest.raises(NotReadyError):
            filling.sign(by=alice, case=case, assessment=made, version=2)
        yes = {"consent": "Noah og hans mor har sagt ja.", "consent_on": clock.today()}
        filling.conclude(by=alice, case=case, assessment=made, version=2, **yes)
        filling.sign(by=alice, case=case, assessment=made, version=3)
    assert read("bo", case, made).consent == yes["consent"]


def test_a_second_reader_agrees_or_keeps_a_dissent_beside_it(case):
    made = scene.signed(case, scene.used(), second="bo")
    with acting_as("bo") as bo:
        assert waiting(bo) == [("to-read", made)]
        reading.read(by=bo, case=case, assessment=made, verdict=Verdict.DISSENTS, words="Skolen er for lidt med.")
        assert waiting(bo) == []
    with acting_as("alice") as alice, pytest.raises(PermissionDenied):
        reading.read(by=alice, case=case, assessment=made, verdict=Verdict.AGREES)
    said = read("alice", case, made).readings
    assert [(each.verdict, each.words, each.by_name) for each in said] == [
        (Verdict.DISSENTS, "Skolen er for lidt med.", "Bo Testesen")
    ]


def test_looked_at_again_it_begins_with_the_answers_that_still_fit(case):
    template = scene.used()
    first = scene.signed(case, template)
    with acting_as("alice") as alice:
        again = filling.begin(
            by=alice,
            case=case,
            version=scene.TemplateVersion.objects.get(template_id=template, state="in-use").id,
            about_on=clock.today(),
            categories=Category(511) & ~Category.HEALTH,
            follows=first,
        )
        view = get_for_reading(case=case, id=again)
    assert view.follows_id == first
    assert view.part("leisure").answers == scene.answers()
    assert view.conclusion == ""


def test_a_draft_is_taken_away_whole_and_a_signed_one_never(case):
    template = scene.used()
    draft, signed = scene.filled(case, template), scene.signed(case, template)
    with acting_as("alice") as alice:
        filling.drop(by=alice, case=case, assessment=draft)
        assert not AssessmentPart.objects.filter(assessment_id=draft).exists()
        assert not Conclusion.objects.filter(id=draft).exists()
        with pytest.raises(PermissionDenied):
            filling.drop(by=alice, case=case, assessment=signed)


def test_what_is_signed_is_locked_by_the_database(case):
    made = scene.signed(case, scene.used())
    for change in (
        lambda: Assessment.objects.filter(id=made).update(about_on=clock.today() - timedelta(days=3)),
        lambda: Assessment.objects.filter(id=made).update(state="draft", signed_at=None),
    ):
        with acting_as("alice"), transaction.atomic(), pytest.raises(DatabaseError, match="locked"):
            change()
    with acting_as("alice"):
        assert AssessmentPart.objects.filter(assessment_id=made).update(version=9) == 0
        assert Conclusion.objects.filter(id=made).update(version=9) == 0
        assert Assessment.objects.filter(id=made).delete()[0] == 0


def test_what_was_done_elsewhere_is_noted_without_what_it_said(case):
    with acting_as("alice") as alice:
        reading.note_elsewhere(
            by=alice, case=case, tool=Tool.VERA, named="", done_on=clock.today(), done_by="Psykiatrisk afdeling"
        )
        (row,) = queries.elsewhere(case=case)
        assert (row["tool"], row["done_by"]) == ("vera-2r", "Psykiatrisk afdeling")
    with acting_as("bo") as bo, pytest.raises(Http404):
        reading.take_back_elsewhere(by=bo, case=case, row=row["id"])
    with acting_as("alice") as alice:
        reading.take_back_elsewhere(by=alice, case=case, row=row["id"])
        assert queries.elsewhere(case=case) == []


def test_what_waits_for_whom(case):
    made = scene.filled(case, scene.used())
    with acting_as("alice") as alice:
        assert waiting(alice) == [("draft", made)]
        assert queries.waits(actor=alice, until=clock.today())[0]["person"].name == case_scene.NAME
        filling.sign(by=alice, case=case, assessment=made, version=2)
        assert waiting(alice) == []
        assert waiting(alice, until=usual_expiry(clock.today())) == [("expiring", made)]
    with acting_as("bo") as bo:
        assert waiting(bo, until=usual_expiry(clock.today())) == []


def test_who_leaves_leaves_no_draft_that_nobody_can_read(case, as_maintenance):
    template = scene.used()
    draft, kept = scene.filled(case, template), scene.signed(case, template)
    organisation = str(named("gladsaxe"))
    left = "UPDATE partnerships_membership SET state = 'left', left_at = now() - interval '{} days' WHERE id = %s"
    with acting_as("gerda", route="administration:leave") as gerda:
        assert [held.count for held in leaving._counted(named("alice"))] == [1]
        del gerda
    for days, there in ((29, True), (31, False)):
        as_maintenance.execute(left.format(days), [named("alice")])
        tasks.erase_left_drafts(organisation=organisation)
        ids = [row[0] for row in as_maintenance.execute("SELECT id FROM assessments_assessment").fetchall()]
        assert (draft in ids) is there
        assert kept in ids
    parts = as_maintenance.execute("SELECT count(*) FROM assessments_assessmentpart WHERE assessment_id = %s", [draft])
    assert parts.fetchone() == (0,)
