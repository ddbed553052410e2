"""Meetings on the timeline of the case that they were about: called, held, what was decided, each reader their own."""

import pytest

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.cases import timeline
from tvaers.guard.enums import Category
from tvaers.meetings.actions import convening, minutes, running
from tvaers.meetings.enums import MeetingKind
from tvaers.meetings.models import Item

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


def told(case):
    events, _mark = timeline.happened(case=case, only="goals")
    return [(event.title, event.text) for event in events]


def test_a_network_meeting_and_what_it_decided_stand_on_the_cases_timeline():
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    case_scene.share(acting_as, case, Category.PLAN)
    meeting = scene.call(kind=MeetingKind.NETWORK, case=case, seats=("palle",), minutes_ahead=-60)
    with acting_as("alice") as alice:
        assert told(case) == [("Netværksmøde er indkaldt", "")]
        item = Item.objects.filter(meeting_id=meeting, is_gated=True).order_by("-place").first().id
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as("alice") as alice:
        minutes.decide(by=alice, item=item, words="Palle kommer onsdag", member=named("alice"), due_on=None)
        running.end(by=alice, meeting=meeting)
        assert told(case) == [("Besluttet på et møde", "Palle kommer onsdag"), ("Netværksmøde", "")]
    with acting_as("hanne"):
        assert told(case) == [], "the case is shared, the meeting's items are not"


def test_a_meeting_that_was_called_off_is_not_told():
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    meeting = scene.call(kind=MeetingKind.NETWORK, case=case, seats=())
    with acting_as("alice") as alice:
        convening.cancel(by=alice, meeting=meeting)
        assert told(case) == []
