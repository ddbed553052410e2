"""The method library in a real browser: written, taken into use, opened in the street, read next door, followed."""

import pytest
from playwright.sync_api import expect

from tests import cast as people
from tests import method_scene as scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as
from tvaers.methods import actions

LIST = "/methods/"
BODY = (
    "Vi går altid to.\n\n## Ude\n- Se først.\n- Hils, og sig, hvem I er.\n\n"
    "## Hjem\n1. Meld jer hjemme.\n2. Skriv kort."
)


def write_one(page, check):
    """Write a page from nothing, with a preview, and save its draft."""
    expect(page.get_by_role("heading", name="Ingen sider endnu")).to_be_visible()
    expect(page.get_by_role("heading", name="Begynd med en af disse")).to_be_visible()
    check(page, "empty")
    follow(page, "Skriv en side")
    page.get_by_label("Hvad handler det om?").select_option("street")
    page.get_by_label("Hvad hedder siden?").fill("Sidste skoledag på gaden")
    page.get_by_label("På én linje").fill("Sådan er vi ude, når alle har fri.")
    page.get_by_label("Sådan gør vi").fill(f"{BODY}\n\nVi mødes ved Brønden.")
    press(page, "Se, hvordan den kommer til at se ud")
    # What may be a name is asked about once; the preview stands there already.
    expect(page.get_by_role("listitem").filter(has_text="Se først.")).to_be_visible()
    page.get_by_label("Nej, det er steder eller ting.").check()
    check(page, "preview")
    press(page, "Gem kladden")
    expect(page.get_by_role("heading", name="Sidste skoledag på gaden")).to_be_visible()
    check(page, "draft")


@pytest.mark.usefixtures("cast")
@BOTH_WAYS
def test_a_page_is_written_used_in_the_street_and_read_next_door(journey, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"methods-{name}-{width}")

    page = journey.open(LIST, key="frida", width=width, javascript=javascript)
    write_one(page, check)
    other = journey.open(LIST, key="hanne", width=width, javascript=javascript)
    expect(other.get_by_role("heading", name="Ingen sider endnu")).to_be_visible()
    follow(page, "Tag den i brug")
    page.get_by_label("Gaden: listen over vagter").check()
    check(page, "use")
    press(page, "Tag den i brug")
    expect(page.get_by_text("Siden er i brug.")).to_be_visible()

    street = journey.open("/street/", key="dina", width=360, javascript=javascript)
    follow(street, "Sidste skoledag på gaden")
    expect(street.get_by_role("heading", name="Ude")).to_be_visible()
    check(street, "in-the-street")
    other.goto(journey.address + LIST)
    follow(other, "Sidste skoledag på gaden")
    expect(other.get_by_text("Frida Leder, afdelingsleder")).to_be_visible()
    check(other, "neighbour")


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("width", [1280, 360])
def test_a_second_version_takes_the_place_of_the_first_which_can_still_be_read(journey, width):
    method = scene.used("frida")
    page, other = (journey.open(f"{LIST}{method}/", key=who, width=width) for who in ("frida", "hanne"))
    follow(page, "Skriv en ny version")
    page.get_by_label("Sådan gør vi").fill(f"{BODY}\n3. Ring til bagvagten.")
    press(page, "Gem kladden")
    other.reload()
    expect(other.get_by_role("heading", name="En vagt på gaden")).to_be_visible()
    expect(other.get_by_text("Ring til bagvagten.")).to_have_count(0)
    follow(page, "Tag den i brug")
    page.get_by_label("Hvad er nyt?").fill("Bagvagten får besked.")
    press(page, "Tag den i brug")
    expect(page.get_by_text("Bagvagten får besked.")).to_be_visible()
    journey.check(page, f"methods-second-{width}")
    other.reload()
    expect(other.get_by_text("Ring til bagvagten.")).to_be_visible()
    follow(other, "Version 1")
    expect(other.get_by_role("heading", name="Ikke længere i brug")).to_be_visible()
    journey.check(other, f"methods-former-{width}")


@pytest.mark.usefixtures("cast")
def test_a_neighbours_draft_is_not_seen_and_the_own_is(journey, as_maintenance):
    coordinator = people.employ_beside(as_maintenance, "hanne", 2)
    as_maintenance.execute("UPDATE partnerships_membership SET roles = 1 WHERE id = %s", [people.named(coordinator)])
    scene.begun(title="Gladsaxes kladde")
    own = journey.open(LIST, key=coordinator)
    expect(own.get_by_role("heading", name="Begynd med en af disse")).to_be_visible()
    expect(own.get_by_text("Gladsaxes kladde")).to_have_count(0)
    follow(own, "En vagt på gaden")
    press(own, "Overtag den som vores kladde")
    expect(own.get_by_label("Hvad hedder siden?")).to_have_value("En vagt på gaden")
    journey.check(own, "methods-write")
    page = journey.open(LIST, key="bo")
    expect(page.get_by_role("link", name="Gladsaxes kladde")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Herlev Kommune")).to_have_count(0)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("width", [1280, 360])
def test_of_two_who_write_at_once_the_second_sees_both_texts(journey, width):
    method = scene.begun()
    page = journey.open(f"{LIST}{method}/write/", key="frida", width=width)
    with acting_as("bo") as bo:
        actions.save(by=bo, method=method, told=scene.told(body="Bos ord."), edition=1)
    page.get_by_label("Sådan gør vi").fill("Fridas ord.")
    press(page, "Gem kladden")
    expect(page.get_by_text("Bos ord.")).to_be_visible()
    expect(page.get_by_label("Sådan gør vi")).to_have_value("Fridas ord.")
    journey.check(page, f"methods-both-{width}")
    press(page, "Gem kladden")
    expect(page.get_by_text("Fridas ord.")).to_be_visible()
