"""Choosing an effort in a case: from the catalogue, its steps as tasks, answers checked, once; how it goes."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene, picture_scene
from tests import effort_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.efforts import actions as catalogue
from tvaers.efforts.actions import Step
from tvaers.efforts.enums import ProviderKind, Room, StepBy
from tvaers.efforts.rules import day_of_step
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.plans import queries as plans
from tvaers.plans.models import ChosenEffort, Task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


@pytest.fixture
def case():
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def effort():
    return scene.offered(room=Room.MORE)


def at(name, *arguments):
    return reverse(f"cases:{name}", args=arguments)


def said(client, address, *, status=200, **options):
    answer = client.get(address, **options)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def tasks_of(case):
    with acting_as("alice"):
        return plans.tasks_of(case=case)


def value(page, name):
    """What stands in a field."""
    return re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1]


def chosen(page, name):
    """What is chosen in a select."""
    options = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)[0]
    return re.search(r'value="([^"]*)"[^>]* selected', options)[1]


def picked(*steps, **changes):
    return scene.picked(*steps, **{"form": scene.form()} | changes)


# --- doors --------------------------------------------------------------------------------------------


def test_it_is_chosen_by_who_leads_the_case_alone(case, effort, client_for):
    for address in (at("efforts", case), at("effort-choose", case, effort)):
        assert client_for("alice").get(address).status_code == 200
        assert client_for("dina").get(address).status_code == 404
        assert client_for("hanne").get(address).status_code == 404
        assert client_for("alice").put(address).status_code == 405
    assert client_for("hanne").post(at("effort-choose", case, effort), picked()).status_code == 404
    assert client_for("alice").post(at("efforts", case)).status_code == 405
    assert client_for("alice").get(at("effort-choose", case, uuid4())).status_code == 404


def test_a_reader_elsewhere_sees_what_was_chosen_and_changes_nothing(case, effort, client_for, acting_as):
    with acting_as("alice") as alice:
        chosen = scene.chosen(alice, case, effort)
        scene.goes(alice, case, chosen)
    case_scene.share(acting_as, case, Category.PLAN)
    hanne = client_for("hanne")
    page = said(hanne, at("plan", case))
    assert "Fritidspas" in page
    assert "Han kommer hver gang." in page
    assert at("efforts", case) not in page
    for name in ("effort-goes", "effort-end"):
        assert hanne.get(at(name, case, chosen)).status_code == 403
        assert hanne.post(at(name, case, chosen), {"words": "x"}).status_code == 403
    assert hanne.get(at("efforts", case)).status_code == 403
    # Whoever does not see the catalogue is shown no way into it.
    with acting_as("bo") as bo:
        catalogue.offer(by=bo, effort=effort, reach=scene.reach("police"))
    assert reverse("efforts:effort", args=[effort]) not in said(hanne, at("plan", case))


# --- the way --------------------------------------------------------------------------------------------


def test_the_catalogue_in_a_case_holds_what_can_be_chosen_now(case, effort, client_for):
    scene.begun(title="En kladde")
    scene.offered(title="Begynder senere", from_date=clock.today() + timedelta(days=5))
    with acting_as("oda") as oda:
        other, _is_new = catalogue.begin(by=oda, told=scene.told(title="Langt væk"))
        catalogue.offer(by=oda, effort=other, reach=scene.reach("herlev", keeper="oda"))
    page = said(client_for("alice"), at("efforts", case))
    assert at("effort-choose", case, effort) in page
    assert "Plads til flere, siger Bo Testesen" in page
    for words in ("En kladde", "Begynder senere", "Langt væk"):
        assert words not in page, words
    assert "Fritidspas</b>" in said(client_for("alice"), at("efforts", case), data={"kind": "leisure-pass"})
    assert "Fritidspas</b>" in said(client_for("alice"), at("efforts", case), data={"kind": "noget"})
    assert at("efforts", case) in said(client_for("alice"), at("plan", case))


def test_its_steps_stand_there_with_the_lead_and_days_counted_in_working_days(case, effort, client_for):
    page = said(client_for("alice"), at("effort-choose", case, effort))
    for step in scene.STEPS:
        assert step.text in page
    due = day_of_step(clock.today(), 5)
    assert value(page, "due_on_1_day") == str(due.day)
    # Whom to choose is asked, not guessed.
    assert [chosen(page, f"owner_{number}") for number in range(3)] == [str(named("alice")), str(named("alice")), ""]


def test_the_days_are_counted_from_another_start_and_nothing_typed_is_lost(case, effort, client_for):
    start = clock.today() + timedelta(days=40)
    parts = {"start_on_day": start.day, "start_on_month": start.month, "start_on_year": start.year}
    typed = picked(0, do="count", text_0="Mine egne ord", **parts)
    page = client_for("alice").post(at("effort-choose", case, effort), typed).content.decode()
    due = day_of_step(start, 20)
    assert "Mine egne ord" in page
    assert (value(page, "due_on_2_day"), value(page, "due_on_2_month")) == (str(due.day), str(due.month))
    wrong = client_for("alice").post(at("effort-choose", case, effort), typed | {"start_on_month": "13"})
    assert "Mine egne ord" in wrong.content.decode()
    assert tasks_of(case) == []


def test_answers_are_checked_then_everything_is_written_once(case, effort, client_for):
    alice, sent = client_for("alice"), picked(0, 1, do="save", text_1="Ring til vejlederen")
    page = alice.post(at("effort-choose", case, effort), sent).content.decode()
    assert "Ring til vejlederen" in page
    assert scene.STEPS[2].text not in page, "it was left out"
    assert tasks_of(case) == []
    answers = [alice.post(at("effort-choose", case, effort), sent | {"do": "make"}) for _ in range(2)]
    assert {answer.url for answer in answers} == {f"{at('plan', case)}#efforts"}
    assert {row["text"] for row in tasks_of(case)} == {scene.STEPS[0].text, "Ring til vejlederen"}
    with acting_as("alice"):
        assert ChosenEffort.objects.count() == 1
    plan = said(alice, at("plan", case))
    assert "Valgt af Alice Prøvedal" in plan
    assert "Han vil gerne spille fodbold." in plan
    assert "Fritidspas" in said(alice, at("plan-print", case))
    assert "Fritidspas" in said(alice, at("case", case))
    assert "En indsats blev valgt: Fritidspas" in said(alice, at("timeline", case), data={"kind": "efforts"})


def test_from_the_answers_one_goes_back_to_change_something(case, effort, client_for):
    page = client_for("alice").post(at("effort-choose", case, effort), picked(0, do="change", text_0="Andet"))
    assert page.status_code == 200
    assert "Andet" in page.content.decode()
    assert tasks_of(case) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text_0": ""}, "Skriv, hvad der skal gøres"),
        ({"owner_0": ""}, "Vælg, hvem der gør det"),
        ({"owner_0": str(uuid4())}, "Vælg"),
        ({"due_on_0_day": "40"}, "dato"),
        ({"start_on_year": "2011"}, "mere end et år"),
    ],
)
def test_bad_input_gets_a_message_and_nothing_is_written(case, effort, client_for, changes, words):
    answer = client_for("alice").post(at("effort-choose", case, effort), picked(0) | changes)
    page = answer.content.decode()
    assert words in page
    assert "Han vil gerne spille fodbold." in page
    assert tasks_of(case) == []
    with acting_as("alice"):
        assert not ChosenEffort.objects.exists()


def test_without_a_step_kept_only_the_effort_stands_in_the_plan(case, effort, client_for):
    sent = {name: value for name, value in picked(0).items() if not name.endswith("_0")}
    assert client_for("alice").post(at("effort-choose", case, effort), sent).status_code == 302
    assert tasks_of(case) == []
    with acting_as("alice"):
        assert ChosenEffort.objects.count() == 1


def test_a_step_for_somebody_elsewhere_asks_its_ground_and_is_offered(case, effort, client_for):
    alice = client_for("alice")
    sent = picked(0, 1, owner_1=str(named("palle")))
    page = alice.post(at("effort-choose", case, effort), sent | {"do": "save"}).content.decode()
    assert "Tilbydes Palle Patrulje" in page
    # Without a ground and a reason nothing is written.
    missing = alice.post(at("effort-choose", case, effort), sent)
    assert missing.status_code == 200
    assert "Skriv, hvorfor det er nødvendigt" in missing.content.decode()
    assert tasks_of(case) == []
    ground = {
        "elsewhere-0-ground": case_scene.SSP_GROUND,
        "elsewhere-0-necessity": "Han kender drengen fra klubben.",
    }
    assert alice.post(at("effort-choose", case, effort), sent | ground).status_code == 302
    assert {row["owner_name"]: row["stand"] for row in tasks_of(case)} == {
        "Alice Prøvedal": "open",
        "Palle Patrulje": "waiting",
    }
    with acting_as("palle"):
        assert not Task.objects.exists(), "an offer opens nothing"


def test_where_nothing_allows_it_one_chooses_somebody_else(case, effort, client_for):
    sent = picked(0, owner_0=str(named("olga")))
    page = client_for("alice").post(at("effort-choose", case, effort), sent | {"do": "save"}).content.decode()
    assert "Der er endnu ikke noget, der tillader en opgave til Langtborte" in page
    assert 'value="make"' not in page
    assert client_for("alice").post(at("effort-choose", case, effort), sent).status_code == 200
    assert tasks_of(case) == []


def test_where_consent_is_needed_the_page_says_whether_there_is_one(case, client_for, acting_as):
    effort = scene.offered(provider="Boldklubben", provider_kind=ProviderKind.ASSOCIATION)
    address = at("effort-choose", case, effort)
    page = said(client_for("alice"), address)
    assert "Der er intet samtykke i forløbet endnu" in page
    assert reverse("sharing:consents", args=[case]) in page
    with acting_as("alice"):
        case_scene.consented(
            dossier=case,
            to=named("herlev"),
            purposes=Purpose.SSP,
            until=clock.now() + timedelta(days=30),
            categories=Category.PLAN,
        )
    assert "I forløbet er der samtykke til at dele med" in said(client_for("alice"), address)


def test_what_is_closed_meanwhile_is_not_chosen(case, effort, client_for):
    with acting_as("bo") as bo:
        catalogue.close(by=bo, effort=effort)
    answer = client_for("alice").post(at("effort-choose", case, effort), picked(0))
    assert answer.url == at("efforts", case)
    assert tasks_of(case) == []


def test_an_effort_without_steps_is_chosen_too(case, client_for):
    bare = scene.offered(steps=())
    assert "ingen sædvanlige skridt" in said(client_for("alice"), at("effort-choose", case, bare))
    late = scene.offered(title="Sen", steps=(Step(text="Ring", who=StepBy.CHOOSE, days=1),))
    assert "1 arbejdsdag efter start" in said(client_for("alice"), at("effort-choose", case, late))


# --- how it goes ----------------------------------------------------------------------------------------


def test_how_it_goes_and_how_it_ended_stand_in_the_plan(case, effort, client_for):
    with acting_as("alice") as alice_herself:
        chosen = scene.chosen(alice_herself, case, effort)
    alice, today = client_for("alice"), clock.today()
    day = {"said_on_day": today.day, "said_on_month": today.month, "said_on_year": today.year}
    sent = {"words": "Han kom for sent.", "said_by": "Træneren", "form": scene.form(), **day}
    for _ in range(2):
        assert alice.post(at("effort-goes", case, chosen), sent).status_code == 302
    assert said(alice, at("plan", case)).count("Han kom for sent.") == 1
    assert (
        "Skriv, hvem der siger det"
        in alice.post(at("effort-goes", case, chosen), sent | {"said_by": ""}).content.decode()
    )
    before = today - timedelta(days=3)
    ended = {"ended_on_day": before.day, "ended_on_month": before.month, "ended_on_year": before.year, "words": "Slut."}
    assert "Den begyndte" in alice.post(at("effort-end", case, chosen), ended).content.decode()
    ended |= {"ended_on_day": today.day, "ended_on_month": today.month, "ended_on_year": today.year}
    assert alice.post(at("effort-end", case, chosen), ended).status_code == 302
    page = said(alice, at("plan", case))
    assert "Slut." in page
    assert at("effort-end", case, chosen) not in page
    assert alice.get(at("effort-end", case, chosen)).status_code == 302
    assert "slut" in alice.post(at("effort-goes", case, chosen), sent | {"form": scene.form()}).content.decode()
    assert alice.get(at("effort-goes", case, uuid4())).status_code == 404
