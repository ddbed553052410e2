"""Steps on several concerns at once: read ones only, the others are named."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests import case_scene
from tests import concern_rows as made
from tvaers.concerns.actions import bulk
from tvaers.concerns.enums import State
from tvaers.concerns.models import Concern
from tvaers.concerns.queries import thin
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing.enums import May
from tvaers.work.models import Clock


def test_what_nobody_has_read_is_left_alone_by_name(bo, acting_as):
    with acting_as("alice") as alice:
        read = made.written(alice, headline="Læst")
        unread = made.written(alice, headline="Ulæst, hallen")
    bo.get(reverse("concerns:concern", args=[read]))
    data = {"step": "not-relevant", "reason": "Dobbelt.", "concern": [read, unread]}
    answer = bo.post("/concerns/several/", data, follow=True)
    assert "Ulæst, hallen" in "".join(str(message) for message in answer.context["messages"])
    with acting_as("bo"):
        assert Concern.objects.get(id=read).state == State.DECIDED
        assert Concern.objects.get(id=unread).state == State.RECEIVED


def test_several_receipts_at_once(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    bo.post("/concerns/several/", {"step": "acknowledge", "how": "email", "concern": [concern]})
    with acting_as("bo"):
        assert Clock.objects.get(dossier_id=concern, kind="receipt").done_at is not None


def test_receipts_are_given_so_many_at_once_and_the_others_are_named(bo, acting_as, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_LETTERS", 2)
    with acting_as("alice") as alice:
        rows = [
            made.written(alice, headline=f"nr. {n}", received_at=clock.now() - timedelta(hours=9 - n)) for n in range(3)
        ]
    for each in rows:
        bo.get(reverse("concerns:concern", args=[each]))
    data = {"step": "acknowledge", "how": "email", "concern": rows}
    answer = bo.post("/concerns/several/", data, follow=True)
    told = "".join(str(message) for message in answer.context["messages"])
    assert "nr. 2" in told
    assert "nr. 1" not in told
    with acting_as("bo"):
        given = Clock.objects.filter(kind="receipt", done_at__isnull=False).values_list("dossier_id", flat=True)
        assert set(given) == set(rows[:2])


@pytest.mark.parametrize("data", [{}, {"step": "acknowledge"}, {"step": "not-relevant", "concern": ["x"]}])
def test_a_step_without_concerns_or_reason_is_refused(bo, concern, data):
    assert bo.post("/concerns/several/", data).status_code == 422


def test_nobody_can_step_on_others_concerns(bo, client_for, concern, acting_as):
    # Opened, so that only being somebody else's keeps it from being decided on.
    bo.get(reverse("concerns:concern", args=[concern]))
    data = {"step": "not-relevant", "reason": "x", "concern": [concern]}
    assert client_for("hanne").post("/concerns/several/", data).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).state == State.RECEIVED
    # The control: whose it is decides on it by the same form.
    bo.post("/concerns/several/", data)
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).state == State.DECIDED


def stale(ids, **options):
    return [row | {"version": 0} for row in thin(ids, **options)]


def test_what_a_colleague_changes_in_between_is_left_alone_by_name(bo, concern, acting_as, monkeypatch):
    bo.get(reverse("concerns:concern", args=[concern]))
    monkeypatch.setattr(bulk, "thin", stale)
    data = {"step": "not-relevant", "reason": "Dobbelt.", "concern": [concern]}
    answer = bo.post("/concerns/several/", data, follow=True)
    told = "".join(str(message) for message in answer.context["messages"])
    assert "Dreng, 13 år, Mågeparken" in told
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).state == State.RECEIVED


def test_what_another_organisation_answers_for_is_neither_counted_nor_stepped_on(client_for, acting_as):
    with acting_as("alice") as alice:
        theirs = made.written(alice, headline="Delt af Gladsaxe")
        Concern.objects.filter(id=theirs).update(opened_at=clock.now())
    case_scene.share(acting_as, theirs, Category.CONCERN, to="hanne", may=May.CONTRIBUTE)
    hanne = client_for("hanne")
    assert hanne.get(reverse("concerns:concern", args=[theirs])).status_code == 200
    queue = hanne.get("/concerns/")
    assert queue.context["items"] == []
    assert queue.context["views"][0]["count"] == "0"
    data = {"step": "not-relevant", "reason": "Dobbelt.", "concern": [theirs]}
    assert hanne.post("/concerns/several/", data).status_code == 302
    with acting_as("alice"):
        assert Concern.objects.get(id=theirs).state == State.RECEIVED
