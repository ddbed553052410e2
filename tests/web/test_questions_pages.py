"""Asking and answering on the pages: the question is checked before it is sent, and answered by the share card."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene
from tests import question_scene as scene
from tests.cast import named
from tests.stage import statements
from tvaers.foundation import clock
from tvaers.sharing.models import Question

pytestmark = pytest.mark.django_db(transaction=True)
HERLEV, MOST = named("herlev"), 12
FILLED = {
    "receiver": f"member:{named('hanne')}",
    "who": scene.WHO,
    "wanted": scene.WANTED,
    "why": scene.WHY,
    "ground": case_scene.SSP_GROUND,
    "permitted": "unsure",
}
CARD = {
    "receiver": f"member:{named('alice')}",
    "ground": case_scene.SSP_GROUND,
    "necessity": "De skal kunne tage imod ham.",
    "term": "30",
    "share": "1",
}


@pytest.fixture
def case(cast, db, acting_as):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def question(acting_as, case):
    with acting_as("alice") as alice:
        return scene.ask(alice, case)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def ask_page(case):
    return reverse("sharing:ask-to", args=[case, HERLEV])


def test_nothing_of_the_young_person_is_filled_in(client_for, case):
    page = client_for("alice").get(ask_page(case)).content.decode()
    form = page.split('class="tv-narrow"')[1]
    assert case_scene.NAME not in form


def test_it_is_checked_and_sent_once(client_for, case, acting_as):
    client, filled = client_for("alice"), FILLED | {"form_id": str(uuid4())}
    check = client.post(ask_page(case), filled | {"check": "1"})
    for said in (scene.WHO, scene.WANTED, scene.WHY, "Hanne Nabo", "Spørgeren er ikke sikker"):
        assert said in text(check), said
    with acting_as("alice"):
        assert not Question.objects.exists()
    sent = [client.post(ask_page(case), filled | {"do": "1"})["Location"] for _ in range(2)]
    assert sent[0] == sent[1]
    with acting_as("alice"):
        assert Question.objects.count() == 1
    assert scene.WHO in text(client_for("hanne").get(sent[0]))
    assert "spørger dig om en ung" in text(client_for("hanne").get("/"))


@pytest.mark.parametrize("missing", ["receiver", "who", "wanted", "why", "ground", "permitted"])
def test_what_is_missing_is_asked_for(client_for, case, missing):
    page = client_for("alice").post(ask_page(case), {**FILLED, missing: "", "do": "1"})
    assert page.status_code == 200
    assert "error" in page.content.decode()


def test_a_day_that_is_past_helps_nobody(client_for, case):
    past = clock.today().replace(year=clock.today().year - 1)
    day = {"helps_by_day": past.day, "helps_by_month": past.month, "helps_by_year": past.year}
    assert "Datoen skal ligge ude i fremtiden" in text(client_for("alice").post(ask_page(case), FILLED | day))


def test_only_who_works_across_organisations_is_asked(client_for, case):
    page = text(client_for("alice").get(reverse("sharing:ask", args=[case])))
    assert "Hanne Nabo" in page
    assert "Palle Patrulje" in page
    for hidden in ("Henrik Nabo", "Sonja Skrivekløe", "Vera Frivillig", "Kildevældets"):
        assert hidden not in page, hidden
    other = client_for("alice").post(ask_page(case), FILLED | {"receiver": f"member:{named('henrik')}", "do": "1"})
    assert other.status_code == 200


def test_an_association_is_not_asked(client_for, case):
    assert client_for("alice").get(reverse("sharing:ask-to", args=[case, named("association")])).status_code == 404


def test_a_decline_is_one_click_and_the_asker_sees_nothing_of_it_today(client_for, question, as_administrator):
    one = reverse("sharing:question", args=[question])
    before = [
        _bare(client_for("alice").get(address)) for address in (one, f"{reverse('sharing:questions')}?view=by-us")
    ]
    for _ in range(2):
        assert client_for("hanne").post(reverse("sharing:question-decline", args=[question])).status_code == 302
    assert "Afslået" in text(client_for("hanne").get(one))
    assert "spørger dig om en ung" not in text(client_for("hanne").get("/"))
    after = [_bare(client_for("alice").get(address)) for address in (one, f"{reverse('sharing:questions')}?view=by-us")]
    assert after == before
    scene.tell(as_administrator)
    assert "Afslået" in text(client_for("alice").get(one))


def _bare(response):
    return re.sub(rb'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"|nonce="[^"]+"', b"", response.content)


def test_it_is_answered_by_the_share_card_in_part_and_then_wholly(client_for, question, acting_as):
    with acting_as("hanne") as hanne:
        own = case_scene.course.open_case(by=hanne, opening=case_scene.opening(_person(hanne)))
    card, client = reverse("sharing:to", args=[own, named("gladsaxe")]), client_for("hanne")
    assert scene.WHO in text(client.get(card))
    sent = client.post(card, CARD | {"answers": f"{question}|part", "form_id": str(uuid4())})
    one = reverse("sharing:question", args=[question])
    assert sent["Location"] == one
    rest = {"words": "Helbred deler vi ikke.", "rest": "declined"}
    assert client.post(reverse("sharing:question-rest", args=[question]), rest).status_code == 302
    page = text(client_for("alice").get(one))
    assert "Delvist besvaret, resten afslået" in page
    assert "Helbred deler vi ikke." in page
    assert CARD["necessity"] in page
    client.post(card, CARD | {"answers": f"{question}|whole", "form_id": str(uuid4())})
    page = client_for("alice").get(one)
    assert page.content.decode().count("<li>") >= 2
    assert "Besvaret" in text(page)
    # What was answered wholly is asked no more on the card.
    assert scene.WHO not in text(client.get(card))


def _person(by):
    known = case_scene.people.Details(name=case_scene.NAME, born="2011-03-04")
    return case_scene.people.register(by=by, details=known, purpose=scene.Purpose.SSP, unit=named("herlev-ssp"))


def test_a_question_taken_back_meanwhile_shares_nothing(client_for, question, acting_as):
    with acting_as("hanne") as hanne:
        own = case_scene.course.open_case(by=hanne, opening=case_scene.opening(_person(hanne)))
    client, one = client_for("alice"), reverse("sharing:question", args=[question])
    withdraw = re.search(r'/sharing/given/[^/"]+/', client.get(one).content.decode())[0]
    assert client.post(withdraw).status_code == 302
    assert "Trukket tilbage" in text(client.get(one))
    assert client_for("hanne").get(one).status_code == 404
    card = reverse("sharing:to", args=[own, named("gladsaxe")])
    page = client_for("hanne").post(card, CARD | {"answers": f"{question}|whole", "form_id": str(uuid4())})
    with acting_as("alice") as alice:
        assert case_scene.Access.objects.filter(organisation_id=alice.organisation.id, state="offered").count() == 0
    assert "Spørgsmålet er trukket tilbage i mellemtiden" in text(page)


def test_the_one_asked_neither_gives_it_back_nor_takes_it_back(client_for, question):
    page = client_for("hanne").get(f"{reverse('sharing:offers')}?view=received").content.decode()
    assert reverse("sharing:question", args=[question]) in page
    assert "/sharing/given/" not in page
    withdraw = re.search(
        r"/sharing/given/[^/\"]+/",
        client_for("alice").get(reverse("sharing:question", args=[question])).content.decode(),
    )[0]
    assert client_for("hanne").get(withdraw).status_code == 404


def test_it_stands_in_the_register_as_a_disclosure(client_for, question):
    page = text(client_for("alice").get(reverse("sharing:register")))
    assert "Et spørgsmål: hvem der menes, hvad der spørges om og hvorfor" in page


@pytest.mark.parametrize("number", [1, 30])
def test_few_statements_at_any_number(client_for, case, acting_as, number):
    for _ in range(number):
        with acting_as("alice") as alice:
            last = scene.ask(alice, case)
    pages = [
        ("alice", reverse("sharing:ask", args=[case])),
        ("alice", ask_page(case)),
        ("alice", f"{reverse('sharing:questions')}?view=by-us"),
        ("hanne", reverse("sharing:questions")),
        ("hanne", reverse("sharing:question", args=[last])),
        ("alice", reverse("sharing:question", args=[last])),
    ]
    for who, address in pages:
        client = client_for(who)
        response, taken = statements(lambda: client.get(address))  # noqa: B023 - asked at once
        assert response.status_code == 200
        assert len(taken) <= MOST, f"{address}:\n" + "\n".join(each[:110] for each in taken)
