"""Assessments attacked as the application's role: from another organisation, next door, and from within."""

from datetime import timedelta

import pytest

from tests import assessment_scene as scene
from tests import case_scene
from tests.cast import named
from tests.database.scene import acting, enter, refused
from tests.stage import acting_as
from tvaers.assessments import queries
from tvaers.assessments.access import get_for_reading
from tvaers.assessments.actions import filling, reading
from tvaers.assessments.enums import Tool, Verdict
from tvaers.assessments.models import Assessment, AssessmentPart, Conclusion, Elsewhere, SecondReading
from tvaers.cases import timeline
from tvaers.cases.actions import course, restricting
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case
from tvaers.cases.tasks import erase_due
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import May
from tvaers.sharing.models import Access

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
LOCKED, NOT_MINE, NOT_READY, NOT_ALLOWED = "TV040", "TV041", "TV099", "42501"
OTHER_NAME, MOVED = "TV042", "TV028"
MODELS = (Assessment, AssessmentPart, Conclusion, SecondReading, Elsewhere)


@pytest.fixture
def case(as_maintenance):
    case_scene.let_the_law_carry_everything(as_maintenance)
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def filed(case):
    """A signed assessment of Frida's with a section on health, read second, and one done elsewhere."""
    made = scene.signed(case, scene.used(), "frida")
    with acting_as("bo") as bo:
        reading.read(by=bo, case=case, assessment=made, verdict=Verdict.DISSENTS, words="Skolen mangler.")
        reading.note_elsewhere(by=bo, case=case, tool=Tool.SAVRY, named="", done_on=clock.today(), done_by="Ungeteamet")
    return made


def counts(who):
    """How many rows of each table somebody sees."""
    with acting_as(who):
        return [model.objects.count() for model in MODELS]


def test_another_organisation_sees_and_counts_nothing(case, filed):
    assert counts("alice") == [1, 2, 1, 1, 1]
    for who in ("hanne", "palle", "oda", "karen", "vera", "gerda", "inga"):
        assert counts(who) == [0] * 5, who


@pytest.mark.parametrize(
    ("shared", "seen"),
    [
        (Category.PLAN, [1, 1, 0, 0, 0]),
        (Category.PLAN | Category.ASSESSMENT, [1, 2, 1, 1, 1]),
        (Category.PLAN | Category.OTHERS, [1, 1, 0, 0, 0]),
        (Category.PLAN | Category.ENTRY, [1, 1, 0, 0, 0]),
    ],
    ids=["plan", "assessment", "others", "entry"],
)
def test_who_is_given_some_categories_reads_those_sections_and_no_other(case, filed, shared, seen):
    case_scene.share(acting_as, case, shared)
    assert counts("hanne") == seen
    with acting_as("hanne"):
        view = get_for_reading(case=case, id=filed)
        assert all(part.section.category & shared for part in view.parts)
        assert bool(view.conclusion) is bool(shared & Category.ASSESSMENT)
        told, _more = timeline.happened(case=case, only="assessments")
        assert any(scene.CONCLUSION in event.assessment for event in told) is bool(shared & Category.ASSESSMENT)


def test_when_the_sharing_ends_nothing_of_it_is_left(case, filed):
    case_scene.share(acting_as, case, Category.PLAN | Category.ASSESSMENT)
    with acting_as("frida"):
        access = Access.objects.get(dossier_id=case, organisation_id=named("herlev"))
        sharing.end(access=access.id)
    assert counts("hanne") == [0] * 5


def test_a_draft_is_nobodys_but_its_authors_in_every_table(case):
    scene.filled(case, scene.used())
    assert counts("alice")[:3] == [1, 2, 1]
    for who in ("bo", "frida"):
        assert counts(who) == [0] * 5, who


def test_nobody_writes_into_a_colleagues_draft_or_into_what_is_signed(case, as_app):
    template = scene.used()
    draft, signed = scene.filled(case, template), scene.signed(case, template)
    with acting(as_app, "bo"):
        for row in (draft, signed):
            changed = as_app.execute(
                "UPDATE assessments_assessmentpart SET answers = '' WHERE assessment_id = %s", [row]
            )
            assert changed.rowcount == 0
            gone = as_app.execute("DELETE FROM assessments_conclusion WHERE id = %s", [row])
            assert gone.rowcount == 0
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        assert refused(as_app, PART, {"case": case, "of": draft}) == NOT_ALLOWED
        assert refused(as_app, PART, {"case": case, "of": signed}) == NOT_ALLOWED
        moved = "UPDATE assessments_assessment SET about_on = about_on - 1 WHERE id = %(of)s"
        assert refused(as_app, moved, {"of": signed}) == LOCKED
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        assert refused(as_app, PART, {"case": case, "of": signed}) == NOT_ALLOWED
        mine = "UPDATE assessments_assessment SET {} WHERE id = %(of)s"
        for change in ("author_id = gen_random_uuid()", "category = 511", "is_police_material = true", "form = 'log'"):
            assert refused(as_app, mine.format(change), {"of": draft}) in {NOT_MINE, OTHER_NAME}, change


def test_no_piece_of_a_draft_moves_into_another_case(case, as_app):
    draft = scene.filled(case, scene.used())
    with acting_as("alice") as alice:
        other = case_scene.case(alice)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        for table, of in (("assessmentpart", "assessment_id"), ("conclusion", "id")):
            moves = f"UPDATE assessments_{table} SET dossier_id = %(to)s WHERE {of} = %(of)s"
            assert refused(as_app, moves, {"to": other, "of": draft}) == MOVED


PART = (
    "INSERT INTO assessments_assessmentpart (id, dossier_id, assessment_id, category, place, asked, answers, version)"
    " VALUES (gen_random_uuid(), %(case)s, %(of)s, 16, 9, '', '', 1)"
)
SIGNS = (
    "UPDATE assessments_assessment SET state = 'signed', signed_at = now(), expires_on = %(until)s WHERE id = %(of)s"
)


def test_nothing_is_signed_past_the_page(case, as_app):
    template = scene.used()
    empty = scene.filled(case, template, concluded=False)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        soon, late = clock.today() + timedelta(days=30), clock.today() + timedelta(days=400)
        assert refused(as_app, SIGNS, {"of": empty, "until": soon}) == NOT_READY
    ready = scene.filled(case, template)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        assert refused(as_app, SIGNS, {"of": ready, "until": late}) == NOT_READY
        assert refused(as_app, SIGNS, {"of": ready, "until": None}) == "23514"
        as_app.execute(SIGNS, {"of": ready, "until": soon})


SECOND = (
    "INSERT INTO assessments_secondreading (id, dossier_id, assessment_id, verdict, words, by, by_organisation_id, at)"
    " VALUES (gen_random_uuid(), %(case)s, %(of)s, 'agrees', '', %(by)s, %(organisation)s, now())"
)


def test_nobody_is_the_second_reader_of_their_own_or_in_anothers_name(case, as_app):
    template = scene.used()
    draft, signed = scene.filled(case, template), scene.signed(case, template)
    given = {"case": case, "organisation": named("gladsaxe")}
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        assert refused(as_app, SECOND, given | {"of": signed, "by": named("alice")}) == NOT_ALLOWED
        assert refused(as_app, SECOND, given | {"of": draft, "by": named("alice")}) == NOT_ALLOWED
        assert refused(as_app, SECOND, given | {"of": signed, "by": named("bo")}) == OTHER_NAME
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        herlev = given | {"of": signed, "by": named("hanne"), "organisation": named("herlev")}
        assert refused(as_app, SECOND, herlev) == NOT_ALLOWED


def test_who_only_reads_writes_nothing(case, filed, as_app):
    case_scene.share(acting_as, case, Category.PLAN | Category.ASSESSMENT, may=May.READ)
    herlev = {"case": case, "of": filed, "by": named("hanne"), "organisation": named("herlev")}
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert refused(as_app, SECOND, herlev) == NOT_ALLOWED


COPIED = """
INSERT INTO assessments_template (id, owner_id, audience, form, starter, begun_by, begun_at)
    SELECT %(copy)s, %(police)s, '{}', form, '', begun_by, begun_at FROM assessments_template WHERE id = %(template)s;
INSERT INTO assessments_templateversion (id, owner_id, template_id, number, state, title, summary, source, document,
    changed, edition, written_by, written_at, taken_by, taken_at)
    SELECT %(copy)s, %(police)s, %(copy)s, number, state, title, summary, source, document, changed, edition,
        written_by, written_at, taken_by, taken_at FROM assessments_templateversion WHERE template_id = %(template)s;
"""


def test_what_the_police_write_in_anothers_case_is_passed_on_by_nobody_but_them(case, as_maintenance):
    asked = scene.document(concludes=False, sections=[scene.SHAPE["sections"][2] | {"category": "entry"}])
    given = {"copy": str(named("copy")), "police": str(named("police")), "template": str(scene.used(document=asked))}
    for statement in COPIED.strip().split(";\n"):
        as_maintenance.execute(statement.strip(";"), given)
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle", may=May.CONTRIBUTE)
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting_as("palle") as palle:
        made = filling.begin(
            by=palle, case=case, version=named("copy"), about_on=clock.today(), categories=Category.ENTRY
        )
        filling.sign(by=palle, case=case, assessment=made, version=1)
    assert [counts(who)[0] for who in ("palle", "alice", "hanne")] == [1, 1, 0]


def test_they_go_with_the_case_when_it_is_erased(case, filed, as_maintenance):
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.NOT_NEEDED, reason="Der er ro")
        Case.objects.filter(id=case).update(erase_on=clock.today())
    erase_due(organisation=str(named("gladsaxe")))
    for model in MODELS:
        left = as_maintenance.execute(f"SELECT count(*) FROM {model._meta.db_table}")
        assert left.fetchone() == (0,), model


def test_whose_case_is_restricted_finds_no_assessment_of_it(case, filed):
    with acting_as("alice") as alice:
        restricting.restrict(by=alice, case=case, named=[named("frida")], reason="Trusler mod familien")
    assert counts("alice")[0] == 1
    assert counts("bo") == [0] * 5
    with acting_as("bo"):
        assert queries.of_case(case=case) == []
