"""A case that is handed over when the young person moves: copied by disclosure, taken over, and then closed."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from tests import case_scene as scene
from tests.cast import named
from tests.rich_case import POLICE, WORDS, open_case, police_note
from tvaers.cases import rules
from tvaers.cases.access import get_for_reading
from tvaers.cases.actions import course, moving
from tvaers.cases.enums import Criterion, Outcome
from tvaers.cases.models import Case
from tvaers.cases.queries import moving as moving_of
from tvaers.cases.queries import taken_over_as
from tvaers.guard.enums import Category, Purpose
from tvaers.plans.actions import goals
from tvaers.plans.actions.moving import NobodyNamedError, take_over
from tvaers.plans.queries import goals as goals_of
from tvaers.sharing import actions as sharing

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YOURS, MISSING, RECEIVER, KEPT, NOT_TAKEN, POLICY = "TV020", "TV021", "TV022", "TV048", "TV049", "42501"
GIVEN = Category.PLAN | Category.CONCERN | Category.ENTRY | Category.IDENTITY
TAKE = "SELECT guard.take_case_over(%s, %s)"
BEGUN = (
    "INSERT INTO cases_move (id, dossier_id, to_organisation_id, to_name, moves_on, by, answer)"
    " VALUES (gen_random_uuid(), %s, %s, '', current_date, %s, '')"
)


@pytest.fixture
def case(acting_as):
    """Frida's case, which Alice leads, with a goal and a note of the police."""
    opened = open_case()
    police_note(opened)
    with acting_as("alice") as alice:
        goals.agree(by=alice, case=opened, words="Spille fodbold", said_by="Noah", said_on=scene.in_days(0))
    return opened


@pytest.fixture
def moves(acting_as, case):
    """He moves to Herlev."""
    begin(acting_as, case)
    return case


def begin(acting_as, case, *, to="herlev", name="", by="alice"):
    with acting_as(by) as actor:
        moving.begin(by=actor, case=case, to=named(to) if to else None, to_name=name, moves_on=scene.in_days(14))


def given(acting_as, case, categories=GIVEN):
    """Hanne of Herlev is given a copy, and accepts."""
    with acting_as("frida"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    beside = person if categories & Category.IDENTITY else None
    scene.share(acting_as, case, categories & ~Category.IDENTITY, beside=beside)
    if beside:
        scene.answer(acting_as, "hanne", person)


def opening():
    """What Hanne opens the case on; whom it is about is known when it is taken over."""
    return course.Opening(
        person=named("nobody yet"),
        criterion=Criterion.REPEATED,
        reason="Flyttet hertil",
        purpose=Purpose.SSP,
        basis="§ 115, stk. 1, nr. 1",
        review_on=scene.in_days(30),
        unit=named("herlev-ssp"),
    )


def taken(acting_as, case):
    with acting_as("hanne") as hanne:
        return take_over(by=hanne, case=case, opening=opening())


def met(statement, parameters=()):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


def close(acting_as, case, outcome=Outcome.MOVED):
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=outcome, reason="Flyttet til Herlev")


def test_what_was_given_is_copied_with_where_it_is_from_and_nothing_else(acting_as, moves):
    given(acting_as, moves)
    own = taken(acting_as, moves)
    with acting_as("hanne") as hanne:
        view = get_for_reading(case=own)
        assert view.owner_id == hanne.organisation.id
        assert view.person.label == scene.NAME
        assert [row["words"] for row in view.voices] == [WORDS[Category.PLAN]]
        assert all("Gladsaxe Kommune" in row["said_by"] for row in (*view.voices, *view.strengths))
        (note,) = view.entries
        assert note["signed_at"] is not None
        assert "Kopieret fra Gladsaxe Kommune." in note["source"]
        assert "Spille fodbold" in [row["words"] for row in goals_of(case=own)]
        everything = str(view)
        for category in (Category.ASSESSMENT, Category.HEALTH, Category.OFFENCE, Category.OTHERS):
            assert WORDS[category] not in everything, category
        assert POLICE not in everything
        assert taken_over_as(case=moves, organisation=hanne.organisation.id) == own


def test_until_it_is_taken_over_it_is_not_closed_and_then_it_is(acting_as, moves):
    given(acting_as, moves)
    for outcome in (Outcome.MOVED, Outcome.NOT_NEEDED):
        with pytest.raises(course.NotTakenOverError):
            close(acting_as, moves, outcome)
    own = taken(acting_as, moves)
    with acting_as("alice"):
        assert moving_of(case=moves).taken_at is not None
    close(acting_as, moves)
    with acting_as("hanne"):
        with pytest.raises(Http404):
            get_for_reading(case=moves)
        assert get_for_reading(case=own).entries


def test_who_the_young_person_is_must_have_been_given(acting_as, moves):
    given(acting_as, moves, Category.PLAN | Category.ENTRY)
    with pytest.raises(NobodyNamedError):
        taken(acting_as, moves)
    with acting_as("hanne"):
        assert met("SELECT count(*) FROM cases_case") == [(1,)]


def test_it_is_taken_over_once(acting_as, moves):
    given(acting_as, moves)
    taken(acting_as, moves)
    with pytest.raises(sharing.NoSuchAccessError):
        taken(acting_as, moves)
    with acting_as("hanne"):
        assert met("SELECT count(*) FROM cases_case") == [(2,)]
        assert met("SELECT count(*) FROM people_person") == [(2,)]


def test_who_was_given_it_for_something_else_does_not_take_it_over(acting_as, case):
    given(acting_as, case)
    with acting_as("hanne"):
        assert moving_of(case=case) is None
    with pytest.raises(sharing.NoSuchAccessError):
        taken(acting_as, case)


def test_where_he_moves_is_told_to_who_takes_over_alone(acting_as, moves):
    scene.share(acting_as, moves, Category.PLAN, to="palle")
    with acting_as("hanne"):
        assert moving_of(case=moves) is None, "not before it was accepted"
    given(acting_as, moves)
    seen = {}
    for key in ("alice", "bo", "hanne", "palle", "karen", "olga", "carl", "gerda", "vera"):
        with acting_as(key):
            seen[key] = met("SELECT count(*) FROM cases_move")[0][0]
    assert seen == dict.fromkeys(seen, 0) | {"alice": 1, "bo": 1, "hanne": 1}


def test_who_says_where_he_moves_and_where_not_to(acting_as, case, subtests):
    given(acting_as, case)
    for who, to, state in (
        ("alice", "police", RECEIVER),
        ("alice", "gladsaxe", RECEIVER),
        ("alice", "nobody", RECEIVER),
        ("hanne", "gladsaxe", POLICY),
        ("carl", "herlev", POLICY),
        ("olga", "gladsaxe", POLICY),
        ("vera", "herlev", NOT_YOURS),
    ):
        with subtests.test(who=who, to=to), acting_as(who) as somebody:
            assert met(BEGUN, [case, named(to), somebody.id]) == state


def test_nobody_writes_that_another_has_taken_over(acting_as, moves):
    given(acting_as, moves)
    receipt = "UPDATE cases_move SET taken_at = now()"
    with acting_as("alice") as alice:
        assert met(receipt) == KEPT
        assert met("UPDATE cases_move SET to_organisation_id = NULL, taken_at = now()") == KEPT
        assert met(BEGUN.replace("answer)", "answer, taken_at)").replace("'')", "'', now())"),
                   [moves, named("herlev"), alice.id]) == KEPT  # fmt: skip
        assert met("UPDATE cases_case SET state = 'closed'") == NOT_TAKEN
        assert met(TAKE, [moves, moves]) == MISSING
    with acting_as("hanne"):
        assert met(receipt) == "0 rows"
        assert met(TAKE, [moves, named("nothing")]) == MISSING
    with acting_as("palle"):
        assert met(TAKE, [moves, moves]) == MISSING


def test_called_off_it_goes_on_here_and_may_go_elsewhere(acting_as, moves):
    with acting_as("bo") as bo:
        with pytest.raises(moving.MovingAlreadyError):
            moving.begin(by=bo, case=moves, to=None, to_name="Odense", moves_on=scene.in_days(3))
        moving.call_off(case=moves)
        with pytest.raises(moving.NoMoveError):
            moving.call_off(case=moves)
    begin(acting_as, moves, to=None, name="Odense Kommune")
    with acting_as("alice"):
        assert moving_of(case=moves).name == "Odense Kommune"
    with pytest.raises(course.NotTakenOverError):
        close(acting_as, moves)
    with acting_as("alice"):
        moving.note_answer(case=moves, words="Mette Odense har forløbet, sagt i telefon.")
        assert moving_of(case=moves).answer.startswith("Mette")
    close(acting_as, moves)


def test_a_letter_needs_a_name_and_a_closed_case_goes_nowhere(acting_as, case):
    with pytest.raises(moving.NoReceiverError):
        begin(acting_as, case, to=None, name=" ")
    close(acting_as, case)
    with pytest.raises(rules.WrongStepError):
        begin(acting_as, case)


def test_what_a_letter_says_lies_sealed(acting_as, case, as_administrator):
    begin(acting_as, case, to=None, name="Odense Kommune")
    (name,) = as_administrator.execute("SELECT to_name FROM cases_move").fetchone()
    assert b"Odense" not in bytes(name)
