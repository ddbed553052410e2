"""The timeline on paper: each reader's own, oldest first, noted in the log, and it says where it was cut."""

import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.stage import acting_as
from tvaers.guard.enums import Category
from tvaers.web.cases import pages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
PRINTED = "SELECT detail->>'kind' FROM audit_event WHERE name = 'cases.timeline_printed'"


@pytest.fixture
def case():
    """A case of Alice's with two notes, one of them an assessment, and a task."""
    with acting_as("alice") as alice:
        case = scene.case(alice)
        scene.note(alice, case, title="Skolen ringede")
        scene.note(alice, case, title="Vores vurdering", category=Category.ASSESSMENT)
        scene.task(alice, case, text="Ring til klubben")
        return case


def paper(client, case, **query):
    answer = client.get(reverse("cases:timeline-print", args=[case]), query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_it_stands_oldest_first_and_for_whom_it_was_printed(client_for, case, as_administrator):
    text = paper(client_for("alice"), case)
    assert "til Alice Prøvedal, Gladsaxe" in text
    assert text.index("Skolen ringede") < text.index("Ring til klubben")
    assert as_administrator.execute(PRINTED).fetchall() == [("",)]


def test_each_reader_prints_what_they_see_and_nothing_else(client_for, case, acting_as):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    text = paper(client_for("hanne"), case)
    assert "Skolen ringede" in text
    for hidden in ("Vores vurdering", "Ring til klubben"):
        assert hidden not in text, hidden
    assert client_for("oda").get(reverse("cases:timeline-print", args=[case])).status_code == 404


def test_narrowed_it_says_to_what_and_nothing_unknown_is_repeated(client_for, case, as_administrator):
    alice = client_for("alice")
    assert "Ring til klubben" not in paper(alice, case, kind="entries")
    assert "HIDDEN" not in paper(alice, case, kind="HIDDEN")
    assert as_administrator.execute(PRINTED).fetchall() == [("entries",), ("",)]


def test_what_is_cut_is_said(client_for, case, monkeypatch):
    monkeypatch.setattr(pages, "PRINTED", 2)
    text = paper(client_for("alice"), case)
    assert "Der er mere: Siden begynder" in text
    assert text.count("<time") == 2
