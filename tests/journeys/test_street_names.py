"""Likely names in the log: the phone asks as the server does, once, and keeps what somebody says is no name."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW
from tests.journeys.test_street import begun_without_a_network, made_ready, opened, planned, stop
from tests.stage import acting_as
from tests.unnamed import NAMES, NO_NUMBERS, NOBODY, NUMBERS, jumbled
from tvaers.foundation.unnamed import likely_names, looks_like_number
from tvaers.outreach.models import Debrief, Stop

__all__ = ["planned"]
KNOWN = frozenset({"tingbjæk"})
ASKED = """async ([texts, known]) => {
    const {likelyNames, looksLikeNumber} = await import('/static/street/names.js');
    return texts.map(text => [likelyNames(text, new Set(known)), looksLikeNumber(text)]) }"""

COUNTING = """(() => {
    globalThis.taps = 0;
    addEventListener('pointerdown', () => { globalThis.taps += 1 }, {capture: true}) })()"""


@pytest.fixture
def page(journey, planned) -> Page:
    """The log on Dina's phone, in a shift without a network."""
    made: Page = journey.browser(key="dina", width=NARROW).new_page()
    made.goto("/street/log/")
    made_ready(made)
    begun_without_a_network(made)
    return made


def test_the_phone_and_the_server_find_the_same(page):
    texts = [*(text for text, _names in NAMES), *NOBODY, *NUMBERS, *NO_NUMBERS, *jumbled(4000)]
    expected = [[likely_names(text, known=KNOWN), looks_like_number(text)] for text in texts]
    found = page.evaluate(ASKED, [texts, sorted(KNOWN)])
    differ = [(text, one, other) for text, one, other in zip(texts, expected, found, strict=True) if one != other]
    assert differ[:5] == []
    assert sum(bool(names) for names, _ in expected) > 1000
    assert sum(number for _, number in expected) > 50


def test_a_likely_name_is_asked_about_and_changed_or_kept(journey, page):
    stop(page, "Talte med Brian ved hallen")
    expect(page.get_by_role("alert").filter(has_text="»Brian« ligner et navn.")).to_be_visible()
    journey.check(page, "street-name")
    for button in page.locator("[data-out=stop-asks] button").all():
        assert button.bounding_box()["height"] >= 44
    page.get_by_role("button", name="Jeg retter det").click()
    words = page.get_by_label("Kort, uden navne")
    expect(words).to_be_focused()
    assert words.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)") == "Brian"
    page.keyboard.type("en ung")
    page.get_by_role("button", name="Gem stop").click()
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    stop(page, "Talte om Kvisten")
    page.get_by_role("button", name="Ikke et navn, gem").click()
    expect(page.get_by_role("heading", name="3 registreringer venter")).to_be_visible()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Slut vagten").click()
    page.get_by_label("Hvad gik godt?").fill("Vi hilste på Oskar.")
    page.get_by_role("button", name="Vi er hjemme").click()
    expect(page.get_by_role("alert").filter(has_text="»Oskar« ligner et navn.")).to_be_visible()
    page.get_by_role("button", name="Ikke et navn, gem").click()
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("status").first).to_have_text("Alt er sendt", timeout=40_000)
    with acting_as("dina"):
        said = set(Stop.objects.values_list("words", flat=True))
        assert said == {"Talte med en ung ved hallen", "Talte om Kvisten"}
        assert Debrief.objects.get().went_well == "Vi hilste på Oskar."


def test_a_number_is_refused_as_the_server_refuses_it(page):
    """What the phone took and the server refused would lie on the phone for good."""
    stop(page, "Ring til 01.01.90-1234")
    expect(page.get_by_role("alert").filter(has_text="Det ligner et CPR-nummer.")).to_be_visible()


def test_a_stop_takes_five_taps_where_there_is_nothing_to_ask_about(page):
    page.evaluate(COUNTING)
    stop(page, "Roligt ved hallen")
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    # And one on each of the two fields that are typed in, which the test does without.
    assert page.evaluate("globalThis.taps") + 2 <= 6
    page.reload()
    opened(page, "2 registreringer venter")
