"""What a decision becomes on the spot: a concern, a case, a sharing, a bulletin; each once, and by who wrote it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene, picture_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tests.web.page_line import day
from tests.web.test_sharing_pages_card import PALLE, answers
from tvaers.concerns.access import get_for_reading
from tvaers.localpicture.models import Bulletin
from tvaers.meetings.actions import minutes
from tvaers.meetings.enums import Capacity, Made, MeetingKind
from tvaers.meetings.models import CommonDecision, Decision, Item
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.models import Access, Link
from tvaers.sharing.offers import is_made

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
WORDS = "Palle tager ham med til træning"


def at(name, *args):
    return reverse(f"meetings:{name}", args=args)


def typed(**more):
    return {"form": str(uuid4()), "words": WORDS, "member": "", "becomes": "", **more}


def made(model=Decision, key="alice"):
    with acting_as(key):
        return model.objects.order_by("-at").values("id", "made", "made_id")[0]


@pytest.fixture
def own_item():
    """An item of Alice's own about somebody, reached, that belongs to no case; Hanne is let in."""
    meeting = scene.call()
    item = scene.bring(meeting, by="alice", mentions={"Ellie Opdigtet": Capacity.CONCERN})
    scene.let_in(item, "hanne", by="alice")
    scene.arrive(meeting, "hanne", "palle")
    scene.begin(meeting)
    scene.reach(meeting, item)
    return meeting, item


@pytest.fixture
def network():
    """A network meeting about a case of Alice's that has reached who does what; Palle sits."""
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    meeting = scene.call(kind=MeetingKind.NETWORK, case=case, seats=("palle", "bo"))
    with acting_as("alice"):
        item = Item.objects.get(meeting_id=meeting, subject="duties").id
    scene.begin(meeting)
    scene.reach(meeting, item)
    return meeting, item, case


@pytest.fixture
def board(as_maintenance):
    """A board that has reached an item about the park."""
    picture_scene.drawn(as_maintenance)
    meeting = scene.call(kind=MeetingKind.BOARD, audience=(named("herlev"),), seats=("hanne",))
    item = scene.topic(meeting)
    scene.begin(meeting)
    scene.reach(meeting, item)
    return meeting, item


def test_an_own_item_becomes_a_concern_with_its_words_once(client_for, own_item):
    meeting, item = own_item
    alice, told = client_for("alice"), typed(becomes="concern")
    page = alice.get(at("decide", meeting, item)).content.decode()
    assert "En bekymring her" in page
    assert "unges plan" not in page, "it belongs to no case"
    first, second = (alice.post(at("decide", meeting, item), told) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    decision = made()
    assert decision["made"] == "concern"
    with acting_as("alice") as by:
        concern = get_for_reading(actor=by, concern=decision["made_id"])
        assert scene.FACTS in concern.fact
        assert "Besluttet på et møde" in concern.source
        assert Link.objects.filter(kind=LinkKind.BECAME, source_id=item, target_id=decision["made_id"]).count() == 1
        assert Decision.objects.count() == 1
    assert first.url == reverse("concerns:concern", args=[decision["made_id"]])
    assert "En bekymring her" in alice.get(at("item", meeting, item)).content.decode()


def test_of_two_who_decide_so_one_concern_comes(client_for, own_item):
    meeting, item = own_item
    first, second = (
        client_for("alice").post(at("decide", meeting, item), typed(becomes="concern", words=words))
        for words in ("Vi tager den", "Vi tager den her")
    )
    assert first.url == second.url
    with acting_as("alice"):
        assert Link.objects.filter(kind=LinkKind.BECAME, source_id=item).count() == 1
        assert Decision.objects.count() == 2
    assert "En bekymring her" not in client_for("hanne").get(at("meeting", meeting)).content.decode()


def test_a_case_is_opened_next(client_for, own_item):
    meeting, item = own_item
    answer = client_for("alice").post(at("decide", meeting, item), typed(becomes="case"))
    assert answer.url == reverse("cases:open-concern", args=[made()["made_id"]])
    assert client_for("alice").get(answer.url).status_code == 302, "one young person: to the opening itself"


def test_who_brought_it_alone_makes_it_a_concern(client_for, own_item):
    meeting, item = own_item
    hanne = client_for("hanne")
    assert "En bekymring her" not in hanne.get(at("decide", meeting, item)).content.decode()
    hanne.post(at("decide", meeting, item), typed(becomes="concern"))
    assert made()["made"] == "", "no choice is offered, so none is read"
    with acting_as("hanne"):
        assert not Link.objects.filter(source_id=item).exists()


def test_a_sharing_is_begun_where_it_was_decided_and_noted_when_done(client_for, network):
    meeting, item, case = network
    alice = client_for("alice")
    nobody = alice.post(at("decide", meeting, item), typed(becomes="share", member=str(named("bo"))))
    assert nobody.status_code == 422
    assert set(nobody.context["form"].errors) == {"member"}
    assert WORDS in nobody.content.decode()
    answer = alice.post(at("decide", meeting, item), typed(becomes="share", member=str(named("palle"))))
    card = alice.get(answer.url, follow=True)
    assert card.status_code == 200
    assert WORDS in card.content.decode()
    assert f'value="{PALLE}" selected' in card.content.decode()
    assert WORDS in alice.get("/").content.decode(), "it waits for who wrote it"
    assert WORDS not in client_for("palle").get("/").content.decode()
    waits = alice.get(at("meeting", meeting)).content.decode()
    assert "Gå videre med den" in waits
    decision = made()
    assert decision["made_id"] is None
    page = alice.post(card.request["PATH_INFO"], answers(decision=str(decision["id"]), how="parts", check="1"))
    assert f'name="decision" value="{decision["id"]}"' in page.content.decode(), "checked, it still knows why"
    shared = alice.post(
        card.request["PATH_INFO"],
        answers(decision=str(decision["id"]), how="parts", share="1", form_id=str(uuid4())),
    )
    assert shared.url == at("meeting", meeting)
    noted = made()
    assert (noted["id"], noted["made"]) == (decision["id"], "share")
    with acting_as("alice"):
        assert is_made(noted["made_id"])
        assert Access.objects.filter(dossier_id=case, member_id=named("palle")).exists()
    done = alice.get(at("meeting", meeting)).content.decode()
    assert "Gå videre med den" not in done
    assert "En deling af forløbet" in done
    assert WORDS not in alice.get("/").content.decode()


def test_a_decision_of_another_case_is_not_carried_out_here(client_for, network):
    meeting, item, _case = network
    client_for("alice").post(at("decide", meeting, item), typed(becomes="share", member=str(named("palle"))))
    with acting_as("alice") as alice:
        other = case_scene.case(alice)
    to = reverse("sharing:to", args=[other, named("police")])
    assert client_for("alice").get(f"{to}?decision={made()['id']}").status_code == 404


@pytest.mark.parametrize("key", ["bo", "palle", "hanne"])
def test_only_who_wrote_a_decision_goes_on_with_it(client_for, network, key):
    meeting, item, _case = network
    scene.let_in(item, "bo", by="alice", elsewhere=False)
    scene.arrive(meeting, "bo")
    client_for("alice").post(at("decide", meeting, item), typed(becomes="share", member=str(named("palle"))))
    assert made(key="bo")["made"] == "share", "a colleague who was let in reads that it is to be"
    assert client_for(key).get(at("become", meeting, made()["id"])).status_code == 404


def test_a_task_asks_who_does_it_and_until_when(client_for, network):
    meeting, item, _case = network
    refused = client_for("alice").post(at("decide", meeting, item), typed(becomes="task"))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"member", "due_on"}
    answer = client_for("alice").post(
        at("decide", meeting, item), typed(becomes="task", member=str(named("alice")), **day("due_on", 5))
    )
    assert answer.status_code == 302
    assert made()["made"] == "task"


def test_a_bulletin_is_written_next_with_the_words_of_the_decision(client_for, board):
    meeting, item = board
    alice = client_for("alice")
    answer = alice.post(at("decide", meeting, item), typed(becomes="bulletin", words="Lyset ved søen tændes"))
    page = alice.get(answer.url, follow=True)
    assert page.context["form"]["title"].value() == "Lyset ved søen tændes"
    decision = made(CommonDecision)
    told = {
        "form": str(uuid4()),
        "decision": str(decision["id"]),
        "kind": "mood",
        "title": "Lyset ved søen tændes",
        "area": str(picture_scene.PARK),
        "certainty": "observed",
        "time": "0.00",
        **day("day"),
        **day("until", 5),
    }
    assert alice.post(page.request["PATH_INFO"], told).status_code == 302
    with acting_as("alice"):
        bulletin = Bulletin.objects.values_list("id", flat=True)[0]
    assert made(CommonDecision) == {"id": decision["id"], "made": "bulletin", "made_id": bulletin}
    assert "En melding i det lokale billede" in alice.get(at("meeting", meeting)).content.decode()
    hanne = client_for("hanne")
    assert hanne.get(at("become", meeting, decision["id"])).status_code == 404


def test_a_decision_becomes_one_thing_once(board):
    _meeting, item = board
    with acting_as("alice") as by:
        decision = minutes.decide(by=by, item=item, words="Lyset tændes", becomes=Made.BULLETIN)
        first, second = uuid4(), uuid4()
        assert minutes.became(by=by, decision=decision, made=Made.BULLETIN, made_id=first)
        assert not minutes.became(by=by, decision=decision, made=Made.BULLETIN, made_id=second)
    assert made(CommonDecision)["made_id"] == first


def test_a_wrong_decision_in_the_address_is_no_decision(client_for, board):
    page = client_for("alice").get(f"{reverse('localpicture:new')}?decision=ikke-en")
    assert page.status_code == 200
    assert page.context["form"]["title"].value() in {None, ""}


def test_who_could_not_read_it_is_let_in_first(client_for, own_item):
    meeting, item = own_item
    refused = client_for("alice").post(at("decide", meeting, item), typed(member=str(named("palle"))))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {"member"}
    assert client_for("alice").post(at("decide", meeting, item), typed(member=str(named("hanne")))).status_code == 302
