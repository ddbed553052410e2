"""The local picture while it is open, in real browsers: what a colleague writes stands there without loading again."""

import pytest
from playwright.sync_api import expect

from tests import picture_scene as scene
from tests.journeys.arriving import follow, press
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
        expect(page.get_by_text("Stor gruppe ved boldburet", exact=True)).to_have_count(0)
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
