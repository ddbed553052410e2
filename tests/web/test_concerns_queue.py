"""The queue and triage: works, outsider 404, role too small 403, wrong method 405; and two people at once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import concern_rows as made
from tests.stage import statements
from tvaers.concerns import outcomes, queries
from tvaers.concerns.enums import Outcome, State
from tvaers.concerns.models import Concern, Decision
from tvaers.foundation import clock
from tvaers.work.models import Clock

QUEUE = "/concerns/"


@pytest.fixture
def bo(client_for):
    return client_for("bo")


@pytest.fixture
def concern(acting_as):
    with acting_as("alice") as alice:
        return made.written(alice)


def decided(client, concern, **typed):
    data = {"version": "1", "view": "to-assess", "reason": "Talt med skolen.", **typed}
    return client.post(reverse("concerns:decide", args=[concern]), data)


# --- the queue -----------------------------------------------------------------------------------


def test_the_queue_shows_headlines_and_opens_none(bo, concern, acting_as):
    answer = bo.get(QUEUE)
    assert "Dreng, 13 år, Mågeparken" in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).opened_at is None


def test_opening_one_is_noted_and_shows_it_beside_the_queue(bo, concern, acting_as):
    answer = bo.get(reverse("concerns:concern", args=[concern]))
    assert 'aria-current="true"' in answer.content.decode()
    assert "Ude efter kl. 23" in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).opened_at is not None


def test_whoever_wrote_it_has_not_read_it_as_one_who_decides(client_for, acting_as):
    with acting_as("dina") as dina:
        own = made.written(dina)
    client_for("dina").get(reverse("concerns:concern", args=[own]))
    client_for("dina").get(reverse("concerns:receipt", args=[own]))
    with acting_as("bo"):
        assert Concern.objects.get(id=own).opened_at is None


def test_a_fragment_is_the_same_template_without_the_shell(bo, concern):
    whole = bo.get(reverse("concerns:concern", args=[concern]))
    part = bo.get(reverse("concerns:concern", args=[concern]), headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert b'id="open-title"' in part.content
    assert "HX-Request" in part["Vary"]


def test_an_outsider_sees_neither_the_line_nor_the_page(client_for, concern):
    hanne = client_for("hanne")
    assert "Mågeparken" not in hanne.get(QUEUE).content.decode()
    hidden = hanne.get(reverse("concerns:concern", args=[concern]))
    missing = hanne.get(reverse("concerns:concern", args=[uuid4()]))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert decided(hanne, concern, outcome="advice").status_code == 404


@pytest.mark.parametrize("key", ["gerda", "inga", "stine"])
def test_a_role_without_people_gets_403(client_for, key):
    assert client_for(key).get(QUEUE).status_code == 403


def test_a_street_worker_reads_the_own_and_decides_on_none(client_for, acting_as):
    with acting_as("dina") as dina:
        own = made.written(dina)
    client = client_for("dina")
    answer = client.get(reverse("concerns:concern", args=[own]))
    assert answer.status_code == 200
    assert b"/decide/" not in answer.content
    assert decided(client, own, outcome="advice").status_code == 403


@pytest.mark.parametrize("name", ["decide", "reopen", "split", "pass-on", "take-over"])
def test_wrong_method_405(bo, concern, name):
    assert bo.get(reverse(f"concerns:{name}", args=[concern])).status_code == 405


def test_pages_refuse_what_is_not_a_get(bo, concern):
    assert bo.post(QUEUE).status_code == 405
    assert bo.post(reverse("concerns:concern", args=[concern])).status_code == 405
    assert bo.get("/concerns/several/").status_code == 405


@pytest.mark.parametrize(
    "query", ["view=none", "after=yesterday", "area=x", "channel=🦆", "since=31/2", "q=%00", "after=2026-01-01_x"]
)
def test_an_address_with_nonsense_is_the_plain_queue(bo, concern, query):
    assert bo.get(f"{QUEUE}?{query}").status_code == 200


def test_views_filters_and_text(bo, acting_as):
    with acting_as("alice") as alice:
        made.written(alice, headline="Pige, 16 år, hallen", channel="telephone")
        made.written(alice, headline="Dreng, 12 år, torvet")
    assert [item["title"] for item in bo.get(f"{QUEUE}?channel=telephone").context["items"]] == ["Pige, 16 år, hallen"]
    assert [item["title"] for item in bo.get(f"{QUEUE}?q=TORVET").context["items"]] == ["Dreng, 12 år, torvet"]
    assert bo.get(f"{QUEUE}?q=intet").context["items"] == []
    assert bo.get(f"{QUEUE}?view=decided").context["items"] == []
    counts = {view["url"].partition("view=")[2]: view["count"] for view in bo.get(QUEUE).context["views"]}
    assert counts == {"to-assess": "2", "to-receipt": "2", "to-tell": "0", "mine": "0", "decided": None}


def test_the_first_deadline_stands_first_and_pages_join(bo, acting_as, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        for hours in (5, 20, 1, 13):
            made.written(alice, headline=f"{hours}", received_at=clock.now() - timedelta(hours=hours))
    first = bo.get(QUEUE)
    assert [item["title"] for item in first.context["items"]] == ["20", "13"]
    second = bo.get(first.context["following_url"])
    assert [item["title"] for item in second.context["items"]] == ["5", "1"]
    assert not second.context["following_url"]


@pytest.mark.parametrize("number", [3, 300])
def test_the_statements_do_not_grow_with_the_queue(bo, acting_as, as_maintenance, number):
    with acting_as("alice") as alice:
        rows = [made.written(alice) for _ in range(3)]
        if number > len(rows):
            made.copies(as_maintenance, alice, number)
    for address in (QUEUE, reverse("concerns:concern", args=[rows[0]]), "/"):
        bo.get(address)
        answer, asked = statements(lambda address=address: bo.get(address))
        assert answer.status_code == 200
        assert len(asked) <= 12, (address, len(asked), "\n".join(asked))


# --- triage --------------------------------------------------------------------------------------


def test_a_decision_with_a_reason_closes_it_and_shows_the_next(bo, acting_as):
    with acting_as("alice") as alice:
        first, second = made.written(alice), made.written(alice)
    for each in (first, second):
        bo.get(reverse("concerns:concern", args=[each]))
    answer = decided(bo, first, outcome="advice")
    assert answer["Location"].startswith(reverse("concerns:concern", args=[second]))
    with acting_as("bo"):
        row = Concern.objects.get(id=first)
        assert (row.state, row.outcome) == (State.DECIDED, Outcome.ADVICE)
        assert row.erase_on > clock.today()
        assert Decision.objects.filter(dossier_id=first).count() == 1


def test_urgency_alone_can_be_saved_and_stops_the_24_hours(bo, concern, acting_as):
    assert decided(bo, concern, urgent="no", reason="").status_code == 302
    with acting_as("bo"):
        row = Concern.objects.get(id=concern)
        assert (row.is_acute, row.state) == (False, State.RECEIVED)
        assert Clock.objects.get(dossier_id=concern, kind="acute").done_at is not None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"outcome": "advice", "reason": " "}, "reason"),
        ({}, "outcome"),
        ({"outcome": "nonsense"}, "outcome"),
        ({"outcome": "case"}, "outcome"),
        (
            {"outcome": "notification", "sent_date_day": "1", "sent_date_month": "1", "sent_date_year": "2090"},
            "sent_date",
        ),
        (
            {"outcome": "notification", "sent_date_day": "31", "sent_date_month": "2", "sent_date_year": "2026"},
            "sent_date",
        ),
    ],
)
def test_what_a_decision_lacks_is_said_and_nothing_typed_is_lost(bo, concern, typed, field, monkeypatch):
    monkeypatch.setattr(outcomes, "_handlers", {})
    answer = decided(bo, concern, **typed)
    assert answer.status_code == 422
    assert field in answer.context["triage"].errors
    assert typed.get("reason", "Talt med skolen.").strip() in answer.content.decode()


def test_the_second_of_two_sees_what_the_first_decided_and_keeps_the_words(bo, client_for, concern, acting_as):
    for key in ("bo", "frida"):
        client_for(key).get(reverse("concerns:concern", args=[concern]))
    assert decided(bo, concern, outcome="advice").status_code == 302
    answer = decided(client_for("frida"), concern, outcome="infohus", reason="Mine egne ord om det.")
    assert answer.status_code == 409
    assert "Mine egne ord om det." in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).outcome == Outcome.ADVICE


def test_it_can_be_taken_up_again_with_a_reason(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    decided(bo, concern, outcome="not-relevant")
    reopen = reverse("concerns:reopen", args=[concern])
    assert bo.post(reopen, {"reason": ""}).status_code == 422
    assert bo.post(reopen, {"reason": "Nyt fra skolen."}).status_code == 302
    with acting_as("bo"):
        row = Concern.objects.get(id=concern)
        assert (row.state, row.erase_on) == (State.RECEIVED, None)
    assert bo.post(reopen, {"reason": "Igen."}).status_code == 302


def test_several_young_people_become_one_concern_each(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
    bo.get(reverse("concerns:concern", args=[both]))
    split = reverse("concerns:split", args=[both])
    assert bo.post(split, {"version": "1"}).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.count() == 2
    assert bo.post(split, {"version": "1"}).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.count() == 2


# --- several at once ------------------------------------------------------------------------------


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


@pytest.mark.parametrize("data", [{}, {"step": "acknowledge"}, {"step": "not-relevant", "concern": ["x"]}])
def test_a_step_without_concerns_or_reason_is_refused(bo, concern, data):
    assert bo.post("/concerns/several/", data).status_code == 422


def test_nobody_can_step_on_others_concerns(client_for, concern, acting_as):
    data = {"step": "not-relevant", "reason": "x", "concern": [concern]}
    client_for("hanne").post("/concerns/several/", data)
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).state == State.RECEIVED
