"""Every page of the register in a real browser, as whoever opens it: in all surroundings, and weighed."""

from collections import Counter, defaultdict
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from tests import page_scene
from tests.journeys.surroundings import Seen, faults_of
from tests.journeys.weights import FIRST, LATER, Weight, table, weighed
from tests.repo import tree
from tests.web.pages_register import PAGES, way


@pytest.fixture
def things(cast, as_maintenance, live_server):
    return page_scene.build(as_maintenance)


def opened(context, page, things):
    """Open a page of the register in a tab that is there already; return what it answered."""
    tab = context.pages[0] if context.pages else context.new_page()
    if (before := way(page)) is not None:
        tab.goto(before.address(things))
    return tab, tab.goto(page.address(things))


# The first heading of what the server sent, before any script.
SENT = "sent => new DOMParser().parseFromString(sent, 'text/html').querySelector('h1').textContent"


def headings(tab, answer):
    """The first heading as it stands on the page, and as it was sent, which is what stands there without scripts."""
    shown, sent = tab.locator("h1").first.text_content(), tab.evaluate(SENT, answer.text())
    return [" ".join(each.split()) for each in (shown, sent)]


def by_whom():
    """The pages that are shown, by who opens them."""
    found = defaultdict(list)
    for page in PAGES:
        if page.shown == 200 and not page.is_file:
            found[page.who, page.again].append(page)
    return found


def browser(journey, who, again):
    """A browser in which somebody has signed in, or nobody."""
    context = journey.browser()
    if who:
        cookie = page_scene.browser(who, again=again).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": journey.address}])
    return context


@pytest.mark.first
def test_every_page_is_for_everybody(journey, things, printed):
    """Also: no two pages have the same title, and each weighs no more than design/ux.md allows."""
    faults, titles, weights, seen = [], defaultdict(set), {}, Seen()
    for (who, again), pages in by_whom().items():
        context = browser(journey, who, again)
        for page in pages:
            tab, answer = opened(context, page, things)
            if answer.status != 200 or urlsplit(tab.url).path != urlsplit(page.address(things)).path:
                faults.append(f"{page}: {answer.status} at {tab.url}")
                continue
            weights[str(page)] = weighed(tab, answer)
            titles[tab.title()].add(page.address(things))
            faults += [f"{page}: {fault}" for fault in faults_of(tab, seen)]
            shown, sent = headings(tab, answer)
            if shown != sent:
                faults.append(f"{page}: {shown!r}, without scripts {sent!r}")
    printed(table(weights))
    faults += [f"{page}: {weight}" for page, weight in weights.items() if weight.is_too_much]
    faults += [f"one title: {title!r}: {', '.join(pages)}" for title, pages in titles.items() if len(pages) > 1]
    assert len(weights) > 100
    assert not faults, tree.described(faults)


def test_what_is_too_heavy_is_caught():
    light = Weight(html=LATER, whole=9 * LATER, cold=FIRST, requests=Counter(script=2))
    assert not light.is_too_much
    assert Weight(html=LATER + 1, whole=LATER + 1, cold=FIRST, requests=Counter()).is_too_much
    assert Weight(html=LATER, whole=LATER, cold=FIRST + 1, requests=Counter()).is_too_much
