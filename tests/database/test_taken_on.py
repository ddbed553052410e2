"""A task that was taken on keeps its text when what it was given on ends before its time, and nothing besides."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests import case_scene as scene
from tests.cast import named
from tests.database.scene import acting, refused
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.plans import queries as plans
from tvaers.plans.actions import tasks
from tvaers.plans.enums import TaskState
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Disclosure, Dossier

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


def kept(administrator):
    """How long the text is kept, by each row."""
    return administrator.execute(
        "SELECT until_at FROM sharing_access WHERE source = 'taken-on' AND ended_at IS NULL"
    ).fetchall()


def moved(administrator, acting_as, task, frame, days):
    """Let what Hanne was given of the task go on, on another frame."""
    found = administrator.execute(
        "SELECT v.id FROM sharing_framebasis b JOIN sharing_legalbasisversion v ON v.basis_id = b.basis_id"
        " WHERE b.frame_id = %s AND v.until_at IS NULL AND %s = ANY (v.receiver_kinds) ORDER BY v.categories & 1 DESC",
        [frame, "municipality"],
    ).fetchone()
    terms = sharing.Rebased(
        frame=frame, basis=found[0], necessity="Går videre", until=clock.now() + timedelta(days=days)
    )
    with acting_as("alice") as alice:
        sharing.rebase_group(by=alice, group=Disclosure.objects.get(dossier_id=task).group_id, terms=terms)


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


def test_what_is_written_on_it_goes_with_the_agreement(task, acting_as, as_app, as_administrator):
    def comments(who):
        with acting(as_app, who):
            return as_app.execute("SELECT count(*) FROM plans_taskcomment").fetchone()[0]

    with acting_as("alice") as alice:
        tasks.comment(by=alice, task=task, words="Skolen ved det")
    assert comments("hanne") == 1
    ended(as_administrator)
    with acting_as("alice") as alice:
        tasks.comment(by=alice, task=task, words="Herlev er ikke med mere")
    assert seen(acting_as) == [TEXT]
    assert (comments("hanne"), comments("alice")) == (0, 2)
    with acting_as("hanne"):
        assert plans.task(task=task)["comments"] == []


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


def test_what_has_ended_is_taken_on_by_nobody(case, acting_as, as_app, as_administrator):
    """A form that was opened before, or a statement: the offer stands there, and what it stood on has ended."""
    with acting_as("alice") as alice:
        given = scene.task(alice, case, owner="hanne")
    (offer,) = as_administrator.execute("SELECT id FROM sharing_access WHERE source = 'disclosure'").fetchone()
    ended(as_administrator)
    answer = "SELECT guard.answer_access(%s, %s)"
    with acting(as_app, "hanne"):
        assert refused(as_app, answer, [offer, True]) == "TV021"
        assert as_app.execute("SELECT id FROM plans_task WHERE id = %s", [given]).fetchall() == []
        assert refused(as_app, answer, [offer, False]) == ""


def test_moved_to_a_consent_it_goes_with_the_consent(case, task, acting_as, as_administrator):
    with acting_as("frida"):
        consent = scene.consented(
            dossier=case,
            to=named("herlev"),
            purposes=Purpose.SSP,
            until=clock.now() + timedelta(days=90),
            categories=Category.PLAN,
        )
    moved(as_administrator, acting_as, task, consent, days=9)
    assert kept(as_administrator) == []
    assert seen(acting_as) == [TEXT]
    with acting_as("alice"):
        sharing.end_consent(frame=consent)
    assert seen(acting_as) == []


def test_moved_for_a_shorter_time_it_is_kept_no_longer(task, acting_as, as_administrator):
    other = scene.copied(as_administrator, AGREEMENT)
    moved(as_administrator, acting_as, task, other, days=2)
    assert [until < clock.now() + timedelta(days=2) for (until,) in kept(as_administrator)] == [True]
    ended(as_administrator, other)
    assert seen(acting_as) == [TEXT]


def test_opened_again_when_all_has_ended_it_is_given_to_nobody(task, acting_as, as_administrator):
    ended(as_administrator)
    for step in (tasks.finish, tasks.take_up):
        with acting_as("alice") as alice:
            step(by=alice, task=task, **({"state": TaskState.DONE} if step is tasks.finish else {}))
    assert kept(as_administrator) == []
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
