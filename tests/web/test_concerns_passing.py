"""Passing a concern on, across two organisations: offered, seen by nobody before, answered, taken over."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import named
from tvaers.audit.models import Event
from tvaers.concerns.actions.erasure import erase
from tvaers.concerns.actions.intake import Part, involve
from tvaers.concerns.actions.passing import Passage, pass_on
from tvaers.concerns.enums import InvolvedRole, Outcome, ReporterKind
from tvaers.concerns.models import Concern, Involved, Reporter
from tvaers.concerns.rules import acute_by
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.people.actions import Details
from tvaers.sharing.actions import Reader
from tvaers.sharing.models import Link
from tvaers.work.models import Clock

RECEIVED = "/concerns/received/"
TO_HERLEV = f"{named('herlev')}:{named('herlev-ssp')}:{named('Prøveaftalen')}"


@pytest.fixture
def hanne(client_for):
    return client_for("hanne")


@pytest.fixture
def concern(acting_as, bo):
    with acting_as("alice") as alice:
        written = made.written(alice)
    bo.get(reverse("concerns:concern", args=[written]))
    return written


def sent(client, concern, **typed):
    data = {"version": "1", "way": TO_HERLEV, "categories": ["8"], "reason": "Bor i Herlev nu.", "months": "1", **typed}
    return client.post(reverse("concerns:pass-on", args=[concern]), data)


def group_of(client):
    return client.get(RECEIVED).context["offers"][0]["group"]


def answered(client, group, answer):
    return client.post(reverse("concerns:answer", args=[group]), {answer: "1"})


def test_choosing_it_in_triage_asks_to_whom_and_saves_nothing(bo, concern, acting_as):
    data = {"version": "1", "outcome": "passed-on", "reason": "Bor i Herlev nu."}
    page = bo.post(reverse("concerns:decide", args=[concern]), data)
    assert page.status_code == 200
    assert "Bor i Herlev nu." in page.content.decode()
    offered = {value for value, _ in page.context["form"].fields["way"].choices}
    assert TO_HERLEV in offered
    assert not any(str(named(name)) in way for way in offered for name in ("association", "outside", "gladsaxe"))
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).outcome == ""


def test_the_receiver_sees_that_something_came_and_nothing_of_it(bo, hanne, concern):
    assert sent(bo, concern).status_code == 302
    page = hanne.get(RECEIVED)
    assert "Gladsaxe Kommune" in page.content.decode()
    assert "Mågeparken" not in page.content.decode()
    assert hanne.get(reverse("concerns:concern", args=[concern])).status_code == 404
    assert "1" in str(hanne.get("/concerns/").context["received"]["count"])
    assert RECEIVED in hanne.get("/").content.decode()


@pytest.mark.parametrize("said", [{}, {"accept": "1", "decline": "1"}])
@pytest.mark.parametrize("page", ["concerns:answer", "sharing:answer"])
def test_an_answer_is_never_guessed(bo, hanne, concern, page, said):
    sent(bo, concern)
    group = group_of(hanne)
    answer = hanne.post(reverse(page, args=[group]), said)
    assert answer.status_code == 422
    assert "Vælg, om du tager imod eller siger nej tak" in answer.content.decode()
    assert group_of(hanne) == group


@pytest.mark.parametrize("answer", ["accept", "decline"])
@pytest.mark.parametrize("page", ["concerns:answer", "sharing:answer"])
def test_at_whichever_page_an_answer_leaves_its_event(bo, hanne, concern, acting_as, page, answer):
    sent(bo, concern)
    group = group_of(hanne)
    assert hanne.post(reverse(page, args=[group]), {answer: "1"}).status_code == 302
    with acting_as("hanne") as actor:
        (left,) = Event.objects.filter(name="concerns.offer_answered")
    assert (left.actor_id, left.object_id, left.detail) == (actor.id, group, {"accepted": answer == "accept"})


def test_at_whichever_page_only_who_decides_on_concerns_answers(bo, client_for, acting_as):
    """A street worker reads what comes to the whole organisation, and answers for it at no page."""
    with acting_as("palle") as palle:
        written = made.written(palle)
    client_for("palle").get(reverse("concerns:concern", args=[written]))
    with acting_as("palle") as palle:
        passage = Passage(
            to=Reader(organisation=named("gladsaxe")),
            frame=named("Prøveaftalen"),
            purpose=Purpose.SSP,
            categories=Category.CONCERN,
            until=clock.now() + timedelta(days=30),
            reason="Bor i Gladsaxe nu.",
        )
        group = pass_on(by=palle, concern=written, passage=passage, version=1)
    dina, offers = client_for("dina"), reverse("sharing:offers")
    page = dina.get(offers).content.decode()
    assert "Det svarer de kolleger på, der tager stilling til henvendelser." in page
    assert reverse("sharing:answer", args=[group]) not in page
    for where in ("concerns:answer", "sharing:answer"):
        assert dina.post(reverse(where, args=[group]), {"accept": "1"}).status_code == 403, where
    assert reverse("sharing:answer", args=[group]) in bo.get(offers).content.decode()
    assert bo.post(reverse("sharing:answer", args=[group]), {"accept": "1"}).status_code == 302


def test_declined_it_owes_no_reason_and_stays_closed(bo, hanne, concern):
    sent(bo, concern)
    group = group_of(hanne)
    assert answered(hanne, group, "decline").status_code == 302
    assert hanne.get(RECEIVED).context["offers"] == []
    assert hanne.get(reverse("concerns:concern", args=[concern])).status_code == 404
    assert answered(hanne, group, "accept").status_code == 404


def test_accepted_and_taken_over_it_is_a_concern_of_their_own(bo, hanne, concern, acting_as):
    sent(bo, concern)
    opened = answered(hanne, group_of(hanne), "accept")["Location"]
    page = hanne.get(opened).content.decode()
    assert made.FACT in page
    assert "Testus Opdigt" in page
    assert "Lise Lærervig" not in page
    for name in ("add", "add-person"):
        assert hanne.get(reverse(f"concerns:{name}", args=[concern])).status_code == 403
    take = reverse("concerns:take-over", args=[concern])
    first, second = hanne.post(take), hanne.post(take)
    assert first["Location"] == second["Location"] != opened
    with acting_as("hanne") as actor:
        own = Concern.objects.exclude(id=concern).get()
        assert own.recorded_by == actor.id
        assert Link.objects.filter(source_id=concern, target_id=own.id).exists()
    taken = hanne.get(first["Location"]).content.decode()
    assert f"»{made.FACT}«" in taken
    assert "Gladsaxe Kommune" in taken
    assert bo.get(first["Location"]).status_code == 404


@pytest.fixture
def from_the_police(acting_as, client_for, bo):
    """What Bo has accepted of an urgent concern of the police: a suspect and a witness in it, nobody's teller told."""
    with acting_as("palle") as palle:
        written = made.written(palle, kind=ReporterKind.CITIZEN, is_acute=True)
        for role in (InvolvedRole.SUSPECT, InvolvedRole.WITNESS):
            part = Part(role=role, details=Details(name="Mads Hemmelig"), note="Stod ved kiosken")
            involve(by=palle, concern=written, part=part, purpose=Purpose.SSP, unit=None)
    client_for("palle").get(reverse("concerns:concern", args=[written]))
    way = f"{named('gladsaxe')}:{named('gladsaxe-ssp')}:{named('Prøveaftalen')}"
    assert sent(client_for("palle"), written, way=way, categories=["8", "32"]).status_code == 302
    assert answered(bo, group_of(bo), "accept").status_code == 302
    return written


def test_taken_over_from_the_police_it_keeps_what_they_told(bo, acting_as, from_the_police):
    at = bo.post(reverse("concerns:take-over", args=[from_the_police]))["Location"]
    with acting_as("bo"):
        own = Concern.objects.exclude(id=from_the_police).get()
        assert own.is_acute is True
        assert Clock.objects.get(dossier_id=own.id, kind="acute").due_at <= acute_by(own.received_at)
        assert Reporter.objects.get(dossier_id=own.id).kind == ReporterKind.POLICE
        parts = dict(Involved.objects.filter(dossier_id=own.id).values_list("role", "person_id"))
        assert parts.keys() == {InvolvedRole.OF_CONCERN, InvolvedRole.WITNESS}, "the police kept the suspect"
        assert parts[InvolvedRole.WITNESS] is None
        assert parts[InvolvedRole.OF_CONCERN] is not None
    page = bo.get(at).content.decode()
    assert "»Stod ved kiosken«" in page
    assert "Det vides ikke, hvem" in page
    assert "Mads Hemmelig" not in page


def test_a_part_without_a_person_is_split_and_erased_like_the_others(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
        part = Part(role=InvolvedRole.WITNESS, note="Set af nogen")
        assert involve(by=alice, concern=both, part=part, purpose=Purpose.SSP, unit=None) is None
    bo.get(reverse("concerns:concern", args=[both]))
    assert bo.post(reverse("concerns:split", args=[both]), {"version": "1"}).status_code == 302
    with acting_as("bo") as actor:
        witnesses = Involved.objects.filter(role=InvolvedRole.WITNESS, person_id=None)
        assert set(witnesses.values_list("dossier_id", flat=True)) == set(Concern.objects.values_list("id", flat=True))
        assert witnesses.count() == 2
        erase(by=actor, concern=both, why="due")
        assert Concern.objects.count() == 1


def test_without_the_identity_no_name_goes_along(bo, hanne, concern):
    sent(bo, concern, categories=[])
    page = hanne.get(answered(hanne, group_of(hanne), "accept")["Location"]).content.decode()
    assert made.FACT in page
    assert "Testus Opdigt" not in page


def test_it_is_decided_as_passed_on(bo, concern, acting_as):
    sent(bo, concern)
    with acting_as("bo"):
        assert Concern.objects.get(id=concern).outcome == Outcome.PASSED_ON


def test_what_may_not_be_is_refused_and_nothing_is_sent(bo, hanne, concern, subtests):
    for typed, field in (
        ({"way": ""}, "way"),
        ({"way": f"{named('association')}::{named('Prøveaftalen')}"}, "way"),
        ({"reason": " "}, "reason"),
        ({"months": "99"}, "months"),
        ({"categories": ["256"]}, "categories"),
    ):
        with subtests.test(field, typed=typed):
            answer = sent(bo, concern, **typed)
            assert answer.status_code == 422
            assert field in answer.context["form"].errors
            assert hanne.get(RECEIVED).context["offers"] == []


def test_decided_in_between_nothing_is_sent(bo, hanne, concern):
    bo.post(reverse("concerns:decide", args=[concern]), {"version": "1", "outcome": "advice", "reason": "x"})
    second = sent(bo, concern)
    assert second.status_code == 409
    assert second.context["unsaved"] == "Bor i Herlev nu."
    assert hanne.get(RECEIVED).context["offers"] == []


def test_sent_twice_it_is_passed_on_once(bo, hanne, concern):
    assert [sent(bo, concern).status_code for _ in range(2)] == [302, 302]
    assert len(hanne.get(RECEIVED).context["offers"]) == 1


def test_outsiders_404_roles_403_methods_405(bo, hanne, client_for, concern):
    assert sent(hanne, concern).status_code == 404
    assert client_for("dina").get(RECEIVED).status_code == 403
    assert client_for("olga").get(RECEIVED).context["offers"] == []
    assert answered(hanne, uuid4(), "accept").status_code == 404
    assert hanne.get(reverse("concerns:answer", args=[uuid4()])).status_code == 405
    assert bo.post(RECEIVED).status_code == 405
    assert hanne.post(reverse("concerns:take-over", args=[concern])).status_code == 404


def today(client):
    return client.get("/").content.decode()


def test_what_was_accepted_waits_until_it_is_taken_over_or_given_back(bo, hanne, concern, acting_as):
    line = "Overtag en bekymring fra Gladsaxe Kommune"
    sent(bo, concern)
    group = group_of(hanne)
    assert line not in today(hanne), "it is not accepted yet"
    answered(hanne, group, "accept")
    assert line in today(hanne)
    assert line not in today(bo)
    hanne.post(reverse("concerns:take-over", args=[concern]))
    assert line not in today(hanne)


def test_what_was_given_back_waits_no_longer(bo, hanne, concern):
    sent(bo, concern)
    group = group_of(hanne)
    answered(hanne, group, "accept")
    assert hanne.post(reverse("sharing:withdraw", args=[group])).status_code == 302
    assert "Overtag en bekymring" not in today(hanne)
