"""A button pressed twice: both forms are on their way at the same moment, and what they say is done once."""

import datetime as dt
import threading
from uuid import UUID

import pytest
from django.db import connections
from django.urls import reverse

from tests import agreement_scene, case_scene, notice_scene
from tests import question_scene as scene
from tests.cast import named
from tests.web.test_questions_pages import CARD, FILLED, HERLEV
from tvaers.agreements import actions as agreements
from tvaers.agreements.enums import State
from tvaers.agreements.models import Agreement
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category, Purpose
from tvaers.guard.turns import take_turn
from tvaers.notices.models import HousingNotice
from tvaers.sharing import actions as sharing
from tvaers.sharing import asking
from tvaers.sharing.models import Access, Question

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "0d5a6c1e-2013-4f0e-8a52-7d1f3b9c2e41"
ALICE, HANNE = named("alice"), named("hanne")


@pytest.fixture
def case(cast, db, acting_as):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


class Second:
    """The same form, sent while what the first did is not saved yet."""

    def __init__(self, client, address, form):
        self.statuses = []
        client.raise_request_exception = False

        def send():
            self.statuses.append(client.post(address, form | {"form_id": FORM}).status_code)
            connections.close_all()

        self.thread = threading.Thread(target=send)
        self.thread.start()
        self.thread.join(1)
        self.waited = self.thread.is_alive()

    def answered(self):
        self.thread.join(10)
        return self.waited, self.statuses


def test_two_questions_at_once_are_one(client_for, acting_as, case):
    client = client_for("alice")
    with acting_as("alice") as alice:
        asking.ask(by=alice, about=case, wish=scene.wish(), group=ids.of_form(UUID(FORM), "ask", ALICE, case))
        second = Second(client, reverse("sharing:ask-to", args=[case, HERLEV]), FILLED | {"do": "1"})
    assert second.answered() == (True, [302])
    with acting_as("alice"):
        assert Question.objects.count() == 1


def test_two_offers_at_once_are_one(client_for, acting_as, case):
    client = client_for("alice")
    terms = sharing.Terms(
        to=sharing.Reader(organisation=HERLEV, member=HANNE),
        purpose=Purpose.SSP,
        frame=case_scene.AGREEMENT,
        necessity=CARD["necessity"],
        until=clock.now() + dt.timedelta(days=30),
    )
    with acting_as("alice"):
        group = ids.of_form(UUID(FORM), "share", ALICE, case)
        # As the page does before it looks.
        take_turn(group.bytes)
        sharing.share(parts={case: Category.PLAN}, terms=terms, group=group)
        second = Second(client, reverse("sharing:to", args=[case, HERLEV]), CARD | {"receiver": f"member:{HANNE}"})
    assert second.answered() == (True, [302])
    with acting_as("alice"):
        assert Access.objects.filter(state="offered").count() == 1


def test_two_notices_at_once_are_one(client_for, acting_as, cast, as_administrator):
    notice_scene.joined(as_administrator)
    client = client_for("palle")
    with acting_as("palle") as palle:
        notice_scene.give(palle, form=UUID(FORM))
        second = Second(client, reverse("notices:new"), notice_scene.typed(form=FORM, give="1"))
    assert second.answered() == (True, [302])
    with acting_as("palle"):
        assert HousingNotice.objects.count() == 1


@pytest.mark.parametrize("step", ["send", "drop"])
def test_a_draft_that_a_colleague_sends_at_the_same_moment_stays_sent(client_for, acting_as, step):
    with acting_as("bo") as bo:
        made = agreement_scene.draft(bo)
    client = client_for("bo")
    with acting_as("bo") as bo:
        version = agreement_scene.version(made)
        agreements.send(by=bo, agreement=made, version=version)
        second = Second(client, reverse(f"agreements:{step}", args=[made]), {"version": version})
    assert second.answered() == (True, [302])
    with acting_as("bo"):
        assert Agreement.objects.get(id=made).state == State.SENT


@pytest.mark.parametrize("step", ["send", "drop"])
def test_a_step_taken_twice_says_how_the_agreement_stands(client_for, acting_as, step):
    with acting_as("bo") as bo:
        made = agreement_scene.draft(bo)
        version = agreement_scene.version(made)
    client = client_for("bo")
    for _ in range(2):
        said = client.post(reverse(f"agreements:{step}", args=[made]), {"version": version}, follow=True)
    assert said.status_code == 200
    assert "Det er ikke længere et udkast" in said.content.decode()
