"""Plans of conflicts as their actions and reads keep them."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import conflict_scene as scene
from tests import picture_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.conflict import actions, queries, tasks, waiting
from tvaers.conflict.actions import ChangedMeanwhileError
from tvaers.conflict.enums import PartKind, PlanKind, PlanState
from tvaers.conflict.models import Done, LogLine, Part, Plan
from tvaers.conflict.rules import WrongStateError, look_of
from tvaers.foundation import clock, ids

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def test_a_form_sent_twice_writes_once():
    form = ids.opaque()
    for _ in range(2):
        with acting_as("bo") as bo:
            plan = actions.begin(by=bo, told=scene.told(), form=form)
            actions.start(by=bo, plan=plan, review_on=scene.in_days(7))
    for _ in range(2):
        with acting_as("palle") as palle:
            actions.log(by=palle, plan=plan, text="Roligt.", form=form)
    with acting_as("bo"):
        assert (Plan.objects.count(), LogLine.objects.count()) == (1, 1)


@pytest.mark.parametrize("who", ["dina", "gerda", "vera", "helga"])
def test_only_who_decides_at_an_authority_begins_one(who):
    with pytest.raises(PermissionDenied), acting_as(who) as by:
        actions.begin(by=by, told=scene.told(lead=by.id))


def test_of_two_who_save_the_second_is_told():
    plan = scene.begun()
    with acting_as("bo") as bo:
        actions.save(by=bo, plan=plan, told=scene.told(title="Først"), edition=1)
        actions.save(by=bo, plan=plan, told=scene.told(title="Først"), edition=1)
    with pytest.raises(ChangedMeanwhileError), acting_as("frida") as frida:
        actions.save(by=frida, plan=plan, told=scene.told(title="Så"), edition=1)


def test_what_lies_ready_stays_for_what_can_be_foreseen():
    plan = scene.foreseen()
    with pytest.raises(WrongStateError), acting_as("bo") as bo:
        actions.save(by=bo, plan=plan, told=scene.told(), edition=1)
    with pytest.raises(WrongStateError), acting_as("bo") as bo:
        actions.drop(by=bo, plan=plan)


def test_it_flares_up_again_and_is_closed_with_what_was_learned():
    plan = scene.normal()
    with acting_as("bo") as bo:
        actions.start(by=bo, plan=plan, review_on=scene.in_days(3))
        assert queries.one(actor=bo, plan=plan)["calmed_at"] is None
        actions.calm(by=bo, plan=plan)
        actions.learn(by=bo, plan=plan, went_well="Hurtigt ude.", next_time="")
        row = queries.one(actor=bo, plan=plan)
        assert (row["state"], row["went_well"]) == (PlanState.CLOSED, "Hurtigt ude.")
    for act in (actions.calm, actions.drop, actions.give_up):
        with acting_as("bo") as bo:
            if act is actions.give_up:
                act(by=bo, plan=plan)  # closed it is already
            else:
                with pytest.raises(WrongStateError):
                    act(by=bo, plan=plan)


def test_what_is_in_force_is_not_given_up():
    plan = scene.in_force()
    for act in (actions.give_up, actions.make_ready):
        more = {"review_on": scene.in_days(9)} if act is actions.make_ready else {}
        with pytest.raises(WrongStateError), acting_as("bo") as bo:
            act(by=bo, plan=plan, **more)


def test_a_part_is_ticked_by_whose_it_is_and_by_the_owner():
    plan = scene.in_force()
    part = scene.measure(plan)
    with acting_as("palle") as palle:
        actions.tick(by=palle, plan=plan, part=part, is_done=True)
        actions.tick(by=palle, plan=plan, part=part, is_done=True)
        row = queries.parts(plan=plan)[0]
        assert (row["done_by"], row["done_where"]) == ("Palle Patrulje", "Politiet")
    with pytest.raises(PermissionDenied), acting_as("hanne") as hanne:
        actions.tick(by=hanne, plan=plan, part=part, is_done=False)
    with pytest.raises(Http404), acting_as("oda") as oda:
        actions.tick(by=oda, plan=plan, part=part, is_done=False)
    with acting_as("dina") as dina:
        actions.tick(by=dina, plan=plan, part=part, is_done=False)
        assert not Done.objects.exists()


def test_what_is_changed_stays_ticked_and_what_is_taken_out_is_gone():
    plan = scene.in_force()
    part = scene.measure(plan)
    with acting_as("palle") as palle:
        actions.tick(by=palle, plan=plan, part=part, is_done=True)
    with acting_as("bo") as bo:
        stands = queries.part(plan=plan, part=part)
        piece = actions.Piece(kind=PartKind.MEASURE, text="Andet.", who="Klubben", target=stands.target)
        for seen in ("", look_of(stands)[::-1]):
            with pytest.raises(actions.ChangedMeanwhileError):
                actions.change_part(by=bo, plan=plan, part=part, piece=piece, seen=seen)
        for _ in range(2):  # sent twice, it is changed once
            actions.change_part(by=bo, plan=plan, part=part, piece=piece, seen=look_of(stands))
        assert queries.parts(plan=plan)[0]["done_by"] == "Palle Patrulje"
        actions.take_out_part(by=bo, plan=plan, part=part)
        assert not Part.objects.exists()
        assert not Done.objects.exists()


def waits(who):
    with acting_as(who) as by:
        return [(line.what, line.due) for line in waiting.for_actor(by, clock.now() + timedelta(days=1))]


def test_it_waits_for_its_lead_when_due_and_when_nothing_was_learned(as_administrator):
    plan = scene.in_force(days=9)
    assert waits("bo") == []
    with acting_as("bo") as bo:
        actions.review(by=bo, plan=plan, review_on=clock.today())
    assert [due for _what, due in waits("bo")] == [clock.today()]
    assert waits("frida") == waits("dina") == waits("palle") == []
    with acting_as("bo") as bo:
        actions.calm(by=bo, plan=plan)
    assert len(waits("bo")) == 1
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("bo")])
    assert len(waits("frida")) == 1


def test_the_area_tells_what_is_in_force_or_ready_there():
    plan, ready = scene.in_force(), scene.foreseen()
    scene.begun(title="Kladde")
    scene.in_force(title="Engen", areas=[picture_scene.MEADOW])
    for who, number in (("hanne", 2), ("oda", 0)):
        with acting_as(who):
            found = {row["id"] for row in queries.in_areas([picture_scene.PARK])}
            assert found == ({plan, ready} if number else set())


def test_a_year_after_its_end_it_is_erased_with_all_of_it(as_maintenance):
    old, kept = scene.in_force(), scene.in_force(title="Nyere")
    scene.measure(old)
    scene.logged(old)
    scene.over(as_maintenance, old, days=367)
    scene.over(as_maintenance, kept, days=300)
    tasks.erase_ended(organisation=str(named("herlev")))
    tasks.erase_ended(organisation=str(named("gladsaxe")))
    with acting_as("bo"):
        assert [plan.id for plan in Plan.objects.all()] == [kept]
        assert not Part.objects.exists()
        assert not LogLine.objects.exists()


def test_a_draft_is_dropped_and_a_plan_for_later_begins_empty():
    plan = scene.begun(kind=PlanKind.FORESEEABLE, happened_on=None)
    scene.actor(plan)
    with acting_as("frida") as frida:
        actions.drop(by=frida, plan=plan)
        assert not Plan.objects.exists()


def test_what_is_in_force_stands_before_what_lies_ready():
    ready = [scene.foreseen(title=f"Klar {number}") for number in range(queries.MOST_IN_AREA)]
    plan = scene.in_force()
    with acting_as("palle"):
        shown = [row["id"] for row in queries.in_areas([picture_scene.PARK])]
    assert shown[0] == plan
    assert len(set(shown) & set(ready)) == queries.MOST_IN_AREA - 1
