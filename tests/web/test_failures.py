"""What a page says when something around it failed: clear words, a status that fits, and what was typed still there."""

import html
import re
from uuid import uuid4

import psycopg
import pytest
from django import db

from tests.web.test_concerns_new import NEW, typed
from tvaers.concerns.models import Concern
from tvaers.foundation.keystore import KeyStoreFullError, KeyStoreUnavailableError
from tvaers.web.concerns import new as new_page

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Set ude\nefter kl. 23 & <senere>."


def refused(cause, kind=db.OperationalError):
    """An error of Django's with the driver's as its cause."""
    error = kind("server closed the connection unexpectedly")
    error.__cause__ = cause
    return error


KINDS = [
    (refused(psycopg.OperationalError("server closed")), 503, "Databasen svarer ikke"),
    (refused(psycopg.errors.QueryCanceled("canceling statement")), 503, "Databasen svarer ikke"),
    (refused(psycopg.InterfaceError("closed"), db.InterfaceError), 503, "Databasen svarer ikke"),
    (refused(psycopg.errors.DiskFull("could not extend file")), 507, "ikke plads"),
    (KeyStoreUnavailableError("/srv/keys"), 503, "Nøglelageret"),
    (KeyStoreFullError("/srv/keys"), 507, "ikke plads"),
    (refused(psycopg.errors.UniqueViolation("duplicate key"), db.IntegrityError), 500, "gik galt"),
    (ZeroDivisionError("division"), 500, "gik galt"),
]


def failing(error):
    def fail(*_, **__):
        raise error

    return fail


def sent_again(client, page):
    """Press the page's button, with what the page holds."""
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', page.split("<main")[1], re.DOTALL)
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', form[2])
    return client.post(html.unescape(form[1]), {name: html.unescape(value) for name, value in fields})


@pytest.mark.parametrize(("error", "status", "words"), KINDS, ids=lambda each: str(each)[:40])
def test_it_says_what_to_do_and_the_form_can_be_sent_again(client_for, acting_as, monkeypatch, error, status, words):
    client = client_for("alice", raise_request_exception=False, headers={"origin": "http://testserver"})
    data = typed(fact=TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(new_page, "write_down", failing(error))
        answer = client.post(NEW, data)
    page = answer.content.decode()
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) == (status == 503)
    assert answer.headers["Cache-Control"] == "no-store"
    said = page.split("<main")[1]
    assert words in said
    assert "Prøv igen" in said
    assert "blev ikke gemt" in said
    for internal in ("server closed", "canceling", "/srv/keys", "duplicate", "division", "Traceback", "extend"):
        assert internal not in page
    first, second = sent_again(client, page), sent_again(client, page)
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    with acting_as("alice"):
        assert Concern.objects.count() == 1
    read = client.get(first["Location"].removesuffix("receipt/")).content.decode()
    assert html.escape(TEXT.partition("\n")[2]) in read


def test_in_the_readers_language_whoever_was_there_before(client_for, monkeypatch):
    danish, english = (
        client_for("alice", raise_request_exception=False, headers={"accept-language": language})
        for language in ("da", "en")
    )
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", failing(KINDS[0][0]))
    assert "Databasen svarer ikke" in danish.get("/").content.decode()
    assert "The database does not answer" in english.get("/").content.decode()


@pytest.mark.parametrize(
    ("path", "data", "headers"),
    [
        (NEW, {"fact": TEXT}, {"origin": "http://elsewhere.example"}),
        (NEW, {"fact": TEXT}, {}),
        (NEW, {"fact": "x" * 600_000}, {"origin": "http://testserver"}),
        ("/login/", {"login": "a@example.org", "password": "hemmelig sætning"}, {"origin": "http://testserver"}),
    ],
)
def test_what_is_foreign_secret_or_too_long_is_not_put_into_the_page(client_for, monkeypatch, path, data, headers):
    client = client_for("alice", raise_request_exception=False)
    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", failing(KINDS[0][0]))
    answer = client.post(path, {"form": str(uuid4()), **data}, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "<form" not in page.split("<main")[1]
    assert "Gå tilbage, og send det igen" in page
    for value in data.values():
        assert html.escape(value) not in page


def test_what_failed_after_the_commit_is_not_called_unsaved(client_for, monkeypatch):
    client = client_for("alice", raise_request_exception=False, headers={"origin": "http://testserver"})
    data = typed()
    with monkeypatch.context() as patch:
        patch.setattr("tvaers.sharing.middleware.close_ticket", failing(KINDS[0][0]))
        page = client.post(NEW, data).content.decode()
    assert "blev ikke gemt" not in page
    assert "ikke gemt to gange" in page
    assert sent_again(client, page).status_code == 302
