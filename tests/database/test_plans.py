"""Plans and tasks asked for in plain SQL as the application's role, with and without a disclosure."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene as scene
from tests.cast import named
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.plans.actions import goals, tasks
from tvaers.plans.enums import TaskState
from tvaers.sharing.models import Link

pytestmark = pytest.mark.django_db(transaction=True)
OTHERS = ("hanne", "palle", "karen", "olga", "vera", "carl", "gerda")
POLICY = "42501"
OF_CASE = ("plans_goal", "plans_goalstatement", "plans_followup")


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        opened = scene.case(alice)
        goals.agree(by=alice, case=opened, words="Fodbold", said_by="Noah", said_on=clock.today())
        goals.follow_up(by=alice, case=opened, held_on=clock.today(), present="Noah", words="Videre", next_on=None)
    return opened


@pytest.fixture
def task(acting_as, case):
    with acting_as("alice") as alice:
        given = scene.task(alice, case)
        tasks.comment(by=alice, task=given, words="Husk det")
    return given


def count(table, column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [value])
        return cursor.fetchone()[0]


def refused(statement, parameters):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


def test_the_unit_sees_plan_and_task(acting_as, case, task):
    with acting_as("bo"):
        assert all(count(table, "dossier_id", case) for table in OF_CASE)
        assert count("plans_task", "id", task) == count("plans_taskcomment", "dossier_id", task) == 1


def test_nobody_else_reads_writes_or_changes(acting_as, case, task, subtests):
    assert len(OTHERS) == 7
    for key in OTHERS:
        with subtests.test(key):
            nothing_is_done(acting_as, case, task, key)


def nothing_is_done(acting_as, case, task, key):
    with acting_as(key) as somebody:
        assert not any(count(table, "dossier_id", case) for table in OF_CASE)
        assert count("plans_task", "id", task) == count("plans_taskcomment", "dossier_id", task) == 0
        assert count("plans_task", "owner_id", named("alice")) == 0
        assert refused("UPDATE plans_task SET state = 'done' WHERE id = %s", [task]) == "0 rows"
        assert refused("UPDATE plans_goal SET state = 'reached' WHERE dossier_id = %s", [case]) == "0 rows"
        assert refused("DELETE FROM plans_task WHERE id = %s", [task]) == POLICY
        comment = (
            "INSERT INTO plans_taskcomment (id, dossier_id, words, by, by_organisation_id) VALUES (%s, %s, '', %s, %s)"
        )
        assert refused(comment, [ids.opaque(), task, somebody.id, somebody.organisation.id]) == POLICY
        goal = (
            "INSERT INTO plans_goal"
            " (id, dossier_id, words, place, state, said_by, said_on, evaluation, written_by, version)"
            " VALUES (%s, %s, '', 1, 'agreed', '', now(), '', %s, 1)"
        )
        assert refused(goal, [ids.opaque(), case, somebody.id]) == POLICY
        said = (
            "INSERT INTO plans_goalstatement (id, dossier_id, goal_id, state, said_by, words, said_on, written_by)"
            " VALUES (%s, %s, %s, 'reached', '', '', now(), %s)"
        )
        assert refused(said, [ids.opaque(), case, ids.opaque(), somebody.id]) == POLICY


def test_the_owner_elsewhere_has_the_task_and_nothing_of_the_case(acting_as, case):
    with acting_as("alice") as alice:
        given = scene.task(alice, case, owner="hanne")
        other = scene.task(alice, case, text="En anden")
    with acting_as("hanne"):
        assert count("plans_task", "id", given) == 0, "an offer opens nothing"
    scene.answer(acting_as, "hanne", given)
    with acting_as("hanne"):
        assert count("plans_task", "id", given) == 1
        assert count("plans_task", "id", other) == 0
        assert not any(count(table, "dossier_id", case) for table in OF_CASE)
        assert count("cases_case", "id", case) == 0
        assert not Link.objects.filter(source_id=given).exists(), "the way to the case is hidden"
        done = "UPDATE plans_task SET state = 'done', done_by = guard.actor() WHERE id = %s"
        assert refused(done, [given]) == "1 rows"
        assert refused("UPDATE plans_task SET id = %s WHERE id = %s", [other, given]) == POLICY
    with acting_as("olga"):
        assert count("plans_task", "id", given) == 0


def test_the_owner_elsewhere_neither_cancels_nor_takes_up_what_was_cancelled(acting_as, case):
    with acting_as("alice") as alice:
        given = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", given)
    become = (
        "UPDATE plans_task SET state = %s, done_by = CASE %s WHEN 'open' THEN NULL ELSE guard.actor() END WHERE id = %s"
    )
    with acting_as("hanne"):
        assert refused(become, ["cancelled", "cancelled", given]) == "TV043"
        assert refused(become, ["done", "done", given]) == "1 rows"
        assert refused(become, ["cancelled", "cancelled", given]) == "TV043"
        assert refused(become, ["open", "open", given]) == "1 rows"
    with acting_as("alice") as alice:
        tasks.finish(by=alice, task=given, state=TaskState.CANCELLED)
    with acting_as("hanne"):
        for state in ("open", "done"):
            assert refused(become, [state, state, given]) == "TV043"
    with acting_as("alice"):
        assert refused(become, ["open", "open", given]) == "1 rows"


def test_nobody_opens_what_was_finished_with_its_case(acting_as, case):
    with acting_as("alice") as alice:
        given = scene.task(alice, case, owner="carl")
        tasks.finish(by=alice, task=given)
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    for key in ("alice", "carl"):
        with acting_as(key):
            opens = "UPDATE plans_task SET state = 'open', done_by = NULL, done_at = NULL WHERE id = %s"
            assert refused(opens, [given]) == "TV044"


def test_a_declined_task_opens_nothing(acting_as, case):
    with acting_as("alice") as alice:
        given = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", given, accepted=False)
    with acting_as("hanne"):
        assert count("plans_task", "id", given) == 0
        assert refused("UPDATE plans_task SET state = 'done' WHERE id = %s", [given]) == "0 rows"


@pytest.mark.parametrize(
    ("category", "sees"), [(Category.PLAN, True), (Category.ENTRY, False), (Category.OTHERS, False)]
)
def test_a_shared_case_opens_its_plan_only_by_its_category(acting_as, case, task, category, sees):
    scene.share(acting_as, case, category)
    with acting_as("hanne"):
        assert all(bool(count(table, "dossier_id", case)) is sees for table in OF_CASE)
        assert count("plans_task", "id", task) == 0, "a task is shared by itself"
        assert refused("UPDATE plans_goal SET state = 'reached' WHERE dossier_id = %s", [case]) == "0 rows"


def test_comments_follow_ups_and_what_was_said_are_only_appended(acting_as, case, task):
    appended = (
        ("plans_taskcomment", "dossier_id", task),
        ("plans_followup", "dossier_id", case),
        ("plans_goalstatement", "dossier_id", case),
    )
    with acting_as("alice"):
        for table, column, value in appended:
            assert refused(f"UPDATE {table} SET id = id WHERE {column} = %s", [value]) == POLICY
            assert refused(f"DELETE FROM {table} WHERE {column} = %s", [value]) == POLICY


def test_what_was_agreed_stays_as_it_was_written(acting_as, case, task, subtests):
    """Whoever was given it is told of no change, so there is none."""
    agreed = (("plans_goal", "words"), ("plans_goal", "written_by"), ("plans_task", "text"), ("plans_task", "given_by"))
    for who in ("alice", "bo"):
        for table, column in agreed:
            with subtests.test(who=who, table=table, column=column), acting_as(who):
                assert refused(f"UPDATE {table} SET {column} = {column}", []) == POLICY
