"""A second pair of eyes in the database's own hands: nothing is sent without it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene, question_scene
from tests.cast import actor, named
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.sharing import actions as sharing
from tvaers.sharing import approvals, approving, offers, questions
from tvaers.sharing.acting import acting
from tvaers.sharing.actions import NoFrameError, NoSuchAccessError
from tvaers.sharing.enums import QuestionState, Stand

pytestmark = pytest.mark.django_db(transaction=True)
POLICY, NOT_YOURS, MISSING = "42501", "TV020", "TV021"
APPROVE = "SELECT guard.approve_group(%s, %s, true, '')"
PLAN = Category.PLAN


def rows(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def met(statement, *parameters):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


@pytest.fixture
def case(cast, db, acting_as):
    with acting_as("gerda") as gerda:
        approving.set_rule(by=gerda, kinds={OrganisationKind.POLICE}, categories=Category.ASSESSMENT)
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def give(acting_as, case, *, to="palle", categories=PLAN, by="alice"):
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named({"palle": "police", "hanne": "herlev"}[to]), member=named(to)),
        purpose=Purpose.SSP,
        frame=case_scene.AGREEMENT,
        necessity="Skal kunne tage imod ham.",
        until=clock.now() + timedelta(days=30),
    )
    with acting_as(by):
        return sharing.share(parts={case: categories}, terms=terms)


def stand(acting_as, group, who="alice"):
    with acting_as(who):
        found = offers.of_group(group)
        return found and found.stand


# --- what waits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "categories", "waits"),
    [
        ("palle", PLAN, True),
        ("hanne", PLAN, False),
        ("hanne", PLAN | Category.ASSESSMENT, True),
        ("palle", PLAN | Category.ASSESSMENT, True),
    ],
)
def test_the_rule_says_what_waits(acting_as, case, to, categories, waits):
    group = give(acting_as, case, to=to, categories=categories)
    assert stand(acting_as, group) is (Stand.DRAFTED if waits else Stand.WAITING)


def test_another_organisation_s_rule_binds_nobody_else(acting_as, case):
    with acting_as("palle") as palle:
        own = question_scene.own_case(palle, named("police-prevention"))
        group = question_scene.offer_to_alice(own)
    assert stand(acting_as, group, "palle") is Stand.WAITING


def test_its_receiver_knows_nothing_of_it(acting_as, case, as_administrator):
    group = give(acting_as, case)
    ((access,),) = as_administrator.execute("SELECT id FROM sharing_access WHERE state = 'drafted'").fetchall()
    seen = "SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY[%s::uuid], ARRAY[0], NULL)"
    with acting_as("palle") as palle:
        assert offers.to_me(actor=palle) == offers.received(actor=palle)[0] == []
        assert offers.of_group(group) is None
        for table in ("sharing_access WHERE source <> 'owner'", "sharing_disclosure", "cases_case", "sharing_approval"):
            assert rows(f"SELECT count(*) FROM {table}") == [(0,)], table
        assert met("SELECT guard.answer_access(%s, true)", access) == MISSING
        assert met("SELECT guard.end_access(%s)", access) == MISSING
        # Nor is a look noted that could tell whether it is there.
        assert met(seen, case) == met(seen, named("nothing")) == "TV027"
        assert met(APPROVE, group, case) == MISSING


@pytest.mark.parametrize("how", ["taken back", "sent back"])
def test_its_receiver_never_learns_that_it_was_not_sent(acting_as, case, how):
    group = give(acting_as, case)
    if how == "taken back":
        with acting_as("alice"):
            sharing.end_group(group=group)
    else:
        with acting_as("frida"):
            approving.send_back(group=group, dossier=case, words="Vent til efter mødet.")
    assert stand(acting_as, group) is Stand.NOT_SENT
    with acting_as("palle"):
        assert rows("SELECT count(*) FROM sharing_access WHERE source <> 'owner'") == [(0,)]
        assert rows("SELECT count(*) FROM sharing_disclosure") == [(0,)]


# --- who says yes ---------------------------------------------------------------------------------------


def test_a_leader_says_yes_and_it_is_offered(acting_as, case, as_administrator):
    group = give(acting_as, case)
    with acting_as("frida"):
        approving.approve(group=group, dossier=case)
    assert stand(acting_as, group) is Stand.WAITING
    with acting_as("palle") as palle:
        (offered,) = offers.to_me(actor=palle)
        sharing.answer_group(by=palle, group=offered.group, accepted=True)
        assert rows("SELECT count(*) FROM cases_case") == [(1,)]
        assert rows("SELECT count(*) FROM sharing_approval") == [(0,)]
    said = as_administrator.execute(
        "SELECT name, actor_id FROM audit_event WHERE name ~ 'drafted|approved' ORDER BY name"
    ).fetchall()
    assert said == [("sharing.approved", named("frida")), ("sharing.drafted", named("alice"))]


@pytest.mark.parametrize("who", ["alice", "bo", "carl", "gerda", "inga", "hanne", "olga"])
def test_nobody_else_says_yes(acting_as, case, who):
    group = give(acting_as, case)
    with acting_as(who):
        assert met(APPROVE, group, case) in {NOT_YOURS, MISSING}
    assert stand(acting_as, group) is Stand.DRAFTED


def test_who_drafted_it_does_not_say_yes_though_a_leader(acting_as, case):
    group = give(acting_as, case, by="frida")
    with acting_as("frida"):
        assert met(APPROVE, group, case) == NOT_YOURS
    with acting(replace(actor("bo"), roles=int(Role.SUPERVISOR)), route="test"):
        assert met(APPROVE, group, case) == 1


def test_a_leader_who_does_not_see_all_of_it_does_not(acting_as, case, as_administrator):
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    group = give(acting_as, case, categories=PLAN | Category.ASSESSMENT)
    as_administrator.execute(
        "UPDATE sharing_access SET categories = 1 WHERE dossier_id = %s AND source = 'owner'", [case]
    )
    with acting_as("frida"):
        assert met(APPROVE, group, case) == NOT_YOURS
        assert met(APPROVE, group, person) == NOT_YOURS


@pytest.mark.parametrize("who", ["carl", "dina", "gerda", "inga", "hanne"])
def test_a_draft_out_of_sight_is_refused_as_what_is_not_there(acting_as, case, who):
    group = give(acting_as, case)
    for claims in (actor(who), replace(actor(who), roles=int(Role.SUPERVISOR))):
        with acting(claims, route="test"):
            assert met(APPROVE, group, case) == met(APPROVE, named("of nothing"), case) == MISSING


def test_no_statement_of_a_request_sends_it(acting_as, case, as_administrator):
    group = give(acting_as, case)
    with acting_as("alice"):
        assert met("UPDATE sharing_access SET state = 'offered'") == POLICY
        assert met("DELETE FROM sharing_approvalrule") == POLICY
        assert met("UPDATE sharing_approvalrule SET receiver_kinds = '{}', categories = 0") == 0
        said = "INSERT INTO sharing_approval (id, dossier_id, is_approved, words, by_id) VALUES (%s, %s, true, '', %s)"
        assert met(said, group, case, named("frida")) == POLICY
        grant = "SELECT guard.grant_access(%s, %s, NULL, %s, 1, 1, 1, %s, now() + interval '9 days')"
        ((direct,),) = rows(grant, case, named("police"), named("palle"), case_scene.AGREEMENT)
    states = as_administrator.execute(
        "SELECT DISTINCT state FROM sharing_access WHERE source = 'disclosure'"
    ).fetchall()
    assert (direct is not None, states) == (True, [("drafted",)])


def test_what_allowed_it_has_ended_before_the_yes(acting_as, case, as_maintenance):
    group = give(acting_as, case)
    as_maintenance.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [case_scene.AGREEMENT])
    as_maintenance.commit()
    with acting_as("frida"), pytest.raises(NoFrameError):
        approving.approve(group=group, dossier=case)
    assert stand(acting_as, group) is Stand.NOT_SENT


def test_it_is_said_once(acting_as, case):
    group = give(acting_as, case)
    with acting_as("frida"):
        approving.approve(group=group, dossier=case)
        with pytest.raises(NoSuchAccessError):
            approving.approve(group=group, dossier=case)


def test_who_drafted_it_reads_why_it_was_sent_back(acting_as, case):
    group = give(acting_as, case)
    with acting_as("frida"):
        approving.send_back(group=group, dossier=case, words="Vent til efter mødet.")
    with acting_as("alice") as alice:
        assert approvals.sent_back([group])[group].words == "Vent til efter mødet."
        assert approvals.sent_back_rows(member=alice.id, since=clock.now() - timedelta(days=1)).count() == 1
    with acting_as("bo") as bo:
        assert approvals.sent_back_rows(member=bo.id, since=clock.now() - timedelta(days=1)).count() == 0
    for who in ("carl", "palle"):
        with acting_as(who):
            assert approvals.sent_back([group]) == {}


def test_a_question_waits_as_everything_else(acting_as, case):
    with acting_as("alice") as alice:
        question = question_scene.ask(alice, case, member=named("palle"))
        asked = questions.question_with(question, actor=alice)
        assert asked.state is QuestionState.DRAFTED
    with acting_as("palle") as palle:
        assert questions.to_me(actor=palle) == []
        assert rows("SELECT count(*) FROM sharing_question") == [(0,)]
    with acting_as("frida"):
        approving.approve(group=asked.group, dossier=question)
    with acting_as("palle") as palle:
        assert [each.id for each in questions.to_me(actor=palle)] == [question]


# --- the rule -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "frida", "inga", "hanne"])
def test_only_an_administrator_sets_the_rule(acting_as, case, who):
    with acting_as(who) as somebody:
        owner = named("herlev") if who == "hanne" else named("gladsaxe")
        assert met("UPDATE sharing_approvalrule SET categories = 0") == 0
        insert = (
            "INSERT INTO sharing_approvalrule (id, owner_id, receiver_kinds, categories)"
            " VALUES (gen_random_uuid(), %s, '{}', 0)"
        )
        assert met(insert, owner) == POLICY
        assert approvals.rule_of(actor=somebody).categories == (0 if who == "hanne" else Category.ASSESSMENT)


def test_a_rule_is_changed_and_what_was_sent_stays_sent(acting_as, case):
    first = give(acting_as, case, to="hanne")
    with acting_as("gerda") as gerda:
        approving.set_rule(by=gerda, kinds=set(OrganisationKind), categories=Category(0))
    assert stand(acting_as, first) is Stand.WAITING
    assert stand(acting_as, give(acting_as, case, to="hanne")) is Stand.DRAFTED
