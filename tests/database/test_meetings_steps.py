"""A meeting and its items go by the steps of `meetings.rules` and by no other, also by a bare statement."""

from importlib import import_module

import pytest

from tests import meeting_scene as scene
from tests.database.scene import acting, enter, refused
from tests.stage import acting_as
from tvaers.meetings.enums import ItemState, MeetingState
from tvaers.meetings.models import Item
from tvaers.meetings.rules import ITEM_STEPS, STEPS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NO_STEP, LOCKED = "TV104", ("42501", "TV003", "TV110")
MOVES = "UPDATE meetings_meeting SET state = %s WHERE id = %s"
GOES = "UPDATE meetings_item SET state = %s WHERE id = %s"
steps = import_module("tvaers.meetings.migrations.0010_steps")


def test_the_database_and_the_rules_agree():
    assert {(str(before), str(after)) for before, after in STEPS} == set(steps.MEETING)
    assert {(str(before), str(after)) for before, after in ITEM_STEPS} == set(steps.ITEM)


def held_to_the_table(state, before, after, table):
    """A step that is none is refused, by its own rule or by what locks the row already; one that is one is not."""
    if before == after or (before, after) in table:
        assert state != NO_STEP
    else:
        assert state in {NO_STEP, *LOCKED}


def tried(connection, statement, parameters):
    """The state in which Alice's statement is refused, or an empty text; undone, so that the next finds the same."""
    with connection.transaction(force_rollback=True):
        enter(connection, "alice")
        return refused(connection, statement, parameters)


@pytest.mark.parametrize("before", MeetingState)
def test_a_meeting_takes_no_other_step(as_app, as_administrator, before, subtests):
    meeting = scene.call()
    as_administrator.execute(MOVES, [before, meeting])
    assert len(MeetingState) == 5
    for after in MeetingState:
        with subtests.test(before=str(before), after=str(after)):
            held_to_the_table(tried(as_app, MOVES, [after, meeting]), before, after, STEPS)


@pytest.mark.parametrize("before", ItemState)
def test_an_item_takes_no_other_step(as_app, as_administrator, before, subtests):
    meeting = scene.call()
    scene.topic(meeting)
    with acting_as("alice"):
        item = Item.objects.filter(meeting_id=meeting, is_gated=False).first().id
    as_administrator.execute("UPDATE meetings_meeting SET state = 'under-way' WHERE id = %s", [meeting])
    as_administrator.execute(GOES, [before, item])
    assert len(ItemState) == 5
    for after in ItemState:
        with subtests.test(before=str(before), after=str(after)):
            held_to_the_table(tried(as_app, GOES, [after, item]), before, after, ITEM_STEPS)


def test_minutes_of_a_meeting_that_was_not_held_are_not_approved(as_app):
    meeting = scene.call()
    with acting(as_app, "alice"):
        assert refused(as_app, MOVES, ["approved", meeting]) == NO_STEP
        assert refused(as_app, MOVES, ["under-way", meeting]) == ""
        assert refused(as_app, MOVES, ["planned", meeting]) == NO_STEP
