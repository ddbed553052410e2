"""An invitation: the link works once, for the one invited, and its secret part stays out of every address."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import factors
from tests.cast import named

TOKEN = "et-meget-hemmeligt-link-0123456789"
WELCOME = "accounts:welcome"


def open_link(client, token=TOKEN):
    answer = client.get(reverse("accounts:invitation", args=[token]))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse(WELCOME)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    return client.get(reverse(WELCOME))


@pytest.fixture
def invited(transactional_db, cast, as_maintenance):
    return factors.invite(as_maintenance, TOKEN, email="ny@example.org", name="Nye Nyberg")


def test_a_new_colleague_chooses_a_password_and_goes_on_to_the_telephone(invited, as_maintenance):
    client = Client()
    page = open_link(client).content.decode()
    assert "Velkommen, Nye Nyberg" in page
    assert "Gladsaxe Kommune" in page
    assert TOKEN not in page
    answer = client.post(reverse(WELCOME), {"password": factors.PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    row = as_maintenance.execute("SELECT state FROM partnerships_membership WHERE id = %s", (invited,)).fetchone()
    assert row == ("active",)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_a_weak_password_does_not_use_the_link_up(invited):
    client = Client()
    open_link(client)
    for weak in ("kort", "123456789012", "ny@example.org", "", "password1234"):
        assert client.post(reverse(WELCOME), {"password": weak}).status_code == 200
    assert client.post(reverse(WELCOME), {"password": factors.PASSWORD}).status_code == 302


def test_used_expired_and_unknown_links_are_the_same_page(invited, as_maintenance):
    client = Client()
    open_link(client)
    client.post(reverse(WELCOME), {"password": factors.PASSWORD})
    factors.invite(as_maintenance, "udloebet", email="sen@example.org", name="Sen", expired=True)
    pages = [open_link(Client(), token) for token in (TOKEN, "udloebet", "findes-ikke")]
    assert {page.status_code for page in pages} == {410}
    token = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
    assert len({token.sub(b"", page.content) for page in pages}) == 1
    assert "virker ikke længere" in pages[0].content.decode()


def state_of(connection, member):
    return connection.execute("SELECT state FROM partnerships_membership WHERE id = %s", (member,)).fetchone()[0]


def log_in(client, address):
    """Follow the way to the log-in as somebody with password and telephone does; return where it leads."""
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    (onward,) = re.findall(r'name="next" value="([^"]*)"', main)
    typed = {"login": "hanne@example.org", "password": factors.PASSWORD, "next": onward}
    return client.post(reverse("account_login"), typed)


def test_somebody_with_an_account_logs_in_to_accept(invited, transactional_db, as_maintenance):
    factors.arm(as_maintenance, "hanne")
    member = factors.invite(as_maintenance, "andet-job", email="hanne@example.org", name="Hanne Nabo")
    client = Client()
    page = open_link(client, "andet-job").content.decode()
    assert 'type="password"' not in page
    assert "Log ind, og tag imod" in page
    answer = client.post(reverse(WELCOME), {"password": "en-fremmed-adgangskode"})
    assert answer.headers["Location"].startswith(reverse("account_login"))
    assert state_of(as_maintenance, member) == "invited"
    assert log_in(client, answer.headers["Location"]).headers["Location"] == reverse("mfa_authenticate")
    answer = client.post(reverse("mfa_authenticate"), {"code": factors.code(factors.secret_for("hanne"))})
    assert answer.headers["Location"] == reverse(WELCOME)
    assert client.post(reverse(WELCOME)).headers["Location"] == reverse("accounts:act-for")
    assert state_of(as_maintenance, member) == "active"
    assert client.get(reverse("profile:show")).headers["Location"].startswith(reverse("accounts:act-for"))
    choice = client.get(reverse("accounts:act-for")).content.decode()
    assert "Gladsaxe Kommune" in choice
    assert "Herlev Kommune" in choice


def test_somebody_signed_in_accepts_with_one_click(client_for, transactional_db, as_maintenance):
    factors.arm(as_maintenance, "hanne")
    client = client_for("hanne")
    factors.invite(as_maintenance, "andet-job", email="hanne@example.org", name="Hanne Nabo")
    assert open_link(client, "andet-job").status_code == 200
    assert client.post(reverse(WELCOME)).headers["Location"] == reverse("accounts:act-for")


def test_somebody_without_a_telephone_sets_it_up_and_comes_back(invited, as_maintenance):
    factors.arm(as_maintenance, "hanne", factor=False)
    member = factors.invite(as_maintenance, "andet-job", email="hanne@example.org", name="Hanne Nabo")
    client = Client()
    open_link(client, "andet-job")
    answer = log_in(client, client.post(reverse(WELCOME)).headers["Location"])
    assert answer.headers["Location"] == reverse(WELCOME)
    assert client.post(reverse(WELCOME)).headers["Location"] == reverse("mfa_activate_totp")
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    client.post(reverse("mfa_activate_totp"), {"code": factors.code(secret)})
    assert f'href="{reverse(WELCOME)}"' in client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert client.post(reverse(WELCOME)).headers["Location"] == reverse("accounts:act-for")
    assert state_of(as_maintenance, member) == "active"


def test_who_left_everywhere_starts_anew(transactional_db, cast, as_maintenance):
    factors.arm(as_maintenance, "hanne")
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", (named("hanne"),))
    as_maintenance.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", (named("user hanne"),))
    member = factors.invite(as_maintenance, "nyt-job", email="hanne@example.org", name="Hanne Nabo")
    client = Client()
    assert 'type="password"' in open_link(client, "nyt-job").content.decode()
    answer = client.post(reverse(WELCOME), {"password": "en-helt-ny-adgangskode"})
    assert answer.headers["Location"] == reverse("mfa_activate_totp")
    assert state_of(as_maintenance, member) == "active"
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_somebody_else_cannot_accept(invited, client_for, as_maintenance):
    client = client_for("bo")
    assert "til en anden" in open_link(client).content.decode()
    client.post(reverse(WELCOME), {"password": factors.PASSWORD})
    row = as_maintenance.execute("SELECT state FROM partnerships_membership WHERE id = %s", (invited,)).fetchone()
    assert row == ("invited",)


def test_the_secret_part_stands_nowhere(invited, as_administrator, capfd):
    client = Client()
    open_link(client)
    for table in ("audit_ticket", "accounts_session", "partnerships_invitation", "django_cache"):
        whole = as_administrator.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t").fetchone()[0] or ""
        assert TOKEN not in whole
        assert TOKEN.encode().hex() not in whole
    assert TOKEN not in "".join(capfd.readouterr())
    routes = as_administrator.execute("SELECT DISTINCT route FROM audit_ticket").fetchall()
    assert set(routes) == {("accounts:invitation",), (WELCOME,)}


def test_accepting_is_logged(invited, as_maintenance):
    client = Client()
    open_link(client)
    client.post(reverse(WELCOME), {"password": factors.PASSWORD})
    events = as_maintenance.execute("SELECT name, actor_id, organisation_id FROM audit_event").fetchall()
    assert events == [("partnerships.invitation_accepted", invited, named("gladsaxe"))]


def test_a_wrong_method(db):
    assert Client().post(reverse("accounts:invitation", args=["x"])).status_code == 405
    assert Client().put(reverse(WELCOME)).status_code == 405
