"""The pages of a network plan: who sees what, what is refused at its field, and the young person's own copy."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene
from tests import network_scene as scene
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans.actions import network
from tvaers.plans.models import Duty, NetworkPlan, Stance
from tvaers.web.cases import networkcopy

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def case():
    """A case of Alice's with a goal."""
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        scene.goal(alice, case)
        return case


@pytest.fixture
def draft(case):
    """A draft in it."""
    with acting_as("alice") as alice:
        return scene.begun(alice, case)


@pytest.fixture
def signed(case):
    """A signed plan in it."""
    with acting_as("alice") as alice:
        return scene.signed(alice, case)


def url(name, *arguments):
    return reverse(f"cases:network-{name}", args=arguments)


def text(answer):
    return answer.content.decode()


def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(client_for, case):
    alice = client_for("alice")
    sent = scene.written(cause="", **scene.day("review_on", 200), **scene.day("contact_on", -3))
    answer = alice.post(url("begin", case), sent)
    for words in (
        "Skriv, hvad anledningen var.",
        "En netværksplan ses på igen inden for tre måneder.",
        "Vælg en dag fra i dag og frem.",
        scene.PLAIN,
    ):
        assert words in text(answer), words
    with acting_as("alice"):
        assert not NetworkPlan.objects.exists()


def test_a_reservation_is_written_in_words(client_for, case, draft):
    alice = client_for("alice")
    sent = {"form": str(uuid4()), "party": "young", "who": "Den unge", "given": "talk", **scene.day("said_on")}
    answer = alice.post(url("stance", case, draft), sent | {"view": "against"})
    assert "Skriv, hvad de ikke er med på." in text(answer)
    answer = alice.post(url("stance", case, draft), sent | {"view": "against", "words": "Det er ikke min skyld."})
    assert answer.status_code == 302
    assert "Det er ikke min skyld." in text(alice.get(url("plan", case, draft)))


def test_signing_what_a_colleague_has_changed_shows_it_as_it_is_now(client_for, case, draft):
    with acting_as("bo") as bo:
        network.change(by=bo, case=case, plan=draft, told=scene.told(cause="Der skete mere"), version=2)
    alice = client_for("alice")
    answer = alice.post(url("sign", case, draft), {"version": "1"})
    assert answer.status_code == 409
    assert "Der skete mere" in text(answer)
    goals = re.findall(r'name="goal" value="([^"]+)"', text(answer))
    assert len(goals) == 1
    assert alice.post(url("sign", case, draft), {"version": "3", "goal": goals}).status_code == 302
    for name in ("change", "sign"):
        assert alice.get(url(name, case, draft)).status_code == 302, name


def test_a_signed_plan_refuses_what_would_change_it_and_says_so(client_for, case, signed):
    alice = client_for("alice")
    sent = {"form": str(uuid4()), "who": "Mor", "words": "Ringer", "do": "save"}
    answer = alice.post(url("promise", case, signed), sent)
    assert answer.status_code == 409
    assert "Der er sket noget med planen imens" in text(answer)
    assert "Ringer" in text(answer), "what was typed stays"
    answer = alice.post(url("change", case, signed), scene.written(cause="Noget nyt"))
    assert answer.status_code == 409
    assert "Noget nyt" in text(answer)


def test_who_follows_the_plan_elsewhere_reads_it_and_writes_nothing(client_for, case, signed, acting_as):
    case_scene.share(acting_as, case, Category.PLAN)
    hanne = client_for("hanne")
    shown = text(hanne.get(url("plan", case, signed)))
    assert scene.DUTY in shown
    assert "Skriv, hvad nogen siger til planen" not in shown
    for name in ("stance", "contact", "end", "change", "promise", "sign"):
        assert hanne.get(url(name, case, signed)).status_code == 403, name


def test_a_draft_is_not_found_elsewhere(client_for, case, draft, acting_as):
    case_scene.share(acting_as, case, Category.PLAN)
    hanne = client_for("hanne")
    assert hanne.get(url("plan", case, draft)).status_code == 404
    assert hanne.get(url("copy", case, draft)).status_code == 404
    assert "Netværksplan" not in text(hanne.get(reverse("cases:plan", args=[case])))


def test_the_young_persons_copy_holds_plain_words_and_not_what_set_it_off(client_for, case, signed, monkeypatch):
    made = []
    render = networkcopy.render_document
    monkeypatch.setattr(networkcopy, "render_document", lambda document: made.append(document) or render(document))
    answer = client_for("alice").get(url("copy", case, signed))
    assert answer.status_code == 200
    (document,) = made
    said = repr(document.blocks)
    for words in (
        scene.PLAIN,
        scene.DUTY,
        "Jeg vil spille bold igen",
        "Jeg vil gerne, men ikke om søndagen.",
        "Hodan fra gadeplan mødes med dig",
        "derefter mødes vi hver 4. uge".capitalize(),
    ):
        assert words in said, words
    assert scene.CAUSE not in said
    assert document.language == "da"


def test_the_copy_of_a_plan_is_logged(client_for, case, signed, as_administrator):
    client_for("alice").get(url("copy", case, signed))
    found = as_administrator.execute("SELECT count(*) FROM audit_event WHERE name = 'plans.network_copied'").fetchone()
    assert found == (1,)


def test_today_asks_what_is_in_the_way_until_it_is_said(client_for, case):
    with acting_as("alice") as alice:
        row = network.begin(by=alice, case=case, told=scene.told(contact_on=clock.today()))
        duty = scene.promised(alice, case, row, due_on=clock.today() - dt.timedelta(days=1))
        network.sign(by=alice, case=case, plan=row, version=2)
        task = case_scene.task(alice, case, text="Ring til skolen", days=-2)
    alice = client_for("alice")
    shown = text(alice.get("/"))
    assert url("goes", case, row, duty) in shown
    assert url("contact", case, row) in shown
    assert reverse("tasks:hinders", args=[task]) in shown
    alice.post(reverse("tasks:hinders", args=[task]), {"words": "Ingen svarer", "form": str(uuid4())})
    sent = {"form": str(uuid4()), "state": "hindered", "said_by": "Farmor", "words": "Syg", **scene.day("said_on")}
    alice.post(url("goes", case, row, duty), sent)
    shown = text(alice.get("/"))
    assert url("goes", case, row, duty) not in shown
    assert reverse("tasks:hinders", args=[task]) not in shown
    assert reverse("tasks:done", args=[task]) in shown


def test_what_is_in_the_way_of_a_task_is_written_with_a_new_day(client_for, case):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case, text="Ring til skolen", days=-2)
    alice = client_for("alice")
    address = reverse("tasks:hinders", args=[task])
    sent = {"words": "Ingen svarer", "form": str(uuid4()), "version": "1", **scene.day("due_on", 3)}
    assert "Vælg en dag fra i dag og frem." in text(alice.post(address, sent | scene.day("due_on", -1)))
    assert alice.post(address, sent | {"version": "7"}).status_code == 409
    answer = alice.post(address, sent, follow=True)
    assert "Det står i vejen" in text(answer)
    assert "Ingen svarer" in text(answer)


def test_nobody_but_who_writes_in_a_task_says_what_is_in_its_way(client_for, case):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case, text="Ring til skolen", days=-2)
    assert client_for("olga").get(reverse("tasks:hinders", args=[task])).status_code == 404


def test_only_the_own_plans_rows_are_touched(client_for, case, draft):
    with acting_as("alice") as alice:
        other = case_scene.case(alice)
        duty = Duty.objects.get().id
    client = client_for("alice")
    assert client.post(url("out", other, draft, duty)).status_code == 404
    assert client.get(url("plan", other, draft)).status_code == 404
    with acting_as("alice"):
        assert Duty.objects.count() == 1
        assert not Stance.objects.exists()
