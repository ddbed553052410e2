"""Goals, tasks across organisations, follow-up, and closing with open tasks."""

import datetime as dt
from uuid import uuid4

import pytest
from django.http import Http404

from tests import case_scene as scene
from tests.cast import actor, named
from tvaers.audit.models import Seen
from tvaers.cases import timeline
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.foundation import clock
from tvaers.guard.enums import Purpose
from tvaers.people.enums import Knowledge
from tvaers.plans import queries
from tvaers.plans.actions import ending, goals, tasks
from tvaers.plans.actions.ending import Closing, Ending, OpenTasksError, close_case
from tvaers.plans.enums import GoalState, TaskState
from tvaers.plans.models import Task
from tvaers.plans.rules import Stand
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DisclosureState
from tvaers.sharing.models import Access
from tvaers.web.cases import waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    """A case of Alice's, in her unit."""
    with acting_as("alice") as alice:
        return scene.case(alice)


def goal(by, case, words="Fodbold"):
    return goals.agree(by=by, case=case, words=words, said_by="Noah", said_on=clock.today())


def test_goals_stand_in_their_order_and_as_somebody_says(acting_as, case):
    with acting_as("alice") as alice:
        first, second = goal(alice, case, "A"), goal(alice, case, "B")
        goals.move_up(by=alice, case=case, goal=second)
        goals.move_up(by=alice, case=case, goal=second)
        assert [row["words"] for row in queries.goals(case=case)] == ["B", "A"]
        said = goals.Said(state=GoalState.BEGUN, by="Lise", on=clock.today())
        goals.say_how_it_stands(by=alice, case=case, goal=first, version=1, said=said)
        with pytest.raises(goals.ChangedMeanwhileError):
            goals.say_how_it_stands(by=alice, case=case, goal=first, version=1, said=said)
        with pytest.raises(Http404):
            goals.say_how_it_stands(by=alice, case=case, goal=uuid4(), version=1, said=said)
        with pytest.raises(goals.ChangedMeanwhileError):
            goals.evaluate(by=alice, case=case, goal=first, words="For sent", version=1)
        goals.evaluate(by=alice, case=case, goal=first, words="Det hjalp at blive hentet", version=2)
        row = queries.goals(case=case)[1]
        assert (row["state"], row["said_by"], row["evaluation"]) == ("begun", "Lise", "Det hjalp at blive hentet")


def test_a_goal_written_down_while_another_is_moved_keeps_its_place(acting_as, case, monkeypatch):
    with acting_as("alice") as alice:
        _first, second = goal(alice, case, "A"), goal(alice, case, "B")
        when = goals.When

        def meanwhile(**given):
            monkeypatch.setattr(goals, "When", when)
            goal(alice, case, "C")
            return when(**given)

        monkeypatch.setattr(goals, "When", meanwhile)
        goals.move_up(by=alice, case=case, goal=second)
        assert [row["words"] for row in queries.goals(case=case)] == ["B", "A", "C"]


def test_what_was_said_of_a_goal_before_stays(acting_as, case):
    with acting_as("alice") as alice:
        one = goal(alice, case)
        for version, (state, by, words) in enumerate(
            [(GoalState.BEGUN, "Lise", "Han kom to gange"), (GoalState.REACHED, "Noah", "Jeg er med nu")], start=1
        ):
            said = goals.Said(state=state, by=by, on=clock.today(), words=words)
            goals.say_how_it_stands(by=alice, case=case, goal=one, said=said, version=version)
        (row,) = queries.goals(case=case)
        told = [(each["state"], each["said_by"], each["words"]) for each in row["statements"]]
        assert told == [
            ("reached", "Noah", "Jeg er med nu"),
            ("begun", "Lise", "Han kom to gange"),
            ("agreed", "Noah", ""),
        ]
        events = [event for event in timeline.happened(case=case)[0] if event.kind == "goal-states"]
        assert {event.text for event in events} == {"Fodbold\nJeg er med nu", "Fodbold\nHan kom to gange"}


def test_what_was_said_earlier_and_written_late_changes_no_goal(acting_as, case):
    def say(by, state, who, on, version):
        said = goals.Said(state=state, by=who, on=on)
        goals.say_how_it_stands(by=by, case=case, goal=one, said=said, version=version)

    with acting_as("alice") as alice:
        one = goals.agree(by=alice, case=case, words="Fodbold", said_by="Noah", said_on=scene.in_days(-30))
        say(alice, GoalState.REACHED, "Noah", scene.in_days(-1), 1)
        say(alice, GoalState.BEGUN, "Lise", scene.in_days(-10), 2)
        (row,) = queries.goals(case=case)
        assert (row["state"], row["said_by"], row["said_on"]) == ("reached", "Noah", scene.in_days(-1))
        assert [each["state"] for each in row["statements"]] == ["reached", "begun", "agreed"]
        say(alice, GoalState.DROPPED, "Lise", scene.in_days(-1), 3)
        (row,) = queries.goals(case=case)
        assert (row["state"], row["said_by"]) == ("dropped", "Lise"), "of one day the later written holds"


def test_a_colleague_is_let_in_to_the_task_alone(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="carl")
    with acting_as("carl") as carl:
        row = queries.task(task=task)
        assert row["text"] == "Ring til skolen"
        assert row["case_id"] is None
        assert row["person"] is None
        tasks.finish(by=carl, task=task)
    with acting_as("alice"):
        assert scene.tasks_of(case)["Ring til skolen"]["stand"] is Stand.DONE


def test_a_task_elsewhere_is_a_disclosure_with_ground_and_necessity(acting_as, case):
    with acting_as("alice") as alice:
        bare = tasks.Promise(text="x", due_on=scene.in_days(3), owner=named("hanne"))
        with pytest.raises(tasks.FrameMissingError):
            tasks.give(by=alice, case=case, purpose=Purpose.SSP, promise=bare, unit=scene.SSP)
        assert not Task.objects.exists()
        task = scene.task(alice, case, owner="hanne")
        assert scene.tasks_of(case)["Ring til skolen"]["stand"] is Stand.WAITING
    with acting_as("hanne"):
        assert queries.task(task=task) is None
    scene.answer(acting_as, "hanne", task)
    with acting_as("hanne") as hanne:
        row = queries.task(task=task)
        assert row["text"] == "Ring til skolen"
        assert row["case_id"] is None
        tasks.comment(by=hanne, task=task, words="Ja tak")
        tasks.finish(by=hanne, task=task)
    with acting_as("alice"):
        row = queries.task(task=task)
        assert row["stand"] is Stand.DONE
        assert (row["comments"][0]["words"], row["comments"][0]["by_name"]) == ("Ja tak", "Hanne Nabo")


def test_finishing_undoing_cancelling_and_moving(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
        tasks.finish(by=alice, task=task)
        with pytest.raises(tasks.WrongStateError):
            tasks.finish(by=alice, task=task)
        tasks.take_up(by=alice, task=task)
        with pytest.raises(tasks.WrongStateError):
            tasks.take_up(by=alice, task=task)
        tasks.move(by=alice, task=task, due_on=scene.in_days(9), version=3)
        with pytest.raises(tasks.ChangedMeanwhileError):
            tasks.move(by=alice, task=task, due_on=scene.in_days(10), version=3)
        tasks.finish(by=alice, task=task, state=TaskState.CANCELLED)
        assert scene.tasks_of(case)["Ring til skolen"]["stand"] is Stand.CANCELLED


@pytest.mark.parametrize("answered", [True, None])
def test_a_task_is_not_moved_past_what_its_owner_elsewhere_sees(acting_as, case, answered):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne", days=5)
    if answered:
        scene.answer(acting_as, "hanne", task)
    last = scene.in_days(5) + tasks.AFTER_DUE
    with acting_as("alice") as alice:
        with pytest.raises(tasks.NotSeenThenError) as early:
            tasks.move(by=alice, task=task, due_on=last + dt.timedelta(days=1), version=1)
        assert early.value.last == last
        tasks.move(by=alice, task=task, due_on=last, version=1)
        sharing.end_disclosures(dossier=task)
        tasks.move(by=alice, task=task, due_on=last + dt.timedelta(days=1), version=2)


def test_only_who_gave_a_task_takes_a_cancelled_one_up(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", task)
    with acting_as("hanne") as hanne:
        tasks.finish(by=hanne, task=task)
        tasks.take_up(by=hanne, task=task)
    with acting_as("alice") as alice:
        tasks.finish(by=alice, task=task, state=TaskState.CANCELLED)
    with acting_as("hanne") as hanne, pytest.raises(tasks.NotYoursError):
        tasks.take_up(by=hanne, task=task)
    with acting_as("alice") as alice:
        tasks.take_up(by=alice, task=task)
        assert Task.objects.get(id=task).state == TaskState.OPEN


def test_what_was_finished_with_its_case_stays_so(acting_as, case):
    with acting_as("alice") as alice:
        own = scene.task(alice, case, owner="carl")
        done, cancelled, goes_on = (scene.task(alice, case, owner="hanne", text=text) for text in "abc")
        tasks.finish(by=alice, task=own)
    for task in (done, cancelled, goes_on):
        scene.answer(acting_as, "hanne", task)
    with acting_as("alice") as alice:
        endings = {done: Ending.DONE, cancelled: Ending.CANCELLED, goes_on: Ending.GOES_ON}
        closing = Closing(outcome=Outcome.MOVED, reason="Flyttet", endings=endings)
        close_case(by=alice, case=case, version=1, closing=closing)
        for task in (own, done, cancelled):
            with pytest.raises(tasks.FinishedWithCaseError):
                tasks.take_up(by=alice, task=task)
    with acting_as("carl") as carl, pytest.raises(tasks.FinishedWithCaseError):
        tasks.take_up(by=carl, task=own)
    with acting_as("hanne") as hanne:
        tasks.finish(by=hanne, task=goes_on)
        tasks.take_up(by=hanne, task=goes_on)
        assert Task.objects.get(id=goes_on).state == TaskState.OPEN
    with acting_as("alice") as alice:
        course.reopen(by=alice, case=case, version=2, reason="Tilbage", review_on=scene.in_days(9))
        tasks.take_up(by=alice, task=own)


def test_cancelling_takes_an_unanswered_offer_back(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
        tasks.finish(by=alice, task=task, state=TaskState.CANCELLED)
    with acting_as("hanne") as hanne:
        offers = Access.objects.filter(dossier_id=task, state=DisclosureState.OFFERED, ended_at=None)
        assert not offers.exists()
        assert waiting.for_actor(hanne, clock.now()) == []


def test_a_task_form_sent_twice_gives_one_task(acting_as, case):
    form = uuid4()
    promise = tasks.Promise(text="En", due_on=scene.in_days(1), owner=named("alice"))
    with acting_as("alice") as alice:
        given = {
            tasks.give(by=alice, case=case, purpose=Purpose.SSP, promise=promise, unit=None, form=form)
            for _ in range(2)
        }
        assert len(given) == 1
        assert Task.objects.count() == 1


def test_a_goal_of_another_case_takes_no_task(acting_as, case):
    with acting_as("alice") as alice:
        elsewhere = goal(alice, scene.case(alice))
        with pytest.raises(Http404):
            scene.task(alice, case, goal=elsewhere)


def test_a_case_closes_when_every_open_task_is_named(acting_as, case):
    with acting_as("alice") as alice:
        done, cancelled, goes_on = (
            scene.task(alice, case, owner=owner, text=owner) for owner in ("alice", "hanne", "palle")
        )
    scene.answer(acting_as, "palle", goes_on)
    with acting_as("alice") as alice:
        ends = {"outcome": Outcome.GOALS_REACHED, "reason": "Godt"}
        with pytest.raises(OpenTasksError) as still:
            close_case(by=alice, case=case, version=1, closing=Closing(**ends, endings={done: Ending.DONE}))
        assert still.value.tasks == {cancelled, goes_on}
        endings = {done: Ending.DONE, cancelled: Ending.CANCELLED, goes_on: Ending.GOES_ON}
        close_case(by=alice, case=case, version=1, closing=Closing(**ends, endings=endings))
        stands = {text: row["stand"] for text, row in scene.tasks_of(case).items()}
        assert stands == {"alice": Stand.DONE, "hanne": Stand.CANCELLED, "palle": Stand.OPEN}
    with acting_as("palle"):
        assert queries.task(task=goes_on)


def test_nobody_is_given_a_task_in_a_closed_case(acting_as, case):
    form = uuid4()
    promise = tasks.Promise(text="En", due_on=scene.in_days(1), owner=named("alice"))
    given = {"case": case, "purpose": Purpose.SSP, "promise": promise, "unit": None}
    with acting_as("alice") as alice:
        task = tasks.give(by=alice, **given, form=form)
        tasks.finish(by=alice, task=task)
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        for again in (None, uuid4()):
            with pytest.raises(tasks.CaseClosedError):
                tasks.give(by=alice, **given, form=again)
        assert tasks.give(by=alice, **given, form=form) == task, "sent twice, it was given once"


def test_a_case_is_held_before_its_tasks_are_read(acting_as, case, monkeypatch, as_administrator):
    real, free = ending.open_tasks, []

    def read(*, case):
        asked = as_administrator.execute("SELECT id FROM cases_case WHERE id = %s FOR UPDATE SKIP LOCKED", [case])
        free.extend(asked.fetchall())
        return real(case=case)

    monkeypatch.setattr(ending, "open_tasks", read)
    with acting_as("alice") as alice:
        close_case(by=alice, case=case, version=1, closing=Closing(outcome=Outcome.MOVED, reason="Flyttet"))
    assert not free, "whoever would give a task meanwhile waits"


def test_goals_are_evaluated_with_the_end_or_not_at_all(acting_as, case):
    with acting_as("alice") as alice:
        one = goal(alice, case)
        ends = {"outcome": Outcome.MOVED, "reason": "Flyttet"}
        closing = Closing(**ends, evaluations={one: (1, "Det hjalp at blive hentet")})
        with pytest.raises(course.ChangedMeanwhileError):
            close_case(by=alice, case=case, version=9, closing=closing)
        assert queries.goals(case=case)[0]["evaluation"] == "", "the case did not close, so nothing was written"
        with pytest.raises(goals.ChangedMeanwhileError):
            close_case(by=alice, case=case, version=1, closing=Closing(**ends, evaluations={one: (7, "For sent")}))
        close_case(by=alice, case=case, version=1, closing=closing)
        assert queries.goals(case=case)[0]["evaluation"] == "Det hjalp at blive hentet"


def test_lists_of_mine_given_and_done(acting_as, case, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        for days in (5, 1, 3):
            scene.task(alice, case, text=str(days), days=days)
        scene.task(alice, case, owner="hanne", text="Herlev")
        rows, mark = queries.listed(queries.View.MINE, member=alice.id)
        assert [row["text"] for row in rows] == ["1", "3"]
        assert rows[0]["person"].label == scene.NAME
        assert rows[0]["person"].knowledge is Knowledge.PARTLY
        rows, mark = queries.listed(queries.View.MINE, member=alice.id, after=mark)
        assert ([row["text"] for row in rows], mark) == (["5"], None)
        assert [row["text"] for row in queries.listed(queries.View.GIVEN, member=alice.id)[0]] == ["Herlev"]
        tasks.finish(by=alice, task=rows[0]["id"])
        assert [row["text"] for row in queries.listed(queries.View.DONE, member=alice.id)[0]] == ["5"]


def test_the_task_after_the_page_is_not_logged_as_seen(acting_as, case, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        first, second, third = (scene.task(alice, case, days=days) for days in (1, 2, 3))
    with acting_as("alice", route="a-list") as alice:
        queries.listed(queries.View.MINE, member=alice.id)
    with acting_as("alice"):
        logged = Seen.objects.filter(dossier_id__in=(first, second, third)).values_list("dossier_id", flat=True)
        assert set(logged) == {first, second}


def test_the_plan_stands_on_the_timeline(acting_as, case):
    with acting_as("alice") as alice:
        one = goal(alice, case)
        said = goals.Said(state=GoalState.REACHED, by="Noah", on=clock.today())
        goals.say_how_it_stands(by=alice, case=case, goal=one, said=said, version=1)
        goals.evaluate(by=alice, case=case, goal=one, words="Hentning hjalp", version=2)
        goals.follow_up(
            by=alice, case=case, held_on=clock.today(), present="Noah", words="Videre", next_on=scene.in_days(9)
        )
        tasks.finish(by=alice, task=scene.task(alice, case))
        kinds = {event.kind for event in timeline.happened(case=case)[0]}
        assert kinds == {"steps", "goals", "goal-states", "evaluations", "follow-ups", "tasks", "tasks-given"}
        assert queries.plan(case=case).next_on == scene.in_days(9)


def test_the_probation_service_gets_a_task_on_its_own_ground(acting_as, case):
    promise = tasks.Promise(
        text="Tal med tilsynet",
        due_on=scene.in_days(5),
        owner=named("karen"),
        frame=scene.STATUTE,
        necessity="Broren kommer hjem snart",
    )
    with acting_as("alice") as alice:
        with pytest.raises(sharing.WrongPurposeError):
            tasks.give(by=alice, case=case, purpose=Purpose.SSP, promise=promise, unit=scene.SSP)
        task = tasks.give(by=alice, case=case, purpose=Purpose.KSP, promise=promise, unit=scene.SSP)
    scene.answer(acting_as, "karen", task)
    with acting_as("karen"):
        assert queries.task(task=task)["text"] == "Tal med tilsynet"
    assert actor("karen").organisation.kind == "probation"
