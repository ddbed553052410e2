"""The network plan: a draft of colleagues, signed and locked, followed up in words; the network meets again."""

import datetime as dt
from uuid import uuid4

import pytest
from django.http import Http404

from tests import case_scene, meeting_scene
from tests import network_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.cases import timeline
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days, is_working_day
from tvaers.guard.enums import Category
from tvaers.meetings.actions import convening, following, running
from tvaers.meetings.enums import MeetingKind, MeetingState
from tvaers.meetings.models import Item, Meeting, Seat
from tvaers.plans.actions import goals, network
from tvaers.plans.actions.tasks import CaseClosedError
from tvaers.plans.enums import DutyState, View
from tvaers.plans.models import Duty, DutyStatement, NetworkPlan, Stance
from tvaers.plans.shareable import plan_sections
from tvaers.search import queries

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def case():
    """A case of Alice's."""
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def closed(by, case):
    course.close(by=by, case=case, version=1, outcome=Outcome.GOALS_REACHED, reason="Det går godt")


@pytest.fixture
def shared(case, acting_as):
    """The case, whose plan Hanne next door sees."""
    case_scene.share(acting_as, case, Category.PLAN)
    return case


def test_a_draft_is_seen_by_colleagues_alone_and_what_is_signed_by_who_sees_the_plan(shared):
    with acting_as("alice") as alice:
        row = scene.begun(alice, shared)
        scene.stands(alice, shared, row)
    assert [len(scene.seen_by(who, shared)) for who in ("bo", "hanne", "oda")] == [1, 0, 0]
    with acting_as("hanne"):
        assert not Duty.objects.exists()
        assert not Stance.objects.exists()
    with acting_as("alice") as alice:
        network.sign(by=alice, case=shared, plan=row, version=2)
    assert [len(scene.seen_by(who, shared)) for who in ("bo", "hanne", "oda")] == [1, 1, 0]
    (seen,) = scene.seen_by("hanne", shared)
    assert [each.words for each in seen.duties] == [scene.DUTY]
    assert [each.view for each in seen.stances] == [View.PARTLY]
    assert seen.agreed_by_the_young


def test_signed_it_stays_as_it_is(case):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
        for refused in (
            lambda: network.change(by=alice, case=case, plan=row, told=scene.told(), version=2),
            lambda: scene.promised(alice, case, row),
            lambda: network.sign(by=alice, case=case, plan=row, version=2),
        ):
            with pytest.raises(network.SignedError):
                refused()
        scene.stands(alice, case, row, view=View.AGAINST)
        assert [each.view for each in scene.again(case, row).stances] == [View.PARTLY, View.AGAINST]


def test_nothing_agreed_is_not_signed(case):
    with acting_as("alice") as alice:
        row = network.begin(by=alice, case=case, told=scene.told())
        with pytest.raises(network.NothingAgreedError):
            network.sign(by=alice, case=case, plan=row, version=1)
        scene.goal(alice, case)
        network.sign(by=alice, case=case, plan=row, version=1)
        assert scene.again(case, row).runs


def test_two_who_change_a_draft_lose_nothing(case):
    with acting_as("alice") as alice:
        row = scene.begun(alice, case)
        network.change(by=alice, case=case, plan=row, told=scene.told(cause="Andet"), version=2)
        with pytest.raises(network.ChangedMeanwhileError):
            network.change(by=alice, case=case, plan=row, told=scene.told(), version=2)
        with pytest.raises(network.ChangedMeanwhileError):
            network.sign(by=alice, case=case, plan=row, version=2)
        assert scene.again(case, row).row["cause"] == "Andet"


def test_one_at_a_time_and_what_is_sent_twice_writes_once(case):
    form = uuid4()
    with acting_as("alice") as alice:
        row = network.begin(by=alice, case=case, told=scene.told(), form=form)
        assert network.begin(by=alice, case=case, told=scene.told(), form=form) == row
        with pytest.raises(network.RunningAlreadyError):
            network.begin(by=alice, case=case, told=scene.told())
        for _twice in range(2):
            scene.promised(alice, case, row, form=form)
        assert Duty.objects.count() == 1
        network.end(by=alice, case=case, plan=row, on=clock.today(), outcome="Holder")
        other = network.begin(by=alice, case=case, told=scene.told())
        assert NetworkPlan.objects.count() == 2
        assert scene.again(case, other).is_draft


def test_another_cases_plan_is_missing_and_a_closed_case_gets_none(case):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
        other = case_scene.case(alice)
        with pytest.raises(Http404):
            network.end(by=alice, case=other, plan=row, on=clock.today(), outcome="")
        with pytest.raises(Http404):
            network.say_how_it_goes(by=alice, case=other, duty=scene.again(case, row).duties[0].id, goes=scene.goes())
        closed(alice, other)
        with pytest.raises(CaseClosedError):
            network.begin(by=alice, case=other, told=scene.told())


def test_how_a_duty_goes_is_said_and_the_last_word_holds(case):
    with acting_as("alice") as alice:
        row = scene.begun(alice, case)
        (duty,) = scene.again(case, row).duties
        with pytest.raises(network.NotSignedError):
            network.say_how_it_goes(by=alice, case=case, duty=duty.id, goes=scene.goes())
        network.sign(by=alice, case=case, plan=row, version=2)
        network.say_how_it_goes(by=alice, case=case, duty=duty.id, goes=scene.goes())
        form = uuid4()
        for _twice in range(2):
            network.say_how_it_goes(by=alice, case=case, duty=duty.id, goes=scene.goes(state=DutyState.DONE), form=form)
        (duty,) = scene.again(case, row).duties
        assert [each["state"] for each in duty.statements] == [DutyState.DONE, DutyState.HINDERED]
        assert duty.is_over


def test_a_missed_duty_asks_until_somebody_has_said_what_is_in_the_way(case):
    today = clock.today()
    with acting_as("alice") as alice:
        row = network.begin(by=alice, case=case, told=scene.told())
        duty = scene.promised(alice, case, row, due_on=today - dt.timedelta(days=3))
        network.sign(by=alice, case=case, plan=row, version=2)
        (missed,) = scene.again(case, row).duties
        assert [missed.is_missed(today - dt.timedelta(days=ago)) for ago in (0, 2, 3)] == [True, True, False]
        network.say_how_it_goes(by=alice, case=case, duty=duty, goes=scene.goes(said_on=today - dt.timedelta(days=3)))
        assert scene.again(case, row).duties[0].is_missed(today)
        network.say_how_it_goes(by=alice, case=case, duty=duty, goes=scene.goes())
        assert not scene.again(case, row).duties[0].is_missed(today)


def test_the_first_contact_is_written_down_once(case):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
        network.say_contact(by=alice, case=case, plan=row, on=clock.today(), words="Vi drak en sodavand på bænken.")
        with pytest.raises(network.ContactedError):
            network.say_contact(by=alice, case=case, plan=row, on=clock.today(), words="Noget andet")
        told = scene.again(case, row).row
        assert (told["contacted_on"], told["contact_words"]) == (clock.today(), "Vi drak en sodavand på bænken.")


def test_whoever_signs_has_read_what_is_agreed_now_and_what_was_said_before_is_marked(case):
    with acting_as("alice") as alice:
        row = scene.begun(alice, case)
        scene.stands(alice, case, row)
        assert scene.again(case, row).agreed_by_the_young
        read = scene.again(case, row).row["version"]
    with acting_as("bo") as bo:
        scene.promised(bo, case, row, who="Morbror", words="Henter ham")
    with acting_as("alice") as alice:
        with pytest.raises(network.ChangedMeanwhileError):
            network.sign(by=alice, case=case, plan=row, version=read)
        assert not scene.again(case, row).agreed_by_the_young
        read = scene.again(case, row).row["version"]
        network.take_out(by=alice, case=case, plan=row, duty=scene.again(case, row).duties[0].id)
        with pytest.raises(network.ChangedMeanwhileError):
            network.sign(by=alice, case=case, plan=row, version=read)


def test_a_goal_that_was_written_meanwhile_is_read_first(case):
    with acting_as("alice") as alice:
        row = scene.begun(alice, case)
        first = scene.goal(alice, case)
        second = goals.agree(by=alice, case=case, words="Gå til boksning", said_by="den unge", said_on=clock.today())
        version = scene.again(case, row).row["version"]
        with pytest.raises(network.ChangedMeanwhileError):
            network.sign(by=alice, case=case, plan=row, version=version, goals=[first])
        network.sign(by=alice, case=case, plan=row, version=version, goals=[second, first])


def test_it_ends_no_earlier_than_it_was_signed(case):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
        with pytest.raises(network.TooEarlyError):
            network.end(by=alice, case=case, plan=row, on=clock.today() - dt.timedelta(days=1), outcome="")


def test_it_ends_once_with_what_came_of_it(case):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
        network.end(by=alice, case=case, plan=row, on=clock.today(), outcome="Han går i skole.")
        with pytest.raises(network.EndedError):
            network.end(by=alice, case=case, plan=row, on=clock.today(), outcome="")
        with pytest.raises(network.EndedError):
            scene.stands(alice, case, row)
        assert scene.again(case, row).row["outcome"] == "Han går i skole."


# --- the network meets again --------------------------------------------------------------------------


def network_meeting(case, **more):
    return meeting_scene.call(kind=MeetingKind.NETWORK, case=case, seats=("palle",), **more)


def ended(meeting):
    meeting_scene.begin(meeting)
    with acting_as("alice") as alice:
        running.end(by=alice, meeting=meeting)


def coming():
    return list(Meeting.objects.filter(state=MeetingState.PLANNED).order_by("starts_at"))


def test_signing_calls_the_meeting_that_reviews_it_as_the_last_one_was(case):
    held = network_meeting(case, minutes_ahead=-60)
    ended(held)
    with acting_as("alice") as alice:
        row = scene.begun(alice, case, review_on=clock.today() + dt.timedelta(days=21))
        called = following.sign(by=alice, case=case, plan=row, version=2)
        (meeting,) = coming()
        before = Meeting.objects.get(id=held)
        assert (meeting.id, meeting.place, meeting.kind) == (called, before.place, MeetingKind.NETWORK)
        assert set(Seat.objects.filter(meeting=meeting).values_list("member_id", flat=True)) == {
            named("alice"),
        }
        local = [each.starts_at.astimezone(clock.COPENHAGEN) for each in (meeting, before)]
        assert local[0].time() == local[1].time()
        assert is_working_day(local[0].date())
        assert (
            clock.today() + dt.timedelta(days=21)
            <= local[0].date()
            <= add_working_days(clock.today() + dt.timedelta(days=21), 1)
        )


def test_where_one_is_planned_already_no_other_is_called(case):
    network_meeting(case)
    with acting_as("alice") as alice:
        row = scene.begun(alice, case)
        assert following.sign(by=alice, case=case, plan=row, version=2) is None
        assert len(coming()) == 1


def test_a_meeting_that_ended_calls_the_next_while_the_plan_runs(case):
    with acting_as("alice") as alice:
        row = scene.begun(alice, case, every_weeks=2)
        network.sign(by=alice, case=case, plan=row, version=2)
    ended(network_meeting(case, minutes_ahead=-60))
    with acting_as("alice") as alice:
        (meeting,) = coming()
        local = meeting.starts_at.astimezone(clock.COPENHAGEN).date()
        assert clock.today() + dt.timedelta(days=14) <= local
        convening.cancel(by=alice, meeting=meeting.id)
        network.end(by=alice, case=case, plan=row, on=clock.today(), outcome="")
    ended(network_meeting(case, minutes_ahead=-30))
    with acting_as("alice"):
        assert coming() == []


def test_a_colleague_who_signs_calls_no_second_meeting(case):
    network_meeting(case)
    with acting_as("bo") as bo:
        row = scene.begun(bo, case)
        assert following.sign(by=bo, case=case, plan=row, version=2) is None
        assert Meeting.objects.filter(state=MeetingState.PLANNED).count() == 1


def test_a_closed_case_calls_no_meeting(case):
    with acting_as("alice") as alice:
        row = scene.begun(alice, case, every_weeks=2)
        network.sign(by=alice, case=case, plan=row, version=2)
    meeting = network_meeting(case, minutes_ahead=-60)
    with acting_as("alice") as alice:
        closed(alice, case)
    ended(meeting)
    with acting_as("alice"):
        assert coming() == []


def test_who_has_no_right_any_longer_is_not_invited_again(case):
    held = meeting_scene.call(kind=MeetingKind.NETWORK, case=case, seats=("palle", "hanne", "bo"), minutes_ahead=-60)
    with acting_as("alice"):
        item = Item.objects.filter(meeting_id=held, is_gated=True).order_by("place").first().id
    meeting_scene.let_in(item, "hanne", by="alice")
    meeting_scene.arrive(held, "hanne")
    ended(held)
    with acting_as("alice") as alice:
        row = scene.begun(alice, case)
        called = following.sign(by=alice, case=case, plan=row, version=2)
        seats = set(Seat.objects.filter(meeting_id=called).values_list("member_id", flat=True))
        assert seats == {named("alice"), named("bo"), named("hanne")}


def test_a_draft_calls_nothing(case):
    with acting_as("alice") as alice:
        scene.begun(alice, case, every_weeks=2)
    ended(network_meeting(case, minutes_ahead=-60))
    with acting_as("alice"):
        assert coming() == []


# --- told elsewhere -----------------------------------------------------------------------------------


def test_the_timeline_tells_what_was_signed_said_and_ended(shared):
    with acting_as("alice") as alice:
        row = scene.signed(alice, shared)
        (duty,) = scene.again(shared, row).duties
        network.say_how_it_goes(by=alice, case=shared, duty=duty.id, goes=scene.goes())
        network.say_contact(by=alice, case=shared, plan=row, on=clock.today(), words="På bænken.")
        network.end(by=alice, case=shared, plan=row, on=clock.today(), outcome="Han går i skole.")
    for who, number in (("bo", 4), ("hanne", 4)):
        with acting_as(who):
            events, _mark = timeline.happened(case=shared)
            found = [each for each in events if each.kind.startswith("network-")]
            assert len(found) == number, who
            assert any(scene.CAUSE in each.text for each in found), who


def test_a_draft_is_not_told_and_not_shared(shared):
    with acting_as("alice") as alice:
        row = scene.begun(alice, shared)
    with acting_as("hanne"):
        events, _mark = timeline.happened(case=shared)
        assert not [each for each in events if each.kind.startswith("network-")]
        assert not any(scene.DUTY in line for section in plan_sections(shared) for line in section.lines)
    with acting_as("alice") as alice:
        network.sign(by=alice, case=shared, plan=row, version=2)
    with acting_as("hanne"):
        assert any(scene.DUTY in line for section in plan_sections(shared) for line in section.lines)


def test_it_goes_with_its_case(case, as_maintenance):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
        (duty,) = scene.again(case, row).duties
        network.say_how_it_goes(by=alice, case=case, duty=duty.id, goes=scene.goes())
        assert DutyStatement.objects.count() == 1
    with acting_as("alice") as alice:
        closed(alice, case)
        course.erase(by=alice, case=case, why="due")
    for table in ("networkplan", "duty", "dutystatement", "stance"):
        assert as_maintenance.execute(f"SELECT count(*) FROM plans_{table}").fetchone() == (0,), table


def found(key, words):
    with acting_as(key) as somebody:
        return [each.source.table for each in queries.found(actor=somebody, text=words).found]


def test_a_signed_plan_is_found_by_its_words_and_a_draft_by_nobody(shared):
    with acting_as("alice") as alice:
        row = scene.begun(alice, shared)
        scene.stands(alice, shared, row)
    assert [found(who, "slagsmål") for who in ("alice", "hanne")] == [[], []]
    with acting_as("alice") as alice:
        network.sign(by=alice, case=shared, plan=row, version=2)
        (duty,) = scene.again(shared, row).duties
        network.say_how_it_goes(by=alice, case=shared, duty=duty.id, goes=scene.goes())
    for who, sees in (("alice", True), ("hanne", True), ("oda", False)):
        assert found(who, "slagsmål") == ["plans_networkplan"] * sees, who
        assert found(who, "tirsdag farmor") == ["plans_duty"] * sees, who
        assert found(who, "syg") == ["plans_dutystatement"] * sees, who
        assert found(who, "søndagen") == ["plans_stance"] * sees, who
