"""A session that ended in the middle of a long text loses nothing, and shows it to nobody else."""

import html
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.cast import named
from tvaers.accounts.sessions import SessionStore
from tvaers.foundation import clock
from tvaers.web.signin import kept

KEPT = "accounts:kept"
PAGE = "profile:details"
TEXT = "Han kom for sent i går.\r\nVi talte om “fodbold” & <b>skole</b> i en time."
OURS = {"Origin": "http://testserver"}


@pytest.fixture
def armed(transactional_db, cast, as_maintenance):
    for key in ("alice", "bo"):
        factors.arm(as_maintenance, key)
    return as_maintenance


@pytest.fixture
def working(armed, client_for):
    """Alice has a page open; her browser knows that she acts."""
    client = client_for("alice")
    assert client.get(reverse(PAGE)).status_code == 200
    return client


def session_ends(connection):
    connection.execute("UPDATE accounts_session SET seen_at = now() - interval '31 minutes'")


def send(client, text=TEXT, *, headers=OURS, **data):
    return client.post(reverse(PAGE), {"title": text, "phone": "", **data}, headers=headers)


def sign_in(client, key="alice", *, step=0, **data):
    client.post(reverse("account_login"), {"login": f"{key}@example.org", "password": factors.PASSWORD, **data})
    return client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for(key), step=step)})


def sealed_away(connection, text=TEXT):
    """Whether the text can be read nowhere in the sessions."""
    rows = connection.execute("SELECT data FROM accounts_session").fetchall()
    return all(text.encode() not in bytes(data) for (data,) in rows)


def test_the_text_is_there_after_sign_in_and_goes_where_it_was_written(working, armed):
    session_ends(armed)
    late = send(working)
    assert late.headers["Location"] == f"{reverse('account_login')}?next=%2Fkept%2F"
    assert "Din tekst er bevaret" in working.get(late.headers["Location"]).content.decode()
    assert sealed_away(armed)
    assert sign_in(working, next=reverse(KEPT)).headers["Location"] == reverse(KEPT)
    page = working.get(reverse(KEPT)).content.decode()
    assert "Du var logget ud. Her er det, du skrev" in page
    assert "<b>skole</b>" not in page
    ((action, body),) = re.findall(
        r'<form method="post" action="([^"]+)" class="tv-stack-l">(.*?)</form>', page, re.DOTALL
    )
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
    assert action == reverse(PAGE)
    assert html.unescape(fields["title"]) == TEXT
    assert fields["phone"] == ""
    again = working.post(action, {"title": "Konsulent", "phone": "01 23 45 67"}, headers=OURS)
    assert again.headers["Location"] == reverse("profile:show")
    assert "ingen tekst" in working.get(reverse(KEPT)).content.decode(), "sent once, it is not kept any longer"


def test_another_person_never_sees_it(working, armed):
    session_ends(armed)
    send(working)
    sign_in(working, "bo")
    session = SessionStore(working.cookies[settings.SESSION_COOKIE_NAME].value)
    assert session["_auth_user_id"] == str(named("user bo"))
    assert "kept_text" not in session, "gone with the other's sign-in, before any page is asked for"
    page = working.get(reverse(KEPT)).content.decode()
    assert "sent i går" not in page
    assert "ingen tekst" in page
    working.post(reverse("account_logout"))
    sign_in(working)
    assert "sent i går" not in working.get(reverse(KEPT)).content.decode(), "it is gone for good"


def test_after_half_an_hour_it_is_gone(working, armed):

    session_ends(armed)
    send(working)
    sign_in(working)
    with clock.frozen(clock.now() + timedelta(minutes=29)):
        assert "sent i går" in working.get(reverse(KEPT)).content.decode()
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        assert "sent i går" not in working.get(reverse(KEPT)).content.decode()
    assert "sent i går" not in working.get(reverse(KEPT)).content.decode()


def test_it_belongs_to_the_browser_that_sent_it(working, armed):
    session_ends(armed)
    send(working)
    other = Client()
    sign_in(other)
    assert "ingen tekst" in other.get(reverse(KEPT)).content.decode()


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Referer": "https://evil.example/x"}]
)
def test_a_foreign_page_cannot_plant_a_text(working, armed, headers):
    session_ends(armed)
    answer = send(working, headers=headers)
    assert "kept" not in answer.headers["Location"]
    sign_in(working)
    assert "ingen tekst" in working.get(reverse(KEPT)).content.decode()


def test_nothing_is_kept_for_who_never_was_here(armed):
    client = Client()
    answer = send(client)
    assert answer.status_code == 403
    assert "Kopiér din tekst" in answer.content.decode()
    forged = Client()
    forged.cookies[settings.TVAERS_LAST_ACTOR_COOKIE] = f"{named('user alice')}:{named('alice')}:x:y"
    assert send(forged).status_code == 403
    assert armed.execute("SELECT count(*) FROM accounts_session").fetchone() == (0,)


def test_who_signed_out_leaves_nothing_to_the_next(working, armed):
    working.post(reverse("account_logout"))
    assert not working.cookies[settings.TVAERS_LAST_ACTOR_COOKIE].value
    given_back = send(working)
    assert given_back.status_code == 403
    assert "sent i går" in given_back.content.decode(), "shown once, to be copied, to whoever sent it"


def test_a_text_that_is_too_long_is_refused_in_words(working, armed):
    session_ends(armed)
    answer = send(working, "langt ord " * 60_000)
    assert "for lang til at blive bevaret" in working.get(answer.headers["Location"]).content.decode()
    sign_in(working)
    assert "ingen tekst" in working.get(reverse(KEPT)).content.decode()


def test_files_are_said_not_to_be_kept(working, armed):
    session_ends(armed)
    send(working, bilag=SimpleUploadedFile("referat.pdf", b"%PDF"))
    sign_in(working)
    page = working.get(reverse(KEPT)).content.decode()
    assert "Filer bliver ikke bevaret" in page
    assert "referat.pdf" in page
    assert "%PDF" not in page


def test_passwords_are_never_kept(working, armed):
    session_ends(armed)
    send(working, password="hemmelig-snor-99", oldpassword="hemmelig-snor-98")
    sign_in(working)
    assert "hemmelig" not in working.get(reverse(KEPT)).content.decode()


def test_what_stood_there_before_is_nobodys_words(working, armed):
    session_ends(armed)
    send(working, **{"initial-title": "Hvad der stod før"})
    sign_in(working)
    page = working.get(reverse(KEPT)).content.decode()
    assert re.findall(r"<blockquote[^>]*>(.*?)</blockquote>", page, re.DOTALL) != []
    assert "Hvad der stod før</blockquote>" not in page
    assert 'name="initial-title" value="Hvad der stod før"' in page, "and goes along"
    assert "svar mere" not in page


@pytest.mark.parametrize("button", kept.BUTTONS)
def test_which_button_was_pressed_is_not_sent_again(working, armed, button):
    """Among them the one that closes a clock because nobody can be told, and the one that passes the doubles by."""
    session_ends(armed)
    send(working, **{button: "1"})
    sign_in(working)
    assert f'name="{button}"' not in working.get(reverse(KEPT)).content.decode()


def test_it_can_be_deleted(working, armed):
    session_ends(armed)
    send(working)
    sign_in(working)
    working.post(reverse(KEPT), headers=OURS)
    assert "ingen tekst" in working.get(reverse(KEPT)).content.decode()


def test_for_another_place_of_work_one_switches_first(armed, client_for):
    factors.second_job(armed, "alice")
    client = client_for("alice")
    client.post(reverse("accounts:act-for"), {"membership": str(named("alice"))})
    client.get(reverse(PAGE))
    session_ends(armed)
    send(client)
    sign_in(client)
    client.post(reverse("accounts:act-for"), {"membership": str(named("second job alice"))})
    elsewhere = client.get(reverse(KEPT)).content.decode()
    assert "sent i går" not in elsewhere
    assert "Du skrev det for Gladsaxe Kommune" in elsewhere
    client.post(reverse("accounts:act-for"), {"membership": str(named("alice")), "next": reverse(KEPT)})
    assert "sent i går" in client.get(reverse(KEPT)).content.decode()


class TestPagesOpenedBefore:
    """Anti-forgery checks on, as in a browser: a page from before a new sign-in no longer fits."""

    @pytest.fixture
    def browser(self, armed):
        return Client(enforce_csrf_checks=True)

    @staticmethod
    def token(client, name):
        page = client.get(reverse(name)).content.decode()
        return re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1]

    def sign_in(self, client, key="alice", step=0):
        token = self.token(client, "account_login")
        client.post(
            reverse("account_login"),
            {"login": f"{key}@example.org", "password": factors.PASSWORD, "csrfmiddlewaretoken": token},
        )
        token = self.token(client, "mfa_authenticate")
        code = factors.code(factors.secret_for(key), step=step)
        assert client.post(reverse("mfa_authenticate"), {"code": code, "csrfmiddlewaretoken": token}).status_code == 302

    def test_the_own_text_is_offered_again(self, browser, armed):
        self.sign_in(browser)
        old = self.token(browser, PAGE)
        session_ends(armed)
        self.sign_in(browser, step=1)
        answer = send(browser, csrfmiddlewaretoken=old)
        assert answer.headers["Location"] == reverse(KEPT)
        assert "sent i går" in browser.get(reverse(KEPT)).content.decode()

    def test_another_persons_old_page_is_refused(self, browser, armed):
        self.sign_in(browser)
        old = self.token(browser, PAGE)
        session_ends(armed)
        self.sign_in(browser, "bo")
        assert send(browser, csrfmiddlewaretoken=old).status_code == 403
        assert "ingen tekst" in browser.get(reverse(KEPT)).content.decode()

    def test_a_page_from_before_a_switch_is_not_sent_for_the_wrong_organisation(self, browser, armed):
        factors.second_job(armed, "alice")
        self.sign_in(browser)
        old = ""
        for member in ("alice", "second job alice"):
            old = self.token(browser, PAGE) if member != "alice" else ""
            token = self.token(browser, "accounts:act-for")
            answer = browser.post(
                reverse("accounts:act-for"), {"membership": str(named(member)), "csrfmiddlewaretoken": token}
            )
            assert answer.status_code == 302
        assert send(browser, csrfmiddlewaretoken=old).headers["Location"] == reverse(KEPT)
        assert "Du skrev det for Gladsaxe Kommune" in browser.get(reverse(KEPT)).content.decode()

    @pytest.mark.parametrize("token", ["", "x" * 64, "é" * 64, "short"])
    def test_a_forged_form_is_refused(self, browser, armed, token):
        self.sign_in(browser)
        browser.get(reverse(PAGE))
        assert send(browser, csrfmiddlewaretoken=token).status_code == 403


def test_somebody_not_signed_in_sees_no_kept_text(db):
    assert Client().get(reverse(KEPT)).headers["Location"].startswith(reverse("account_login"))


def test_a_wrong_method(client_for):
    assert client_for("alice").delete(reverse(KEPT)).status_code == 405
