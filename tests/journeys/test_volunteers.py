"""A volunteer in a real browser: written down, signed, assessed, looked at, stopped; wide and on a telephone."""

import re

from playwright.sync_api import expect

from tests import volunteer_scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.volunteer_scene import NAME, REACH, TASKS, WHY, days_ago

LIST = "/volunteers/"


def fill_day(page, name, day):
    """Type a day into its three fields; behind the name stands whether it has to be given."""
    group = page.get_by_role("group", name=re.compile(f"^{re.escape(name)}"))
    for label, value in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


def write_one(page, check):
    """Write Nanna down, who meets children."""
    expect(page.get_by_role("heading", name="Ingen frivillige endnu")).to_be_visible()
    check(page, "empty")
    follow(page, "Tilføj en frivillig")
    page.get_by_label("Navn", exact=True).fill(NAME)
    page.get_by_label("Hvad laver den frivillige?").fill(TASKS)
    press(page, "Gem")
    expect(page.get_by_text("Skriv, hvordan den frivillige kan nås.").first).to_be_visible()
    check(page, "error")
    page.get_by_label("Telefon eller e-mail").fill(REACH)
    page.get_by_label("Kontaktperson").select_option(label="Bo Testesen, SSP-koordinator")
    fill_day(page, "Første dag", days_ago(0))
    page.get_by_label("Ja", exact=True).check()
    page.get_by_label("Hvorfor, eller hvorfor ikke?").fill(WHY)
    check(page, "new")
    press(page, "Gem")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()


def sign(page):
    """Note both papers."""
    follow(page, re.compile(r"Skriv datoerne\s*:\s*Aftale og tavshedspligt"))
    fill_day(page, "Aftalen blev indgået den", days_ago(1))
    fill_day(page, "Tavshedspligten blev skrevet under den", days_ago(1))
    press(page, "Gem")
    expect(page.get_by_text("Den frivillige er aktiv.")).to_be_visible()


def assess(page, check):
    """Note the days of the certificate, first in the wrong order."""
    expect(page.get_by_role("heading", name="Kan ikke begynde med børn under 15 endnu")).to_be_visible()
    check(page, "not-yet")
    follow(page, re.compile(r"Skriv datoerne\s*:\s*Børneattest"))
    fill_day(page, "Indhentet den", days_ago(3))
    press(page, "Gem")
    expect(page.get_by_text("Den indhentes, når den frivillige har givet samtykke").first).to_be_visible()
    check(page, "certificate")
    fill_day(page, "Den frivillige gav samtykke den", days_ago(4))
    fill_day(page, "Vurderet den", days_ago(1))
    press(page, "Gem")
    expect(page.get_by_role("heading", name="Kan ikke begynde med børn under 15 endnu")).to_have_count(0)
    expect(page.get_by_text("af Bo Testesen")).to_be_visible()


def train(page, check):
    """Note what was learned."""
    follow(page, "Tilføj oplæring")
    page.get_by_label("Hvad?").fill("Introduktion")
    fill_day(page, "Hvornår?", days_ago(1))
    press(page, "Gem")
    expect(page.get_by_text("Oplæringen er noteret.")).to_be_visible()
    check(page, "training")
    follow(page, "Tilbage")


@BOTH_WAYS
def test_a_volunteer_from_the_first_day_to_the_last(journey, cast, width, javascript):
    volunteer_scene.begun("helga")
    page = journey.open("/efforts/", key="bo", width=width, javascript=javascript)
    name = f"volunteers-{width}{'' if javascript else '-without-scripts'}"

    def check(shown, what):
        # Axe is itself a script.
        if javascript:
            journey.check(shown, f"{name}-{what}")

    follow(page, "Vores frivillige")
    write_one(page, check)
    sign(page)
    assess(page, check)
    train(page, check)
    check(page, "one")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Aftalen (PDF)").click()
    assert saved.value.suggested_filename == "Aftale med en frivillig.pdf"
    follow(page, "Stoppet")
    check(page, "end")
    press(page, "Gem")
    expect(page.get_by_text("Den sidste dag var")).to_be_visible()
    check(page, "stopped")
    follow(page, "Frivillige")
    expect(page.get_by_role("heading", name="Er stoppet")).to_be_visible()
    check(page, "list")
    assert NAME not in page.title()
