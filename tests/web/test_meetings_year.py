"""The year of meetings: every month, the kinds that name nobody, and no more of them than one sees."""

import datetime as dt

from django.urls import reverse

from tests import meeting_scene as scene
from tests.cast import named
from tvaers.foundation import clock
from tvaers.meetings.enums import MeetingKind

JUNE = dt.datetime(2026, 6, 10, 8, tzinfo=dt.UTC)


def year(client, query=""):
    answer = client.get(f"{reverse('meetings:year')}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def months(client, query=""):
    found = client.get(f"{reverse('meetings:year')}{query}").context["months"]
    return {month["number"]: [str(row["label"]) for row in month["rows"]] for month in found}


def test_the_year_has_every_month_and_the_meetings_that_name_nobody(client_for):
    with clock.frozen(JUNE):
        board = scene.call(kind=MeetingKind.BOARD, title="Tavlen i juni", audience=(named("herlev"),))
        handover = scene.call()
    alice = client_for("alice")
    text = year(alice, "?year=2026")
    assert len(months(alice, "?year=2026")) == 12
    assert str(board) in text
    assert "Tavlen i juni" in text
    assert str(handover) not in text, "the page hangs on the wall: nothing tells that people are spoken of"
    assert len(months(alice, "?year=2026")[6]) == 1


def test_only_who_sees_a_meeting_sees_it_in_the_year(client_for):
    with clock.frozen(JUNE):
        board = scene.call(kind=MeetingKind.BOARD, seats=("palle",), audience=(named("herlev"),))
    assert str(board) in year(client_for("hanne"), "?year=2026")
    assert str(board) not in year(client_for("oda"), "?year=2026")


def test_a_meeting_belongs_to_the_year_that_it_is_in_denmark(client_for):
    # It begins half an hour after midnight in Denmark, half an hour before in UTC.
    with clock.frozen(dt.datetime(2025, 12, 31, 22, 30, tzinfo=dt.UTC)):
        scene.call(kind=MeetingKind.BOARD)
    alice = client_for("alice")
    assert len(months(alice, "?year=2026")[1]) == 1
    assert not any(months(alice, "?year=2025").values())


def test_a_year_that_is_none_is_this_one_and_is_not_repeated(client_for):
    text = year(client_for("alice"), "?year=HIDDENYEAR")
    assert "HIDDENYEAR" not in text
    assert str(clock.today().year) in text
