"""With the keyboard alone: the essential part of the main job, and the way through a page, its menu and its help."""

import pytest

from tests import page_scene
from tests.cast import named
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.keyboard import STOPS, Hands, UnreachableError
from tests.journeys.main_job import Day
from tests.journeys.main_job_essential import essential
from tests.web.pages_register import PAGES

AT = f"() => {{ {STOPS}; return stops().indexOf(document.activeElement) }}"
ALL = f"() => {{ {STOPS}; return stops().length }}"
LONG = ("today:list", "concerns:concern", "cases:case", "cases:plan", "sharing:to", "administration:people")


@pytest.fixture
def things(cast, as_maintenance, live_server):
    return page_scene.build(as_maintenance)


def test_the_main_job_by_keyboard(journey, cast):
    essential(Day(journey, hands=Hands))


def test_tab_stops_once_at_everything_in_its_order_and_leads_out(journey, things):
    for name in LONG:
        entry = next(each for each in PAGES if each.name == name)
        page = Hands(journey.browser(key=entry.who))
        page.goto(entry.address(things))
        number = page.evaluate(ALL)
        assert number > 8
        met = []
        for _ in range(number):
            page.keyboard.press("Tab")
            met.append(page.evaluate(AT))
        assert met == list(range(number)), name
        page.keyboard.press("Tab")
        assert page.evaluate(AT) in {-1, 0}, f"{name}: nothing leads out"


def test_what_opens_takes_the_focus_and_gives_it_back(journey, things, as_maintenance):
    page = Hands(journey.browser(key="alice"))
    page.goto(f"/cases/{things['case']}/")
    past_the_menu(page)
    help_with_keys(page)
    page.set_viewport_size({"width": NARROW, "height": 900})
    menu_of_a_telephone(page)
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(next(each for each in PAGES if each.name == "sharing:to").address(things))
    a_card_drawn_anew(page)
    as_maintenance.execute(
        "INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " SELECT %s, user_id, %s, name, 'Afløser', '', email, 8, 'active' FROM partnerships_membership WHERE id = %s",
        (named("second job of Alice"), named("herlev"), named("alice")),
    )
    page = Hands(journey.browser(key="alice"))
    page.goto("/")
    page.get_by_role("button", name="Gladsaxe Kommune SSP-konsulent").click()
    choice_of_an_organisation(page)


def past_the_menu(page):
    """The first stop of all leads to the content."""
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    # The page comes to rest at the content before somebody goes back up.
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def help_with_keys(page):
    page.get_by_role("link", name="Netværk", exact=True).first.focus()
    page.keyboard.type("?")
    for _ in range(4):
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#keys')")
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.getElementById('keys').open")
    assert page.evaluate("document.activeElement.innerText") == "Netværk"


def menu_of_a_telephone(page):
    page.get_by_role("button", name="Menu").click()
    assert page.evaluate("document.activeElement.closest('#menu') !== null")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Bekymringer").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.menu") == "menu"


def a_card_drawn_anew(page):
    """One ground is chosen already; the arrow chooses the next, and the card asks the server what that means."""
    # One for each agreement between the two.
    page.get_by_label("Forebyggelse af kriminalitet (SSP)").first.focus()
    page.evaluate("addEventListener('htmx:afterSettle', () => { document.body.dataset.settled = 'yes' })")
    page.keyboard.press("ArrowDown")
    page.locator("body[data-settled]").wait_for()
    assert page.evaluate("document.activeElement.checked === true && document.activeElement.name === 'ground'")


def choice_of_an_organisation(page):
    page.locator(".tv-acting > summary").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.tv-acting__menu') !== null")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('.tv-acting').open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_what_tab_does_not_reach_is_caught(journey, cast):
    page = Hands(journey.browser(key="alice"))
    page.goto("/")
    page.evaluate("document.querySelectorAll('main a').forEach(each => { each.tabIndex = -1 })")
    with pytest.raises(UnreachableError):
        page.get_by_role("main").get_by_role("link").first.click()
    with pytest.raises(AttributeError):
        page.get_by_role("link").first.hover()


def test_a_focus_that_does_not_show_is_caught(journey, cast):
    page = Hands(journey.browser(key="alice"))
    page.goto("/")
    page.evaluate("document.styleSheets[0].insertRule('* { outline: none !important }')")
    page.keyboard.press("Tab")
    page.evaluate("new Promise(done => setTimeout(done, 50))")
    assert any("does not show" in trouble for trouble in journey.troubles)
    journey.troubles.clear()


def test_a_focus_beside_the_screen_is_caught(journey, cast):
    page = Hands(journey.browser(key="alice"))
    page.goto("/")
    page.evaluate("document.querySelector('main a').style.cssText = 'position: fixed; left: -90rem'")
    page.get_by_role("main").get_by_role("link").first.focus()
    page.evaluate("new Promise(done => setTimeout(done, 200))")
    assert any("beside the screen" in trouble for trouble in journey.troubles)
    journey.troubles.clear()
