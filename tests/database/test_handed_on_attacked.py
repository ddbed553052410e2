"""What was handed on attacked as the application's role: in another's name, to elsewhere, read by others."""

from uuid import uuid4

import pytest

from tests import case_scene
from tests.absence_scene import own_task
from tests.cast import named
from tests.database.scene import acting, refused
from tests.stage import acting_as
from tvaers.guard.enums import Category
from tvaers.plans.actions import handing
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.work.models import HandedOn

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_ALLOWED, NO_STEP = "42501", "TV102"
INSERT = "INSERT INTO work_handedon (id, dossier_id, from_id, to_id, words, known_at) VALUES (%s, %s, %s, %s, 'x', %s)"


@pytest.fixture
def task():
    with acting_as("alice") as alice:
        return own_task(alice, case_scene.case(alice))


@pytest.fixture
def handed(task):
    with acting_as("alice") as alice:
        return handing.hand_on(by=alice, task=task, handing=handing.Handing(to=named("carl"), words="Hun er i Spanien"))


def test_the_two_read_it_and_nobody_who_does_not_read_the_task(handed):
    for key, rows in (("alice", 1), ("carl", 1), ("bo", 0), ("gerda", 0), ("hanne", 0), ("palle", 0)):
        with acting_as(key):
            assert HandedOn.objects.count() == rows, key


def test_whoever_is_shared_the_task_does_not_read_how_it_was_handed_on():
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case_scene.case(alice))
        handing.hand_on(by=alice, task=task, handing=handing.Handing(to=named("carl"), words="Hun er i Spanien"))
    case_scene.share(acting_as, task, Category.PLAN)
    with acting_as("hanne"):
        assert Task.objects.count() == 1
        assert HandedOn.objects.count() == 0


@pytest.mark.parametrize(
    ("by", "giver", "to", "known", "state"),
    [
        ("alice", "alice", "carl", None, ""),
        ("alice", "bo", "carl", None, NO_STEP),
        ("alice", "alice", "hanne", None, NO_STEP),
        ("alice", "alice", "nobody", None, NO_STEP),
        ("alice", "alice", "alice", None, "23514"),
        ("alice", "alice", "carl", "2026-01-01", NO_STEP),
        ("bo", "bo", "carl", None, NOT_ALLOWED),
        ("hanne", "hanne", "sonja", None, NOT_ALLOWED),
    ],
)
def test_one_hands_on_in_ones_own_name_to_a_colleague(as_app, task, by, giver, to, known, state):
    with acting(as_app, by):
        assert refused(as_app, INSERT, [uuid4(), task, named(giver), named(to), known]) == state


@pytest.mark.parametrize(
    ("key", "change", "state"),
    [
        ("carl", "known_at = now()", ""),
        ("alice", "known_at = now()", NO_STEP),
        ("carl", "settled_at = now()", NO_STEP),
        ("alice", "settled_at = now()", NO_STEP),
        ("alice", "words = 'y'", NO_STEP),
        ("carl", f"to_id = '{named('bo')}'", NO_STEP),
        ("alice", "until_on = current_date", NO_STEP),
        ("alice", f"dossier_id = '{named('another task')}'", NO_STEP),
    ],
)
def test_who_changes_what_of_it(as_app, handed, key, change, state):
    with acting(as_app, key):
        assert refused(as_app, f"UPDATE work_handedon SET {change} WHERE id = %s", [handed]) == state


def test_nobody_else_touches_it(as_app, handed):
    for key in ("bo", "hanne", "gerda"):
        with acting(as_app, key):
            assert as_app.execute("UPDATE work_handedon SET known_at = now() WHERE id = %s", [handed]).rowcount == 0
    with acting(as_app, "alice"):
        assert refused(as_app, "DELETE FROM work_handedon WHERE id = %s", [handed]) == NOT_ALLOWED


def test_with_its_task_it_is_erased(task, handed, as_administrator):
    with acting_as("alice") as alice:
        del alice
        sharing.erase(dossier=task, why="test")
    assert as_administrator.execute("SELECT count(*) FROM work_handedon").fetchone() == (0,)
