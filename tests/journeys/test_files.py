"""A file in a real browser, in Danish: refused with a reason, added, fetched, shared, removed; also without scripts."""

import io

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from tests import case_scene as scene
from tests import hostile_files as hostile
from tests.journeys.arriving import press
from tests.journeys.conftest import BOTH_WAYS
from tvaers.files.washing.kinds import MOST_BYTES
from tvaers.guard.enums import Category


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


def choose(page, content, name, kind="application/pdf"):
    page.get_by_label("Filen", exact=True).set_input_files({"name": name, "mimeType": kind, "buffer": content})


def add(page, about="Planen og det aftalte"):
    page.get_by_label("Hvad er det for en fil?", exact=True).fill("Underskrevet samtykke")
    page.get_by_label(about).check()


def _fetch(page):
    """It is saved under its title, upright, and without its place."""
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Underskrevet samtykke", exact=True).click()
    assert fetched.value.suggested_filename == "Underskrevet samtykke.jpg"
    content = fetched.value.path().read_bytes()
    assert hostile.MARK not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.size, dict(kept.getexif())) == ((300, 400), {})


@BOTH_WAYS
def test_a_file_from_choosing_to_removing(journey, case, acting_as, width, javascript):
    page = journey.open(reverse("cases:case", args=[case]), key="alice", width=width, javascript=javascript)
    page.goto(reverse("cases:files", args=[case]))
    look = f"files-{width}{'' if javascript else '-plain'}"
    picture = journey.check if javascript else journey.picture
    picture(page, f"{look}-none")
    page.get_by_role("link", name="Vedhæft en fil").click()
    picture(page, f"{look}-add")

    # Sent as it stands, then with something that no name makes a PDF.
    press(page, "Vedhæft filen")
    expect(page.get_by_text("Vælg en fil.").first).to_be_visible()
    add(page)
    choose(page, hostile.SCRIPT, "samtykke.pdf")
    press(page, "Vedhæft filen")
    expect(page.get_by_text("Det er ikke en PDF, PNG eller JPEG").first).to_be_visible()
    expect(page.get_by_label("Hvad er det for en fil?", exact=True)).to_have_value("Underskrevet samtykke")
    picture(page, f"{look}-wrong")

    choose(page, hostile.jpeg((400, 300), exif=hostile.exif()), "IMG_0001.JPG", "image/jpeg")
    press(page, "Vedhæft filen")
    expect(page.get_by_text("Filen er vedhæftet.")).to_be_visible()
    picture(page, f"{look}-there")

    _fetch(page)
    scene.share(acting_as, case, Category.PLAN)
    other = journey.open(reverse("cases:files", args=[case]), key="hanne", width=width)
    expect(other.get_by_role("link", name="Underskrevet samtykke", exact=True)).to_be_visible()
    expect(other.get_by_role("link", name="Fjern", exact=False)).to_have_count(0)
    journey.check(other, f"{look}-receiver")

    page.get_by_role("link", name="Fjern : Underskrevet samtykke").click()
    picture(page, f"{look}-remove")
    page.get_by_label("Den handler om en anden").check()
    press(page, "Fjern filen")
    expect(page.get_by_text("Filen er fjernet.", exact=False)).to_be_visible()
    other.reload()
    expect(other.get_by_text("Her er ingen fil, som du kan læse.")).to_be_visible()
    page.goto(reverse("cases:timeline", args=[case]) + "?kind=entries")
    expect(page.get_by_text("Den handler om en anden.")).to_be_visible()
    picture(page, f"{look}-timeline")


def test_a_file_that_is_too_large_is_told_before_it_is_sent(journey, case):
    page = journey.open(reverse("cases:file-add", args=[case]), key="alice")
    told = page.get_by_text("Filen er større end 20 MB og kan ikke vedhæftes.")
    choose(page, bytes(MOST_BYTES + 1), "scan.pdf")
    expect(told).to_be_visible()
    journey.check(page, "files-large")
    choose(page, hostile.pdf(), "scan.pdf")
    expect(told).to_be_hidden()


def test_a_file_is_asked_for_again_when_something_else_is_wrong(journey, case):
    page = journey.open(reverse("cases:file-add", args=[case]), key="alice")
    choose(page, hostile.pdf(), "scan.pdf")
    press(page, "Vedhæft filen")
    expect(page.get_by_text("Vælg filen igen.", exact=False).first).to_be_visible()
    journey.check(page, "files-again")
