"""Handing a task on to a colleague: for good or until a day, who may, what is opened, and that it comes back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from tests import case_scene
from tests.absence_scene import own_task
from tests.case_scene import in_days
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans import tasks as jobs
from tvaers.plans.actions import handing, tasks
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.sharing.actions import NotYoursToGiveError
from tvaers.sharing.models import Access
from tvaers.work.models import HandedOn
from tvaers.work.waiting import waiting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def case():
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def task(case):
    """A task of Alice's that nobody else reads."""
    with acting_as("alice") as alice:
        return own_task(alice, case)


def hand(task, to="carl", *, by="alice", until=None, form=None):
    with acting_as(by) as member:
        given = handing.Handing(to=named(to), words="Mor hedder Mette.", until=in_days(until) if until else None)
        return handing.hand_on(by=member, task=task, handing=given, form=form or uuid4())


def owner(task):
    with acting_as("alice"):
        return Task.objects.values_list("owner_id", flat=True).get(id=task)


def lines(key):
    with acting_as(key) as member:
        return [str(line.what) for line in waiting(actor=member)]


def night(days):
    with clock.frozen(clock.now() + timedelta(days=days)):
        jobs.give_back(organisation=str(named("gladsaxe")))


def test_the_colleague_owns_it_reads_it_and_is_told(task):
    with acting_as("carl"):
        assert not Task.objects.exists()
    form = uuid4()
    assert hand(task, form=form) == hand(task, form=form)
    assert owner(task) == named("carl")
    assert "Givet videre til dig: Ring til mor" in lines("carl")
    assert "Du har givet videre: Ring til mor" in lines("alice")
    with acting_as("carl") as carl:
        handed = HandedOn.objects.values_list("id", flat=True).get()
        handing.know(by=carl, handed=handed)
        tasks.finish(by=carl, task=task)
    assert not [line for key in ("carl", "alice") for line in lines(key) if "videre" in line]


@pytest.mark.parametrize("by", ["bo", "frida"])
def test_who_does_not_own_it_does_not_hand_it_on(case, by):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case)
    with pytest.raises(handing.NotYoursError):
        hand(task, by=by)


def test_who_does_not_see_it_finds_nothing(task):
    for by in ("bo", "hanne"):
        with pytest.raises(Http404):
            hand(task, by=by)


@pytest.mark.parametrize("to", ["alice", "hanne", "gerda", "erik"])
def test_it_goes_to_a_colleague_who_works_for_what_it_is_for(task, to):
    with pytest.raises(handing.NoColleagueError):
        hand(task, to)
    assert owner(task) == named("alice")


def test_what_another_organisation_asked_for_is_not_handed_on(case):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case, owner="hanne")
    case_scene.answer(acting_as, "hanne", task)
    with pytest.raises(handing.NotYoursError):
        hand(task, "sonja", by="hanne")


def test_what_is_done_is_not_handed_on(task):
    with acting_as("alice") as alice:
        tasks.finish(by=alice, task=task)
    with pytest.raises(handing.WrongStateError):
        hand(task)


def test_who_does_not_decide_hands_on_to_who_reads_it_already_alone(case):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case, owner="dina")
    with pytest.raises(NotYoursToGiveError):
        hand(task, "carl", by="dina")
    hand(task, "bo", by="dina")
    assert owner(task) == named("bo")


@pytest.mark.parametrize("until", [-1, 400])
def test_until_a_day_to_come_within_a_year(task, until):
    with pytest.raises(handing.DayError):
        hand(task, until=until)


def test_after_its_day_it_comes_back_and_is_closed_again(task, as_administrator):
    hand(task, until=3)
    night(3)
    assert owner(task) == named("carl")
    night(4)
    assert owner(task) == named("alice")
    night(5)
    settled = "SELECT count(*) FROM work_handedon WHERE settled_at IS NOT NULL"
    assert as_administrator.execute(settled).fetchone() == (1,)
    ends = "SELECT until_at FROM sharing_access WHERE dossier_id = %s AND reader_id = %s"
    (until_at,) = as_administrator.execute(ends, [task, named("carl")]).fetchone()
    assert clock.last_day(until_at) == in_days(3)


def test_handed_further_it_goes_back_step_by_step(task):
    hand(task, until=4)
    for too_late in (None, 5):
        with pytest.raises(handing.DayError) as wrong:
            hand(task, "bo", by="carl", until=too_late)
        assert wrong.value.last == in_days(4)
    hand(task, "bo", by="carl", until=2)
    night(3)
    assert owner(task) == named("carl")
    night(5)
    assert owner(task) == named("alice")


def test_further_and_back_in_one_night(task):
    hand(task, until=2)
    hand(task, "bo", by="carl", until=2)
    night(3)
    assert owner(task) == named("alice")


def test_what_was_done_or_given_elsewhere_meanwhile_stays(task, case, as_administrator):
    with acting_as("alice") as alice:
        other = own_task(alice, case, text="Ring til far")
    hand(task, until=2)
    hand(other, until=2)
    with acting_as("carl") as carl:
        tasks.finish(by=carl, task=task)
    # As when a colleague leaves.
    as_administrator.execute("UPDATE plans_task SET owner_id = %s WHERE id = %s", [named("frida"), other])
    night(3)
    assert owner(task) == named("carl")
    assert owner(other) == named("frida")


def test_it_does_not_come_back_to_who_has_left(task, as_administrator):
    hand(task, until=2)
    as_administrator.execute(
        "UPDATE partnerships_membership SET state = 'left', left_at = now() WHERE id = %s", [named("alice")]
    )
    night(3)
    asked = "SELECT owner_id FROM plans_task WHERE id = %s"
    assert as_administrator.execute(asked, [task]).fetchone() == (named("carl"),)


def test_a_right_that_ends_before_the_task_goes_back_is_no_right_to_it(task):
    soon = clock.now() + timedelta(days=2)
    with acting_as("alice"):
        sharing.let_in(dossier=task, member=named("carl"), categories=Category.PLAN, until=soon)
    hand(task)
    with acting_as("carl"):
        longest = Access.objects.filter(dossier_id=task, member_id=named("carl")).order_by("-until_at").first()
        assert longest.until_at > soon + timedelta(days=30)
