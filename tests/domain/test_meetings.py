"""Meetings: items about people open as the meeting reaches them, for who is let in, and leave nothing when erased."""

import datetime as dt

import pytest
from django.http import Http404

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import actor, named
from tests.stage import acting_as
from tvaers.concerns.access import get_for_reading
from tvaers.foundation import clock
from tvaers.meetings import access, queries
from tvaers.meetings.actions import agenda, convening, letting_in, minutes, running, screening
from tvaers.meetings.enums import Capacity, ItemState, MeetingKind, MeetingState, Outcome
from tvaers.meetings.models import Item, Matter, Meeting, Paragraph
from tvaers.sharing import nightly

pytestmark = pytest.mark.usefixtures("acting_as")


def said(key, item):
    with acting_as(key):
        return access.said([item])[item]


def test_an_item_opens_for_who_is_let_in_when_the_meeting_reaches_it():
    meeting = scene.call()
    item = scene.bring(meeting)
    scene.let_in(item, "hanne")
    assert said("palle", item).facts == scene.FACTS
    assert not said("hanne", item).is_open
    scene.arrive(meeting, "hanne", "palle", "alice")
    assert not said("hanne", item).is_open, "taken, and not reached"
    scene.begin(meeting)
    scene.reach(meeting, item)
    assert said("hanne", item).facts == scene.FACTS
    assert not said("alice", item).is_open, "who runs the meeting opens what they do not see"


def test_who_was_not_there_when_it_was_offered_does_not_see_it():
    meeting = scene.call()
    item = scene.bring(meeting)
    scene.let_in(item, "hanne")
    scene.begin(meeting)
    scene.reach(meeting, item)
    assert not said("hanne", item).is_open, "offered, and not taken"
    with acting_as("hanne"):
        assert [offer.owner for offer in queries.offers(meeting=meeting)] == [named("police")]
        assert letting_in.join(meeting=meeting) == 1
    assert said("hanne", item).is_open
    with acting_as("hanne") as hanne:
        letting_in.leave(by=hanne, meeting=meeting, item=item)
    assert not said("hanne", item).is_open


def test_an_item_that_may_be_read_before_is():
    meeting = scene.call()
    item = scene.bring(meeting, ahead=True)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne")
    assert said("hanne", item).is_open


def test_an_offence_is_for_who_may_see_offences():
    meeting = scene.call(seats=("palle", "hanne", "dina"))
    item = scene.bring(meeting, ahead=True)
    for key in ("hanne", "dina"):
        scene.let_in(item, key)
        scene.arrive(meeting, key)
    [hanne] = said("hanne", item).mentions
    [dina] = said("dina", item).mentions
    assert (hanne.name, hanne.capacity) == (scene.NAME, Capacity.SUSPECT)
    assert (dina.name, dina.capacity) == (scene.NAME, None)


def test_the_chair_sees_who_can_follow_and_nothing_else():
    meeting = scene.call()
    item = scene.bring(meeting)
    scene.let_in(item, "hanne")
    with acting_as("alice"):
        rows = queries.items(meeting=meeting)
        assert item in {row["id"] for row in rows}
        found = {(each.member, each.state) for each in queries.followers(meeting=meeting)}
        assert found == {(named("palle"), "accepted"), (named("hanne"), "offered")}
        with pytest.raises(Http404):
            minutes.write(by=None, item=named("nothing"), words="x")
    with acting_as("hanne"):
        assert item not in {row["id"] for row in queries.items(meeting=meeting)}
        assert queries.followers(meeting=meeting) == []


def test_a_right_that_ends_takes_the_item_at_once():
    meeting = scene.call()
    item = scene.bring(meeting, ahead=True)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne")
    with acting_as("palle") as palle:
        access_row = next(each.access for each in queries.followers(meeting=meeting) if each.member == named("hanne"))
        letting_in.let_out(by=palle, item=item, access=access_row)
    assert not said("hanne", item).is_open
    with acting_as("hanne"), pytest.raises(Http404):
        access.get_item(actor=None, item=item)


def test_two_who_write_at_once_lose_nothing():
    meeting = scene.call()
    item = scene.topic(meeting)
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as("alice") as alice:
        first = minutes.write(by=alice, item=item, words="Lygterne er ude.")
        assert minutes.write(by=alice, item=item, words="Lygterne er ude igen.", paragraph=first, version=1) == first
        second = minutes.write(by=alice, item=item, words="Fra det andet vindue.", paragraph=first, version=1)
    assert second != first
    with acting_as("hanne") as hanne:
        minutes.write(by=hanne, item=item, words="Også i Herlev.", paragraph=first, version=2)
        paragraphs = access.said([item])[item].paragraphs
    assert [row["words"] for row in paragraphs] == ["Lygterne er ude igen.", "Fra det andet vindue.", "Også i Herlev."]


def test_approved_minutes_are_locked_and_the_words_of_an_item_are_shut():
    meeting = scene.call()
    item = scene.bring(meeting)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne")
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as("hanne") as hanne:
        kept = minutes.write(by=hanne, item=item, words="Klubben kender ham.")
        minutes.decide(by=hanne, item=item, words="Hanne taler med klubben", member=hanne.id)
    with acting_as("alice") as alice:
        running.end(by=alice, meeting=meeting)
        running.approve(by=alice, meeting=meeting)
    shown = said("hanne", item)
    assert not shown.is_open
    assert [row["words"] for row in shown.paragraphs] == ["Klubben kender ham."]
    assert [row["words"] for row in shown.decisions] == ["Hanne taler med klubben"]
    with acting_as("hanne") as hanne:
        with pytest.raises(minutes.LockedError):
            minutes.write(by=hanne, item=item, words="Noget andet")
        assert Paragraph.objects.filter(id=kept).update(version=9) == 0
        waits = queries.waits(actor=hanne, until=clock.now(), now=clock.now(), by_day=clock.today())
        assert [row["text"] for row in waits] == ["Hanne taler med klubben"]
    assert said("palle", item).is_open, "whoever brought it keeps it"


def test_erased_means_gone_everywhere_and_a_receipt_stays():
    meeting = scene.call()
    item = scene.bring(meeting)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne")
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as("hanne"):
        assert screening.erase(item=item)
    for key in ("palle", "hanne", "alice"):
        assert said(key, item) == access.Said()
    with acting_as("alice"):
        [row] = [row for row in queries.items(meeting=meeting) if row["id"] == item]
        assert row["state"] == ItemState.ERASED
    with acting_as("palle"):
        assert not Matter.objects.filter(id=item).exists()


def test_one_of_two_receivers_erases_for_themselves_alone():
    meeting = scene.call(seats=("palle", "hanne"))
    item = scene.bring(meeting, ahead=True)
    scene.let_in(item, "hanne")
    scene.let_in(item, "alice")
    scene.arrive(meeting, "hanne", "alice")
    with acting_as("hanne"):
        assert not screening.erase(item=item)
    assert not said("hanne", item).is_open
    assert said("alice", item).is_open
    with acting_as("alice"):
        assert screening.erase(item=item)
    assert not said("palle", item).is_open


def test_a_receiver_takes_an_item_over_as_a_concern():
    meeting = scene.call()
    item = scene.bring(meeting, ahead=True)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne")
    with acting_as("hanne") as hanne:
        concern = screening.take_over(by=hanne, item=item, outcome=Outcome.CASE, form=named("form"))
        with pytest.raises(screening.NotToBeScreenedError):
            screening.erase(item=item)
    with acting_as("hanne") as hanne:
        view = get_for_reading(actor=hanne, concern=concern)
        assert scene.FACTS in view.said("fact")[0]
        assert scene.NAME in {part.person.name for part in view.involved if part.person}


def test_the_chair_drops_out_and_a_colleague_goes_on():
    meeting = scene.call()
    item = scene.topic(meeting)
    scene.begin(meeting)
    with acting_as("bo") as bo:
        with pytest.raises(running.NotTheChairError):
            running.open_item(by=bo, meeting=meeting, item=item)
        running.take_chair(by=bo, meeting=meeting)
        running.open_item(by=bo, meeting=meeting, item=item)
    with acting_as("alice") as alice, pytest.raises(running.NotTheChairError):
        running.end(by=alice, meeting=meeting)
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        running.take_chair(by=hanne, meeting=meeting)


def test_what_is_taken_off_is_erased():
    meeting = scene.call()
    item = scene.bring(meeting)
    with acting_as("palle") as palle:
        agenda.take_off(by=palle, item=item)
        assert Item.objects.filter(id=item).count() == 0
        assert Matter.objects.filter(id=item).count() == 0


def test_nobody_outside_sees_that_there_is_a_meeting():
    meeting = scene.call()
    for key in ("oda", "karen"):
        with acting_as(key):
            assert not Meeting.objects.filter(id=meeting).exists()
            with pytest.raises(Http404):
                queries.meeting_line(actor=actor(key), meeting=meeting)


def test_a_meeting_that_names_nobody_is_seen_by_its_audience():
    meeting = scene.call(kind=MeetingKind.STEERING, seats=("palle",), audience=(named("police"),))
    with acting_as("ellen"):
        assert Meeting.objects.filter(id=meeting).exists()
        assert queries.items(meeting=meeting)
    with acting_as("hanne"):
        assert not Meeting.objects.filter(id=meeting).exists()


def test_an_item_that_was_cancelled_with_its_meeting_is_shut():
    meeting = scene.call()
    item = scene.bring(meeting, ahead=True)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne")
    assert said("hanne", item).is_open
    with acting_as("alice") as alice:
        convening.cancel(by=alice, meeting=meeting)
    assert not said("hanne", item).is_open
    with acting_as("alice"):
        assert Meeting.objects.get(id=meeting).state == MeetingState.CANCELLED


def test_what_a_street_worker_takes_off_the_night_erases(acting_as):
    meeting = scene.call(seats=("dina",))
    item = scene.bring(meeting, by="dina", mentions={scene.NAME: Capacity.CONCERN})
    with acting_as("dina") as dina:
        agenda.take_off(by=dina, item=item)
        assert item not in {row["id"] for row in queries.items(meeting=meeting)}
        assert Matter.objects.filter(id=item).exists()
    with nightly.everything_of(named("gladsaxe"), route="meetings.erase_due"):
        assert agenda.erase_due(organisation=named("gladsaxe")) == 1
        assert agenda.erase_due(organisation=named("gladsaxe")) == 0
    with acting_as("dina"):
        assert not Matter.objects.filter(id=item).exists()


def test_a_year_after_its_meeting_an_item_is_erased(acting_as):
    meeting = scene.call()
    item = scene.bring(meeting)
    with nightly.everything_of(named("police"), route="meetings.erase_due"):
        assert agenda.erase_due(organisation=named("police")) == 0
    with acting_as("palle"):
        Item.objects.filter(id=item).update(erase_on=clock.today())
    with nightly.everything_of(named("police"), route="meetings.erase_due"):
        assert agenda.erase_due(organisation=named("police")) == 1
    with acting_as("palle"):
        assert not Matter.objects.filter(id=item).exists()


def test_a_network_meeting_has_a_clock_that_stops_when_it_was_held(acting_as):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    meeting = scene.call(
        kind=MeetingKind.NETWORK, seats=("palle",), case=case, triggered_at=clock.now() - dt.timedelta(days=1)
    )
    with acting_as("alice"):
        found = queries.clock_of(meeting=meeting)
        assert found["due_at"] - found["started_at"] == dt.timedelta(days=7)
        assert found["done_at"] is None
    with acting_as("palle"):
        assert queries.clock_of(meeting=meeting) is None, "who does not see the case sees no clock of it"
    scene.begin(meeting)
    with acting_as("alice") as alice:
        running.end(by=alice, meeting=meeting)
        assert queries.clock_of(meeting=meeting)["done_at"] is not None
