"""Every state a page can be in: wrongly filled in, saved, overtaken by a colleague, refused, empty, closed, declined.

The program answers in this process, in a transaction that is rolled back, so each state begins from the same scene;
the browser is then shown that answer with its headers, and fetches styles and scripts from the server as always.

Every answer's HTML is read (tests/journeys/structure.py). The browser is asked where something stands on the page that
the style sheet tells apart from all that was looked at before, on the pages themselves and in earlier states.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from tests import factors, page_scene
from tests.journeys.structure import Structure
from tests.journeys.surroundings import Seen, faults_of_state
from tests.page_scene import browser
from tests.repo import tree
from tests.web.page_line import Page
from tests.web.pages_register import PAGES, way
from tvaers.foundation.keystore import KeyStoreUnavailableError
from tvaers.web import failures

pytestmark = pytest.mark.django_db(transaction=True)

# Olga's organisation has nothing, and Henrik's next to nothing.
NOTHING = {"today:list": "olga", "concerns:": "olga", "cases:list": "olga", "tasks:list": "olga", "sharing:": "olga"}
NOTHING |= {"agreements:list": "olga", "emergencies:list": "olga", "administration:": "henrik"}


@pytest.fixture
def things(cast, as_maintenance, live_server):
    factors.arm(as_maintenance, "carl", factor=False)
    return page_scene.build(as_maintenance)


def sent_to(page: Page, client, things, data):
    """Send something to a page, having come by the page that leads to it."""
    if (before := way(page)) is not None:
        client.get(before.address(things))
    return client.post(page.address(things), data, follow=True)


def sending() -> Iterator[Page]:
    yield from (page for page in PAGES if page.sent is not None)


def wrong(things):
    """Each form with nothing filled in."""
    for page in sending():
        yield f"{page}, empty", lambda page=page: sent_to(page, client(page), things, {"form": "x", "do": "save"})


# After these the page says what was done, and how it is taken back.
SAID = {"tasks:done", "tasks:undo", "cases:take-out", "concerns:decide", "concerns:letter", "administration:unit-close"}


def done(things):
    """Forms filled in, where the answer is a page of its own or says something that other answers do not."""
    for page in (page for page in sending() if page.taken == 200 or page.name in SAID):
        yield f"{page}, sent", lambda page=page: sent_to(page, client(page), things, page.sent(things))


def overtaken(things):
    """Each form that somebody else was faster with."""
    for page in sending():
        if "version" in (data := page.sent(things)):
            old = data | {"version": "99"}
            yield f"{page}, overtaken", lambda page=page, old=old: sent_to(page, client(page), things, old)


def client(page: Page) -> Client:
    return browser(page.who, again=page.again)


def empty(things):
    """Each list where there is nothing."""
    for page in PAGES:
        who = next((who for name, who in NOTHING.items() if page.name.startswith(name)), "")
        if who and page.shown == 200 and not page.arguments and not page.is_file:
            yield f"{page}, {who}", lambda page=page, who=who: browser(who).get(page.address(things))


def refused(things):
    """Everything that is said no to."""
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "da"})
    yield "404", lambda: browser("alice").get("/nowhere/")
    yield "404, signed out", lambda: browser("").get("/nowhere/")
    yield "no invitation", lambda: browser("").get(reverse("accounts:welcome"))
    yield "nobody of that name", lambda: browser("gerda").get(f"{reverse('administration:people')}?name=zz")
    yield "403", lambda: browser("alice").get(reverse("administration:people"))
    yield "403, an old form", lambda: strict.post(reverse("account_login"), {})
    yield "405", lambda: browser("bo").get(reverse("concerns:narrow"))
    yield "400", lambda: browser("alice").get("/", headers={"host": "elsewhere.example"})
    yield "429, signing in", too_often
    yield "429, finding", lambda: again(lambda: browser("alice").post(reverse("people:find"), {"q": "Noah"}), 40)
    yield "500", lambda: broken(ValueError())
    yield "503", lambda: broken(KeyStoreUnavailableError())


def again(ask, times):
    return [ask() for _ in range(times)][-1]


def too_often():
    wrong_password = {"login": "alice@example.org", "password": "forkert"}
    return again(lambda: browser("").post(reverse("account_login"), wrong_password), 11)


def broken(error):
    try:
        raise error
    except type(error):
        return failures.failed(RequestFactory().get("/"))


def ended(things):
    """A closed case, a declined offer, and what was taken back, for those who stand on both sides."""
    close = next(page for page in PAGES if page.name == "cases:step" and page.arguments[1] == "=closed")
    offer = reverse("sharing:answer", args=[things["group"]])
    for name in ("case", "plan", "timeline", "words", "network", "course"):

        def closed(name=name):
            sent_to(close, browser("alice"), things, close.sent(things))
            return browser("alice").get(reverse(f"cases:{name}", args=[things["case"]]))

        yield f"{name} of a closed case", closed

    def declined(who, address):
        browser("palle").post(offer, {"decline": "1"})
        return browser(who).get(address)

    yield "declined, told", lambda: declined("palle", reverse("sharing:offers"))
    yield "declined, heard", lambda: declined("alice", f"{reverse('sharing:offers')}?view=given")
    yield "declined, in the case", lambda: declined("alice", reverse("cases:case", args=[things["case"]]))
    yield "declined, readers", lambda: declined("alice", reverse("sharing:readers", args=[things["case"]]))


def without_factor(things):
    """Who has not connected a telephone yet, and who has just given the password."""
    carl = Client(headers={"accept-language": "da"})
    given = {"login": "carl@example.org", "password": factors.PASSWORD}
    yield "second factor", lambda: carl.post(reverse("account_login"), given, follow=True)
    yield "second factor, wrong", lambda: carl.post(reverse("mfa_activate_totp"), {"code": "1"}, follow=True)
    alice = Client(headers={"accept-language": "da"})
    given = {"login": "alice@example.org", "password": factors.PASSWORD}
    yield "code", lambda: alice.post(reverse("account_login"), given, follow=True)


KINDS = (wrong, done, overtaken, empty, refused, ended, without_factor)


def rolled_back(ask):
    """Ask, and undo what it did."""
    with transaction.atomic():
        answer = ask()
        transaction.set_rollback(True)
    return answer


def show(tab, journey, answer):
    """Show an answer of the program in a tab, at its own address."""
    path = urlsplit(answer.request["PATH_INFO"]).path if hasattr(answer, "request") else "/failed/"
    address = f"{journey.address}{path}"
    headers = {"content-type": "text/html; charset=utf-8", **answer.headers}
    tab.route(address, lambda route: route.fulfill(status=answer.status_code, headers=headers, body=answer.content))
    tab.goto(address)
    tab.unroute(address)


def is_page(answer):
    return "html" in answer.headers.get("Content-Type", "") and answer.content


def of_pages(things):
    """The kinds of elements that stand on the pages themselves, which tests/journeys/test_every_page.py looks at."""
    known = set()
    for page in PAGES:
        if page.shown == 200 and not page.is_file and way(page) is None:
            known |= Structure(client(page).get(page.address(things)).content.decode()).kinds
    return known


@pytest.mark.first
def test_every_state_is_for_everybody(journey, things):
    tab, seen, known, faults, tried, looked = journey.browser().new_page(), Seen(), of_pages(things), [], 0, 0
    for kind in KINDS:
        for name, ask in kind(things):
            answer = rolled_back(ask)
            if not is_page(answer):
                continue
            tried += 1
            found = Structure(answer.content.decode())
            faults += [f"{name}: {fault}" for fault in found.faults()]
            if found.kinds <= known:
                continue
            known |= found.kinds
            looked += 1
            show(tab, journey, answer)
            faults += [f"{name}: {fault}" for fault in faults_of_state(tab, seen)]
    assert tried > 150
    assert looked > 20
    assert looked < 70, "many states are looked at one by one: that takes time"
    assert not faults, tree.described(faults)
