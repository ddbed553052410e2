"""The catalogue of efforts: written, offered, said how full, looked at again, closed; and one chosen in a case."""

import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404

from tests import case_scene, picture_scene
from tests import effort_scene as scene
from tests.stage import acting_as
from tvaers.cases import timeline
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.efforts import actions, queries
from tvaers.efforts.actions import ChangedMeanwhileError
from tvaers.efforts.enums import EffortState, ProviderKind, Room
from tvaers.efforts.models import Effort, EffortStep
from tvaers.efforts.rules import WrongStateError, next_review
from tvaers.efforts.waiting import for_actor
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans import queries as plans
from tvaers.plans.actions import efforts, goals, tasks
from tvaers.plans.models import ChosenEffort, Task
from tvaers.plans.shareable import plan_sections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    """The areas in which something works."""
    picture_scene.drawn(as_maintenance)


@pytest.fixture
def case():
    """A case of Alice's."""
    with acting_as("alice") as alice:
        return case_scene.case(alice)


# --- the catalogue ------------------------------------------------------------------------------------


def test_a_draft_is_the_owners_own_and_what_is_offered_its_audiences():
    effort = scene.begun()
    for who, sees in (("dina", True), ("hanne", False), ("palle", False), ("oda", False)):
        with acting_as(who):
            assert bool(queries.catalogue()) is sees, who
            assert EffortStep.objects.exists() is sees, who
    with acting_as("bo") as bo:
        actions.offer(by=bo, effort=effort, reach=scene.reach())
    for who, sees in (("dina", True), ("hanne", True), ("palle", True), ("oda", False), ("karen", False)):
        with acting_as(who) as somebody:
            assert [row["id"] for row in queries.catalogue(offered=True)] == ([effort] if sees else []), who
            assert len(actions.steps_of(effort)) == (3 if sees else 0), who
            if not sees:
                with pytest.raises(Http404):
                    queries.one(actor=somebody, effort=effort)


def test_nobody_discloses_to_an_association_or_a_firm_whatever_is_ticked():
    effort = scene.begun(provider_kind=ProviderKind.ASSOCIATION, needs_consent=False)
    with acting_as("bo") as bo:
        assert queries.one(actor=bo, effort=effort)["needs_consent"]
        with pytest.raises(IntegrityError), transaction.atomic():
            Effort.objects.filter(id=effort).update(needs_consent=False)
        actions.save(by=bo, effort=effort, told=scene.told(provider_kind=ProviderKind.FIRM), edition=1)
        assert Effort.objects.get().needs_consent


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost():
    effort = scene.begun()
    with acting_as("bo") as bo:
        actions.save(by=bo, effort=effort, told=scene.told(title="Bos"), edition=1)
        # Sent twice, it is saved once.
        actions.save(by=bo, effort=effort, told=scene.told(title="Bos"), edition=1)
        assert Effort.objects.get().edition == 2
    with acting_as("frida") as frida:
        with pytest.raises(ChangedMeanwhileError):
            actions.save(by=frida, effort=effort, told=scene.told(title="Fridas"), edition=1)
        with pytest.raises(ChangedMeanwhileError):
            actions.lay_steps(by=frida, effort=effort, steps=scene.STEPS[:1], edition=1)
        assert (Effort.objects.get().title, EffortStep.objects.count()) == ("Bos", 3)


def test_steps_stand_in_the_order_of_their_days():
    effort = scene.begun(steps=())
    with acting_as("bo") as bo:
        late, soon = replace(scene.STEPS[2], days=30), replace(scene.STEPS[0], days=1)
        actions.lay_steps(by=bo, effort=effort, steps=[late, soon], edition=1)
        assert actions.steps_of(effort) == [soon, late]
        actions.lay_steps(by=bo, effort=effort, steps=[soon, late], edition=1)
        assert Effort.objects.get().edition == 2


def test_a_form_sent_twice_begins_one():
    form = uuid4()
    with acting_as("bo") as bo:
        made = [actions.begin(by=bo, told=scene.told(), steps=scene.STEPS, form=form) for _ in range(2)]
        assert [is_new for _effort, is_new in made] == [True, False]
        assert (Effort.objects.count(), EffortStep.objects.count()) == (1, 3)


def test_whether_there_is_room_runs_out_after_sixty_days():
    effort = scene.offered(room=Room.WAITING)
    with acting_as("hanne") as hanne:
        said = queries.one(actor=hanne, effort=effort)
        assert (said["room_said"], said["room_name"], said["room_on"]) == (
            *(Room.WAITING, "Bo Testesen"),
            clock.today(),
        )
    with acting_as("bo") as bo:
        # As said 61 days ago, which the database lets be.
        Effort.objects.update(room_on=clock.today() - dt.timedelta(days=61))
        assert queries.one(actor=bo, effort=effort)["room_said"] is None
        Effort.objects.update(room_on=clock.today() - dt.timedelta(days=60))
        assert queries.one(actor=bo, effort=effort)["room_said"] is Room.WAITING


def test_only_what_is_offered_has_room_and_a_draft_alone_is_dropped():
    draft = scene.begun()
    with acting_as("bo") as bo:
        with pytest.raises(WrongStateError):
            actions.say_room(by=bo, effort=draft, room=Room.MORE)
        with pytest.raises(PermissionDenied):
            actions.close(by=bo, effort=draft)
        actions.drop(by=bo, effort=draft)
        assert not Effort.objects.exists()
    offered = scene.offered()
    with acting_as("bo") as bo, pytest.raises(WrongStateError):
        actions.drop(by=bo, effort=offered)


def test_what_is_closed_is_chosen_no_longer_and_can_be_offered_again():
    effort = scene.offered()
    with acting_as("bo") as bo:
        actions.close(by=bo, effort=effort)
        actions.close(by=bo, effort=effort)
    with acting_as("hanne") as hanne:
        assert queries.catalogue(offered=True) == []
        assert queries.one(actor=hanne, effort=effort)["state"] is EffortState.CLOSED
    with acting_as("bo") as bo:
        actions.offer(by=bo, effort=effort, reach=scene.reach())
        found = queries.one(actor=bo, effort=effort)
        assert (found["state"], found["closed_at"]) == (EffortState.OFFERED, None)


def test_it_is_offered_within_its_time_and_in_its_areas():
    today = clock.today()
    scene.offered(title="Forbi", until_date=today - dt.timedelta(days=1))
    scene.offered(title="Siden", from_date=today + dt.timedelta(days=1))
    now = scene.offered(title="Nu", from_date=today, until_date=today)
    with acting_as("dina"):
        assert [row["id"] for row in queries.offered_in([picture_scene.PARK])] == [now]
        assert queries.offered_in([picture_scene.MEADOW]) == []
        assert len(queries.catalogue()) == 3


def test_nobody_but_a_keeper_writes():
    effort = scene.offered()
    for who in ("alice", "dina"):
        with acting_as(who) as somebody, pytest.raises(PermissionDenied):
            actions.begin(by=somebody, told=scene.told())
        with acting_as(who) as somebody, pytest.raises(PermissionDenied):
            actions.close(by=somebody, effort=effort)
    with acting_as("oda") as oda, pytest.raises(Http404):
        actions.close(by=oda, effort=effort)


def test_today_asks_its_keeper_to_look_again():
    effort = scene.offered(review_date=clock.today() - dt.timedelta(days=1))
    with acting_as("bo") as bo:
        line = next(iter(for_actor(bo, clock.now())))
        assert "Fritidspas" in line.what
        assert actions.confirm(by=bo, effort=effort) == next_review(clock.today())
        assert for_actor(bo, clock.now()) == []
    with acting_as("alice") as alice:
        assert for_actor(alice, clock.now()) == []


# --- chosen in a case ---------------------------------------------------------------------------------


def test_choosing_one_gives_its_steps_as_tasks_once(case):
    effort, form = scene.offered(), uuid4()
    with acting_as("alice") as alice:
        goal = goals.agree(by=alice, case=case, words="Fodbold", said_by="Noah", said_on=clock.today())
        steps = [scene.promise(goal=goal), scene.promise(scene.STEPS[1], "bo", goal=goal)]
        made = {scene.chosen(alice, case, effort, steps=steps, goal=goal, form=form) for _ in range(2)}
        assert len(made) == 1
        given = plans.tasks_of(case=case)
        assert {(row["text"], row["owner_name"], row["goal_id"]) for row in given} == {
            (scene.STEPS[0].text, "Alice Prøvedal", goal),
            (scene.STEPS[1].text, "Bo Testesen", goal),
        }
        (row,) = plans.plan(case=case).efforts
        assert (row["title"], row["provider"], row["chooser"]) == ("Fritidspas", "Fritidsvejledningen", alice.name)
        assert (row["why"], row["goal_id"], row["ended_on"]) == ("Han vil gerne spille fodbold.", goal, None)


def test_either_all_of_it_is_written_or_nothing(case):
    effort = scene.offered()
    with acting_as("alice") as alice:
        steps = [scene.promise(), scene.promise(owner="hanne")]
        with pytest.raises(tasks.FrameMissingError):
            scene.chosen(alice, case, effort, steps=steps)
        assert (ChosenEffort.objects.count(), Task.objects.count()) == (0, 0)


def test_a_step_of_somebody_elsewhere_is_offered_as_every_task_is(case):
    effort = scene.offered()
    with acting_as("alice") as alice:
        basis = case_scene.BASES["rpl-115-1"]
        elsewhere = scene.promise(
            owner="palle", frame=case_scene.AGREEMENT, basis=basis, necessity="Han kender drengen fra klubben."
        )
        scene.chosen(alice, case, effort, steps=[elsewhere])
        (row,) = plans.tasks_of(case=case)
        assert row["stand"] == "waiting"
    with acting_as("palle"):
        assert not ChosenEffort.objects.exists()


def test_only_what_is_offered_and_seen_is_chosen(case):
    draft, elsewhere = scene.begun(title="Kladde"), None
    with acting_as("oda") as oda:
        elsewhere, _is_new = actions.begin(by=oda, told=scene.told())
        actions.offer(by=oda, effort=elsewhere, reach=scene.reach("herlev", keeper="oda"))
    with acting_as("alice") as alice:
        with pytest.raises(efforts.NotOfferedError):
            scene.chosen(alice, case, draft)
        with pytest.raises(Http404):
            scene.chosen(alice, case, elsewhere)
        with pytest.raises(Http404):
            scene.chosen(alice, case, uuid4())
        with pytest.raises(Http404):
            scene.chosen(alice, case, draft, goal=uuid4())


def test_in_a_closed_case_nothing_is_chosen(case):
    effort = scene.offered()
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.GOALS_REACHED, reason="Det går godt")
        with pytest.raises(tasks.CaseClosedError):
            scene.chosen(alice, case, effort)


def test_how_it_goes_and_how_it_ended_are_words_on_the_timeline(case):
    effort = scene.offered()
    with acting_as("alice") as alice:
        row = scene.chosen(alice, case, effort, start_on=clock.today() - dt.timedelta(days=9))
        scene.goes(alice, case, row, "Første gang gik godt.", days_ago=3)
        scene.goes(alice, case, row)
        with pytest.raises(efforts.BeforeStartError):
            efforts.end(by=alice, case=case, chosen=row, ended_on=clock.today() - dt.timedelta(days=10), words="?")
        efforts.end(by=alice, case=case, chosen=row, ended_on=clock.today(), words="Han går der selv nu.")
        with pytest.raises(efforts.EndedError):
            efforts.end(by=alice, case=case, chosen=row, ended_on=clock.today(), words="Igen")
        with pytest.raises(efforts.EndedError):
            scene.goes(alice, case, row)
    with acting_as("alice"):
        events, _following = timeline.happened(case=case, only="goals")
        assert {event.text for event in events} == {
            *("Han vil gerne spille fodbold.", "Første gang gik godt.", "Han kommer hver gang."),
            "Han går der selv nu.",
        }
        (found,) = plans.plan(case=case).efforts
        assert [one["words"] for one in found["statements"]] == ["Han kommer hver gang.", "Første gang gik godt."]
        assert found["ended_words"] == "Han går der selv nu."


def test_what_is_shared_of_a_plan_tells_of_its_efforts(case):
    effort = scene.offered()
    with acting_as("alice") as alice:
        row = scene.chosen(alice, case, effort)
        scene.goes(alice, case, row)
    case_scene.share(acting_as, case, Category.PLAN)
    with acting_as("hanne"):
        lines = next(section.lines for section in plan_sections(case) if section.lines)
        assert any("Fritidspas" in line for line in lines)
        assert any("Han kommer hver gang." in line for line in lines)
        assert ChosenEffort.objects.count() == 1


def test_it_is_erased_with_the_case(case, as_maintenance):
    effort = scene.offered()
    with acting_as("alice") as alice:
        scene.goes(alice, case, scene.chosen(alice, case, effort))
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.GOALS_REACHED, reason="Det går godt")
        course.erase(by=alice, case=case, why="due")
    assert as_maintenance.execute("SELECT count(*) FROM plans_choseneffort").fetchone() == (0,)
    assert as_maintenance.execute("SELECT count(*) FROM plans_effortstatement").fetchone() == (0,)
    assert as_maintenance.execute("SELECT count(*) FROM efforts_effort").fetchone() == (1,)
