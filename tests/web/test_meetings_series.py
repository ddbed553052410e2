"""The pages of rows of meetings: the days are looked at first, then the row is made, and it can be ended."""

from django.urls import reverse

from tests import meeting_calendar_scene as scene
from tests.stage import acting_as
from tvaers.meetings.models import Series


def made():
    with acting_as("alice"):
        return list(Series.objects.values_list("id", flat=True))


def test_the_days_are_shown_before_anything_is_made(client_for):
    alice = client_for("alice")
    answer = alice.post(reverse("meetings:series-new"), scene.typed(do="look"))
    assert answer.status_code == 200
    assert len(answer.context["days"]) > 8
    assert made() == []
    told = scene.typed()
    assert alice.post(reverse("meetings:series-new"), told).status_code == 302
    assert alice.post(reverse("meetings:series-new"), told).status_code == 302
    (row,) = made()
    scene.settled(row)
    text = alice.get(reverse("meetings:series", args=[row])).content.decode()
    assert text.count("data-row=") == len(answer.context["days"])


def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(client_for):
    alice = client_for("alice")
    answer = alice.post(reverse("meetings:series-new"), scene.typed(begins="11.00"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"ends"}
    assert 'value="11.00"' in answer.content.decode()
    assert made() == []
    answer = alice.post(reverse("meetings:series-new"), scene.typed(kind="network", often="w0"))
    assert {"kind", "often"} <= set(answer.context["form"].errors)


def test_a_row_is_ended_on_its_page_and_hidden_from_others(client_for):
    row = scene.row()
    address = reverse("meetings:series", args=[row])
    for key in ("palle", "hanne", "oda"):
        assert client_for(key).get(address).status_code == 404
        assert client_for(key).post(address, {"do": "end"}).status_code == 404
    assert client_for("bo").post(address, {"do": "take"}).status_code == 302
    alice = client_for("alice")
    assert alice.post(address, {"do": "end"}).status_code == 302
    scene.settled(row)
    assert "Aflyst" in alice.get(address).content.decode()
