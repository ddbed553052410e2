"""The yearly look at rights (R21): whose turn it is, confirmed by whom, told in Today and on the pages of people."""

import pytest
from django.db import connection
from django.urls import reverse

from tests.cast import named
from tvaers.partnerships import queries

pytestmark = pytest.mark.django_db(transaction=True)

AGO = "UPDATE partnerships_membership SET created_at = now() - interval '3 years', reviewed_at = now() - %s::interval"


def at(name, *args):
    return reverse(f"administration:{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def gerda(client_for):
    return client_for("gerda", headers={"accept-language": "da"})


@pytest.fixture
def overdue(gerda, as_maintenance):
    """Alice and Carl of Gladsaxe and Hanne of Herlev have waited longest; everybody else was looked at."""
    as_maintenance.execute(AGO, ["11 months"])
    for key, ago in (("alice", "13 months"), ("carl", "20 months"), ("hanne", "20 months")):
        as_maintenance.execute(f"{AGO} WHERE id = %s", [ago, named(key)])
    as_maintenance.execute("UPDATE accounts_user SET last_login = '2026-02-03 12:00Z' WHERE email LIKE 'alice%%'")
    as_maintenance.execute("UPDATE accounts_user SET last_login = NULL WHERE email LIKE 'carl%%'")


def names(client):
    return [row["one"].name for row in client.get(at("reviews")).context["rows"]]


def test_those_whose_turn_it_is_stand_there_longest_ago_first(gerda, overdue):
    assert names(gerda) == ["Carl Opdigt", "Alice Prøvedal"]
    page = text(gerda.get(at("reviews")))
    for words in (
        "SSP-konsulent",
        "familierådgiver",
        "Senest logget ind: 3. februar 2026",
        "Senest logget ind: aldrig",
    ):
        assert words in page, words


def test_one_press_says_that_they_are_right_and_it_is_kept_by_whom(gerda, overdue, as_maintenance):
    sent = {"version": "1", "back": "reviews"}
    done = gerda.post(at("member-reviewed", named("carl")), sent, follow=True)
    assert done.redirect_chain == [(at("reviews"), 302)]
    assert names(gerda) == ["Alice Prøvedal"]
    kept = as_maintenance.execute(
        "SELECT reviewed_by_id, reviewed_at > now() - interval '1 minute' FROM partnerships_membership WHERE id = %s",
        [named("carl")],
    )
    assert kept.fetchone() == (named("gerda"), True)
    logged = "SELECT actor_id FROM audit_event WHERE name = 'partnerships.roles_reviewed' AND object_id = %s"
    assert as_maintenance.execute(logged, [named("carl")]).fetchall() == [(named("gerda"),)]
    assert "af Gerda Nøgleby" in text(gerda.get(at("member", named("carl"))))
    assert "Gerda Nøgleby" in text(gerda.get(at("people") + "?name=Carl"))


def test_who_changes_the_roles_has_looked_at_them(gerda, overdue, as_maintenance):
    sent = {"version": "1", "name": "Carl Opdigt", "title": "rådgiver", "roles": ["4", "8"], "units": []}
    assert gerda.post(at("member-change", named("carl")), sent).status_code == 302
    kept = as_maintenance.execute("SELECT reviewed_by_id FROM partnerships_membership WHERE id = %s", [named("carl")])
    assert kept.fetchone() == (named("gerda"),)
    assert names(gerda) == ["Alice Prøvedal"]


def test_the_lists_pages_and_today_say_that_it_is_time(gerda, overdue, client_for):
    said = "2 kollegers rettigheder er ikke gennemgået i et år."
    for address in (at("people"), at("organisation"), reverse("today:list")):
        page = text(gerda.get(address))
        assert said in page, address
        assert at("reviews") in page, address
    assert "det er tid igen" in text(gerda.get(at("people") + "?name=Alice"))
    assert "Det er tid til at se på dem igen." in text(gerda.get(at("member", named("alice"))))
    assert said not in text(client_for("bo").get(reverse("today:list"))), "who administrates nothing is told nothing"


def test_when_all_were_looked_at_nothing_waits(gerda, overdue, as_maintenance):
    as_maintenance.execute(AGO, ["11 months"])
    assert "Alle er gennemgået inden for det sidste år" in text(gerda.get(at("reviews")))
    assert "er gennemgået inden for et år" in text(gerda.get(at("organisation")))
    assert at("reviews") not in text(gerda.get(reverse("today:list")))
    assert "det er tid igen" not in text(gerda.get(at("people")))


def test_the_year_runs_from_the_day_that_somebody_began(gerda, overdue, as_maintenance):
    as_maintenance.execute("UPDATE partnerships_membership SET reviewed_at = NULL WHERE id = %s", [named("dina")])
    assert names(gerda)[0] == "Dina Påfund"
    as_maintenance.execute(
        "UPDATE partnerships_membership SET created_at = now() - interval '11 months' WHERE id = %s", [named("dina")]
    )
    assert "Dina Påfund" not in names(gerda)


@pytest.mark.parametrize("state", ["left", "invited"])
def test_who_is_not_at_work_is_not_looked_at(gerda, overdue, as_maintenance, state):
    as_maintenance.execute("UPDATE partnerships_membership SET state = %s WHERE id = %s", [state, named("carl")])
    assert names(gerda) == ["Alice Prøvedal"]


def test_each_administrator_sees_the_own_colleagues_alone(overdue, client_for):
    henrik = client_for("henrik", headers={"accept-language": "da"})
    assert names(henrik) == ["Hanne Nabo"]
    assert henrik.post(at("member-reviewed", named("alice")), {"version": "1", "back": "reviews"}).status_code == 404


@pytest.mark.parametrize("who", ["alice", "frida", "inga", "signe"])
def test_who_is_no_administrator_sees_no_review(client_for, overdue, who):
    assert client_for(who).get(at("reviews")).status_code == 403


@pytest.mark.parametrize(("who", "knows"), [("gerda", "gladsaxe"), ("henrik", "herlev"), ("frida", ""), ("inga", "")])
def test_when_colleagues_signed_in_only_their_administrator_knows(acting_as, cast, db, as_maintenance, who, knows):
    rows = as_maintenance.execute(
        "SELECT id FROM partnerships_membership WHERE organisation_id = %s AND state = 'active'", [named(knows or "x")]
    )
    expected = {row[0] for row in rows.fetchall()}
    with acting_as(who):
        with connection.cursor() as cursor:
            cursor.execute("SELECT member FROM guard.colleagues_signed_in()")
            found = {row[0] for row in cursor.fetchall()}
        assert found == expected
        assert bool(expected) is bool(knows)


def test_a_long_list_says_how_many_are_left(gerda, overdue, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 1)
    assert names(gerda) == ["Carl Opdigt"]
    assert "1 mere efter dem her." in text(gerda.get(at("reviews")))


def test_nothing_is_sent_to_the_list(gerda, overdue):
    assert gerda.post(at("reviews")).status_code == 405
