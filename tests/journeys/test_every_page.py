"""Every page of the register in a real browser, as whoever opens it: for everybody, on a phone, and without scripts."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import page_scene
from tests.journeys.conftest import NARROW, WIDE, axe
from tests.repo import tree
from tests.web.pages_register import PAGES

HEIGHT = 900
SPILL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def things(cast, as_maintenance, live_server):
    return page_scene.build(as_maintenance)


def opened(context, page, things):
    """Open a page of the register in a tab that is there already; return what it answered."""
    tab = context.pages[0] if context.pages else context.new_page()
    if page.way is not None:
        tab.goto(page.way.address(things))
    return tab, tab.goto(page.address(things))


def heading(tab):
    return tab.locator("h1").first.inner_text()


def faults_of(tab):
    """What axe finds, and what is wider than a desk's or a telephone's screen."""
    try:
        axe(tab)
    except AssertionError as found:
        yield str(found)
    for width in (NARROW, WIDE):
        tab.set_viewport_size({"width": width, "height": HEIGHT})
        if (spill := tab.evaluate(SPILL)) > 0:
            yield f"{urlsplit(tab.url).path}: {spill} px wider than {width}"


def test_every_page_is_for_everybody(journey, things):
    by_whom = defaultdict(list)
    for page in PAGES:
        if page.shown == 200 and not page.is_file:
            by_whom[page.who, page.again].append(page)
    faults = []
    for (who, again), pages in by_whom.items():
        rich, plain = journey.browser(), journey.browser(javascript=False)
        # Without scripts only the words are looked at.
        plain.route("**/static/**", lambda route: route.abort())
        for context in (rich, plain) if who else ():
            cookie = page_scene.browser(who, again=again).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": journey.address}])
        for page in pages:
            tab, answer = opened(rich, page, things)
            simple, _ = opened(plain, page, things)
            if answer.status != 200 or urlsplit(tab.url).path != urlsplit(page.address(things)).path:
                faults.append(f"{page}: {answer.status} at {tab.url}")
                continue
            faults += [f"{page}: {fault}" for fault in faults_of(tab)]
            if heading(tab) != heading(simple):
                faults.append(f"{page}: {heading(tab)!r}, without scripts {heading(simple)!r}")
    assert sum(map(len, by_whom.values())) > 100
    assert not faults, tree.described(faults)
