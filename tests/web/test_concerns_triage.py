"""Triage: a decision with its reason, two people at once, and what is about several young people."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests import concern_rows as made
from tvaers.concerns import outcomes
from tvaers.concerns.actions.triage import decide
from tvaers.concerns.enums import DecisionKind, Outcome, State
from tvaers.concerns.models import Concern, Decision
from tvaers.concerns.rules import Verdict, WrongYoungError
from tvaers.foundation import clock
from tvaers.work.models import Clock


def test_a_decision_with_a_reason_closes_it_and_shows_the_next(bo, acting_as):
    with acting_as("alice") as alice:
        first, second = made.written(alice), made.written(alice)
    for each in (first, second):
        bo.get(reverse("concerns:concern", args=[each]))
    answer = made.decided(bo, first, outcome="advice")
    assert answer["Location"].startswith(reverse("concerns:concern", args=[second]))
    with acting_as("bo"):
        row = Concern.objects.get(id=first)
        assert (row.state, row.outcome) == (State.DECIDED, Outcome.ADVICE)
        assert row.erase_on > clock.today()
        assert Decision.objects.filter(dossier_id=first).count() == 1


def test_urgency_alone_can_be_saved_and_stops_the_24_hours(bo, concern, acting_as):
    assert made.decided(bo, concern, urgent="no", reason="").status_code == 302
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
        ({"outcome": "infohus", "basis": "§ 115"}, "receiver"),
        ({"outcome": "infohus", "receiver": "Infohus Vestegnen"}, "basis"),
        ({"outcome": "infohus"}, "asked_date"),
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
    answer = made.decided(bo, concern, **typed)
    assert answer.status_code == 422
    assert field in answer.context["triage"].errors
    assert typed.get("reason", "Talt med skolen.").strip() in answer.content.decode()


def test_the_second_of_two_sees_what_the_first_decided_and_keeps_the_words(bo, client_for, concern, acting_as):
    for key in ("bo", "frida"):
        client_for(key).get(reverse("concerns:concern", args=[concern]))
    assert made.decided(bo, concern, outcome="advice").status_code == 302
    answer = made.decided(client_for("frida"), concern, outcome="advice", reason="Mine egne ord om det.")
    assert answer.status_code == 409
    assert "Mine egne ord om det." in answer.content.decode()
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).outcome == Outcome.ADVICE


def test_it_can_be_taken_up_again_with_a_reason(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    made.decided(bo, concern, outcome="not-relevant")
    reopen = reverse("concerns:reopen", args=[concern])
    assert bo.post(reopen, {"reason": ""}).status_code == 422
    assert bo.post(reopen, {"reason": "Nyt fra skolen."}).status_code == 302
    with acting_as("bo"):
        row = Concern.objects.get(id=concern)
        assert (row.state, row.erase_on) == (State.RECEIVED, None)
        kinds = Decision.objects.filter(dossier_id=concern).order_by("at").values_list("kind", flat=True)
        assert list(kinds) == [DecisionKind.DECIDED, DecisionKind.REOPENED]
    page = bo.get(reverse("concerns:concern", args=[concern]))
    assert [str(line["what"]) for line in page.context["open"]["history"]] == ["Taget op igen", "Ikke relevant"]
    assert "Nyt fra skolen." in page.content.decode()
    assert bo.post(reopen, {"reason": "Igen."}).status_code == 302


def test_the_infohus_gets_it_with_a_day_a_name_and_a_basis(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    day = {"asked_date_day": "3", "asked_date_month": "3", "asked_date_year": "2026"}
    asked = {"receiver": "Infohus Vestegnen, Palle Prøve", "basis": "Retsplejelovens § 115, stk. 1, nr. 1", **day}
    assert made.decided(bo, concern, outcome="infohus", **asked).status_code == 302
    page = bo.get(reverse("concerns:concern", args=[concern])).content.decode()
    for told in ("3. marts 2026", "Infohus Vestegnen, Palle Prøve", "Retsplejelovens § 115, stk. 1, nr. 1"):
        assert told in page


@pytest.mark.parametrize("outcome", ["case", "joined", "passed-on"])
def test_what_is_about_one_young_person_is_not_for_several(bo, acting_as, outcome):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
        Concern.objects.filter(id=both).update(opened_at=clock.now())
        verdict = Verdict(outcome=Outcome(outcome), reason="x", organisation_id=alice.organisation.id)
        with pytest.raises(WrongYoungError), transaction.atomic():
            decide(by=alice, concern=both, verdict=verdict, version=1)
    answer = made.decided(bo, both, outcome=outcome)
    assert answer.status_code == 422
    assert "flere unge" in str(answer.context["triage"].errors["outcome"])
    assert reverse("concerns:split", args=[both]) in answer.content.decode(), "the way out"
    assert made.decided(bo, both, outcome="advice").status_code == 302


@pytest.mark.parametrize(("outcome", "said"), [("case", 422), ("joined", 422), ("passed-on", 200)])
def test_nobody_known_gets_no_case_but_can_be_passed_on(bo, acting_as, outcome, said):
    with acting_as("alice") as alice:
        nobody = made.written(alice, young=0)
    bo.get(reverse("concerns:concern", args=[nobody]))
    assert made.decided(bo, nobody, outcome=outcome).status_code == said


def test_several_young_people_become_one_concern_each(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
    bo.get(reverse("concerns:concern", args=[both]))
    split = reverse("concerns:split", args=[both])
    assert bo.post(split, {"version": "1"}).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.count() == 2
        other = Concern.objects.exclude(id=both).get().id
    for here, there, said in ((both, other, "Delt op i"), (other, both, "Udskilt fra")):
        shown = bo.get(reverse("concerns:concern", args=[here])).context["open"]["related"]
        assert [(str(each["relation"]), each["url"]) for each in shown] == [
            (said, reverse("concerns:concern", args=[there]))
        ]
    assert bo.post(split, {"version": "1"}).status_code == 302
    with acting_as("bo"):
        assert Concern.objects.count() == 2
