"""When a task waits, is late, or has ended with what it stood on, and what Today then shows."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tvaers.consents import actions as consents
from tvaers.consents.enums import GivenBy
from tvaers.consents.models import Consent
from tvaers.foundation import clock
from tvaers.foundation.compiled import Compiled
from tvaers.guard.enums import Purpose
from tvaers.plans import queries
from tvaers.plans.actions import goals, tasks
from tvaers.plans.models import Task
from tvaers.plans.rules import Stand
from tvaers.web.cases import waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    """A case of Alice's, in her unit."""
    with acting_as("alice") as alice:
        return scene.case(alice)


@pytest.mark.parametrize(("answered", "expected"), [(None, Stand.WAITING), (False, Stand.DECLINED)])
def test_what_may_be_declined_is_never_late(acting_as, case, answered, expected):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
        own = scene.task(alice, case, owner="carl", text="Egen")
    if answered is not None:
        scene.answer(acting_as, "hanne", task, accepted=answered)
    with acting_as("alice") as alice:
        Task.objects.all().update(due_on=scene.in_days(-10))
        assert scene.tasks_of(case)["Ring til skolen"]["stand"] is expected
        lines = waiting.for_actor(alice, clock.now())
        assert [line.what for line in lines if line.due] == ["Egen"]
        undated = [line for line in lines if not line.due]
        assert [line.what for line in undated] == (["Ring til skolen"] if expected is Stand.DECLINED else [])
        assert all(line.calm for line in undated)
        assert own


def consented(by, case):
    """Take a consent to share with Herlev, and give Hanne a task on it."""
    agreed = consents.Agreed(
        to=named("herlev"),
        purpose=Purpose.SSP,
        given_by=GivenBy.BOTH,
        words="Ja",
        given_on=clock.today(),
        until=scene.in_days(200),
    )
    frame = consents.take(by=by, dossier=case, agreed=agreed)
    promise = tasks.Promise(
        text="Fodbold",
        due_on=scene.in_days(5),
        owner=named("hanne"),
        frame=frame,
        necessity="Han skal spille fodbold i Herlev",
    )
    return tasks.give(by=by, case=case, purpose=Purpose.SSP, promise=promise, unit=scene.SSP)


def make_late(as_administrator, task, **columns):
    """Set columns of a task's disclosure as the days would."""
    changes = ", ".join(f"{name} = now() + %s" for name in columns)
    statement = f"UPDATE sharing_access SET {changes} WHERE dossier_id = %s AND source <> 'owner'"
    as_administrator.execute(statement, [*(dt.timedelta(days=days) for days in columns.values()), task])


def test_with_what_allowed_it_ends_what_was_shared_of_a_task(acting_as, case):
    with acting_as("alice") as alice:
        task = consented(alice, case)
    scene.answer(acting_as, "hanne", task)
    with acting_as("alice") as alice:
        assert scene.tasks_of(case)["Fodbold"]["stand"] is Stand.OPEN
        consents.withdraw(by=alice, dossier=case, consent=Consent.objects.get(dossier_id=case).id)
    with acting_as("hanne"):
        assert queries.task(task=task) is None
    with acting_as("alice") as alice:
        Task.objects.all().update(due_on=scene.in_days(-10))
        assert scene.tasks_of(case)["Fodbold"]["stand"] is Stand.ENDED
        (line,) = waiting.for_actor(alice, clock.now())
        assert (line.what, line.due, line.chip) == ("Fodbold", None, "Ikke længere delt"), "nobody is late with it"


@pytest.mark.parametrize(("answered", "expected"), [(True, Stand.ENDED), (None, Stand.UNANSWERED)])
def test_an_agreement_that_ended_ends_a_task_on_it(acting_as, case, as_administrator, answered, expected):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
    if answered:
        scene.answer(acting_as, "hanne", task)
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [scene.AGREEMENT])
    with acting_as("alice"):
        assert scene.tasks_of(case)["Ring til skolen"]["stand"] is expected


@pytest.mark.parametrize(("answered", "expected"), [(True, Stand.ENDED), (None, Stand.UNANSWERED)])
def test_an_offer_that_ran_out_waits_no_longer(acting_as, case, as_administrator, answered, expected):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
    if answered:
        scene.answer(acting_as, "hanne", task)
    make_late(as_administrator, task, from_at=-9, granted_at=-9, until_at=-1)
    with acting_as("alice") as alice:
        assert scene.tasks_of(case)["Ring til skolen"]["stand"] is expected
        (line,) = waiting.for_actor(alice, clock.now())
        assert line.chip == ("Ikke længere delt" if answered else "Ikke besvaret i tide")
        assert scene.NAME in line.about
    with acting_as("hanne") as hanne:
        assert waiting.for_actor(hanne, clock.now()) == []


def test_an_accepted_task_that_is_late_shows_at_owner_and_giver(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", task)
    with acting_as("alice") as alice:
        Task.objects.all().update(due_on=scene.in_days(-10))
        assert "Ring til skolen" in [line.what for line in waiting.for_actor(alice, clock.now())]
    with acting_as("hanne") as hanne:
        line = waiting.for_actor(hanne, clock.now())[0]
        assert line.what == "Ring til skolen"
        assert scene.NAME not in str(line.about)
        assert (line.do, line.do_post) == ("Hvad står i vejen?", False), "late, it asks"


def test_a_late_task_that_a_colleague_gave_shows_at_the_lead(acting_as, case):
    with acting_as("bo") as bo:
        scene.task(bo, case, owner="carl", text="Givet af Bo")
        Task.objects.update(due_on=scene.in_days(-3))
    with acting_as("alice") as alice:
        assert [line.what for line in waiting.for_actor(alice, clock.now())] == ["Givet af Bo"]
    with acting_as("bo") as bo:
        assert [line.what for line in waiting.for_actor(bo, clock.now())] == ["Givet af Bo"]
    with acting_as("frida") as frida:
        assert waiting.for_actor(frida, clock.now()) == []


def test_drafts_rest_and_reviews_come_up(acting_as, case):
    with acting_as("alice") as alice:
        scene.note(alice, case, title="Kladde", sign=False)
        assert waiting.for_actor(alice, clock.now()) == []
    with clock.frozen(clock.now() + waiting.DRAFT_RESTS * 1.1), acting_as("alice") as alice:
        assert any("Kladde" in str(line.what) for line in waiting.for_actor(alice, clock.now()))
    with acting_as("alice") as alice:
        later = clock.now() + waiting.DRAFT_RESTS * 11
        reviews = [line for line in waiting.for_actor(alice, later) if line.due == scene.in_days(30)]
        assert len(reviews) == 1
        assert scene.NAME in str(reviews[0].what)
    with acting_as("bo") as bo:
        # He could be the second reader; what is hers to review is not his.
        assert {line.do_url for line in waiting.for_actor(bo, later)} == {reverse("cases:second-reader", args=[case])}


def test_what_waits_costs_three_statements(acting_as, case, django_assert_num_queries):
    with acting_as("alice") as alice:
        for number in range(6):
            scene.task(alice, case, text=str(number), days=1)
        with django_assert_num_queries(3):
            assert len(waiting.for_actor(alice, clock.now() + waiting.DRAFT_RESTS)) == 6


def test_of_more_than_today_shows_the_first_days_are_kept(acting_as, case, monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 2)
    # What was put into SQL before knows the true limit.
    monkeypatch.setattr(waiting, "_WAITS", Compiled(waiting._waits))
    with acting_as("bo") as bo:
        for days in (9, 4, 8):
            scene.task(bo, case, owner="carl", text=f"Givet {days}", days=-days)
    for days in (5, 9, 4, 8):
        with clock.frozen(clock.now() - dt.timedelta(days=days)), acting_as("alice") as alice:
            scene.note(alice, case, title=f"Kladde {days}", sign=False)
    for days in (5, 2, 4):
        with acting_as("alice") as alice:
            task = scene.task(alice, case, owner="hanne", text=f"Nej {days}", days=days)
        scene.answer(acting_as, "hanne", task, accepted=False)
    with acting_as("alice") as alice:
        for days in (5, 2, 4):
            scene.task(alice, case, text=f"Min {days}", days=days)
        said = " ".join(line.what for line in waiting.for_actor(alice, clock.now() + dt.timedelta(days=9)))
    for first in ("Givet 9", "Givet 8", "Kladde 9", "Kladde 8", "Nej 2", "Nej 4", "Min 2", "Min 4"):
        assert first in said
    for last in ("Givet 4", "Kladde 5", "Kladde 4", "Nej 5", "Min 5"):
        assert last not in said


def test_a_follow_up_comes_up_at_the_lead_until_the_next_is_written(acting_as, case):
    def follow(by, held, following):
        goals.follow_up(by=by, case=case, held_on=held, present="Noah", words="Videre", next_on=following)

    def days_of(by):
        lines = waiting.for_actor(by, clock.now())
        return [line.due for line in lines if line.do_url == reverse("cases:follow-up", args=[case])]

    with acting_as("bo") as bo:
        follow(bo, scene.in_days(-30), scene.in_days(-9))
        assert days_of(bo) == [], "only the lead is reminded"
    with acting_as("alice") as alice:
        assert days_of(alice) == [scene.in_days(-9)]
        follow(alice, scene.in_days(-40), scene.in_days(-20))
        assert days_of(alice) == [scene.in_days(-9)], "an earlier one, written late, is not the last"
        follow(alice, clock.today(), scene.in_days(9))
        assert days_of(alice) == []
