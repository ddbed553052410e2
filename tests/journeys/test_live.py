"""The local picture while it is open, in real browsers: what a colleague writes stands there without loading again."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factors
from tests import picture_scene as scene
from tests.cast import named
from tests.journeys.arriving import follow, press, rest
from tests.journeys.streamed import connected, streams_beside
from tests.stage import acting_as
from tvaers.localpicture import actions

LIST = "/localpicture/"


@pytest.fixture
def drawn(cast, as_maintenance):
    scene.drawn(as_maintenance)


@pytest.fixture
def live(database, drawn, journey, tmp_path):
    with streams_beside(journey, database, tmp_path) as streams:
        yield streams


def test_a_bulletin_comes_to_two_open_pages_and_goes_again(journey, live, as_administrator):
    scene.written(title="Stille ved stationen")
    pages = []
    for key, width in (("hanne", 1280), ("palle", 360)):
        page = journey.browser(key=key, width=width).new_page()
        with connected(page):
            page.goto(LIST)
        page.evaluate("window.stays = true")
        pages.append(page)
    # What one reads and where one stands stay as they are.
    pages[0].get_by_role("article").get_by_role("link", name="Stille ved stationen").focus()
    as_administrator.execute("UPDATE accounts_session SET seen_at = now() - interval '10 minutes'")
    bulletin = scene.written(title="Stor gruppe ved boldburet")
    for page in pages:
        expect(page.get_by_role("heading", name="2 meldinger")).to_be_visible()
        came = page.get_by_role("listitem").filter(has_text="Stor gruppe ved boldburet")
        expect(came.get_by_text("Ny", exact=True)).to_be_visible()
        expect(page.locator("#announce")).to_have_text(
            "Ny melding: Stor gruppe ved boldburet, Prøveparken, Prøvekøbing"
        )
    expect(pages[0].get_by_role("article").get_by_role("link", name="Stille ved stationen")).to_be_focused()
    journey.check(pages[0], "live-came")
    journey.check(pages[1], "live-came-narrow")
    rested = "SELECT bool_and(seen_at < now() - interval '9 minutes') FROM accounts_session"
    assert as_administrator.execute(rested).fetchone() == (True,), "a page that fetches itself keeps nobody signed in"
    with acting_as("dina") as by:
        actions.end(by=by, bulletin=bulletin)
    for page in pages:
        expect(page.get_by_role("heading", name="En melding")).to_be_visible()
        expect(page.get_by_role("article").filter(has_text="Stor gruppe ved boldburet")).to_have_count(0)
        assert page.evaluate("window.stays")


def test_a_page_that_is_narrowed_shows_what_it_asks_for_and_all_works_when_the_streams_are_gone(journey, live):
    page = journey.browser(key="hanne").new_page()
    with connected(page):
        page.goto(f"{LIST}?kind=good")
    scene.written(title="Stor gruppe ved boldburet")
    scene.written(title="Godt nyt fra klubben", kind="good")
    expect(page.get_by_role("heading", name="En melding")).to_be_visible()
    expect(page.get_by_text("Stor gruppe ved boldburet")).to_have_count(0)
    live.process.terminate()
    live.process.wait(30)
    follow(page, "1. Godt nyt fra klubben")
    press(page, "Tak, det kan jeg bruge")
    expect(page.get_by_text("Tak fra Herlev")).to_be_visible()


def test_without_a_worker_that_pages_share_each_page_hears_for_itself(journey, live):
    """As in browsers on Android: and it asks again when it is refused, as when the streams are being restarted."""
    browser = journey.browser(key="hanne")
    browser.add_init_script("delete globalThis.SharedWorker")
    page = browser.new_page()
    refused = []

    def answer(route):
        if refused:
            route.continue_()
        else:
            refused.append(route.request.url)
            route.fulfill(status=503)

    page.route(f"http://127.0.0.1:{live.port}/live/**", answer)
    page.route(f"http://localhost:{live.port}/live/**", answer)
    page.goto(LIST)
    with connected(page):
        scene.written(title="Stor gruppe ved boldburet")
    assert refused
    expect(page.get_by_role("heading", name="En melding")).to_be_visible()
    scene.written(title="Godt nyt fra klubben")
    expect(page.get_by_role("heading", name="2 meldinger")).to_be_visible()


def test_a_second_page_hears_what_came_while_it_was_being_loaded(journey, live):
    browser = journey.browser(key="hanne")
    first = browser.new_page()
    with connected(first):
        first.goto(LIST)
    second = browser.new_page()
    waits = []
    second.route("**/js/stream*.js", lambda route: waits.append(route))  # noqa: PLW0108 - it is marked by who calls it
    second.goto(LIST, wait_until="commit")
    expect(second.get_by_role("heading", name="0 meldinger")).to_be_visible()
    scene.written(title="Stor gruppe ved boldburet")
    expect(first.get_by_role("heading", name="En melding")).to_be_visible()
    for route in waits:
        route.continue_()
    expect(second.get_by_role("heading", name="En melding")).to_be_visible()


def test_what_ends_goes_by_the_pages_own_clock(journey, live):
    """Nothing is announced then: nobody wrote anything."""
    page = journey.browser(key="hanne").new_page()
    with connected(page):
        page.goto(LIST)
    page.evaluate("window.stays = true")
    scene.written(title="Stor gruppe ved boldburet", days=4 / 86400)
    expect(page.get_by_role("heading", name="En melding")).to_be_visible()
    expect(page.get_by_role("heading", name="0 meldinger")).to_be_visible()
    assert page.evaluate("window.stays")


def test_a_page_of_another_organisation_is_not_put_into_this_one(journey, live, as_maintenance):
    """Whoever acts for another organisation in another tab gets that one's page whole."""
    second = factors.second_job(as_maintenance, "alice")
    browser = journey.browser(key="alice")
    page, other = browser.new_page(), browser.new_page()

    def act_for(member):
        other.goto(reverse("accounts:act-for"))
        other.locator(f'form:has([value="{member}"]) button').click()
        rest(other)

    act_for(named("alice"))
    with connected(page):
        page.goto(LIST)
    page.evaluate("window.stays = true")
    act_for(second)
    page.bring_to_front()
    scene.written("olga", "gladsaxe", "herlev", title="Stor gruppe ved boldburet")
    expect(page.get_by_role("heading", name="En melding")).to_be_visible()
    expect(page.locator("[data-live]")).to_have_attribute("data-live", re.compile(str(second)))
    assert not page.evaluate("window.stays")
