"""Every page there is, over one register: known, closed to whoever has not signed in, hidden from others, cheap."""

import re
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import page_growth, page_scene
from tests.case_scene import NAME
from tests.headers import loose
from tests.page_scene import browser
from tests.repo import tree
from tests.stage import statements
from tests.web.page_line import Page
from tests.web.pages_register import PAGES, names, way

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 12
# Pages that may take more, with what they need it for: docs/adr/0012-statements-of-a-page.md.
OPENS = "a dossier of its own: opening, key, link, rows, deadlines and event"
KEEPS = "a file kept with its content and event, and what it goes into held, changed, with its event"
DECIDES = "a decision with its rows, deadlines, letters or passing on, and its event"
HOLDS = "the row held while it is looked at, written, and its event"
SIGNS_IN = "django-allauth: limits of attempts, a new session, and the account's log"
ASKS_ALL = "what waits is asked of each room, in one statement a room and one or two for the names of what is due"
FOUND_BY = "what was written is read and its words are kept, in two statements more"
MORE = {
    "get today:list": (32, ASKS_ALL),
    "get today:list?week=1": (32, ASKS_ALL),
    "post search:search": (14, "what is found in each room, its names, and the words of the field to go on with"),
    "get concerns:concern": (14, "the queue beside it, and one's own filters with their numbers above"),
    "post cases:network-sign": (84, "calls the next meeting: each item of its agenda is a dossier of its own"),
    "post cases:network-stance": (13, FOUND_BY),
    "post cases:network-goes": (14, FOUND_BY),
    "post cases:network-contact": (13, FOUND_BY),
    "post cases:network-end": (13, FOUND_BY),
    "post tasks:hinders": (15, FOUND_BY),
    "post cases:network-promise": (13, HOLDS),
    "get cases:case": (16, "the overview: one look at everything of a case"),
    "get sharing:approve": (13, "the preview reads all that a receiver would: the case, its plan, its assessments"),
    "get sharing:to": (13, "the card asks the database which legal bases are possible, and why the others are not"),
    "post agreements:annex-attach": (14, KEEPS),
    "post agreements:sign": (17, "what was not the text any more is refused, and all of it is shown as it is now"),
    "post account_login": (24, SIGNS_IN),
    "post account_reset_password": (18, SIGNS_IN),
    "post account_reauthenticate": (28, SIGNS_IN),
    "post account_change_password": (13, SIGNS_IN),
    # 28, or one more: django-allauth asks a person's factors in no order, recovery codes sometimes first.
    "post mfa_reauthenticate": (29, SIGNS_IN),
    "post accounts:factor": (29, SIGNS_IN),
    "post sharing:to": (13, "of two forms sent at once the second waits for its turn"),
    "post sharing:ask-to": (19, f"{OPENS}; of two forms sent at once the second waits for its turn"),
    "post methods:use": (14, HOLDS),
    "post assessments:begin-with": (15, "of two forms sent at once the second waits; what is asked is kept with it"),
    "post assessments:again": (17, "the same, and what was answered last time"),
    "post assessments:conclusion": (
        16,
        "who can read the case and is asked as second reader, and the conclusion in its own row",
    ),
    "post assessments:drop": (14, "a draft, its sections and its conclusion"),
    "post templates:use": (13, HOLDS),
    "post street:new": (13, "of two forms sent at once the second waits for its turn"),
    "post notices:new": (13, "of two forms sent at once the second waits for its turn"),
    "post concerns:new": (22, f"{OPENS}; how many there were within the hour"),
    "post concerns:add-person": (17, OPENS),
    "post concerns:split": (25, OPENS),
    "post concerns:take-over": (24, OPENS),
    "post concerns:several": (15, DECIDES),
    "post concerns:decide": (17, DECIDES),
    "post concerns:reopen": (14, DECIDES),
    "post concerns:pass-on": (26, DECIDES),
    "post concerns:letter": (13, DECIDES),
    "post cases:open": (26, OPENS),
    "post cases:join": (20, DECIDES),
    "post cases:step": (29, f"{DECIDES}; what was shared of meetings about the case ends with it"),
    "post meetings:new?kind=board": (15, "of two forms sent at once the second waits; the meeting, its seats, agenda"),
    "post meetings:item-write": (15, HOLDS),
    "post meetings:people": (13, "who is there, who can be invited, the seat, its event and its letter"),
    "get meetings:let-in": (18, "what allows it, and what does not, is asked for each organisation at the table"),
    "post meetings:let-in": (30, "the same, and each offer with its reason"),
    "post meetings:decide": (17, f"{HOLDS}; who does it can read it, and is written to when they are not there"),
    "post meetings:screening": (28, f"{OPENS}; the receipt of it"),
    "post cases:second-reader": (16, HOLDS),
    "post cases:move": (14, HOLDS),
    "post cases:take-over": (37, f"{OPENS}, twice: the young person and the case; and what was given"),
    "post cases:goal-stands": (14, HOLDS),
    "post cases:task-add": (19, OPENS),
    "get cases:effort-choose": (13, "who can be given each step, and whether the case has a consent"),
    "post cases:effort-choose": (28, f"{OPENS}; what was chosen, once for each form"),
    "get localpicture:area": (15, "what stands of an area is asked of each room, once"),
    "post tasks:cancel": (13, HOLDS),
    "post tasks:hand-on": (20, f"{HOLDS}; the colleague let in, and what was said in its own row"),
    "post tasks:move": (13, HOLDS),
    "post tasks:undo": (13, HOLDS),
    "post people:merge": (15, f"{HOLDS}; what keeps them apart, and that a name was wrong is told"),
    "post people:new?know=partly": (15, OPENS),
    "post administration:leave": (20, "what a colleague holds counted, and each kind handed over"),
    "post concerns:add": (13, FOUND_BY),
    "post concerns:correct": (13, FOUND_BY),
    "post cases:entry-change": (14, FOUND_BY),
    "post cases:entry-correct": (14, FOUND_BY),
    "post cases:goal-add": (14, FOUND_BY),
    "post cases:goal-evaluate": (14, FOUND_BY),
    "post tasks:comment": (13, FOUND_BY),
    "post assessments:sign": (18, f"{FOUND_BY}; who can read it now"),
    "post assessments:second": (14, FOUND_BY),
    "post cases:effort-goes": (14, FOUND_BY),
    "post cases:effort-end": (14, FOUND_BY),
    "post meetings:item-about": (14, FOUND_BY),
}
# A filter of colleagues, who are no secret to those who administrate them; and questions that show nobody.
REPEATING = {"administration:people", "account_reauthenticate", "mfa_reauthenticate", "accounts:factor"}
# Bytes of a page on its way (design/ux.md), whatever it lists.
HEAVIEST = 30_000
VARIES = re.compile(
    r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', re.ASCII
)


@pytest.fixture
def things(cast, db, as_maintenance):
    return page_scene.build(as_maintenance)


def methods(page: Page) -> list[str]:
    return [method for method, answers in (("get", page.shown), ("post", page.sent)) if answers]


def ask(client, page, method, things, *, at=None):
    """Ask, and undo what it did, so that each page meets the same scene. at: the things that the address names."""
    with transaction.atomic():
        data = page.sent(things) if method == "post" and page.sent else None
        answer, taken = statements(lambda: getattr(client, method)(page.address(things if at is None else at), data))
        transaction.set_rollback(True)
    return answer, taken


def bare(answer):
    """What an answer says, without what differs in each: tokens, and the ids that were asked for."""
    return answer.status_code, VARIES.sub("", answer.content.decode(errors="replace"))


def unlisted(found: set[str], pages: tuple[Page, ...]) -> set[str]:
    return found ^ {page.name for page in pages}


def test_every_page_is_in_the_register():
    found = set(names())
    assert len(found) > 100
    assert not unlisted(found, PAGES)
    assert unlisted({*found, "cases:new-page"}, PAGES) == {"cases:new-page"}
    assert unlisted(found, PAGES[1:]) <= {PAGES[0].name}
    assert unlisted(found, (*PAGES, Page("gone"))) == {"gone"}


def test_what_is_open_is_said_to_be():
    faults = [f"{page}: who={page.who!r}" for page in PAGES if page.is_open is bool(page.who)]
    assert not faults, tree.described(faults)


def test_whoever_has_not_signed_in_is_sent_to_sign_in(things):
    faults, tried = [], 0
    for page in PAGES:
        for method in [] if page.is_open else methods(page):
            answer, _ = ask(Client(), page, method, things)
            way = answer.headers.get("Location", "")
            tried += 1
            faults += [f"{method} {page}: {fault}" for fault in loose(answer.headers)]
            if answer.status_code != 302 or not way.startswith((reverse("account_login"), "/demo/")):
                faults.append(f"{method} {page}: {answer.status_code} {way}")
    assert tried > 150
    assert not faults, tree.described(faults)


@pytest.mark.first
def test_of_another_organisations_things_nobody_learns_anything(things):
    """Hidden and missing are the same to the byte, in status and in words, for what is read and what is sent."""
    faults, tried = [], 0
    for page in PAGES:
        if not (page.outsider and page.arguments):
            continue
        client = browser(page.outsider)
        for method in methods(page):
            hidden, missing = (ask(client, page, method, things, at=at)[0] for at in (things, {}))
            tried += 1
            if hidden.status_code not in {403, 404} or bare(hidden) != bare(missing):
                faults.append(f"{method} {page}, {page.outsider}: {hidden.status_code} and {missing.status_code}")
    assert tried > 100
    assert not faults, tree.described(faults)


def test_lists_show_outsiders_nothing_of_it(things):
    faults = []
    hidden = [NAME, "Mågeparken", *(str(each) for name, each in things.items() if name in {"case", "task", "concern"})]
    for page in PAGES:
        if page.outsider and not page.arguments and page.shown:
            said = ask(browser(page.outsider), page, "get", things)[0].content.decode(errors="replace")
            faults += [f"{page}: {each}" for each in hidden if each in said]
    assert not faults, tree.described(faults)


def test_no_page_repeats_what_stands_in_its_address(things):
    """Beside what is protected it would tell, by the length of the compressed page, what stands there (ADR 0017)."""
    told, tried, faults = "gaet-paa-noget-7f3a", 0, []
    asked = urlencode(
        dict.fromkeys(("x", "q", "view", "kind", "sort", "back", "next", "to", "person", "concern"), told)
    )
    for page in PAGES:
        if page.who and page.shown == 200 and not page.arguments and page.name not in REPEATING:
            joint = "&" if page.query else "?"
            answer = browser(page.who, again=page.again).get(f"{page.address(things)}{joint}{asked}")
            tried += 1
            faults += [str(page)] if told in answer.content.decode(errors="replace") else []
    assert tried > 40
    assert not faults, tree.described(faults)


@pytest.mark.first
def test_every_page_answers_in_few_statements_at_any_number(things, as_maintenance):
    """The bounds are the same for few rows: a page that asks once for each row is far above them with many."""
    page_growth.grow(as_maintenance, things, 300)
    faults = []
    for page in PAGES:
        client = browser(page.who, again=page.again)
        client.defaults["HTTP_ACCEPT_ENCODING"] = "gzip"
        if (before := way(page)) is not None:
            client.get(before.address(things))
        for method in methods(page):
            answer, taken = ask(client, page, method, things)
            most, _why = MORE.get(f"{method} {page}", (MOST, ""))
            expected = page.shown if method == "get" else page.taken
            faults += [
                f"{method} {page}: {fault}"
                for fault in loose(
                    answer.headers, is_sent=page.is_sent, may_use=page.may_use if answer.status_code == 200 else ()
                )
            ]
            if answer.status_code != expected:
                faults.append(f"{method} {page}: {answer.status_code}, not {expected}")
            elif (weight := len(answer.content)) > HEAVIEST and not page.is_file:
                faults.append(f"{method} {page}: {weight} bytes")
            elif len(taken) > most:
                faults.append(f"{method} {page}: {len(taken)}\n    " + "\n    ".join(each[:120] for each in taken))
    assert not faults, tree.described(faults)


def test_no_exception_is_for_nothing():
    asked = {f"{method} {page}" for page in PAGES for method in methods(page)}
    assert not set(MORE) - asked
    assert all(most > MOST and why for most, why in MORE.values())
