"""A second factor shown just now: what counts as one, and the way to the deed and back."""

import html
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.web import deeds
from tvaers.accounts.sessions import hashed

FACTOR, KEPT = "accounts:factor", "accounts:kept"
WORDS = "Ja, vi er enige om alle fem punkter."
OURS = {"Origin": "http://testserver"}
pytestmark = pytest.mark.urls("tests.web.deeds")


@pytest.fixture
def armed(transactional_db, cast, as_maintenance):
    deeds.done.clear()
    factors.arm(as_maintenance, "alice")
    return as_maintenance


@pytest.fixture
def alice(armed, client_for):
    """Alice, who signed in a while ago."""
    client = client_for("alice")
    tired(armed)
    return client


def tired(connection, seconds=1000):
    connection.execute("UPDATE accounts_session SET factor_at = now() - make_interval(secs => %s)", [seconds])


def noted(connection, client):
    """Seconds since, and kind of, the factor shown in the browser's session."""
    session = hashed(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return connection.execute(
        "SELECT extract(epoch FROM now() - factor_at)::integer, factor_kind FROM accounts_session WHERE key_hash = %s",
        [session],
    ).fetchone()


def begin(client):
    client.post(reverse("account_login"), {"login": "alice@example.org", "password": factors.PASSWORD})


def show(client, *, step=0, back="", code=""):
    code = code or factors.code(factors.secret_for("alice"), step=step)
    return client.post(reverse(FACTOR), {"code": code, **({"next": back} if back else {})}, headers=OURS)


# --- what counts --------------------------------------------------------------------------------------


def test_signing_in_with_the_telephone_counts(armed):
    client = Client()
    begin(client)
    client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("alice"))})
    assert noted(armed, client)[1] == "totp"
    assert client.post("/deed/sign/").content == b"signed"


def test_a_first_telephone_counts(armed):
    factors.arm(armed, "alice", factor=False)
    client = Client()
    begin(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert noted(armed, client) == (None, "")
    client.post(reverse("mfa_activate_totp"), {"code": factors.code(secret)})
    assert noted(armed, client)[1] == "totp"


def test_a_recovery_code_lets_in_and_counts_for_nothing(armed, alice):
    again = f"{reverse('account_reauthenticate')}?next=/"
    alice.post(again, {"password": factors.PASSWORD})
    alice.post(reverse("mfa_generate_recovery_codes"))
    codes = re.findall(r"<code>(\d{8})</code>", alice.get(reverse("mfa_view_recovery_codes")).content.decode())
    client = Client()
    begin(client)
    assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == 302
    assert noted(armed, client) == (None, "")
    assert client.post("/deed/sign/").status_code == 302
    refused = show(client, code=codes[1])
    assert "er ikke nok her" in refused.content.decode()
    client.post(reverse("mfa_reauthenticate"), {"code": codes[2]})
    assert noted(armed, client) == (None, "")
    assert codes[1] in alice.get(reverse("mfa_view_recovery_codes")).content.decode(), "what was refused is not used up"
    assert deeds.done == []


def test_the_password_counts_for_nothing(armed, alice):
    alice.post(f"{reverse('account_reauthenticate')}?next=/", {"password": factors.PASSWORD})
    assert noted(armed, alice)[0] >= 1000
    assert alice.post("/deed/sign/").status_code == 302


def test_a_code_counts_once(armed, alice):
    code = factors.code(factors.secret_for("alice"))
    assert show(alice, code=code).status_code == 302
    assert noted(armed, alice)[0] < 100
    tired(armed)
    assert "Koden passer ikke" in show(alice, code=code).content.decode()
    assert noted(armed, alice)[0] >= 1000


@pytest.mark.parametrize("code", ["000000", "", "12345", "1" * 8])
def test_a_wrong_code_counts_for_nothing(armed, alice, code):
    answer = alice.post(reverse(FACTOR), {"code": code}, headers=OURS)
    assert answer.status_code == 200
    assert "alert-error" in answer.content.decode()
    assert noted(armed, alice)[0] >= 1000


def test_wrong_codes_run_out(armed, alice):
    for _ in range(10):
        alice.post(reverse(FACTOR), {"code": "000000"}, headers=OURS)
    assert show(alice).status_code in {200, 429}
    assert noted(armed, alice)[0] >= 1000


def test_it_counts_in_this_browser_only(armed, alice, client_for):
    other = client_for("alice")
    tired(armed)
    show(alice)
    assert noted(armed, alice)[0] < 100
    assert noted(armed, other)[0] >= 1000
    assert other.post("/deed/sign/").status_code == 302


def test_a_changed_password_asks_for_it_anew(armed, client_for):
    client = client_for("alice")
    new = {"oldpassword": factors.PASSWORD, "password1": "en-helt-anden-snor-77"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    assert noted(armed, client) == (None, ""), "it is another session"


# --- there and back -----------------------------------------------------------------------------------


def test_what_is_fresh_is_not_asked_for(armed, client_for):
    client = client_for("alice")
    assert client.post("/deed/sign/", {"words": WORDS}).content == b"signed"
    tired(armed, 100)
    assert client.get("/deed/export/").content == b"the file"
    assert client.post("/deed/sign/").status_code == 302


def test_looking_is_asked_for_only_where_the_page_says_so(alice):
    assert alice.get("/deed/sign/").content == b"the form"
    away = alice.get("/deed/export/?year=2026")
    assert away.headers["Location"] == f"{reverse(FACTOR)}?next=%2Fdeed%2Fexport%2F%3Fyear%3D2026"
    assert show(alice, back="/deed/export/?year=2026").headers["Location"] == "/deed/export/?year=2026"
    assert alice.get("/deed/export/").content == b"the file"


def sent_again(client):
    """The form on the page that brings back what was sent, as the person's click sends it."""
    page = client.get(reverse(KEPT)).content.decode()
    form = r'<form method="post" action="([^"]+)" class="tv-stack-l">(.*?)</form>'
    ((action, body),) = re.findall(form, page, re.DOTALL)
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body)
    return page, action, {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_form_waits_and_is_sent_by_the_persons_own_click(armed, alice):
    away = alice.post("/deed/sign/?agreement=1", {"words": WORDS, "version": "3"}, headers=OURS)
    assert away.headers["Location"] == f"{reverse(FACTOR)}?next=%2Fkept%2F"
    assert show(alice, back=reverse(KEPT)).headers["Location"] == reverse(KEPT)
    page, action, fields = sent_again(alice)
    assert "Det er dig" in page
    assert "logget ud" not in page
    assert WORDS in page
    assert deeds.done == [], "nothing is done by itself"
    assert (action, fields) == ("/deed/sign/?agreement=1", {"words": WORDS, "version": "3"})
    assert alice.post(action, fields, headers=OURS).content == b"signed"
    assert deeds.done == [fields]
    assert "ingen tekst" in alice.get(reverse(KEPT)).content.decode()


def test_a_button_is_pressed_on_the_page_that_says_what_it_does(armed, alice):
    alice.post("/deed/checked/", {"words": WORDS, "share": "1"}, headers=OURS)
    show(alice, back=reverse(KEPT))
    _, action, fields = sent_again(alice)
    assert alice.post(action, fields, headers=OURS).content.decode() == f"check: {WORDS}"
    assert deeds.done == []
    alice.post(action, {**fields, "share": "1"}, headers=OURS)
    assert deeds.done == [{"words": WORDS, "share": "1"}]


def test_who_thinks_better_of_it_does_nothing(alice):
    alice.post("/deed/sign/", {"words": WORDS}, headers=OURS)
    answer = alice.post(reverse(KEPT), follow=True)
    assert "Intet blev gjort" in answer.content.decode()
    assert "ingen tekst" in alice.get(reverse(KEPT)).content.decode()
    assert deeds.done == []


def test_what_waits_is_sealed(armed, alice):
    alice.post("/deed/sign/", {"words": WORDS}, headers=OURS)
    (data,) = armed.execute("SELECT data FROM accounts_session").fetchone()
    assert WORDS.encode() not in bytes(data)


def test_what_is_too_long_to_wait_is_said(alice):
    away = alice.post("/deed/sign/", {"words": "x" * 500_001}, headers=OURS)
    assert away.headers["Location"] == f"{reverse(FACTOR)}?next=%2F"
    assert "for lang" in alice.get(away.headers["Location"]).content.decode()


def test_a_fragment_sends_the_whole_page(alice):
    answer = alice.post("/deed/sign/", {"words": WORDS}, headers={"HX-Request": "true", **OURS})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith(reverse(FACTOR))


def test_the_way_back_is_ours(alice):
    assert show(alice, back="https://ondt.example/").headers["Location"] == "/"


def test_neither_code_nor_deed_is_kept_when_the_session_ends(armed, alice):
    alice.get("/deed/sign/")
    armed.execute("UPDATE accounts_session SET seen_at = now() - interval '31 minutes'")
    assert "kept" not in show(alice).headers["Location"]


def test_somebody_not_signed_in_is_sent_to_sign_in(db):
    assert Client().get(reverse(FACTOR)).headers["Location"].startswith(reverse("account_login"))


def test_a_wrong_method(alice):
    assert alice.delete(reverse(FACTOR)).status_code == 405
