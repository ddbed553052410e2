"""A survey of safety in a real browser: counted with a sum that lacks one, published, read next door, followed up."""

import pytest
from playwright.sync_api import expect

from tests import picture_scene
from tests import survey_scene as scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS

AREA = f"/localpicture/areas/{picture_scene.PARK}/"


@pytest.fixture
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def begin(page):
    """From the area's page to a draft."""
    follow(page, "Ny tryghedsundersøgelse")
    page.get_by_label("Hvad hedder den?").fill("Tryghed i Prøveparken")
    page.get_by_label("Fra dør til dør").check()
    press(page, "Gem")
    expect(page.get_by_role("heading", name="Tryghed i Prøveparken")).to_be_visible()


def type_counts(page, check):
    """Type every count, one too few at first; what was typed stands there and one number is mended."""
    follow(page, "Tast tallene ind")
    numbers = scene.numbers()
    right = numbers["day_safe"]
    for name, number in (numbers | {"day_safe": str(int(right) - 1)}).items():
        if name != "version":
            page.locator(f'[name="{name}"]').fill(number)
    press(page, "Gem tallene")
    expect(page.get_by_role("link", name="der mangler 1.")).to_be_visible()
    expect(page.locator("[name=places_paths]")).to_have_value(numbers["places_paths"])
    check(page, "lacks")
    page.locator("[name=day_safe]").fill(right)
    press(page, "Gem tallene")
    expect(page.get_by_role("heading", name="Hvad andre vil se")).to_be_visible()
    check(page, "draft")


def publish(page, check):
    """Publish it to Herlev and the police."""
    follow(page, "Offentliggør den")
    for name in ("Herlev", "Politi"):
        page.get_by_role("checkbox", name=name).first.check()
    check(page, "publish")
    press(page, "Offentliggør den")
    expect(page.get_by_text("Undersøgelsen er offentliggjort.")).to_be_visible()


def follow_up(page, check):
    """Write down what is to be done, and say that it is done."""
    follow(page, "Skriv ned, hvad der skal gøres")
    page.get_by_label("Hvad skal der gøres?").fill("Lys på stien")
    page.get_by_label("Hvor i området?").fill("Stien bag blokkene")
    page.get_by_label("Hvem sørger for det?").select_option(index=1)
    for part, value in scene.day("due_on", scene.days_ago(-30)).items():
        page.locator(f"[name={part}]").fill(str(value))
    press(page, "Gem")
    expect(page.get_by_role("listitem").filter(has_text="Lys på stien")).to_be_visible()
    check(page, "problem")
    follow(page, "Sig, at det er gjort: Lys på stien")
    page.get_by_label("Hvad blev der gjort?").fill("Otte nye lamper")
    press(page, "Gem")
    expect(page.get_by_text("Otte nye lamper")).to_be_visible()


@pytest.mark.usefixtures("areas")
@BOTH_WAYS
def test_a_survey_is_counted_published_read_next_door_and_followed_up(journey, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"surveys-{name}-{width}")

    earlier = scene.counted(118, asked=200)
    scene.published(title="Sidste år", what=earlier, from_date=scene.days_ago(400), until_date=scene.days_ago(390))
    page = journey.open(AREA, key="bo", width=width, javascript=javascript)
    begin(page)
    type_counts(page, check)
    publish(page, check)
    follow_up(page, check)

    other = journey.open("/localpicture/", key="hanne", width=width, javascript=javascript)
    follow(other, "Tryghed i områderne")
    check(other, "list")
    follow(other, "Tryghed i Prøveparken")
    expect(other.get_by_text("92 af 160 adspurgte har svaret (58 %)")).to_be_visible()
    expect(other.get_by_role("cell", name="færre end 5").first).to_be_visible()
    expect(other.get_by_role("link", name="Tast tallene ind")).to_have_count(0)
    check(other, "read")
    follow(other, "Sidste år")
    expect(other.get_by_role("heading", name="To undersøgelser af Prøveparken")).to_be_visible()
    check(other, "beside")
    area = journey.open(AREA, key="hanne", width=width, javascript=javascript)
    expect(area.get_by_role("heading", name="Hvor trygge folk er")).to_be_visible()
    check(area, "area")
