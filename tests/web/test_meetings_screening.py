"""What a receiver does with what was handed over: asked once more before it is gone, roles apart, a receipt left."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene
from tests import meeting_scene as scene
from tests.stage import acting_as
from tvaers.concerns.access import get_for_reading
from tvaers.concerns.enums import InvolvedRole
from tvaers.meetings.actions import screening
from tvaers.meetings.enums import Capacity, MeetingKind
from tvaers.meetings.models import Item
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Link

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def text(answer):
    assert answer.status_code == 200, (answer.status_code, answer.content[:400])
    return answer.content.decode()


def handed_over(**more):
    meeting = scene.call()
    item = scene.bring(meeting, **more)
    scene.let_in(item, "hanne")
    scene.arrive(meeting, "hanne", "palle")
    scene.begin(meeting)
    scene.reach(meeting, item)
    return meeting, item


def said(outcome, **more):
    return {"form": str(uuid4()), "outcome": outcome, **more}


def test_it_is_asked_once_more_and_then_gone_with_a_receipt_at_who_brought_it(client_for):
    meeting, item = handed_over()
    hanne, palle = client_for("hanne"), client_for("palle")
    asked = text(hanne.post(at("screening", meeting, item), said("erase")))
    assert "Slet det for altid?" in asked
    assert asked.index('value="sure"') < asked.index('name="save"'), (
        "a form of its own: Enter in the other erases nothing"
    )
    assert hanne.post(at("screening", meeting, item), said("erase")).status_code == 200
    assert scene.FACTS in text(palle.get(at("item", meeting, item))), "nothing is gone yet"
    answer = hanne.post(at("screening", meeting, item), said("erase", do="sure"))
    assert answer.status_code == 302
    assert scene.FACTS not in text(hanne.get(answer.url))
    for who in ("palle", "alice"):
        page = text(client_for(who).get(at("meeting", meeting)))
        assert scene.FACTS not in page
        assert "Slettet" in page, who
    receipt = text(palle.get(at("item", meeting, item)))
    assert "Herlev Kommune" in receipt
    assert scene.NAME not in receipt
    assert client_for("oda").get(at("item", meeting, item)).status_code == 404


def test_around_one_young_person_nobody_screens_what_another_brought(client_for):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    meeting = scene.call(kind=MeetingKind.NETWORK, case=case, seats=("palle",))
    with acting_as("alice"):
        item = Item.objects.filter(meeting_id=meeting).order_by("place").values_list("id", flat=True)[0]
    scene.let_in(item, "palle", by="alice")
    scene.arrive(meeting, "palle")
    scene.begin(meeting)
    scene.reach(meeting, item)
    palle = client_for("palle")
    for address in (at("meeting", meeting), at("item", meeting, item)):
        assert "Hvad bliver det til?" not in text(palle.get(address))
    assert palle.post(at("screening", meeting, item), said("erase", do="sure")).status_code == 404
    with acting_as("palle"), pytest.raises(screening.NotToBeScreenedError):
        screening.erase(item=item)
    assert client_for("alice").get(at("item", meeting, item)).status_code == 200


def test_what_somebody_was_named_as_stays(client_for):
    people = {
        "Storm Opdigtet": Capacity.CHARGED,
        "Vita Opdigtet": Capacity.PRESENT,
        "Bodil Opdigtet": Capacity.WITNESS,
    }
    meeting, item = handed_over(mentions=people)
    assert client_for("hanne").post(at("screening", meeting, item), said("social")).status_code == 302
    with acting_as("hanne") as hanne:
        concern = Link.objects.get(kind=LinkKind.BECAME, source_id=item).target_id
        view = get_for_reading(actor=hanne, concern=concern)
    assert {(part.person.label, part.role) for part in view.involved if part.person and part.role} >= {
        ("Vita Opdigtet", InvolvedRole.PRESENT),
        ("Bodil Opdigtet", InvolvedRole.WITNESS),
    }
    assert InvolvedRole.OF_CONCERN not in {part.role for part in view.involved}
    assert InvolvedRole.SUSPECT not in {part.role for part in view.involved}


def test_from_what_was_handed_over_to_a_case_about_one_who_is_named_in_it(client_for):
    meeting, item = handed_over(mentions={"Storm Opdigtet": Capacity.WITNESS})
    hanne = client_for("hanne")
    answer = hanne.post(at("screening", meeting, item), said("case"))
    assert answer.url.startswith("/cases/"), "to the opening of the case at once"
    page = text(hanne.get(answer.url))
    assert "Storm Opdigtet" in page
    (person,) = [one["id"] for one in _others(hanne, answer.url)]
    opening = hanne.post(answer.url, {"do": str(person)})
    assert opening.status_code == 302
    assert hanne.get(opening.url).status_code == 200
    again = hanne.post(answer.url, {"do": str(person)})
    assert again.url == opening.url, "sent twice, it is about them once"
    with acting_as("hanne") as by:
        concern = Link.objects.get(kind=LinkKind.BECAME, source_id=item).target_id
        roles = [part.role for part in get_for_reading(actor=by, concern=concern).involved]
    assert sorted(roles) == [InvolvedRole.OF_CONCERN, InvolvedRole.WITNESS]


def test_nobody_is_chosen_who_is_not_in_the_concern(client_for):
    meeting, item = handed_over(mentions={"Storm Opdigtet": Capacity.WITNESS})
    hanne = client_for("hanne")
    where = hanne.post(at("screening", meeting, item), said("case")).url
    assert hanne.post(where, {"do": str(uuid4())}).status_code == 404


def _others(client, address):
    return client.get(address).context["others"]
