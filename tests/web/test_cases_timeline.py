"""What a timeline tells beside notes: concerns, words, people, consents and tasks, each to who sees them."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests import concern_rows as made
from tests import meeting_scene
from tests.cast import named
from tvaers.cases.actions import course, people_around
from tvaers.cases.enums import Circle, Closeness, Speaker
from tvaers.cases.models import NetworkMember
from tvaers.consents import actions as consents
from tvaers.consents.enums import GivenBy
from tvaers.consents.models import Consent
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.meetings.enums import MeetingKind
from tvaers.plans.actions import tasks

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


def text(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def timeline(client, case, kind=""):
    return text(client.get(reverse("cases:timeline", args=[case]), {"kind": kind} if kind else {}))


@pytest.fixture
def concern(acting_as, case):
    with acting_as("alice") as alice:
        told = made.written(alice)
        course.join(by=alice, case=case, concern=told)
    return told


def test_a_joined_concern_is_told_and_leads_there_for_who_sees_it(client_for, case, concern, acting_as):
    client, link = client_for("alice"), reverse("concerns:concern", args=[concern])
    for page in (timeline(client, case, "steps"), text(client.get(reverse("cases:course", args=[case])))):
        assert link in page
        assert client.get(link).status_code == 200
    assert "En bekymring blev lagt til forløbet" in timeline(client, case)
    scene.share(acting_as, case, Category.PLAN | Category.CONCERN)
    elsewhere = timeline(client_for("hanne"), case)
    assert "En bekymring blev lagt til forløbet" not in elsewhere
    assert link not in elsewhere


def test_words_strengths_and_people_are_told_and_that_a_line_was_taken_out(client_for, case, acting_as):
    with acting_as("bo") as bo:
        people_around.write_voice(
            by=bo,
            case=case,
            speaker=Speaker.YOUNG,
            words="Jeg vil hjem",
            said_by="Noah",
            said_on=clock.today(),
            is_approved=True,
        )
        people_around.write_strength(by=bo, case=case, title="Fodbold", words="Træneren husker ham", said_by="Mor")
        row = people_around.add_to_network(
            by=bo,
            case=case,
            circle=Circle.FAMILY,
            closeness=Closeness.CLOSE,
            name="Yasmin",
            relation="søster",
            brings="Henter ham",
        )
    scene.share(acting_as, case, Category.PLAN)
    told = ("Jeg vil hjem", "Fodbold", "Træneren husker ham", "Yasmin, søster", "Henter ham", "Bo Testesen")
    page = timeline(client_for("alice"), case, "around")
    assert all(words in page for words in told)
    elsewhere = timeline(client_for("hanne"), case)
    assert "Jeg vil hjem" in elsewhere
    assert "Yasmin" not in elsewhere, "the network is not shared"
    with acting_as("bo") as bo:
        people_around.take_out(by=bo, case=case, model=NetworkMember, row=row)
    page = timeline(client_for("alice"), case, "around")
    assert "En person blev taget ud af netværket" in page
    assert "Yasmin" not in page


def test_consents_are_told_to_the_own_people_alone(client_for, case, acting_as):
    with acting_as("alice") as alice:
        consents.take(
            by=alice,
            dossier=case,
            agreed=consents.Agreed(
                to=named("herlev"),
                purpose=Purpose.SSP,
                given_by=GivenBy.PARENTS,
                words="Må tale med klubben",
                given_on=clock.today() - dt.timedelta(days=2),
                until=scene.in_days(60),
            ),
        )
        consent = Consent.objects.values_list("id", flat=True).get()
    page = timeline(client_for("alice"), case, "disclosures")
    assert "Samtykke til at dele med Herlev Kommune" in page
    assert "Må tale med klubben" in page
    assert "trukket tilbage" not in page
    with acting_as("alice") as alice:
        consents.withdraw(by=alice, dossier=case, consent=consent)
    assert "Samtykket til at dele med Herlev Kommune blev trukket tilbage" in timeline(client_for("alice"), case)
    scene.share(acting_as, case, Category.PLAN, to="palle")
    assert "Må tale med klubben" not in timeline(client_for("palle"), case)


def test_tasks_are_told_when_they_are_given_declined_and_done(client_for, case, acting_as):
    with acting_as("alice") as alice:
        declined = scene.task(alice, case, owner="hanne", text="Prøvetræning i Herlev")
        done = scene.task(alice, case, owner="carl", text="Ring til mor")
        tasks.finish(by=alice, task=done)
    scene.answer(acting_as, "hanne", declined, accepted=False)
    page = timeline(client_for("alice"), case, "tasks")
    assert "Opgave givet til Hanne Nabo" in page
    assert "Har takket nej" in page
    assert "Opgave givet til Carl Opdigt" in page
    assert reverse("tasks:task", args=[declined]) in page
    assert page.count("Ring til mor") == 2, "given and done"


def test_the_chips_stay_few(client_for, case):
    page = timeline(client_for("alice"), case)
    chips = re.search(r'<ul class="tv-list tv-views">(.*?)</ul>', page).group(1)
    assert chips.count("<li>") <= 8


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("timeline", "Hvad der er sket, nyeste først"),
        ("timeline-print", "Det er der sket, det ældste først"),
        ("case", "Det, der er sket"),
    ],
)
def test_a_meeting_that_lies_ahead_stands_apart_from_what_has_happened(client_for, case, acting_as, page, heading):
    with acting_as("alice") as alice:
        scene.note(alice, case, title="Skolen ringede")
    address = reverse(f"cases:{page}", args=[case])
    assert "Det, der ligger forude" not in client_for("alice").get(address).content.decode()
    meeting_scene.call(kind=MeetingKind.NETWORK, case=case, seats=(), minutes_ahead=600)
    text = client_for("alice").get(address).content.decode()
    ahead, meeting, past, note = (
        text.index(said) for said in ("Det, der ligger forude", "er indkaldt", heading, "Skolen ringede")
    )
    assert ahead < meeting
    assert past < note
    assert (meeting < past) is (page != "timeline-print")
