"""Triage: a decision with its reason, two people at once, and what is about several young people."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import named
from tvaers.concerns import outcomes
from tvaers.concerns.actions.splitting import split
from tvaers.concerns.actions.triage import DecidedMeanwhileError, decide
from tvaers.concerns.enums import DecisionKind, Outcome, State
from tvaers.concerns.models import Concern, Decision, Involved
from tvaers.concerns.rules import Verdict, WrongYoungError
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Link
from tvaers.web.concerns import triage as triage_page
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
    assert bo.post(reopen, {"reason": "Igen."}).status_code == 409


def test_the_infohus_gets_it_with_a_day_a_name_and_a_basis(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    day = {"asked_date_day": "3", "asked_date_month": "3", "asked_date_year": "2026"}
    asked = {"receiver": "Infohus Vestegnen, Palle Prøve", "basis": "Retsplejelovens § 115, stk. 1, nr. 1", **day}
    assert made.decided(bo, concern, outcome="infohus", **asked).status_code == 302
    page = bo.get(reverse("concerns:concern", args=[concern])).content.decode()
    for told in ("3. marts 2026", "Infohus Vestegnen, Palle Prøve", "Retsplejelovens § 115, stk. 1, nr. 1"):
        assert told in page.replace("\N{NO-BREAK SPACE}", " ")


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


def words_kept(answer, words):
    assert answer.status_code == 409
    assert answer.context["unsaved"] == words
    assert words in answer.content.decode()


def test_the_second_to_take_it_up_again_keeps_the_words(bo, client_for, concern):
    bo.get(reverse("concerns:concern", args=[concern]))
    made.decided(bo, concern, outcome="not-relevant")
    reopen = reverse("concerns:reopen", args=[concern])
    assert bo.post(reopen, {"reason": "Nyt fra skolen."}).status_code == 302
    words_kept(client_for("frida").post(reopen, {"reason": "Mine egne ord."}), "Mine egne ord.")
    assert bo.post(reopen, {"reason": "Nyt fra skolen."}).status_code == 302, "the own form sent twice"


def test_the_second_to_follow_up_keeps_the_words(bo, client_for, concern):
    bo.get(reverse("concerns:concern", args=[concern]))
    sent = {"sent_date_day": "1", "sent_date_month": "3", "sent_date_year": "2026"}
    made.decided(bo, concern, outcome="notification", **sent)
    follow = reverse("concerns:follow-up", args=[concern])
    assert bo.post(follow, {"words": "De har åbnet en sag."}).status_code == 302
    words_kept(client_for("frida").post(follow, {"words": "Mine egne ord."}), "Mine egne ord.")
    assert bo.post(follow, {"words": "De har åbnet en sag."}).status_code == 302, "the own form sent twice"


def test_a_decision_sent_twice_is_one(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    assert [made.decided(bo, concern, outcome="advice").status_code for _ in range(2)] == [302, 302]
    with acting_as("bo"):
        assert Decision.objects.filter(dossier_id=concern).count() == 1


def test_urgency_is_not_saved_when_the_decision_is_not(bo, concern, acting_as, monkeypatch):
    bo.get(reverse("concerns:concern", args=[concern]))

    def late(**_):
        raise DecidedMeanwhileError

    monkeypatch.setattr(triage_page, "decide", late)
    answer = made.decided(bo, concern, outcome="advice", urgent="no")
    assert answer.status_code == 409
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).is_acute is None


def test_going_on_to_the_next_opens_none_of_the_others(bo, acting_as, as_administrator):
    with acting_as("alice") as alice:
        first, _second, _third = (made.written(alice) for _ in range(3))
    bo.get(reverse("concerns:concern", args=[first]))
    before = looked(as_administrator)
    made.decided(bo, first, outcome="advice")
    assert set(looked(as_administrator)[len(before) :]) <= {first}


def looked(administrator):
    rows = administrator.execute(
        "SELECT dossier_id FROM audit_seen WHERE actor_id = %s ORDER BY id", [named("bo")]
    ).fetchall()
    return [dossier for (dossier,) in rows]


# --- one concern for each young person ------------------------------------------------------------


def test_who_is_split_off_is_no_longer_tied_to_the_first(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
        first, second = split(by=alice, concern=both, version=1)
        parts = dict(Involved.objects.values_list("dossier_id", "person_id"))
        tied = Link.objects.filter(kind="concerns").values_list("source_id", "target_id")
        assert set(tied) == {(each, parts[each]) for each in (first, second)}
    page = bo.get(reverse("people:page", args=[parts[second]])).content.decode()
    assert str(second) in page
    assert str(first) not in page


def test_who_read_the_first_reads_the_others(acting_as):
    """Carl of another unit splits what Dina wrote down for SSP: SSP and Dina still read both."""
    with acting_as("dina") as dina:
        both = made.written(dina, young=2)
    with acting_as("bo"):
        Concern.objects.filter(id=both).update(opened_at=clock.now())
        people = list(Involved.objects.filter(dossier_id=both).values_list("person_id", flat=True))
        for each in (both, *people):
            sharing.let_in(dossier=each, member=named("carl"), categories=ALL_CATEGORIES)
    with acting_as("carl") as carl:
        made_of_it = split(by=carl, concern=both, version=1)
    for key in ("bo", "dina", "carl"):
        with acting_as(key):
            assert Concern.objects.filter(id__in=made_of_it).count() == 2, key
