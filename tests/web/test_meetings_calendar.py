"""What a calendar reads of meetings: when, where and which kind, never what it is about."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.meetings.actions import convening, feeds
from tvaers.meetings.enums import MeetingKind
from tvaers.meetings.models import Feed

SECRETS = (scene.FACTS, scene.NAME, "En ung ved kiosken", "Rødt flag")


def address(key):
    with acting_as(key) as actor:
        return reverse("meetings:feed", args=[feeds.make(by=actor)])


def read(url):
    answer = Client().get(url)
    assert answer.status_code == 200, answer.status_code
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    return Calendar.from_ical(answer.content), answer.content.decode()


@pytest.fixture
def meetings(acting_as):
    """A handover with an item, and a network meeting around a young person; Hanne sits at the first alone."""
    handover = scene.call()
    item = scene.bring(handover, ahead=True)
    scene.let_in(item, "hanne")
    scene.arrive(handover, "hanne")
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    network = scene.call(kind=MeetingKind.NETWORK, seats=("palle",), case=case)
    board = scene.call(kind=MeetingKind.BOARD, seats=("palle",), title="Rødt flag")
    return {"handover": handover, "network": network, "board": board}


def test_a_calendar_reads_when_where_and_which_kind(meetings):
    calendar, text = read(address("palle"))
    told = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert set(told) == {f"{made}@tvaers" for made in meetings.values()}
    assert str(told[f"{meetings['network']}@tvaers"]["summary"]) == "Møde"
    assert str(told[f"{meetings['handover']}@tvaers"]["summary"]).startswith("Overleveringsmøde")
    event = told[f"{meetings['board']}@tvaers"]
    assert str(event["location"]) == "Rådhuset, lokale 2"
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=2)
    for secret in SECRETS:
        assert secret not in text


def test_each_reads_their_own(meetings):
    calendar, _text = read(address("hanne"))
    assert len(calendar.walk("VEVENT")) == 1
    calendar, _text = read(address("oda"))
    assert calendar.walk("VEVENT") == []


def test_a_cancelled_meeting_is_told_so_and_a_moved_one_counts_up(meetings, acting_as):
    url = address("palle")
    with acting_as("alice") as alice:
        convening.cancel(by=alice, meeting=meetings["board"])
        begins = clock.now() + dt.timedelta(days=2)
        convening.move(
            by=alice,
            meeting=meetings["handover"],
            starts_at=begins,
            ends_at=begins + dt.timedelta(hours=1),
            place="Kuben",
            version=1,
        )
    calendar, _text = read(url)
    told = {str(event["uid"]): event for event in calendar.walk("VEVENT")}
    assert str(told[f"{meetings['board']}@tvaers"]["status"]) == "CANCELLED"
    moved = told[f"{meetings['handover']}@tvaers"]
    assert (int(moved["sequence"]), str(moved["location"])) == (2, "Kuben")


@pytest.mark.parametrize("ends", ["ended", "made anew", "left", "organisation ended", "false"])
def test_an_address_that_leaked_answers_nobody(meetings, acting_as, as_maintenance, ends):
    url = address("palle")
    if ends == "ended":
        with acting_as("palle") as palle:
            feeds.end(by=palle)
    elif ends == "made anew":
        address("palle")
    elif ends == "left":
        as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("palle")])
    elif ends == "organisation ended":
        ended = "UPDATE partnerships_organisation o SET ended_at = now() FROM partnerships_membership m"
        as_maintenance.execute(f"{ended} WHERE m.organisation_id = o.id AND m.id = %s", [named("palle")])
    else:
        url = reverse("meetings:feed", args=["x" * 32])
    assert Client().get(url).status_code == 404
    assert Client().head(url).status_code == 404


def test_an_address_that_ended_does_not_begin_again(acting_as):
    url = address("palle")
    with acting_as("palle") as palle:
        feeds.end(by=palle)
        assert Feed.objects.update(ended_at=None) == 0
    assert Client().get(url).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("cast")
def test_who_comes_back_to_work_makes_a_new_address(as_maintenance):
    url = address("palle")
    assert Client().get(url).status_code == 200
    for state in ("left", "active"):
        as_maintenance.execute("UPDATE partnerships_membership SET state = %s WHERE id = %s", [state, named("palle")])
        assert Client().get(url).status_code == 404, state


def test_nobody_reads_the_address_of_another(acting_as):
    address("palle")
    for key in ("alice", "ellen", "oda", "gerda"):
        with acting_as(key):
            assert Feed.objects.count() == 0, key
    with acting_as("palle"):
        assert Feed.objects.count() == 1


def test_the_address_is_shown_once_and_never_logged(client_for, acting_as, caplog):
    palle = client_for("palle")
    palle.post(reverse("meetings:calendar"), {"do": "make"})
    page = palle.get(reverse("meetings:calendar")).content.decode()
    token = page.split("/meetings/feed/")[1].split(".ics")[0]
    assert token not in palle.get(reverse("meetings:calendar")).content.decode()
    caplog.clear()
    read(reverse("meetings:feed", args=[token]))
    assert token not in caplog.text
    palle.post(reverse("meetings:calendar"), {"do": "end"})
    assert Client().get(reverse("meetings:feed", args=[token])).status_code == 404
