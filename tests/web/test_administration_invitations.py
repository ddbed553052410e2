"""Inviting: form, check answers, letter; again, withdrawn; and the first administrator of another organisation."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.cast import named
from tvaers.partnerships import letters
from tvaers.partnerships.enums import Role
from tvaers.web.administration import invitations

NEW = {
    "name": "Ny Prøve",
    "title": "familierådgiver",
    "email": "Ny@Example.org",
    "phone": "39 57 50 00",
    "roles": [str(int(Role.CASEWORKER))],
    "units": [str(named("gladsaxe-family"))],
}
MEMBER = "SELECT id, name, email, roles, state FROM partnerships_membership WHERE email = 'ny@example.org'"


# What a page saved is read past it, by another connection.
pytestmark = pytest.mark.django_db(transaction=True)


def at(name, *args):
    return reverse(f"administration:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def gerda(client_for):
    return client_for("gerda", headers={"accept-language": "da"})


def begin(client, **changes):
    """Fill the form; return the address of the check page."""
    return client.post(at("invite"), {**NEW, **changes}).headers["Location"]


def test_nothing_is_sent_before_it_is_checked(gerda, as_maintenance):
    check = begin(gerda)
    page = text(gerda.get(check))
    for words in ("Ny Prøve", "ny@example.org", "Familierådgiver", "Familieafdelingen", "Alt"):
        assert words.lower() in page.lower()
    assert mail.outbox == []
    assert as_maintenance.execute(MEMBER).fetchone() is None


def test_nobody_writes_to_many_through_us(gerda, monkeypatch, caplog):
    monkeypatch.setattr(invitations, "LETTERS_AN_HOUR", 2)
    for number in range(2):
        assert gerda.post(begin(gerda, email=f"ny{number}@example.org")).status_code == 200
    refused = gerda.post(begin(gerda, email="ny2@example.org"))
    assert refused.status_code == 429
    assert refused["Retry-After"] == "3600"
    assert "For mange forsøg" in text(refused)
    assert len(mail.outbox) == 2
    line = [each for each in caplog.records if each.name == "tvaers.ui.answered"][-1]
    assert (line.levelname, line.status, line.route) == ("WARNING", 429, "administration:invite-check")


def test_the_letter_is_sent_once(gerda, as_maintenance):
    check = begin(gerda)
    page = text(gerda.post(check))
    (sent,) = mail.outbox
    (link,) = re.findall(r"http://testserver\S+", sent.body.split("--")[0])
    assert link in page
    assert "Kun i demonstrationen" in page
    member = as_maintenance.execute(MEMBER).fetchone()
    assert member[1:] == ("Ny Prøve", "ny@example.org", int(Role.CASEWORKER), "invited")
    (stored,) = as_maintenance.execute("SELECT token_hash FROM partnerships_invitation").fetchone()
    assert link.rstrip("/").rsplit("/", 1)[1].encode() not in bytes(stored)
    again = gerda.post(check, follow=True)
    assert "Invitationen er allerede sendt" in text(again)
    assert len(mail.outbox) == 1


def test_outside_the_demonstration_the_link_is_in_the_letter_only(gerda, settings):
    settings.TVAERS_DEMO = False
    response = gerda.post(begin(gerda), follow=True)
    (link,) = set(re.findall(r"http://testserver\S+", mail.outbox[0].body))
    assert link not in response.content.decode()
    assert "er sendt til ny@example.org" in text(response)


def test_the_link_lets_somebody_in(gerda, client):
    gerda.post(begin(gerda))
    (link,) = set(re.findall(r"http://testserver(\S+)", mail.outbox[0].body))
    page = client.get(link, follow=True)
    assert page.status_code == 200
    assert "Gladsaxe Kommune" in page.content.decode()


def test_a_draft_can_be_changed(gerda):
    check = begin(gerda)
    draft = check.rstrip("/").split("/")[-2]
    form = gerda.get(at("invite"), {"draft": draft})
    assert 'value="Ny Prøve"' in text(form)
    changed = gerda.post(f"{at('invite')}?draft={draft}", {**NEW, "name": "Nyere Prøve"})
    assert changed.headers["Location"] == check
    assert "Nyere Prøve" in text(gerda.get(check))


def test_what_is_corrected_after_a_refusal_is_what_is_sent(gerda, as_maintenance):
    """Meanwhile the other administrator has invited the same address; the page that says so keeps the form."""
    first, second = begin(gerda), begin(gerda, name="Anden Prøve")
    gerda.post(first)
    refused = gerda.post(second)
    assert list(refused.context["form"].errors) == ["email"]
    (action,) = re.findall(r'<form class="tv-narrow" method="post" action="([^"]+)"', text(refused))
    checked = gerda.post(action, {**NEW, "name": "Anden Prøve", "email": "anden@example.org"})
    assert "anden@example.org" in text(gerda.get(checked.headers["Location"]))
    gerda.post(checked.headers["Location"])
    sent = "SELECT name FROM partnerships_membership WHERE email = 'anden@example.org'"
    assert as_maintenance.execute(sent).fetchall() == [("Anden Prøve",)]


def test_two_tabs_do_not_mix(gerda):
    first, second = begin(gerda), begin(gerda, name="Anden Prøve", email="anden@example.org")
    assert "Ny Prøve" in text(gerda.get(first))
    assert "Anden Prøve" in text(gerda.get(second))


def test_only_roles_that_belong_here_are_offered(gerda, client_for):
    page = text(gerda.get(at("invite")))
    assert "Familierådgiver" in page
    assert "Exitkoordinator" not in page
    response = gerda.post(at("invite"), {**NEW, "roles": [str(int(Role.POLICE_EXIT))]})
    assert list(response.context["form"].errors) == ["roles"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "ingen mail"), ("email", "a@b.dk\nBcc: x@y.dk"), ("name", ""), ("roles", []), ("phone", "x")],
)
def test_an_error_stands_at_its_field(gerda, field, value):
    response = gerda.post(at("invite"), {**NEW, field: value})
    assert list(response.context["form"].errors) == [field]
    assert 'value="familierådgiver"' in text(response)


@pytest.mark.parametrize(
    ("email", "words"), [("alice@example.org", "arbejder her allerede"), ("ny@example.org", "allerede inviteret")]
)
def test_who_is_here_already_is_named_at_the_field(gerda, email, words):
    gerda.post(begin(gerda))
    response = gerda.post(begin(gerda, email=email))
    assert words in response.context["form"].errors["email"][0]
    assert f'value="{email}"' in text(response)


def test_a_unit_closed_meanwhile_is_said_at_the_field(gerda, as_maintenance):
    check = begin(gerda)
    as_maintenance.execute("UPDATE partnerships_unit SET ended_at = now() WHERE id = %s", [named("gladsaxe-family")])
    response = gerda.post(check)
    assert "units" in response.context["form"].errors
    assert mail.outbox == []


def test_a_mail_server_that_is_away_loses_nothing(gerda, monkeypatch, as_maintenance):
    def broken(**_):
        raise TimeoutError

    monkeypatch.setattr(letters, "send_invitation", broken)
    check = begin(gerda)
    response = gerda.post(check)
    assert "Brevet kunne ikke sendes" in text(response)
    assert 'value="Ny Prøve"' in text(response)
    assert as_maintenance.execute(MEMBER).fetchone() is None
    monkeypatch.undo()
    assert "er sendt til" in text(gerda.post(check))


def test_a_new_letter_and_a_withdrawal(gerda, client, as_maintenance):
    gerda.post(begin(gerda))
    (member, *_) = as_maintenance.execute(MEMBER).fetchone()
    page = text(gerda.get(at("member", member)))
    assert "Linket virker til" in page
    gerda.post(at("invite-again", member))
    old, new = (re.search(r"http://testserver(\S+)", sent.body)[1] for sent in mail.outbox)
    assert client.get(old, follow=True).status_code == 410
    assert client.get(new, follow=True).status_code == 200
    gone = gerda.post(at("invite-withdraw", member), follow=True)
    assert "er trukket tilbage" in text(gone)
    assert client.get(new, follow=True).status_code == 410
    assert gerda.post(at("invite-again", member)).status_code == 404


def test_the_host_invites_the_first_administrator_elsewhere(gerda, as_maintenance):
    here = at("first-administrator", named("police"))
    assert 'name="roles"' not in text(gerda.get(here))
    check = gerda.post(here, {**NEW, "roles": [str(int(Role.COORDINATOR))]}).headers["Location"]
    page = text(gerda.get(check))
    assert "Københavns Vestegns Politi" in page
    assert "Administrator" in page
    gerda.post(check)
    assert as_maintenance.execute(MEMBER).fetchone()[3:] == (int(Role.ADMINISTRATOR), "invited")
    assert "Allerede inviteret" in text(gerda.get(here))
    assert "En administrator er inviteret" in text(gerda.get(at("organisations")))
    (member, *_) = as_maintenance.execute(MEMBER).fetchone()
    assert gerda.post(at("invite-withdraw", member)).headers["Location"] == here


def test_not_where_somebody_keeps_the_people_already(gerda):
    check = gerda.post(at("first-administrator", named("herlev")), NEW).headers["Location"]
    assert "Organisationen har nu en administrator" in text(gerda.post(check))
    assert mail.outbox == []
