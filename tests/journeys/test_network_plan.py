"""A network plan in a real browser: begun, agreed on, signed and locked, given to the young person, asked after."""

import datetime as dt
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import case_scene
from tests import network_scene as scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days
from tvaers.guard.enums import Category
from tvaers.plans.actions import network


@pytest.fixture
def case(cast):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        scene.goal(alice, case)
        return case


def on(page, name, day):
    group = page.get_by_role("group", name=name)
    for label, value in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        group.get_by_label(label).fill(str(value))


def begin(page, check):
    follow(page, "Begynd en netværksplan")
    press(page, "Gem kladden")
    expect(page.get_by_role("alert")).to_contain_text("Skriv, hvad anledningen var.")
    check(page, "missing")
    page.get_by_label("Hvad var anledningen?").fill(scene.CAUSE)
    page.get_by_label("Hvad bekymrer, og hvem?").fill("Han er ude til sent.")
    page.get_by_label("Til den unge, i et enkelt sprog").fill(scene.PLAIN)
    page.get_by_role("textbox", name="Hvem?", exact=True).fill("Hodan fra gadeplan")
    press(page, "Gem kladden")
    expect(page.get_by_role("heading", name="Før I skriver under")).to_be_visible()


def agree(page, check):
    follow(page, "Tilføj, hvem der gør hvad")
    page.get_by_role("textbox", name="Hvem?", exact=True).fill("Farmor")
    page.get_by_label("Gør hvad?").fill(scene.DUTY)
    on(page, "Til hvornår?", clock.today() + dt.timedelta(days=7))
    check(page, "promise")
    press(page, "Tilføj aftalen")
    follow(page, "Skriv, hvad nogen siger til planen")
    page.get_by_label("Hvad kaldes de her?").fill("Den unge selv")
    page.get_by_label("Enig, men med et forbehold").check()
    page.get_by_label("Med deres egne ord").fill("Ikke om søndagen.")
    check(page, "stance")
    press(page, "Gem")
    check(page, "draft")


@BOTH_WAYS
def test_it_is_begun_agreed_on_and_signed_together(journey, case, acting_as, width, javascript):
    case_scene.share(acting_as, case, Category.PLAN)

    def check(page, name):
        if javascript:
            journey.check(page, f"network-{name}-{width}")

    plan = f"/cases/{case}/plan/"
    page = journey.open(plan, key="alice", width=width, javascript=javascript)
    begin(page, check)
    agree(page, check)
    other = journey.open(plan, key="hanne", width=width, javascript=javascript)
    expect(other.get_by_role("link", name="Netværksplan")).to_have_count(0)
    follow(page, "Læs den igennem, og underskriv")
    check(page, "sign")
    press(page, "Skriv under og lås")
    expect(page.get_by_text("Der er indkaldt til det møde, der ser på den igen.")).to_be_visible()
    expect(page.get_by_role("link", name="Ret kladden")).to_have_count(0)
    check(page, "signed")
    other.reload()
    follow(other, "Netværksplan")
    expect(other.get_by_text(scene.DUTY)).to_be_visible()
    expect(other.get_by_text("Ikke om søndagen.")).to_be_visible()
    expect(other.get_by_role("link", name="Skriv, hvordan det går")).to_have_count(0)
    check(other, "elsewhere")
    page.goto(journey.address + "/meetings/")
    expect(page.get_by_text("Netværksmøde").first).to_be_visible()


def test_the_young_persons_copy_is_saved_as_a_file(journey, case):
    with acting_as("alice") as alice:
        row = scene.signed(alice, case)
    page = journey.open(f"/cases/{case}/network-plan/{row}/", key="alice")
    with page.expect_download() as given:
        page.get_by_role("link", name="Den unges udgave (PDF)").click()
    assert given.value.suggested_filename == "Din plan.pdf"
    assert Path(given.value.path()).read_bytes().startswith(b"%PDF-")


def followed_to_its_end(page, check):
    """The first contact, an agreement that was kept, and what came of it."""
    follow(page, "Notér")
    page.get_by_label("Hvordan var det?").fill("Vi drak en sodavand på bænken.")
    press(page, "Gem")
    page.get_by_role("link", name="Skriv, hvordan det går").click()
    page.get_by_label("Gjort").check()
    press(page, "Gem")
    line = page.get_by_role("region", name="Gjort indtil nu")
    expect(line.get_by_role("listitem")).to_have_count(2)
    check(page, "done")
    follow(page, "Afslut netværksplanen")
    page.get_by_label("Hvad kom der ud af det?").fill("Han går i skole.")
    check(page, "end")
    press(page, "Gem")
    expect(page.get_by_text("Han går i skole.")).to_be_visible()
    check(page, "ended")


@BOTH_WAYS
def test_a_missed_day_asks_what_is_in_the_way_and_the_line_shows_what_is_done(journey, case, width, javascript):
    with acting_as("alice") as alice:
        row = network.begin(by=alice, case=case, told=scene.told(contact_on=clock.today()))
        scene.promised(alice, case, row, due_on=clock.today() - dt.timedelta(days=1))
        network.sign(by=alice, case=case, plan=row, version=2)
        task = case_scene.task(alice, case, text="Ring til skolen", days=-2)

    def check(page, name):
        if javascript:
            journey.check(page, f"network-{name}-{width}")

    page = journey.open("/", key="alice", width=width, javascript=javascript)
    expect(page.get_by_text("En aftale i netværket om", exact=False)).to_be_visible()
    check(page, "today")
    line = page.get_by_role("listitem").filter(has_text=scene.DUTY)
    line.get_by_role("link", name="Hvad står i vejen?").click()
    page.get_by_label("Med deres egne ord").fill("Bussen kører ikke.")
    check(page, "hinders")
    press(page, "Gem")
    expect(page.get_by_text("Bussen kører ikke.")).to_be_visible()
    page.goto(f"{journey.address}/tasks/{task}/hinders/")
    press(page, "Gem")
    expect(page.get_by_role("alert")).to_contain_text("Skriv med en sætning eller to, hvad der står i vejen.")
    page.get_by_label("Hvad står i vejen?").fill("Ingen tager telefonen.")
    on(page, "Ny dag", add_working_days(clock.today(), 3))
    check(page, "task-hinders")
    press(page, "Gem")
    expect(page.get_by_text("Ingen tager telefonen.")).to_be_visible()
    page.goto(journey.address + "/")
    expect(page.get_by_text(scene.DUTY)).to_have_count(0)
    page.goto(f"{journey.address}/cases/{case}/network-plan/{row}/")
    followed_to_its_end(page, check)
