"""Meetings attacked as the application's role: by who sits, who does not, and who writes for somebody else."""

from uuid import uuid4

import pytest

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.database.scene import acting, refused
from tests.stage import acting_as
from tvaers.foundation import keystore
from tvaers.meetings.actions import convening, letting_in, minutes, running, screening
from tvaers.meetings.enums import MeetingKind, SeatRole
from tvaers.meetings.models import (
    Attendee,
    CommonDecision,
    CommonParagraph,
    Decision,
    Item,
    Matter,
    Meeting,
    Mention,
    MentionCapacity,
    Paragraph,
    Screening,
    Seat,
)
from tvaers.meetings.queries import followers, offers
from tvaers.sharing.models import Access, Link
from tvaers.sharing.sealing import dossier_key

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_ALLOWED, OTHER_NAME, MOVED, NOT_SCREENED, NOT_OURS, FROZEN = "42501", "TV042", "TV028", "TV100", "TV020", "TV003"
BEHIND = (Matter, Mention, MentionCapacity, Paragraph, Decision)
SHELLS = (Meeting, Seat, Item, CommonParagraph, CommonDecision)
NOBODY = [0] * len(BEHIND)
ALL = [1] * len(BEHIND)
OUTSIDE = ("oda", "karen", "vera", "helga", "ida")


def behind(key):
    """How many rows behind the items of meetings somebody sees."""
    with acting_as(key):
        return [model.objects.count() for model in BEHIND]


def shells(key):
    with acting_as(key):
        return [model.objects.count() for model in SHELLS]


@pytest.fixture
def meeting():
    """A handover to which Hanne comes as a guest, and Bo sits at."""
    made = scene.call(seats=("palle", "bo"))
    with acting_as("alice") as alice:
        convening.seat(by=alice, meeting=made, members=[named("hanne")], role=SeatRole.GUEST)
    return made


@pytest.fixture
def item(meeting):
    """An item of the police, to which Hanne is let in and has come; the meeting has not reached it."""
    made = scene.bring(meeting)
    scene.let_in(made, "hanne")
    scene.arrive(meeting, "hanne", "palle")
    return made


@pytest.fixture
def said(meeting, item):
    """The same, reached, with a paragraph and a decision."""
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as("hanne") as hanne:
        minutes.write(by=hanne, item=item, words="Klubben kender ham.")
        minutes.decide(by=hanne, item=item, words="Hanne ringer", member=hanne.id)
    return item


def test_before_its_time_only_who_brought_it_reads_an_item(meeting, item):
    assert behind("palle") == [1, 1, 1, 0, 0]
    for key in ("alice", "bo", "hanne", "carl", "ellen", *OUTSIDE):
        assert behind(key) == NOBODY, key


def test_reached_it_is_there_for_who_is_let_in_and_nobody_else(said):
    assert behind("palle") == ALL
    assert behind("hanne") == ALL
    for key in ("alice", "bo", "carl", "ellen", *OUTSIDE):
        assert behind(key) == NOBODY, key


def test_outside_there_is_no_meeting(meeting, said):
    scene.topic(meeting)
    for key in OUTSIDE:
        assert shells(key) == [0] * len(SHELLS), key
    assert shells("carl")[0] == 1, "the organisation that calls it knows that there is one"
    # A colleague of who sits, in another organisation, does not.
    assert shells("ellen") == [0] * len(SHELLS)


def test_a_guest_sees_the_items_they_are_let_in_to_and_no_other(meeting, said):
    common = scene.topic(meeting)
    with acting_as("hanne"):
        assert set(Item.objects.values_list("id", flat=True)) == {said}
    with acting_as("palle"):
        assert common in set(Item.objects.values_list("id", flat=True))


def test_the_chair_knows_that_an_item_is_there_and_who_follows_it(meeting, said):
    with acting_as("alice"):
        assert said in set(Item.objects.values_list("id", flat=True))
        assert {each.member for each in followers(meeting=meeting)} == {named("palle"), named("hanne")}
    for key in ("bo", "carl", "oda"):
        with acting_as(key):
            assert said not in set(Item.objects.values_list("id", flat=True)), key
            assert followers(meeting=meeting) == [], key


@pytest.mark.parametrize("ends", ["revoked", "frame", "unseated", "cancelled", "approved", "erased"])
def test_what_ends_shuts_it(meeting, item, ends, as_maintenance):
    if ends not in {"unseated", "cancelled"}:
        scene.begin(meeting)
        scene.reach(meeting, item)
    else:
        as_maintenance.execute("UPDATE meetings_item SET ahead = true WHERE id = %s", [item])
    assert behind("hanne")[0] == 1
    if ends == "revoked":
        with acting_as("palle") as palle:
            access = Access.objects.get(dossier_id=item, organisation_id=named("herlev"))
            letting_in.let_out(by=palle, item=item, access=access.id)
    elif ends == "frame":
        as_maintenance.execute("UPDATE sharing_frame SET ended_at = now()")
    elif ends == "unseated":
        as_maintenance.execute("DELETE FROM meetings_seat WHERE member_id = %s", [named("hanne")])
    elif ends == "erased":
        with acting_as("hanne"):
            screening.erase(item=item)
    else:
        with acting_as("alice") as alice:
            if ends == "cancelled":
                convening.cancel(by=alice, meeting=meeting)
            else:
                running.end(by=alice, meeting=meeting)
                running.approve(by=alice, meeting=meeting)
    assert behind("hanne")[:3] == [0, 0, 0]


OPENING = (
    ("UPDATE meetings_item SET opened_at = now() WHERE id = %s", "item"),
    ("UPDATE meetings_item SET ahead = true WHERE id = %s", "item"),
    ("UPDATE meetings_item SET state = 'open', opened_at = now() WHERE id = %s", "item"),
    ("UPDATE meetings_meeting SET chair_id = guard.actor() WHERE id = %s", "meeting"),
    ("UPDATE meetings_meeting SET state = 'under-way' WHERE id = %s", "meeting"),
    ("DELETE FROM meetings_item WHERE id = %s", "item"),
    ("DELETE FROM meetings_seat WHERE meeting_id = %s", "meeting"),
)


def test_nobody_opens_an_item_for_themselves(as_app, meeting, item, subtests):
    assert len(OPENING) == 7
    for key in ("hanne", "dina", "ellen", "oda"):
        for statement, what in OPENING:
            with subtests.test(key=key, statement=statement):
                with acting(as_app, key):
                    refused(as_app, statement, [{"item": item, "meeting": meeting}[what]])
                assert behind(key) == NOBODY


# Of the owner of the meeting, whose statements change it: each on a meeting of its own.
@pytest.mark.parametrize(("statement", "what"), OPENING, ids=[each[0][:45] for each in OPENING])
def test_nor_does_a_colleague_of_who_calls_it(as_app, meeting, item, statement, what):
    with acting(as_app, "carl"):
        refused(as_app, statement, [{"item": item, "meeting": meeting}[what]])
    assert behind("carl") == NOBODY


def test_a_guest_does_not_make_themselves_a_participant(as_app, meeting, item):
    with acting(as_app, "hanne"):
        assert (
            refused(as_app, "UPDATE meetings_seat SET role = 'participant' WHERE member_id = guard.actor()") == NOT_OURS
        )


@pytest.mark.parametrize(
    ("key", "organisation", "owner"),
    [("oda", "outside", "outside"), ("hanne", "herlev", "gladsaxe"), ("bo", "herlev", "gladsaxe")],
    ids=["outsider", "neighbour", "under a false organisation"],
)
def test_nobody_seats_whom_they_may_not(as_app, meeting, key, organisation, owner):
    seat = (
        "INSERT INTO meetings_seat (id, owner_id, meeting_id, member_id, organisation_id, role, reply, invited_at)"
        " VALUES (%s, %s, %s, %s, %s, 'participant', 'none', now())"
    )
    with acting(as_app, key):
        assert (
            refused(as_app, seat, [uuid4(), named(owner), meeting, named("carl"), named(organisation)]) == NOT_ALLOWED
        )


ITEM = (
    "INSERT INTO meetings_item"
    " (id, owner_id, meeting_id, place, subject, is_gated, ahead, title, state, by_id, written_at)"
    " VALUES (%s, %s, %s, 9, 'person', true, true, '', 'waiting', %s, now())"
)


def test_no_other_dossier_is_made_an_item(as_app, meeting, item):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    for dossier in (case, item, uuid4()):
        with acting(as_app, "alice"):
            given = [dossier, named("gladsaxe"), meeting, named("alice")]
            assert refused(as_app, ITEM, given) in {NOT_ALLOWED, "TV029"}


PARAGRAPH = (
    "INSERT INTO meetings_paragraph (id, dossier_id, meeting_id, words, by_id, by_organisation_id, written_at, version)"
    " VALUES (%s, %s, %s, 'x', %s, %s, now(), 1)"
)


def test_nothing_is_written_in_minutes_that_are_not_open(as_app, meeting, item):
    given = [item, meeting, named("hanne"), named("herlev")]
    with acting(as_app, "hanne"):
        assert refused(as_app, PARAGRAPH, [uuid4(), *given]) == NOT_ALLOWED
    scene.begin(meeting)
    scene.reach(meeting, item)
    other = scene.call(seats=("hanne",))
    with acting(as_app, "hanne"):
        assert refused(as_app, PARAGRAPH, [uuid4(), item, other, named("hanne"), named("herlev")]) == NOT_ALLOWED
    with acting(as_app, "hanne"):
        assert refused(as_app, PARAGRAPH, [uuid4(), item, meeting, named("palle"), named("herlev")]) == OTHER_NAME
    with acting(as_app, "alice"):
        assert refused(as_app, PARAGRAPH, [uuid4(), item, meeting, named("alice"), named("gladsaxe")]) == NOT_ALLOWED
    with acting(as_app, "hanne"):
        as_app.execute(PARAGRAPH, [uuid4(), *given])


def test_nobody_changes_what_another_wrote(as_app, meeting, said):
    for table in ("meetings_paragraph", "meetings_matter"):
        with acting(as_app, "palle" if table == "meetings_paragraph" else "hanne"):
            cursor = as_app.execute(f"UPDATE {table} SET version = 9")
            assert cursor.rowcount == 0, table
    with acting(as_app, "palle"):
        assert refused(as_app, "UPDATE meetings_decision SET words = 'x'") == NOT_ALLOWED
    with acting(as_app, "palle"):
        assert refused(as_app, "DELETE FROM meetings_decision") == NOT_ALLOWED


def test_approved_minutes_take_nothing_more(as_app, meeting, said):
    with acting_as("alice") as alice:
        running.end(by=alice, meeting=meeting)
        running.approve(by=alice, meeting=meeting)
    with acting(as_app, "hanne"):
        assert refused(as_app, PARAGRAPH, [uuid4(), said, meeting, named("hanne"), named("herlev")]) == NOT_ALLOWED
    with acting(as_app, "hanne"):
        cursor = as_app.execute("UPDATE meetings_paragraph SET version = 9")
        assert cursor.rowcount == 0
    again = "UPDATE meetings_meeting SET state = 'under-way' WHERE id = %s"
    with acting(as_app, "alice"):
        assert refused(as_app, again, [meeting]) == FROZEN
    assert behind("hanne") == [0, 0, 0, 1, 1]


def test_a_receipt_is_written_by_the_database_alone(as_app, meeting, said):
    with acting(as_app, "hanne"):
        assert (
            refused(
                as_app,
                "INSERT INTO meetings_screening (id, owner_id, audience, item_id, outcome, by_id, at)"
                " VALUES (%s, %s, '{}', %s, 'erase', %s, now())",
                [uuid4(), named("herlev"), said, named("hanne")],
            )
            == NOT_ALLOWED
        )


def test_only_a_receiver_who_decides_screens(as_app, meeting, said, subtests):
    for key in ("palle", "alice", "bo", "carl", "oda", "dina"):
        with subtests.test(key):
            with acting(as_app, key):
                assert refused(as_app, "SELECT guard.screen_item(%s, 'erase')", [said]) == NOT_SCREENED
            assert behind("hanne") == ALL


def test_nothing_is_screened_before_it_is_reached_or_twice(as_app, meeting, item):
    with acting(as_app, "hanne"):
        assert refused(as_app, "SELECT guard.screen_item(%s, 'erase')", [item]) == NOT_SCREENED
    with acting(as_app, "hanne"):
        assert refused(as_app, "SELECT guard.screen_item(%s, 'erase')", [uuid4()]) == NOT_SCREENED
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting(as_app, "hanne"):
        as_app.execute("SELECT guard.screen_item(%s, 'case')", [item])
    with acting(as_app, "hanne"):
        assert refused(as_app, "SELECT guard.screen_item(%s, 'erase')", [item]) == NOT_SCREENED


def test_erased_leaves_no_row_no_access_no_link_and_no_key(meeting, said, as_maintenance):
    with acting_as("hanne"):
        assert screening.erase(item=said)
    for model in (*BEHIND, Attendee):
        column = "id" if model is Matter else "dossier_id"
        rows = as_maintenance.execute(
            f"SELECT count(*) FROM {model._meta.db_table} WHERE {column} = %s",
            [said],
        )
        assert rows.fetchone() == (0,), model
    for table, column in ((Access, "dossier_id"), (Link, "source_id")):
        rows = as_maintenance.execute(
            f"SELECT count(*) FROM {table._meta.db_table} WHERE {column} = %s",
            [said],
        )
        assert rows.fetchone() == (0,), table
    assert not keystore.store().unwrap([dossier_key(said)])
    with acting_as("palle"):
        assert Screening.objects.filter(item_id=said).count() == 1
    with acting_as("alice"):
        assert Screening.objects.count() == 0, "not even the chair's organisation reads what was said of it"


def test_an_offer_tells_of_itself_alone(meeting):
    made = scene.bring(meeting)
    scene.let_in(made, "hanne")
    with acting_as("hanne"):
        assert [each.owner for each in offers(meeting=meeting)] == [named("police")]
        assert not Item.objects.filter(id=made).exists()
    for key in ("alice", "bo", "oda", "ellen"):
        with acting_as(key):
            assert offers(meeting=meeting) == [], key


def test_the_stream_tells_an_organisation_that_something_changed_and_no_other(as_app, meeting):
    for key, concerned in (("alice", True), ("dina", True), ("hanne", True), ("ellen", True), ("oda", False)):
        with acting(as_app, key):
            cursor = as_app.execute("SELECT guard.meeting_concerns(%s)", [meeting])
            assert cursor.fetchone() == (concerned,), key


def test_a_meeting_that_names_nobody_is_read_by_its_audience_alone(meeting):
    board = scene.call(kind=MeetingKind.BOARD, seats=("palle",), audience=(named("police"),))
    scene.topic(board)
    with acting_as("ellen"):
        assert Item.objects.filter(meeting_id=board).exists()
    for key in ("hanne", "oda", "karen"):
        with acting_as(key):
            assert not Item.objects.filter(meeting_id=board).exists(), key


def test_no_row_moves(as_app, meeting, said):
    other = scene.call(seats=("palle",))
    with acting(as_app, "alice"):
        assert refused(as_app, "UPDATE meetings_item SET meeting_id = %s", [other]) == NOT_ALLOWED
    with acting(as_app, "hanne"):
        assert refused(as_app, "UPDATE meetings_paragraph SET dossier_id = %s", [uuid4()]) == NOT_ALLOWED
    with acting(as_app, "alice"):
        assert refused(as_app, "UPDATE meetings_meeting SET owner_id = %s", [named("herlev")]) == NOT_ALLOWED
