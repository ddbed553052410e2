"""Surveys of safety: begun, counted, published with small numbers hidden, taken back, followed up and erased."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import picture_scene
from tests import survey_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.surveys import actions, queries, tasks
from tvaers.surveys.actions import ChangedMeanwhileError
from tvaers.surveys.enums import CellKind, SurveyState
from tvaers.surveys.models import SafetyProblem, ShownCell, Survey, SurveyCount
from tvaers.surveys.rules import TooAlikeError, TooFewError, WrongStateError
from tvaers.surveys.waiting import for_actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def sees(who):
    with acting_as(who):
        return [row["id"] for row in queries.every()]


def test_a_draft_is_the_owners_own_and_what_is_published_its_audiences():
    survey = scene.typed()
    for who, expected in (("dina", [survey]), ("hanne", []), ("palle", []), ("oda", [])):
        assert sees(who) == expected, who
    with acting_as("bo") as bo:
        actions.publish(by=bo, survey=survey, reach=scene.reach(), edition=2)
    for who, expected in (("dina", [survey]), ("hanne", [survey]), ("palle", [survey]), ("oda", []), ("vera", [])):
        assert sees(who) == expected, who
    with acting_as("oda") as oda, pytest.raises(Http404):
        queries.one(actor=oda, survey=survey)


def test_the_audience_reads_what_is_shown_and_never_what_was_counted():
    survey = scene.published()
    with acting_as("dina"):
        assert queries.counts_of(survey) == scene.counts()
    with acting_as("hanne") as hanne:
        assert queries.counts_of(survey) == {}
        cells = queries.cells_of(survey)[survey]
        assert queries.one(actor=hanne, survey=survey)["answered"] == scene.ANSWERED
    day = cells["day"]
    assert day["very-safe"].kind is CellKind.FEW
    # The sheets that were left open protect it.
    assert day["not-answered"].kind is CellKind.HIDDEN
    assert (day["safe"].kind, day["safe"].number) == (CellKind.SHOWN, 19)
    assert not [cell for of in cells.values() for cell in of.values() if cell.number is not None and cell.number < 5]


def test_what_is_told_of_too_few_or_of_nothing_is_not_published():
    empty, small = scene.begun(), scene.typed(what=scene.counted(4, counts=_several(4)))
    with acting_as("bo") as bo:
        with pytest.raises(TooFewError):
            actions.publish(by=bo, survey=empty, reach=scene.reach(), edition=1)
        with pytest.raises(TooFewError):
            actions.publish(by=bo, survey=small, reach=scene.reach(), edition=2)
    assert sees("hanne") == []


def _several(number):
    return {"places": dict.fromkeys(scene.counts()["places"], number)}


@pytest.mark.parametrize("where", ["sum", "above", "cell"])
def test_counts_that_cannot_be_are_refused(where):
    survey, wrong = scene.begun(), scene.counts()
    if where == "sum":
        wrong["day"]["safe"] += 1
    elif where == "above":
        wrong["places"]["paths"] = scene.ANSWERED + 1
    else:
        wrong["age"].pop("not-answered")
    with acting_as("bo") as bo, pytest.raises(ValueError, match=r"^(day|places|age)$"):
        actions.type_counts(by=bo, survey=survey, counted=scene.counted(counts=wrong), edition=1)
    with acting_as("bo"):
        assert not SurveyCount.objects.exists()


def test_counts_typed_again_take_the_place_of_the_former_and_a_colleagues_are_not_lost():
    survey = scene.typed()
    other = scene.counted(80)
    with acting_as("dina") as dina:
        with pytest.raises(ChangedMeanwhileError):
            actions.type_counts(by=dina, survey=survey, counted=other, edition=1)
        actions.type_counts(by=dina, survey=survey, counted=other, edition=2)
        # Sent twice, it is saved once.
        actions.type_counts(by=dina, survey=survey, counted=other, edition=2)
        assert queries.counts_of(survey) == other.counts
        assert Survey.objects.get().edition == 3


def test_what_was_published_is_never_changed_and_taken_back_it_is_the_owners_alone():
    survey = scene.published()
    with acting_as("bo") as bo:
        with pytest.raises(WrongStateError):
            actions.save(by=bo, survey=survey, told=scene.told(title="Ny"), edition=2)
        with pytest.raises(WrongStateError):
            actions.type_counts(by=bo, survey=survey, counted=scene.counted(70), edition=2)
        with pytest.raises(WrongStateError):
            actions.publish(by=bo, survey=survey, reach=scene.reach(), edition=2)
        with pytest.raises(WrongStateError):
            actions.drop(by=bo, survey=survey)
        actions.end(by=bo, survey=survey)
        actions.end(by=bo, survey=survey)
        assert Survey.objects.get().state == SurveyState.ENDED
    assert (sees("bo"), sees("hanne")) == ([survey], [])


def test_who_reads_it_is_changed_later():
    survey = scene.published()
    with acting_as("bo") as bo:
        actions.arrange(by=bo, survey=survey, reach=scene.reach("police"))
    assert (sees("palle"), sees("hanne")) == ([survey], [])


@pytest.mark.parametrize("who", ["palle", "hanne", "vera", "helga", "karen", "oda"])
def test_who_makes_no_surveys_here_writes_none(who):
    survey = scene.published()
    with acting_as(who) as somebody:
        for deed in (
            lambda: actions.end(by=somebody, survey=survey),
            lambda: actions.arrange(by=somebody, survey=survey, reach=scene.reach()),
            lambda: actions.add_problem(by=somebody, survey=survey, remedy=scene.remedy()),
        ):
            with pytest.raises((PermissionDenied, Http404)):
                deed()
        if who in {"palle", "vera", "helga", "karen"}:
            with pytest.raises(PermissionDenied):
                actions.begin(by=somebody, told=scene.told())


def test_a_form_sent_twice_begins_one_and_a_draft_is_dropped_with_its_counts():
    form = uuid4()
    with acting_as("bo") as bo:
        survey = actions.begin(by=bo, told=scene.told(), form=form)
        assert actions.begin(by=bo, told=scene.told(), form=form) == survey
        actions.type_counts(by=bo, survey=survey, counted=scene.counted(), edition=1)
        actions.drop(by=bo, survey=survey)
        assert not Survey.objects.exists()
        assert not SurveyCount.objects.exists()


def test_what_is_to_be_done_stands_on_the_survey_until_it_is_done_with_words():
    survey = scene.published()
    later = scene.problem(survey, what="Klip hækken", due_on=clock.today() + timedelta(days=90))
    first = scene.problem(survey)
    with acting_as("palle"):
        rows = queries.problems(survey=survey)
    assert [row["id"] for row in rows] == [first, later]
    assert len({row["responsible"] for row in rows}) == 1
    with acting_as("bo") as bo:
        actions.say_done(by=bo, problem=first, words="Tre nye lamper", on=clock.today())
        actions.say_done(by=bo, problem=first, words="Noget andet", on=clock.today())
        rows = queries.problems(survey=survey)
        assert [(row["id"], row["done_words"]) for row in rows] == [(later, ""), (first, "Tre nye lamper")]
        actions.take_out_problem(by=bo, problem=later)
        assert SafetyProblem.objects.count() == 1


def test_today_tells_whose_turn_it_is():
    survey = scene.published(arranged={"remeasure_on": clock.today()})
    scene.problem(survey, due_on=clock.today())
    scene.problem(survey, what="Venter", due_on=clock.today() + timedelta(days=30))
    until = clock.now() + timedelta(days=7)
    lines = {}
    for who in ("bo", "palle", "hanne"):
        with acting_as(who) as somebody:
            lines[who] = [str(line.what) for line in for_actor(somebody, until)]
    assert lines["palle"] == ["Lys på stien"]
    assert lines["hanne"] == []
    assert len(lines["bo"]) == 1
    # Asked again, it waits no longer.
    scene.begun()
    with acting_as("bo") as bo:
        assert for_actor(bo, until) == []


def test_the_night_erases_what_has_had_its_day_with_all_that_hangs_on_it(as_maintenance):
    over, holds = scene.published(), scene.published()
    scene.problem(over)
    as_maintenance.execute("UPDATE surveys_survey SET expires_at = now() - interval '1 day' WHERE id = %s", [over])
    tasks.erase_ended(organisation=str(named("gladsaxe")))
    assert sees("bo") == [holds]
    with acting_as("bo"):
        assert not SafetyProblem.objects.exists()
        for model in (SurveyCount, ShownCell):
            assert set(model.objects.values_list("survey_id", flat=True)) == {holds}


@pytest.mark.parametrize(("more", "told"), [(1, True), (4, True), (5, False), (0, False)])
def test_what_a_few_more_sheets_said_is_told_by_no_second_publication(more, told):
    before = scene.published()
    with acting_as("bo") as bo:
        actions.end(by=bo, survey=before)
    again = scene.typed(what=scene.counted(scene.ANSWERED + more))
    with acting_as("bo") as bo:
        if told:
            with pytest.raises(TooAlikeError):
                actions.publish(by=bo, survey=again, reach=scene.reach(), edition=2)
        else:
            actions.publish(by=bo, survey=again, reach=scene.reach(), edition=2)


def test_what_was_taken_back_keeps_its_problems_as_they_were():
    survey = scene.published()
    problem = scene.problem(survey)
    with acting_as("bo") as bo:
        actions.end(by=bo, survey=survey)
    with acting_as("bo") as bo:
        with pytest.raises(WrongStateError):
            actions.say_done(by=bo, problem=problem, words="Gjort", on=clock.today())
        with pytest.raises(WrongStateError):
            actions.take_out_problem(by=bo, problem=problem)


def test_the_probation_service_reads_in_today_what_it_is_to_do():
    survey = scene.published("bo", "probation")
    scene.problem(survey, responsible=named("probation"), due_on=clock.today())
    with acting_as("karen") as karen:
        assert [str(line.what) for line in for_actor(karen, clock.now())] == ["Lys på stien"]
