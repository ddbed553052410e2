"""A consent from the form on paper to the receiver who reads that it was taken back, in browsers."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect

from tests import rich_case
from tests.cast import named
from tests.journeys.arriving import press
from tests.journeys.conftest import BOTH_WAYS, NARROW
from tests.rich_case import WORDS
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.web.sharing.paper import LANGUAGES, texts

A4 = (595, 842)


@pytest.fixture
def case(cast, transactional_db):
    """The rich case, led by Alice."""
    return rich_case.open_case()


def date(page, legend, day):
    group = page.get_by_role("group", name=legend)
    for label, value in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


def take(alice, words, *, notes=False):
    """Write a consent down on the open page: from Noah alone, who said it."""
    alice.get_by_label("Hvem må modtage?").select_option(label="Langtborte Kommune")
    if notes:
        alice.get_by_label("Notater i forløbet").check()
    alice.get_by_label("Hvad har de sagt ja til?").fill(words)
    date(alice, "Til hvornår?", clock.today().replace(year=clock.today().year + 1, day=1))
    expect(alice.get_by_label("Hvem med forældremyndighed?")).to_be_hidden()
    alice.get_by_label("Den unge", exact=True).check()
    alice.get_by_label("De er ikke blevet spurgt").check()
    alice.get_by_label("Hvorfor ikke?").fill("Der er uro hjemme.")
    alice.get_by_label("Mundtligt, og noteret her").check()
    alice.get_by_label("hvem hørte det").fill("Alice, på skolen.")
    press(alice, "Notér")
    alice.get_by_text(words).wait_for()


def share(alice, case):
    alice.goto(f"/sharing/{case}/")
    alice.get_by_role("link", name="Olga").first.click()
    alice.get_by_label("Dele af det").check()
    alice.get_by_label("Hvorfor er det nødvendigt?").fill("Familien flytter dertil i næste uge.")
    alice.get_by_label("1 uge").check()
    press(alice, "Kontrollér, hvad du deler")
    press(alice, "Del")
    alice.get_by_text("Tilbudt til").first.wait_for()


def print_the_form(alice, check):
    """Fill the form in from the page of consents; who it is about stands nowhere on it."""
    alice.get_by_role("link", name="Blanket til udskrift").click()
    alice.get_by_label("Hvem må modtage?").select_option(label="Langtborte Kommune")
    alice.get_by_label("Planen", exact=True).check()
    press(alice, "Vis blanketten")
    sheet = alice.get_by_role("article")
    expect(sheet.get_by_text("Langtborte Kommune", exact=True)).to_be_visible()
    assert "Noah" not in sheet.inner_text()
    check(alice, "form")


def take_back(alice, check):
    """Take the newest back."""
    alice.get_by_role("link", name="Det er trukket tilbage").first.click()
    alice.get_by_text("Den tidligere udgave lukkes også.").wait_for()
    check(alice, "withdraw")
    press(alice, "Luk straks")
    alice.get_by_text("har endnu ikke bekræftet").first.wait_for()
    alice.locator("summary", has_text="Hvad der blev sagt").first.click()
    check(alice, "taken-back")


def read_it(olga, check):
    """Meet it in Today and under Shared, and say that it was read."""
    assert olga.reload().status == 404
    olga.goto("/")
    olga.get_by_role("link", name="Et samtykke er trukket tilbage").wait_for()
    check(olga, "today")
    olga.goto("/sharing/offers/?view=received")
    assert "Noah" not in olga.locator("main").inner_text()
    check(olga, "told")
    olga.get_by_role("button", name=re.compile("Jeg har læst det")).click()
    olga.get_by_text("Noteret.").wait_for()
    olga.goto("/")
    assert olga.get_by_text("Et samtykke er trukket tilbage").count() == 0


@BOTH_WAYS
def test_from_the_form_to_the_receiver_who_has_read_it(journey, case, width, javascript):
    alice = journey.open(f"/sharing/{case}/consents/", key="alice", width=width, javascript=javascript)
    olga = journey.browser(key="olga", width=width, javascript=javascript).new_page()

    def check(page, name):
        if javascript:
            journey.check(page, f"consents-{name}")

    check(alice, "none")
    print_the_form(alice, check)
    alice.goto(f"/sharing/{case}/consents/new/")
    press(alice, "Notér")
    check(alice, "new-wrong")
    take(alice, "Langtborte må få planen.")
    check(alice, "one")
    share(alice, case)
    olga.goto("/sharing/offers/")
    press(olga, "Tag imod")
    olga.goto(f"/cases/{case}/")
    olga.get_by_text(WORDS[Category.PLAN]).first.wait_for()

    alice.goto(f"/sharing/{case}/consents/new/")
    expect(alice.get_by_text("Der gælder allerede et samtykke")).to_be_visible()
    take(alice, "Også noterne.", notes=True)
    expect(alice.get_by_text("Aftalt på ny")).to_be_visible()
    olga.reload()
    olga.get_by_text(WORDS[Category.PLAN]).first.wait_for()

    take_back(alice, check)
    read_it(olga, check)
    alice.reload()
    alice.get_by_text("har læst, at det er trukket tilbage").wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_one_sheet_in_every_language(journey, case, language):
    able = [each for each in Category if each not in {Category.CONCERN, Category.REPORTER}]
    chosen = "".join(f"&what={int(each)}" for each in able)
    address = f"/sharing/{case}/consents/form/?language={language}&to={named('outside')}{chosen}"
    for width in (1280, NARROW):
        alice = journey.open(address, key="alice", width=width)
        journey.check(alice, f"paper-{language}")
        sheet = alice.locator(".tv-paper")
        expect(sheet.get_by_text(texts(language)["title"])).to_be_visible()
        assert sheet.get_by_text("×", exact=True).count() == len(able)
        direction = sheet.evaluate("each => getComputedStyle(each).direction")
        assert direction == ("rtl" if language == "ar" else "ltr")
    with pikepdf.open(io.BytesIO(alice.pdf(prefer_css_page_size=True))) as printed:
        assert len(printed.pages) == 1
        assert tuple(round(float(each)) for each in printed.pages[0].mediabox[2:]) == A4
    alice.emulate_media(media="print")
    seen = alice.locator("body").inner_text()
    assert texts(language)["sign"]["no_number"] in seen
    assert [each for each in ("Noah", "Vis blanketten", "Alice") if each in seen] == []
