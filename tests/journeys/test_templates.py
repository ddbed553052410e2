"""Templates in a real browser: taken over, changed, looked at, used, followed by a second version, given to another."""

import re

import pytest
from playwright.sync_api import expect

from tests import assessment_scene as scene
from tests import cast as people
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as
from tvaers.assessments.actions import templates

LIST = "/templates/"
OVERVIEW = "Overblik over ressourcer og risici"


def took_over(page, check):
    """Take the overview over as a draft, and change its first question."""
    expect(page.get_by_role("heading", name="Begynd med en af disse")).to_be_visible()
    check(page, "empty")
    follow(page, OVERVIEW)
    expect(page.get_by_role("heading", name="Familien", exact=True)).to_be_visible()
    check(page, "starter")
    press(page, "Overtag den som vores kladde")
    expect(page.get_by_role("heading", name=OVERVIEW)).to_be_visible()
    check(page, "edit")
    follow(page, "Den unge møder op de fleste dage")
    page.get_by_label("Spørgsmålet").fill("Den unge møder op næsten hver dag")
    check(page, "question")
    press(page, "Gem i kladden")
    expect(page.get_by_role("link", name="Den unge møder op næsten hver dag")).to_be_visible()


@pytest.mark.usefixtures("cast")
@BOTH_WAYS
def test_the_overview_is_taken_over_changed_and_taken_into_use(journey, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"templates-{name}-{width}")

    page = journey.open(LIST, key="bo", width=width, javascript=javascript)
    took_over(page, check)
    press(page, "Flyt op: Skole og arbejde")
    first, second = (page.get_by_role("heading", level=2).nth(place) for place in (0, 1))
    expect(first).to_have_text("Skole og arbejde")
    expect(second).to_have_text("Familien")
    follow(page, "Forhåndsvisning")
    expect(page.get_by_text("Den unge møder op næsten hver dag")).to_be_visible()
    expect(page.get_by_text("Ved ikke").first).to_be_visible()
    check(page, "draft")
    follow(page, "Tag den i brug")
    page.get_by_label("Herlev Kommune").check()
    check(page, "use")
    press(page, "Tag den i brug")
    expect(page.get_by_text("Skabelonen er i brug.")).to_be_visible()
    check(page, "in-use")
    page.goto(journey.address + LIST)
    check(page, "list")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("width", [1280, 360])
def test_a_second_version_takes_the_place_of_the_first(journey, width):
    template = scene.used("frida", title="Samtalen")
    page = journey.open(f"{LIST}{template}/", key="frida", width=width)
    press(page, "Skriv en ny version")
    follow(page, re.compile("Tilføj et spørgsmål ?: Fritid"))
    page.get_by_label("Spørgsmålet").fill("Har den unge et fritidsjob?")
    expect(page.get_by_label("Ord at vælge imellem")).to_have_value("Ja\nNej")
    page.get_by_label("Ord at vælge imellem").fill("Ja\n3")
    press(page, "Gem i kladden")
    # What is wrong is said at its field, and what was typed is there.
    expect(page.get_by_text("»3«: Skriv det med ord").first).to_be_visible()
    expect(page.get_by_label("Spørgsmålet")).to_have_value("Har den unge et fritidsjob?")
    journey.check(page, f"templates-wrong-{width}")
    page.get_by_label("Ord at vælge imellem").fill("Ja\nNej\nSøger et")
    press(page, "Gem i kladden")
    follow(page, "Tag den i brug")
    page.get_by_label("Hvad er nyt?").fill("Spørger også til fritidsjob.")
    press(page, "Tag den i brug")
    expect(page.get_by_text("Spørger også til fritidsjob.")).to_be_visible()
    follow(page, "Version 1")
    expect(page.get_by_role("heading", name="Ikke længere i brug")).to_be_visible()
    expect(page.get_by_text("Har den unge et fritidsjob?")).to_have_count(0)
    journey.check(page, f"templates-former-{width}")


@pytest.mark.usefixtures("cast")
def test_a_template_goes_to_another_municipality_as_a_file(journey, as_maintenance, tmp_path):
    coordinator = people.employ_beside(as_maintenance, "hanne", 2)
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 1 WHERE id = %s", [people.named(coordinator)])
    template = scene.used("bo", title="Gladsaxes skabelon")
    page = journey.open(f"{LIST}{template}/", key="bo")
    with page.expect_download() as given:
        page.get_by_role("link", name="Gem som fil (JSON)").click()
    file = tmp_path / given.value.suggested_filename
    given.value.save_as(file)
    assert file.name == "Gladsaxes skabelon.json"

    own = journey.open(LIST, key=coordinator)
    expect(own.get_by_text("Gladsaxes skabelon")).to_have_count(0)
    follow(own, "Indlæs en fil")
    wrong = tmp_path / "forkert.json"
    wrong.write_text(file.read_text(encoding="utf-8").replace('"Nej"', '"Niveau to"'), encoding="utf-8")
    own.get_by_label("Filen").set_input_files(wrong)
    press(own, "Læs den ind")
    # What stood in the file is in the field, to be corrected there.
    expect(own.get_by_text("Afsnit 1, spørgsmål 1, svarmulighed 2").first).to_be_visible()
    expect(own.get_by_label("Eller indsæt det, der står i den")).to_have_value(re.compile("Niveau to"))
    journey.check(own, "templates-file-wrong")
    own.get_by_label("Eller indsæt det, der står i den").fill("")
    own.get_by_label("Filen").set_input_files(file)
    press(own, "Læs den ind")
    expect(own.get_by_role("heading", name="Gladsaxes skabelon")).to_be_visible()
    expect(own.get_by_text("læst ind som jeres egen kladde")).to_be_visible()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("width", [1280, 360])
def test_of_two_who_write_at_once_the_second_sees_both(journey, width):
    template = scene.begun()
    page = journey.open(f"{LIST}{template}/edit/sections/leisure/questions/goes/", key="frida", width=width)
    with acting_as("bo") as bo:
        changed = scene.SHAPE["sections"][0]["questions"][0] | {"text": "Bos spørgsmål"}
        section = scene.SHAPE["sections"][0] | {"questions": [changed]}
        told = scene.told(document=scene.document(sections=[section]))
        templates.save(by=bo, template=template, told=told, edition=1)
    page.get_by_label("Spørgsmålet").fill("Fridas spørgsmål")
    press(page, "Gem i kladden")
    expect(page.get_by_text("Bos spørgsmål")).to_be_visible()
    expect(page.get_by_label("Spørgsmålet")).to_have_value("Fridas spørgsmål")
    journey.check(page, f"templates-both-{width}")
    press(page, "Gem i kladden")
    expect(page.get_by_role("link", name="Fridas spørgsmål")).to_be_visible()
