"""Where two of the ways of sharing meet: what one of them hides, the other must not tell."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene, question_scene
from tests.cast import actor, named
from tvaers.cases.actions import restricting
from tvaers.partnerships.enums import Role
from tvaers.sharing import questions
from tvaers.sharing.acting import acting

pytestmark = pytest.mark.django_db(transaction=True)


def met(statement, *parameters):
    """The state of the refusal, or what came back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()
    except DatabaseError as error:
        return error.__cause__.sqlstate


@pytest.fixture
def case(cast, db, acting_as):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def ask(acting_as, case):
    with acting_as("alice") as alice:
        return question_scene.ask(alice, case)


def restrict(acting_as, case):
    with acting_as("alice") as alice:
        restricting.restrict(by=alice, case=case, named={named("frida")}, reason="Han er Bos nevø")


def seen(acting_as, who, question):
    with acting_as(who) as somebody:
        return questions.question_with(question, actor=somebody) is not None


@pytest.mark.parametrize("first", ["asked", "restricted"])
def test_what_was_asked_about_a_restricted_case_is_hidden_with_it(acting_as, case, first):
    if first == "asked":
        question = ask(acting_as, case)
        assert seen(acting_as, "bo", question)
        restrict(acting_as, case)
    else:
        restrict(acting_as, case)
        question = ask(acting_as, case)
    with acting_as("bo") as bo:
        assert questions.by_us(actor=bo)[0] == []
        assert met("SELECT id FROM sharing_question") == []
        assert met("SELECT id FROM sharing_dossier WHERE id = %s", question) == []
        assert met("SELECT id FROM sharing_access WHERE dossier_id = %s", question) == []
    assert [seen(acting_as, who, question) for who in ("alice", "frida", "hanne")] == [True, True, True]


def test_opened_again_its_questions_are_there_again(acting_as, case):
    question = ask(acting_as, case)
    restrict(acting_as, case)
    with acting_as("alice") as alice:
        restricting.unrestrict(by=alice, case=case, reason="Bo er holdt op")
    assert seen(acting_as, "bo", question)


def test_what_waits_for_approval_answers_no_question(acting_as, case, as_administrator):
    question = ask(acting_as, case)
    with acting_as("hanne") as hanne:
        own = question_scene.own_case(hanne, named("herlev-ssp"))
    as_administrator.execute(
        "INSERT INTO sharing_approvalrule (id, owner_id, receiver_kinds, categories)"
        " VALUES (gen_random_uuid(), %s, '{municipality}', 0)",
        [named("herlev")],
    )
    with acting_as("hanne"):
        group = question_scene.offer_to_alice(own)
        assert met("SELECT guard.answer_question(%s, %s, true)", question, group) == [("",)]
    answers = "SELECT outcome FROM sharing_questionanswer"
    told = "SELECT count(*) FROM audit_event WHERE name = 'sharing.question_answered'"
    with acting_as("alice"):
        assert met(answers) == met("SELECT group_id FROM sharing_questiondisclosure") == []
    assert as_administrator.execute(told).fetchone() == (0,)
    # Somebody else drafted it, and who leads sends it.
    as_administrator.execute("UPDATE sharing_access SET granted_by_id = %s WHERE state = 'drafted'", [named("henrik")])
    with acting(replace(actor("hanne"), roles=int(Role.SUPERVISOR)), route="test"):
        assert met("SELECT guard.approve_group(%s, %s, true, '')", group, own) == [("",)]
    with acting_as("alice"):
        assert met(answers) == [("whole",)]
        assert met("SELECT group_id FROM sharing_questiondisclosure") == [(group,)]
    assert as_administrator.execute(told).fetchone() == (1,)
