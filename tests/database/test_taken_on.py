"""A task that was taken on keeps its text when what it was given on ends before its time, and nothing besides."""

from uuid import uuid4

import pytest

from tests import case_scene as scene
from tests.cast import named
from tests.database.scene import acting, refused
from tvaers.guard.enums import Category
from tvaers.plans import queries as plans
from tvaers.plans.actions import tasks
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Dossier

pytestmark = pytest.mark.django_db(transaction=True)
AGREEMENT = named("Prøveaftalen")
TEXT = "Ring til skolen"


@pytest.fixture
def case(cast, acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


@pytest.fixture
def task(case, acting_as):
    """A task of Alice's case that Hanne was offered on the agreement, and has taken on."""
    with acting_as("alice") as alice:
        given = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", given)
    return given


def ended(administrator, frame=AGREEMENT):
    administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [frame])


def seen(acting_as, who="hanne"):
    with acting_as(who) as by:
        return [row["text"] for row in plans.listed(plans.View.MINE, member=by.id)[0]]


def test_the_text_stays_when_the_agreement_ends_and_nothing_is_written(task, case, acting_as, as_app, as_administrator):
    scene.share(acting_as, case, Category.PLAN)
    ended(as_administrator)
    assert seen(acting_as) == [TEXT]
    with acting_as("hanne"):
        assert set(Dossier.objects.values_list("id", flat=True)) == {task}
    with acting(as_app, "hanne"):
        comment = (
            "INSERT INTO plans_taskcomment (id, dossier_id, words, by, by_organisation_id) VALUES (%s, %s, 'x', %s, %s)"
        )
        assert refused(as_app, comment, [uuid4(), task, named("hanne"), named("herlev")]) == "42501"
        done = "UPDATE plans_task SET state = 'done', done_at = now(), done_by = %s, version = version + 1"
        assert as_app.execute(done, [named("hanne")]).rowcount == 0


def test_it_is_there_for_nobody_else(task, acting_as, as_administrator):
    ended(as_administrator)
    for who in ("henrik", "palle", "olga", "karen", "vera"):
        with acting_as(who):
            assert not Task.objects.exists(), who


def test_what_was_only_offered_is_not_kept(case, acting_as, as_administrator):
    with acting_as("alice") as alice:
        scene.task(alice, case, owner="hanne")
    ended(as_administrator)
    assert seen(acting_as) == []


def test_taken_back_given_back_and_finished_it_goes(task, acting_as, as_administrator):
    with acting_as("alice") as alice:
        tasks.finish(by=alice, task=task, state=TaskState.DONE)
    kept = "SELECT count(*) FROM sharing_access WHERE source = 'taken-on' AND ended_at IS NULL"
    assert as_administrator.execute(kept).fetchone() == (0,)
    with acting_as("alice") as alice:
        tasks.take_up(by=alice, task=task)
    assert as_administrator.execute(kept).fetchone() == (1,)
    with acting_as("alice"):
        sharing.end_disclosures(dossier=task)
    assert as_administrator.execute(kept).fetchone() == (0,)
    ended(as_administrator)
    assert seen(acting_as) == []


def test_it_lasts_no_longer_than_it_was_given_for(task, acting_as, as_administrator):
    ended(as_administrator)
    as_administrator.execute(
        "UPDATE sharing_access SET from_at = from_at - interval '2 days', until_at = now() WHERE source = 'taken-on'"
    )
    assert seen(acting_as) == []


def test_nobody_makes_or_lengthens_one(task, as_app):
    for who in ("alice", "hanne"):
        with acting(as_app, who):
            assert refused(as_app, "UPDATE sharing_access SET until_at = 'infinity'") == "42501"
            assert refused(as_app, "SELECT guard.keep_text(a) FROM sharing_access a") == "42501"
            assert refused(as_app, "INSERT INTO sharing_access SELECT * FROM sharing_access") == "42501"
