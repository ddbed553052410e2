"""Every page says all it says in the language it is read in: nothing Danish is left in English, or the other way."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests import page_scene
from tests.page_scene import browser
from tests.repo import tree
from tests.web.pages_register import PAGES, way
from tests.web.spoken import DANISH, ENGLISH, ours, said

pytestmark = pytest.mark.django_db(transaction=True)

FOREIGN = {"da": ENGLISH, "en": DANISH}


@pytest.fixture
def things(cast, db, as_maintenance):
    return page_scene.build(as_maintenance)


@pytest.fixture
def sessions():
    """The session of each who opens a page, made once."""
    return {}


def speaking(page, language, sessions):
    """A browser of whoever opens a page, reading in a language."""
    client = Client()
    if page.who:
        who = (page.who, page.again)
        if who not in sessions:
            sessions[who] = browser(page.who, again=page.again).cookies[settings.SESSION_COOKIE_NAME].value
        client.cookies[settings.SESSION_COOKIE_NAME] = sessions[who]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def answers(page, language, things, sessions):
    """What a page shows, says to an empty form, and says when it is done without leading on; each is undone."""
    asks = {}
    if page.shown == 200 and not page.is_file:
        asks["get"] = lambda client: client.get(page.address(things))
    if page.sent is not None:
        asks["empty"] = lambda client: client.post(page.address(things), {"form": "x", "do": "save"}, follow=True)
    if page.sent is not None and page.taken == 200:
        asks["sent"] = lambda client: client.post(page.address(things), page.sent(things), follow=True)
    for name, ask in asks.items():
        client = speaking(page, language, sessions)
        if (before := way(page)) is not None:
            client.get(before.address(things))
        with transaction.atomic():
            answer = ask(client)
            transaction.set_rollback(True)
        if "html" in answer.headers.get("Content-Type", ""):
            yield name, answer.content.decode()


def faults_in(danish, english):
    """What two readings of one page say that is not in their language."""
    heard = {}
    for language, page in (("da", danish), ("en", english)):
        claimed, heard[language] = said(page)
        if claimed != language:
            yield f"a page in {claimed!r}, not {language!r}"
        yield from (f"in {language}: {text!r}" for text in sorted(heard[language]) if FOREIGN[language].search(text))
    yield from (f"the same in both: {text!r}" for text in sorted(heard["da"] & heard["en"]))


@pytest.mark.first
def test_every_page_is_whole_in_both_languages(things, sessions):
    faults, tried = set(), 0
    for page in PAGES:
        # The gallery shows components, in Danish only.
        if page.name.startswith("gallery:") or page.name == "set_language":
            continue
        readings = {language: dict(answers(page, language, things, sessions)) for language in ("da", "en")}
        assert readings["da"].keys() == readings["en"].keys()
        for name, danish in readings["da"].items():
            tried += 1
            faults |= {f"{page}, {name}: {fault}" for fault in faults_in(danish, readings["en"][name])}
    assert tried > 150
    assert not faults, tree.described(sorted(faults))


def test_what_is_left_over_is_caught():
    shell = '<html lang="{}"><title>{}</title><p>{}</p><p>Palle skal kunne tage imod ham.</p>'
    good = (shell.format("da", "I dag", "Skriv"), shell.format("en", "Today", "Write"))
    assert list(faults_in(*good)) == []
    assert len(list(faults_in(good[0], shell.format("en", "Today", "Skriv")))) == 1
    assert len(list(faults_in(good[0], shell.format("en", "Today", "Write it down og gem")))) == 1
    assert len(list(faults_in(shell.format("da", "I dag", "Nothing is saved"), good[1]))) == 1
    assert len(list(faults_in(good[0], shell.format("da", "Today", "Write")))) == 1


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("address", ["alice@example.org", "nobody@example.org"])
def test_mail_is_in_the_language_of_whoever_asked_for_it(things, language, address):
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.post(reverse("account_reset_password"), {"email": address})
    (letter,) = mail.outbox
    # A link holds letters by chance.
    texts = ours([letter.subject, *(line for line in letter.body.splitlines() if "://" not in line)])
    assert len(texts) > 2
    assert not [text for text in texts if FOREIGN[language].search(text)]


def test_an_invitation_is_in_both(things):
    client = browser("gerda")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(reverse("administration:invite-again", args=[things["ivan"]]))
    (letter,) = mail.outbox
    assert DANISH.search(letter.body)
    assert ENGLISH.search(letter.body)
    assert letter.subject == "Invitation til Tværs"


def test_a_letter_as_pdf_is_in_the_receivers_language(things):
    bo = browser("bo")
    bo.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = bo.post(reverse("concerns:letter-pdf", args=[things["read"], "receipt"]), {"text": "Tak."})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert re.search(rb"/Lang\s*\(da\)", answer.content)


def test_the_language_changes_where_one_is(things):
    bo = browser("bo")
    here = f"{reverse('concerns:queue')}?view=mine"
    page = bo.get(here).content.decode()
    assert '<button class="tv-tool" name="language" value="en" lang="en">' in page
    there = bo.post(reverse("set_language"), {"language": "en"}, headers={"referer": f"http://testserver{here}"})
    assert there.headers["Location"] == f"http://testserver{here}"
    assert '<html lang="en">' in bo.get(here).content.decode()
    away = bo.post(reverse("set_language"), {"language": "da"}, headers={"referer": "https://elsewhere.example/"})
    assert away.headers["Location"] == "/"
