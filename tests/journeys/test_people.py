"""People in a real browser: registering somebody half known, finding them, showing a number, making two one.

Wide and narrow, with and without JavaScript; axe on every page.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import BOTH_WAYS

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "Noah Vesterlund"


def send(page, label):
    page.locator("main").get_by_role("button", name=label).click()
    page.wait_for_load_state()


def register(page, *, know, **fields):
    """Fill the form in and send it; what is folded is unfolded first."""
    page.goto("/people/new/")
    page.get_by_role("link", name=know).click()
    for name, value in fields.items():
        field = page.locator(f"[name={name}]").last
        # Without scripts a link is a new page, which must be there before it is asked what it shows.
        field.wait_for(state="attached")
        if not field.is_visible():
            page.locator(f"details:has([name={name}])").locator("summary").click()
        field.fill(value)
    send(page, "Opret")


def known_in_three_ways(page, check):
    """Somebody nobody knows, somebody half known, and Noah, past the half known one."""
    page.goto("/people/new/")
    check("begin")
    register(page, know="Jeg ved ikke, hvem det er", description="Høj, rød jakke, ved stationen")
    expect(page.get_by_role("heading", name="Høj, rød jakke, ved stationen")).to_be_visible()
    check("unknown")
    register(page, know="Jeg ved noget", nickname="Memo", name="Noa Westerlund", born_year="2011")
    page.get_by_role("heading", name="Noa Westerlund").wait_for()
    page.goto("/people/new/?know=partly")
    check("new")
    register(page, know="Jeg ved, hvem det er", name=NAME, cpr="3102116003")
    check("new-wrong")
    expect(page.get_by_role("alert").get_by_text("ikke en dato")).to_be_visible()
    page.fill("[name=cpr]", "031011-6003")
    page.locator("details:has([name=street])").locator("summary").click()
    page.fill("[name=street]", "Kildevænget 7")
    page.check("[name=has_protected_address]")
    send(page, "Opret")
    page.get_by_role("heading", name="Kender vi personen i forvejen?").wait_for()
    check("known")
    send(page, "Ingen af dem: opret")
    page.get_by_role("heading", name=NAME).wait_for()
    check("page")


def number_shown_once(page, check):
    """Asked for without a reason, then with one."""
    page.get_by_text("Vis nummeret").first.click()
    send(page, "Vis nummeret")
    check("number-why")
    page.get_by_label("For at sende en underretning").check()
    send(page, "Vis nummeret")
    expect(page.get_by_text("031011-6003")).to_be_visible()
    check("number")
    page.get_by_role("link", name="Skjul det igen").click()
    expect(page.get_by_text("031011-6003")).to_be_hidden()


def two_made_one(page, check):
    """The double is found, compared and merged."""
    send(page, "Se efter dubletter")
    check("doubles")
    page.get_by_role("link", name="Noa Westerlund").click()
    check("merge")
    send(page, "Gør de to til én")
    expect(page.get_by_text("De to er nu én")).to_be_visible()
    expect(page.get_by_text("Memo").first).to_be_visible()


@BOTH_WAYS
def test_from_half_known_to_one_person(journey, cast, width, javascript):
    page = journey.browser(key="alice", width=width, javascript=javascript).new_page()

    def check(name):
        # axe is itself a script.
        if javascript:
            journey.check(page, f"people-{name}")

    page.goto("/people/")
    check("find")
    known_in_three_ways(page, check)
    person = page.url
    number_shown_once(page, check)
    two_made_one(page, check)
    for name in ("looks", "access", "change"):
        page.goto(f"{person}{name}/")
        check(name)
    page.goto("/people/")
    page.fill("#id_q", NAME)
    send(page, "Find")
    expect(page.get_by_role("link", name=NAME)).to_be_visible()
    expect(page).to_have_url(re.compile("/people/$"))  # What was searched for is in no address.
    check("found")


def test_two_keys_lead_to_the_search_for_a_person_and_enter_posts_it(journey, cast):
    page = journey.open("/people/new/", key="alice")
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_placeholder("Find en person")).to_be_focused()
    page.keyboard.type("Hassan Ali")
    with page.expect_request(re.compile(r"/people/$")) as sent:
        page.keyboard.press("Enter")
    assert sent.value.method == "POST"
    assert "Hassan" not in sent.value.url
    page.get_by_role("heading", name="Ingen passer").wait_for()


def test_two_who_write_at_once_lose_nothing(journey, cast):
    alice, bo = (journey.browser(key=key).new_page() for key in ("alice", "bo"))
    register(alice, know="Jeg ved noget", nickname="Memo")
    address = f"{alice.url}change/"
    for page in (alice, bo):
        page.goto(address)
    alice.fill("[name=nickname]", "Memo fra kiosken")
    alice.fill("[name=phone]", "20 30 40 50")
    send(alice, "Gem")
    bo.fill("[name=nickname]", "Memo ved stationen")
    bo.fill("[name=school]", "Nybro")
    send(bo, "Gem")
    expect(bo.get_by_text("En kollega gemte, mens du skrev")).to_be_visible()
    expect(bo.get_by_role("cell", name="Memo fra kiosken")).to_be_visible()
    journey.check(bo, "people-conflict")
    send(bo, "Gem")
    for words in ("Memo ved stationen", "Nybro", "20 30 40 50"):
        expect(bo.get_by_text(words).first).to_be_visible()


def test_dark_and_enlarged(journey, cast):
    page = journey.browser(key="alice", width=320, dark=True).new_page()
    register(page, know="Jeg ved noget", nickname="Memo")
    for address in (page.url, f"{page.url}change/", f"{page.url}access/", "/people/", "/people/new/?know=identified"):
        page.goto(address)
        journey.check(page, "people-dark")
