"""What is typed at a meeting: too long, a number, a name or a home is said at its field, and nothing typed is lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.meeting_calendar_scene import typed as of_a_row
from tests.stage import acting_as
from tvaers.meetings.actions import running
from tvaers.meetings.enums import MeetingKind
from tvaers.meetings.models import Attendee, Item

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
LONG = "ni tegn " * 30


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def erred(answer, *fields):
    assert answer.status_code == 422, answer.status_code
    assert set(answer.context["form"].errors) == set(fields)
    return answer.content.decode()


def called(**more):
    return {"form": str(uuid4()), **scene.WHEN, **scene.day("on", 7), **more}


@pytest.fixture
def network():
    """A network meeting of Alice's, with its first item; Palle sits."""
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    meeting = scene.call(kind=MeetingKind.NETWORK, case=case, seats=("palle",))
    with acting_as("alice"):
        return meeting, Item.objects.filter(meeting_id=meeting).order_by("place").values_list("id", flat=True)[0]


@pytest.mark.parametrize("length", [130, 240, 900])
def test_what_is_too_long_is_said_at_its_field(client_for, length):
    alice, long = client_for("alice"), (LONG * 5)[:length].strip()
    where = f"{at('new')}?kind=board"
    assert long in erred(alice.post(where, called(title=long, place=long)), "title", "place")
    meeting = scene.call(kind=MeetingKind.BOARD)
    erred(alice.post(at("move", meeting), called(place=long, version="1")), "place")
    erred(alice.post(at("series-new"), of_a_row(title=long, place=long)), "title", "place")


def test_where_a_family_lives_is_not_where_a_meeting_is(client_for):
    alice, home, where = client_for("alice"), "familiens hjem, nummer 12", f"{at('new')}?kind=board"
    assert home in erred(alice.post(where, called(place=home)), "no_persons")
    erred(alice.post(at("series-new"), of_a_row(place="hjemme hos mor, 3. sal")), "no_persons")
    assert alice.post(where, called(place=home, no_persons=home)).status_code == 302, "asked about, not refused"
    for room in ("Rådhuset, lokale 12", "Familiehuset 2", "Familieafdelingen, lokale 204"):
        assert alice.post(where, called(place=room)).status_code == 302, room


def test_a_meeting_that_ends_when_it_begins_is_told_so(client_for):
    page = erred(client_for("alice").post(f"{at('new')}?kind=board", called(begins="9.00", ends="9.00")), "ends")
    assert "Det skal slutte efter, at det begynder." in page


def test_a_number_stands_in_no_title_and_in_no_decision(client_for):
    meeting = scene.call()
    palle = client_for("palle")
    told = {"form": str(uuid4()), "title": "Opdigtet 010110-4321", "facts": "Set ved kiosken"}
    assert "Set ved kiosken" in erred(palle.post(at("item-about", meeting), told), "title")
    item = scene.bring(meeting)
    scene.begin(meeting)
    scene.reach(meeting, item)
    decided = {"form": str(uuid4()), "words": "Ring om 010110-4321", "member": "", "becomes": ""}
    erred(palle.post(at("decide", meeting, item), decided), "words")


@pytest.mark.parametrize("words", ["Storm går på skolen hos jer", "Det drejer sig om Opdigtets søn"])
def test_why_it_is_necessary_names_nobody(client_for, words):
    meeting = scene.call()
    item = scene.bring(meeting)
    palle = client_for("palle")
    groups = palle.get(at("let-in", meeting, item)).context["groups"]
    form = next(each["form"] for each in groups if each["organisation"] == "Herlev Kommune")
    told = {
        "organisation": str(named("herlev")),
        "members": [str(named("hanne"))],
        "ground": next(choice for choice, _label in form.fields["ground"].choices),
        "necessity": words,
    }
    assert words in erred(palle.post(at("let-in", meeting, item), told), "necessity")
    told["necessity"] = "Skolen hos jer skal kunne hjælpe"
    assert palle.post(at("let-in", meeting, item), told).status_code == 302


def test_who_comes_without_a_login_is_there_on_something_and_once(client_for, network):
    alice, where = client_for("alice"), at("attendee", *network)

    def coming(**more):
        return {"form": str(uuid4()), "kind": "family", "name": "Farmor Prøvesen", "agreed": "consent", **more}

    erred(alice.post(where, coming(agreed="basis")), "words")
    erred(alice.post(where, coming(agreed="own")), "agreed")
    told = coming()
    assert [alice.post(where, told).status_code for _ in range(2)] == [302, 302], "sent twice, it is noted once"
    erred(alice.post(where, coming(name="farmor prøvesen")), "name")
    with acting_as("alice"):
        (attendee,) = Attendee.objects.values_list("id", flat=True)
    assert alice.post(at("item", *network), {"do": f"unexpect {attendee}"}).status_code == 302
    with acting_as("alice"):
        assert not Attendee.objects.exists()


def test_the_police_read_that_it_is_never_for_investigation(client_for, network):
    meeting, item = network
    scene.let_in(item, "palle", by="alice")
    scene.arrive(meeting, "palle")
    scene.begin(meeting)
    scene.reach(meeting, item)
    for address in (at("meeting", meeting), at("item", meeting, item)):
        assert "Må ikke bruges til efterforskning" in client_for("palle").get(address).content.decode()
        assert "Må ikke bruges til efterforskning" not in client_for("alice").get(address).content.decode()


@pytest.mark.parametrize("name", ["minutes", "decide"])
def test_what_was_being_written_when_the_minutes_were_approved_is_still_there(client_for, network, name):
    meeting, item = network
    scene.begin(meeting)
    scene.reach(meeting, item)
    with acting_as("alice") as alice:
        running.end(by=alice, meeting=meeting)
        running.approve(by=alice, meeting=meeting)
    client, words = client_for("alice"), "Klubben kender ham, og han vil gerne."
    answer = client.post(at(name, meeting, item), {"form": str(uuid4()), "words": words, "becomes": "", "member": ""})
    assert words in erred(answer, "__all__")
    assert client.get(at(name, meeting, item)).url == at("meeting", meeting)
