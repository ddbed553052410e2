"""Network plans as the application's role: behind the case, a draft of colleagues alone, locked once signed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene
from tests import network_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.plans.actions import network
from tvaers.plans.enums import Party, View
from tvaers.sharing.enums import May

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_ALLOWED, FROZEN, IN_ANOTHER_NAME, TAKEN = "42501", "TV003", "TV042", "23505"
TABLES = ("plans_networkplan", "plans_duty", "plans_dutystatement", "plans_stance")
OTHERS = ("hanne", "palle", "karen", "olga", "vera", "carl", "gerda")
PLAN = (
    "INSERT INTO plans_networkplan (id, dossier_id, triggered_on, cause, concerns, plain, contact_on, contact_by,"
    " contact_words, review_on, written_by, version, outcome{more})"
    " VALUES (%(id)s, %(case)s, %(on)s, '', '', '', %(on)s, '', '', %(on)s, %(by)s, 1, ''{values})"
)
DUTY = (
    "INSERT INTO plans_duty (id, dossier_id, plan_id, who, words, written_by)"
    " VALUES (%(id)s, %(case)s, %(plan)s, '', '', %(by)s)"
)
SAID = (
    "INSERT INTO plans_dutystatement (id, dossier_id, duty_id, state, said_by, words, said_on, written_by)"
    " VALUES (%(id)s, %(case)s, %(duty)s, 'done', '', '', %(on)s, %(by)s)"
)
STANCE = (
    "INSERT INTO plans_stance (id, dossier_id, plan_id, category, party, who, view, words, given, said_on, written_by)"
    " VALUES (%(id)s, %(case)s, %(plan)s, 1, 'young', '', 'agrees', '', 'talk', %(on)s, %(by)s)"
)
SIGN = "UPDATE plans_networkplan SET signed_by = %(by)s, signed_at = statement_timestamp() WHERE id = %(plan)s"
END = (
    "UPDATE plans_networkplan SET ended_on = %(on)s, ended_by = %(by)s, ended_at = statement_timestamp()"
    " WHERE id = %(plan)s"
)
MEET = "UPDATE plans_networkplan SET contacted_on = %(on)s WHERE id = %(plan)s"


def met(statement, given):
    """The state in which it is refused, or how many rows it touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given | {"id": ids.opaque()})
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


def counts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES))
        return cursor.fetchone()


@pytest.fixture
def draft():
    """A case of Alice's with a draft, a duty in it, and how the young person stands to it; another case beside it."""
    with acting_as("alice") as alice:
        case, other = case_scene.case(alice), case_scene.case(alice)
        plan = scene.begun(alice, case)
        scene.stands(alice, case, plan)
        duty = scene.again(case, plan).duties[0].id
    return {"case": case, "other": other, "plan": plan, "duty": duty, "on": clock.today()}


@pytest.fixture
def signed(draft):
    """The same, signed, with what was said of the duty."""
    with acting_as("alice") as alice:
        network.sign(by=alice, case=draft["case"], plan=draft["plan"], version=2)
        network.say_how_it_goes(by=alice, case=draft["case"], duty=draft["duty"], goes=scene.goes())
    return draft


def test_nobody_else_reads_writes_signs_or_ends_it(signed, subtests):
    assert len(OTHERS) == 7
    for key in OTHERS:
        with subtests.test(key), acting_as(key) as somebody:
            given = signed | {"by": somebody.id}
            assert set(counts()) == {0}
            for statement in (PLAN.format(more="", values=""), DUTY, SAID, STANCE):
                assert met(statement, given) == NOT_ALLOWED, statement
            for statement in (SIGN, END, MEET, "DELETE FROM plans_duty"):
                assert met(statement, given) == 0, statement


def test_a_contributor_elsewhere_reads_what_is_signed_and_writes_nothing(signed, acting_as):
    case_scene.share(acting_as, signed["case"], Category.PLAN, may=May.CONTRIBUTE)
    with acting_as("hanne") as hanne:
        given = signed | {"by": hanne.id}
        assert counts() == (1, 1, 1, 1)
        for statement in (PLAN.format(more="", values=""), DUTY, SAID, STANCE):
            assert met(statement, given) == NOT_ALLOWED, statement
        for statement in (SIGN, END, MEET, "DELETE FROM plans_duty"):
            assert met(statement, given) == 0, statement


def test_a_draft_is_not_seen_elsewhere_nor_felt_for(draft, acting_as):
    case_scene.share(acting_as, draft["case"], Category.PLAN, may=May.CONTRIBUTE)
    with acting_as("hanne") as hanne:
        given = draft | {"by": hanne.id}
        assert set(counts()) == {0}
        assert met("SELECT 1 FROM plans_networkplan WHERE id = %(plan)s", given) == 0
        assert met("SELECT 1 FROM plans_stance WHERE plan_id = %(plan)s", given) == 0
        assert met(STANCE, given) == NOT_ALLOWED
        assert met(DUTY, given) == NOT_ALLOWED


def test_the_plan_is_not_seen_with_other_categories(signed, acting_as):
    case_scene.share(acting_as, signed["case"], Category.ENTRY)
    with acting_as("hanne"):
        assert set(counts()) == {0}


def test_the_owner_writes_in_the_own_name_of_this_case_and_begins_with_a_draft(draft):
    with acting_as("alice") as alice:
        given = draft | {"by": alice.id}
        elsewhere = given | {"case": draft["other"]}
        for statement in (DUTY, STANCE):
            assert met(statement, given) == 1, statement
            assert met(statement, elsewhere) == NOT_ALLOWED, statement
            assert met(statement, given | {"by": named("bo")}) == IN_ANOTHER_NAME, statement
        assert met(SAID, given) == NOT_ALLOWED
        assert met(STANCE, given | {"on": clock.today() + timedelta(days=1)}) == NOT_ALLOWED
        assert met(PLAN.format(more="", values=""), given) == TAKEN
        begun = PLAN.format(more=", signed_by, signed_at", values=", %(by)s, statement_timestamp()")
        assert met(begun, elsewhere) == NOT_ALLOWED
        begun = PLAN.format(more=", contacted_on", values=", %(on)s")
        assert met(begun, elsewhere) == NOT_ALLOWED
        assert met(SIGN, given | {"by": named("bo")}) == IN_ANOTHER_NAME
        assert met("UPDATE plans_networkplan SET dossier_id = %(other)s WHERE id = %(plan)s", given) == NOT_ALLOWED
        assert met("DELETE FROM plans_networkplan", given) == NOT_ALLOWED
        assert met("DELETE FROM plans_duty WHERE id = %(duty)s", given) == 1


def test_signed_it_is_locked(signed):
    with acting_as("alice") as alice:
        given = signed | {"by": alice.id}
        columns = "cause concerns plain triggered_on contact_on contact_by review_on every_weeks meeting_id"
        for column in (*columns.split(), "signed_at", "signed_by"):
            statement = f"UPDATE plans_networkplan SET {column} = {column} WHERE id = %(plan)s"
            assert met(statement, given) == FROZEN, column
        assert met(SIGN.replace("%(by)s", "NULL").replace("statement_timestamp()", "NULL"), given) == FROZEN
        assert met(DUTY, given) == NOT_ALLOWED
        assert met("DELETE FROM plans_duty", given) == 0
        for table in ("plans_duty", "plans_dutystatement", "plans_stance"):
            assert met(f"UPDATE {table} SET words = words", given) == NOT_ALLOWED, table
        for table in ("plans_networkplan", "plans_dutystatement", "plans_stance"):
            assert met(f"DELETE FROM {table}", given) == NOT_ALLOWED, table
        assert met(SAID, given) == 1
        assert met(SAID, given | {"case": signed["other"]}) == NOT_ALLOWED


def test_first_contact_and_end_are_written_once(signed):
    with acting_as("alice") as alice:
        given = signed | {"by": alice.id}
        assert met(MEET, given) == 1
        assert met(MEET, given) == FROZEN
        assert met(END, given | {"by": named("bo")}) == IN_ANOTHER_NAME
        assert met(END, given) == 1
        assert met(END, given) == FROZEN
        assert met("UPDATE plans_networkplan SET version = 9 WHERE id = %(plan)s", given) == FROZEN
        assert met(SAID, given) == NOT_ALLOWED
        assert met(STANCE, given) == NOT_ALLOWED
        assert met(PLAN.format(more="", values=""), given) == 1


def test_what_parents_say_is_about_others_and_nobody_files_it_elsewhere(signed, acting_as):
    with acting_as("alice") as alice:
        scene.stands(alice, signed["case"], signed["plan"], party=Party.PARENT, who="Mor", view=View.AGREES, words="")
        given = signed | {"by": alice.id}
        for party in ("parent", "family"):
            assert met(STANCE.replace("'young'", f"'{party}'"), given) == NOT_ALLOWED, party
        assert met(STANCE.replace(" 1,", f" {int(Category.OTHERS)},"), given) == NOT_ALLOWED
        assert counts()[3] == 2
    case_scene.share(acting_as, signed["case"], Category.PLAN)
    with acting_as("hanne"):
        assert counts()[3] == 1
