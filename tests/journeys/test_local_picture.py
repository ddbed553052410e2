"""The local picture in a real browser: written in one municipality, read in the next, followed up, followed, ended."""

import pytest
from playwright.sync_api import expect

from tests import picture_scene as scene
from tests.journeys.arriving import follow, press

LIST = "/localpicture/"


@pytest.fixture
def drawn(cast, as_maintenance):
    scene.drawn(as_maintenance)


@pytest.mark.parametrize(
    ("width", "javascript"), [(1280, True), (360, True), (1280, False)], ids=["wide", "narrow", "without-scripts"]
)
def test_a_bulletin_goes_across_the_border_and_comes_back_with_thanks(journey, drawn, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"picture-{name}-{width}")

    page = journey.open(LIST, key="dina", width=width, javascript=javascript)
    expect(page.get_by_role("heading", name="Stille i områderne")).to_be_visible()
    check(page, "empty")
    follow(page, "Skriv en melding")
    page.get_by_label("Unge samlet").check()
    page.get_by_label("Kort fortalt").fill("Stor gruppe ved boldburet")
    page.get_by_label("Hvor?", exact=True).select_option(str(scene.PARK))
    page.get_by_label("Set af mig eller en kollega").check()
    page.get_by_label("Hvad sker der?").fill("De mødes ved Brønden.")
    press(page, "Sæt den i lokalbilledet")
    # A group is told of with its size, and what may be a name is asked about; nothing typed is lost.
    expect(page.get_by_label("Kort fortalt")).to_have_value("Stor gruppe ved boldburet")
    page.get_by_label("Hvor mange?").select_option("10-19")
    page.get_by_label("Nej, det er steder eller ting.").check()
    check(page, "asked")
    press(page, "Sæt den i lokalbilledet")
    expect(page.get_by_role("heading", name="Stor gruppe ved boldburet")).to_be_visible()
    check(page, "written")

    other = journey.open(LIST, key="hanne", width=width, javascript=javascript)
    expect(other.get_by_role("heading", name="En melding")).to_be_visible()
    check(other, "list")
    follow(other, "1. Stor gruppe ved boldburet")
    press(other, "Tak, det kan jeg bruge")
    other.get_by_label("Hvad er det blevet til?").fill("Vi går forbi i aften.")
    press(other, "Tilføj opfølgningen")
    expect(other.get_by_text("Tak fra Herlev")).to_be_visible()
    check(other, "followed-up")

    page.reload()
    expect(page.get_by_text("Vi går forbi i aften.")).to_be_visible()
    press(page, "Afslut meldingen")
    expect(page.get_by_text("Den er udløbet")).to_be_visible()
    other.goto(journey.address + LIST)
    expect(other.get_by_role("heading", name="Stille i områderne")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_an_area_is_said_to_be_tense_and_its_page_tells_what_works(journey, drawn, width):
    scene.known()
    page = journey.open(f"/localpicture/areas/{scene.PARK}/", key="palle", width=width)
    follow(page, "Sig, hvordan det er")
    page.get_by_label("Anspændt").check()
    press(page, "Sæt det på områdets side")
    page.get_by_label("Hvorfor siger du det?").fill("To grupper mødtes i går.")
    press(page, "Sæt det på områdets side")
    expect(page.get_by_text("To grupper mødtes i går.").first).to_be_visible()
    expect(page.get_by_text("Natåben hal fredag.")).to_be_visible()
    journey.check(page, f"picture-area-{width}")


def test_the_list_is_narrowed_by_the_slider_and_what_one_follows_comes_to_today(journey, drawn):
    scene.written(title="I dag i parken")
    scene.written(title="Forleden", happened_at=scene.clock.now() - scene.timedelta(days=5))
    page = journey.open(LIST, key="hanne")
    slider = page.get_by_label("Tid")
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("De seneste 2 dage")).to_be_visible()
    press(page, "Vis")
    expect(page.get_by_role("heading", name="En melding")).to_be_visible()
    journey.check(page, "picture-narrowed")
    follow(page, "Ryd afgrænsningen")
    expect(page.get_by_role("heading", name="2 meldinger")).to_be_visible()
    follow(page, "Det, jeg følger")
    press(page, "Følg det")
    journey.check(page, "picture-following")
    with scene.clock.frozen(scene.clock.now() + scene.timedelta(minutes=5)):
        scene.written(title="Godt nyt fra klubben", kind="good")
    page.goto(journey.address)
    expect(page.get_by_role("link", name="Godt nyt fra klubben", exact=True)).to_be_visible()
