"""Approval before something is sent: the rule, what waits, the preview, sending, and sending back with words."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene, question_scene, rich_case
from tests.cast import named
from tests.stage import statements
from tvaers.sharing.models import ApprovalRule

pytestmark = pytest.mark.django_db(transaction=True)
RULE = "/administration/approval/"
CARD = {
    "receiver": f"member:{named('palle')}",
    "ground": case_scene.SSP_GROUND,
    "necessity": "Palle skal kunne tage imod ham.",
    "term": "30",
}


@pytest.fixture
def case(cast, db, acting_as, client_for):
    opened = rich_case.open_case()
    assert client_for("gerda").post(RULE, {"kinds": ["police"], "categories": ["16"]}).status_code == 302
    return opened


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def share(client_for, case, who="alice"):
    """Share by the card; returns what the giver is told, and the address where it is approved."""
    card, client = reverse("sharing:to", args=[case, named("police")]), client_for(who)
    check = client.post(card, CARD | {"check": "1"})
    assert "en leder, der arbejder med det, godkender det, før det sendes" in text(check)
    sent = client.post(card, CARD | {"share": "1", "form_id": str(uuid4())})
    told = text(client.get(sent["Location"]))
    today = client_for("frida").get("/").content.decode()
    return told, re.search(r"/sharing/given/[^/]+/approve/", today)[0]


def test_only_an_administrator_opens_the_rule(case, client_for):
    for who in ("alice", "frida", "inga"):
        assert client_for(who).get(RULE).status_code == 403
        assert client_for(who).post(RULE, {}).status_code == 403
    page = client_for("gerda").get(RULE).content.decode()
    assert re.search(r'value="police"[^>]*checked', page)
    assert not re.search(r'value="municipality"[^>]*checked', page)
    assert client_for("henrik").get(RULE).content.decode().count("checked") == 0


def test_the_rule_is_taken_away_again(case, client_for, acting_as):
    client_for("gerda").post(RULE, {})
    with acting_as("gerda"):
        assert ApprovalRule.objects.values_list("receiver_kinds", "categories").get() == ([], 0)


def test_it_waits_is_looked_at_and_sent(case, client_for):
    told, address = share(client_for, case)
    assert "En leder ser det først" in told
    assert "Venter på godkendelse" in told
    assert "vil dele noget med dig" not in text(client_for("palle").get("/"))
    page = client_for("frida").get(address)
    for said in (CARD["necessity"], "Præcis dette ser Palle Patrulje", "Skal det sendes?"):
        assert said in text(page), said
    # As the receiver: the notes were not chosen.
    with_notes = text(client_for("frida").get(reverse("cases:timeline", args=[case])))
    assert "Skolen ringede" in with_notes
    assert "Skolen ringede" not in text(page)
    assert client_for("frida").post(address, {"accept": "1"}).status_code == 302
    assert "vil dele noget med dig" in text(client_for("palle").get("/"))
    assert client_for("frida").get(address).status_code == 404


def test_the_leader_sees_what_the_giver_saw_that_the_receiver_will(case, client_for):
    """The card's preview, which tests/domain/test_sharing_previews.py holds to what the receiver is given."""
    card = reverse("sharing:to", args=[case, named("police")])
    for chosen in ([], ["8"], ["4", "32"]):
        checked = client_for("alice").post(card, CARD | {"check": "1", "categories": chosen})
        sent = client_for("alice").post(card, CARD | {"share": "1", "form_id": str(uuid4()), "categories": chosen})
        assert sent.status_code == 302, text(sent)
        address = re.findall(r"/sharing/given/[^/]+/approve/", client_for("frida").get("/").content.decode())[0]
        assert _preview(client_for("frida").get(address)) == _preview(checked)
        assert client_for("frida").post(address, {"accept": "1"}).status_code == 302


def _preview(response):
    body = response.content.decode().split('class="tv-preview__body"')[1].split("tv-notseen")[0]
    assert "<p>" in body
    return body


def test_what_the_database_refuses_is_said_on_the_page(case, client_for, as_administrator):
    """Whoever should receive it has left meanwhile; it can still be sent back."""
    _told, address = share(client_for, case)
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("palle")])
    refused = client_for("frida").post(address, {"accept": "1"})
    assert refused.status_code == 422
    assert "Den, der skulle modtage det, er der ikke længere." in text(refused)
    assert client_for("frida").post(address, {"decline": "1", "words": "Palle er holdt op hos jer."}).status_code == 302


def test_it_is_sent_back_with_words_that_the_giver_reads(case, client_for):
    _told, address = share(client_for, case)
    frida = client_for("frida")
    assert frida.post(address, {"decline": "1", "words": ""}).status_code == 422
    assert frida.post(address, {"decline": "1", "words": "Vent til efter mødet på mandag."}).status_code == 302
    assert "har sendt tilbage, hvad du ville dele" in text(client_for("alice").get("/"))
    page = text(client_for("alice").get(reverse("sharing:readers", args=[case])))
    assert "Vent til efter mødet på mandag." in page
    assert "Blev ikke sendt" in page
    assert "vil dele noget med dig" not in text(client_for("palle").get("/"))


@pytest.mark.parametrize("who", ["alice", "bo"])
def test_who_drafted_it_and_who_does_not_lead_are_refused(case, client_for, who):
    _told, address = share(client_for, case)
    assert client_for(who).get(address).status_code == 403
    assert client_for(who).post(address, {"accept": "1"}).status_code == 403
    assert "venter på din godkendelse" not in text(client_for(who).get("/")).lower()


def test_a_question_is_approved_too(case, client_for, acting_as):
    with acting_as("alice") as alice:
        question = question_scene.ask(alice, case, member=named("palle"))
    one = reverse("sharing:question", args=[question])
    assert "Venter på godkendelse" in text(client_for("alice").get(one))
    assert client_for("palle").get(one).status_code == 404
    address = re.search(r"/sharing/given/[^/]+/approve/", client_for("frida").get("/").content.decode())[0]
    page = text(client_for("frida").get(address))
    for said in (question_scene.WHO, question_scene.WANTED, question_scene.WHY):
        assert said in page, said
    assert client_for("frida").post(address, {"accept": "1"}).status_code == 302
    assert client_for("palle").get(one).status_code == 200


def test_few_statements(case, client_for):
    for _ in range(9):
        _told, address = share(client_for, case)
    for who, page, most in (("frida", address, 13), ("frida", "/", 25), ("gerda", RULE, 12)):
        client = client_for(who)
        response, taken = statements(lambda: client.get(page))  # noqa: B023 - asked at once
        assert response.status_code == 200
        assert len(taken) <= most, f"{page}:\n" + "\n".join(each[:110] for each in taken)
