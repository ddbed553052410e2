"""Where two of the ways of sharing meet: what one of them hides, the other must not tell."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene, question_scene
from tests.cast import actor, named
from tvaers.cases.actions import restricting
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.sharing import actions as sharing
from tvaers.sharing import approving, offers, questions
from tvaers.sharing.acting import acting
from tvaers.sharing.models import Access

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


def terms(**changes):
    given = {
        "to": sharing.Reader(organisation=named("herlev"), member=named("hanne")),
        "purpose": Purpose.SSP,
        "frame": case_scene.AGREEMENT,
        "necessity": "Skal kunne tage imod ham.",
        "until": clock.now() + timedelta(days=9),
    }
    return sharing.Terms(**given | changes)


def rule(acting_as, *, kinds=frozenset(), categories=0):
    with acting_as("gerda") as gerda:
        approving.set_rule(by=gerda, kinds=set(kinds), categories=Category(categories))


def test_what_goes_along_with_something_that_waits_is_not_told_before(acting_as, case):
    """The rule asks about assessments; the name beside them waits as well."""
    rule(acting_as, categories=Category.ASSESSMENT)
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        parts = {person: Category.IDENTITY, case: Category.PLAN | Category.ASSESSMENT}
        sharing.share(parts=parts, terms=terms())
        states = Access.objects.filter(source="disclosure").values_list("state", flat=True)
        assert set(states) == {"drafted"}
    with acting_as("hanne") as hanne:
        assert offers.to_me(actor=hanne) == []
        assert not Access.objects.filter(source="disclosure").exists()


@pytest.mark.parametrize(("longer", "state"), [(300, None), (0, "offered")])
def test_nothing_is_moved_on_to_a_later_day_past_the_rule(acting_as, as_administrator, case, longer, state):
    until = clock.now() + timedelta(days=9)
    with acting_as("alice"):
        group = sharing.share(parts={case: Category.PLAN}, terms=terms(until=until))
    as_administrator.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from, in_force_until)"
        " VALUES (%s, 'agreement', 'En anden', '§ 115, stk. 1, nr. 1', 1, now() - interval '1 day', NULL)",
        [named("another")],
    )
    for party in ("gladsaxe", "herlev"):
        as_administrator.execute(
            "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)",
            [named("another"), named(party)],
        )
    rule(acting_as, kinds={OrganisationKind.MUNICIPALITY})
    moved = sharing.Rebased(
        frame=named("another"),
        basis=case_scene.BASES["rpl-115-1"],
        necessity="Aftalen er fornyet.",
        until=until + timedelta(days=longer),
    )
    with acting_as("alice") as alice:
        if state is None:
            with pytest.raises(sharing.WrongTimeError):
                sharing.rebase_group(by=alice, group=group, terms=moved)
        else:
            sharing.rebase_group(by=alice, group=group, terms=moved)
        live = Access.objects.filter(source="disclosure").exclude(state="moved")
        assert set(live.values_list("state", "until_at")) == {("offered", until)}
