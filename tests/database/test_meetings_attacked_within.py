"""Meetings attacked by who has something to say in them: who leads one, who brought an item, who lost their seat."""

import pytest

from tests import meeting_scene as scene
from tests.cast import named
from tests.database.scene import acting, refused
from tests.stage import acting_as
from tvaers.meetings.actions import convening, minutes
from tvaers.meetings.enums import SeatRole
from tvaers.meetings.models import Decision, Matter, Paragraph

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_OURS, OF_ITS_OWNER, OF_THE_CHAIR, NOT_ALLOWED = "TV020", "TV110", "TV111", "42501"


@pytest.fixture
def meeting():
    """A handover that Alice leads; Bo, her colleague, and Hanne next door sit at it."""
    return scene.call(seats=("palle", "bo", "hanne"))


@pytest.fixture
def item(meeting):
    """An item of the police, to which Hanne and Bo are let in; the meeting has not reached it."""
    made = scene.bring(meeting)
    for key in ("hanne", "bo"):
        scene.let_in(made, key)
        scene.arrive(meeting, key)
    return made


@pytest.mark.parametrize(
    "change",
    ["ahead = true", "erase_on = current_date", "erase_on = NULL", "state = 'dropped'", "state = 'erased'"],
)
def test_who_leads_does_not_decide_over_another_organisations_item(as_app, item, change):
    with acting(as_app, "alice"):
        assert refused(as_app, f"UPDATE meetings_item SET {change} WHERE id = %s", [item]) == OF_ITS_OWNER


def test_nobody_says_by_hand_that_an_item_is_erased(as_app, item):
    with acting(as_app, "palle"):
        assert refused(as_app, "UPDATE meetings_item SET state = 'erased' WHERE id = %s", [item]) == OF_ITS_OWNER


@pytest.mark.parametrize("change", ["state = 'open'", "state = 'done'", "opened_at = now()", "closed_at = now()"])
def test_who_brought_an_item_does_not_lead_the_meeting_to_it(as_app, item, change):
    with acting(as_app, "palle"):
        assert refused(as_app, f"UPDATE meetings_item SET {change} WHERE id = %s", [item]) == OF_THE_CHAIR
    with acting(as_app, "alice"):
        answer = refused(as_app, f"UPDATE meetings_item SET {change} WHERE id = %s", [item])
        assert answer == ("TV104" if "done" in change else ""), "whoever leads does, step by step"


def test_who_brought_an_item_says_whether_it_is_read_before(as_app, item):
    with acting(as_app, "palle"):
        assert as_app.execute("UPDATE meetings_item SET ahead = true WHERE id = %s", [item]).rowcount == 1


def test_a_guest_of_the_calling_organisation_stays_one(as_app, meeting):
    with acting_as("alice") as alice:
        convening.seat(by=alice, meeting=meeting, members=[named("gerda")], role=SeatRole.GUEST)
    with acting(as_app, "gerda"):
        statement = "UPDATE meetings_seat SET role = 'participant' WHERE member_id = guard.actor()"
        assert refused(as_app, statement) == NOT_OURS


@pytest.mark.parametrize("key", ["bo", "hanne"])
def test_who_is_taken_off_reads_and_writes_no_more_wherever_they_work(as_app, as_maintenance, meeting, item, key):
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as(key) as by:
        minutes.write(by=by, item=item, words="Det blev sagt.")
        minutes.decide(by=by, item=item, words="Vi ringer", member=by.id)
    as_maintenance.execute("DELETE FROM meetings_seat WHERE member_id = %s", [named(key)])
    with acting_as(key):
        assert [each.objects.count() for each in (Matter, Paragraph, Decision)] == [0, 0, 0]
    # Without a column to read, a policy for reading is not asked.
    for table, change in (("paragraph", "version = 9"), ("decision", "done_at = NULL")):
        with acting(as_app, key):
            assert as_app.execute(f"UPDATE meetings_{table} SET {change}").rowcount == 0, table
    paragraph = (
        "INSERT INTO meetings_paragraph"
        " (id, dossier_id, meeting_id, words, by_id, by_organisation_id, written_at, version)"
        " VALUES (gen_random_uuid(), %s, %s, 'x', guard.actor(), guard.organisation(), now(), 1)"
    )
    with acting(as_app, key):
        assert refused(as_app, paragraph, [item, meeting]) == NOT_ALLOWED
