"""The pages of meetings: called, prepared, led, written and screened, each for who it is for."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import meeting_scene as scene
from tests import picture_scene
from tests.cast import named
from tests.stage import acting_as as acting_as_key
from tvaers.foundation import clock
from tvaers.meetings import queries
from tvaers.meetings.actions import agenda
from tvaers.meetings.enums import MeetingKind, Subject
from tvaers.meetings.models import Item, Meeting

SEE_OTHER = 302


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content[:400])
    return answer.content.decode()


def errors(answer):
    form = answer.context["form"]
    return dict(form.errors) if form is not None else answer.content.decode()[:2000]


def sent(client, address, **fields):
    answer = client.post(address, fields)
    assert answer.status_code == SEE_OTHER, (answer.status_code, errors(answer) if answer.context else answer)
    return answer


def day(ahead=7):
    on = clock.today() + dt.timedelta(days=ahead)
    return {"on_day": str(on.day), "on_month": str(on.month), "on_year": str(on.year)}


@pytest.fixture
def reached(acting_as):
    """A handover at which the meeting has reached an item of the police, to which Hanne is let in."""
    meeting = scene.call()
    item = scene.bring(meeting)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne", "palle")
    scene.begin(meeting)
    scene.reach(meeting, item)
    return meeting, item


def test_a_meeting_is_called_on_a_page(client_for):
    alice = client_for("alice")
    assert "Overleveringsmøde (§\N{NO-BREAK SPACE}115)" in text(alice.get(at("new")))
    address = f"{at('new')}?kind=handover"
    assert "Palle Patrulje" in text(alice.get(address))
    sent(
        alice,
        address,
        title="",
        begins="9.00",
        ends="10.30",
        place="Rådhuset",
        people=[str(named("palle"))],
        form="5d3b0e5e-58f6-4c6f-8e4c-06a7b1f8ad01",
        **day(),
    )
    sent(
        alice,
        address,
        title="",
        begins="9.00",
        ends="10.30",
        place="Rådhuset",
        people=[str(named("palle"))],
        form="5d3b0e5e-58f6-4c6f-8e4c-06a7b1f8ad01",
        **day(),
    )
    page = text(alice.get(at("list")))
    assert page.count("Overleveringsmøde (§\N{NO-BREAK SPACE}115)</a>") == 1, "sent twice, called once"
    assert "Kommer du?" in text(client_for("palle").get(at("list")))


def test_hours_that_cannot_be_are_told_at_their_field(client_for):
    answer = client_for("alice").post(
        f"{at('new')}?kind=board", {"begins": "10.00", "ends": "9.00", "place": "Her", **day()}
    )
    assert answer.status_code == 422
    assert "Det skal slutte efter, at det begynder." in answer.content.decode()
    assert 'value="Her"' in answer.content.decode()


def test_who_is_let_in_sees_the_item_and_who_is_not_sees_that_it_is_another(client_for, reached):
    meeting, item = reached
    assert scene.FACTS in text(client_for("hanne").get(at("meeting", meeting)))
    chair = text(client_for("alice").get(at("meeting", meeting)))
    assert scene.FACTS not in chair
    assert "En ung ved kiosken" not in chair
    assert "Hanne Nabo" in chair
    assert (
        client_for("alice").get(at("item", meeting, item)).status_code == 404
        or scene.FACTS not in client_for("alice").get(at("item", meeting, item)).content.decode()
    )
    assert client_for("oda").get(at("meeting", meeting)).status_code == 404


def test_an_item_is_brought_and_somebody_let_in_on_pages(client_for, acting_as):
    meeting = scene.call()
    palle = client_for("palle")
    answer = sent(
        palle,
        at("item-about", meeting),
        title="Ung ved kiosken",
        facts="Set tre aftener",
        name_1="Storm Opdigtet",
        capacity_1="concern",
        form="5d3b0e5e-58f6-4c6f-8e4c-06a7b1f8ad02",
    )
    page = text(palle.get(answer.url))
    assert "Herlev Kommune" in page
    with acting_as("palle"):
        item = Item.objects.get(meeting_id=meeting, is_gated=True).id
    ground = next(
        choice
        for group in palle.get(answer.url).context["groups"]
        if group["organisation"] == "Herlev Kommune"
        for choice, _label in group["form"].fields["ground"].choices
    )
    missing = palle.post(answer.url, {"organisation": str(named("herlev")), "members": [str(named("hanne"))]})
    assert missing.status_code == 422
    assert "Skriv, hvorfor det er nødvendigt." in missing.content.decode()
    sent(
        palle,
        answer.url,
        organisation=str(named("herlev")),
        members=[str(named("hanne"))],
        ground=ground,
        necessity="Herlev skal kunne hjælpe familien",
    )
    with acting_as("palle"):
        assert (named("hanne"), "offered") in {
            (each.member, each.state) for each in queries.followers(meeting=meeting) if each.item == item
        }
    hanne = client_for("hanne")
    assert "1 punkt" in text(hanne.get(at("meeting", meeting))) or "et punkt" in text(hanne.get(at("meeting", meeting)))
    sent(hanne, at("meeting", meeting), do="arrive")


def test_minutes_and_decisions_are_written(client_for, reached):
    meeting, item = reached
    hanne = client_for("hanne")
    assert "En ung ved kiosken" in text(hanne.get(at("minutes", meeting, item)))
    sent(hanne, at("minutes", meeting, item), words="Klubben kender ham.", form="5d3b0e5e-58f6-4c6f-8e4c-06a7b1f8ad03")
    sent(
        hanne,
        at("decide", meeting, item),
        words="Hanne taler med klubben",
        member=str(named("hanne")),
        form="5d3b0e5e-58f6-4c6f-8e4c-06a7b1f8ad04",
        due_on_day="",
        due_on_month="",
        due_on_year="",
    )
    page = text(client_for("palle").get(at("meeting", meeting)))
    assert "Klubben kender ham." in page
    assert "Hanne taler med klubben" in page
    today = text(hanne.get("/"))
    assert "Hanne taler med klubben" in today
    assert "Klubben kender ham." not in text(client_for("alice").get(at("meeting", meeting)))


def test_each_takes_their_own_papers_along(client_for, reached):
    meeting, item = reached
    assert scene.FACTS in text(client_for("hanne").get(at("papers", meeting)))
    assert scene.FACTS not in text(client_for("alice").get(at("papers", meeting)))
    assert scene.FACTS not in text(client_for("hanne").get(at("screen", meeting))), "the room reads it"
    for name in ("papers-pdf", "minutes-pdf"):
        answer = client_for("hanne").get(at(name, meeting))
        assert answer["Content-Type"] == "application/pdf"
    assert item


def test_who_leads_goes_from_item_to_item_and_approves(client_for, acting_as):
    meeting = scene.call(kind=MeetingKind.BOARD)
    alice = client_for("alice")
    with acting_as("alice"):
        first = Item.objects.filter(meeting_id=meeting).order_by("place").first().id
    sent(alice, at("meeting", meeting), do="begin")
    sent(alice, at("meeting", meeting), do="open", item=str(first))
    assert "Nu" in text(client_for("hanne").get(at("meeting", meeting)))
    answer = client_for("bo").post(at("meeting", meeting), {"do": "open", "item": str(first)}, follow=True)
    assert "En anden leder mødet nu." in answer.content.decode()
    sent(alice, at("meeting", meeting), do="end")
    sent(alice, at("meeting", meeting), do="approve")
    with acting_as("alice"):
        assert Meeting.objects.get(id=meeting).state == "approved"


@pytest.mark.parametrize("name", ["new", "list"])
def test_who_calls_no_meeting_is_told_so(client_for, name):
    status = {"new": 403, "list": 200}[name]
    assert client_for("gerda").get(at(name)).status_code == status


def test_people_are_invited_and_taken_off(client_for, acting_as):
    meeting = scene.call(seats=())
    alice = client_for("alice")
    sent(alice, at("people", meeting), do="invite", member=str(named("palle")), role="guest")
    assert "Palle Patrulje" in text(alice.get(at("people", meeting)))
    assert client_for("palle").get(at("item-new", meeting)).status_code == 403, "a guest puts nothing on"
    sent(alice, at("people", meeting), do=f"off {named('palle')}")
    assert client_for("palle").get(at("meeting", meeting)).status_code == 404
    sent(alice, at("move", meeting), begins="10.00", ends="11.00", place="Kuben", version="1", **day(9))
    assert "Kuben" in text(alice.get(at("meeting", meeting)))
    assert client_for("hanne").get(at("people", meeting)).status_code == 404


def test_a_board_has_the_local_picture_beside_it_and_a_council_the_agreement(client_for, as_maintenance):
    picture_scene.drawn(as_maintenance)
    board = scene.call(kind=MeetingKind.BOARD, seats=("palle", "vera"))
    with acting_as_key("alice") as alice:
        topic = agenda.Topic(subject=Subject.AREA, title="Lygterne", area=picture_scene.PARK)
        agenda.put_on(by=alice, meeting=board, topic=topic)
    steering = scene.call(kind=MeetingKind.STEERING)
    area = reverse("localpicture:area", args=[picture_scene.PARK])
    page = text(client_for("alice").get(at("meeting", board)))
    for address in (reverse("localpicture:week"), area):
        assert f'href="{address}"' in page
        assert client_for("alice").get(address).status_code == 200
    page = text(client_for("vera").get(at("meeting", board)))
    assert reverse("localpicture:week") not in page
    assert area not in page, "an association does not read it (R4)"
    assert f'href="{reverse("agreements:list")}">Aftalen, dens temaer' in text(
        client_for("alice").get(at("meeting", steering))
    )
