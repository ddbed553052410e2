"""Finding a running case by name: in no address, in the log with a sealed criterion, and only hits count as seen."""

import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tvaers.cases import queries
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.guard.enums import Category
from tvaers.sharing import looks

pytestmark = pytest.mark.django_db(transaction=True)
URL = "cases:list"
OTHER = "Sara Opdigtsen"


@pytest.fixture
def two(acting_as):
    """Two running cases, of Noah and of Sara."""
    with acting_as("alice") as alice:
        young = scene.person(alice, name=OTHER, born="2010-02-02")
        return scene.case(alice), course.open_case(by=alice, opening=scene.opening(young))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def found(client, name):
    return client.post(reverse(URL), {"q": name})


def test_a_part_of_a_name_finds_the_case_and_no_other(client_for, two):
    client = client_for("alice")
    page = text(found(client, "opdigts"))
    assert OTHER in page
    assert scene.NAME not in page
    assert 'value="opdigts"' in page, "what was typed stays in the field"
    assert OTHER in text(found(client_for("bo"), "SARA")), "a colleague of the unit finds it as well"


def test_nobody_found_says_so_and_nothing_typed_is_asked_for(client_for, two):
    client = client_for("alice")
    assert "Intet igangværende forløb passer" in text(found(client, "Ukendt"))
    for typed in ("", " ", "N", "x" * 81):
        page = text(found(client, typed))
        assert "alert-error" in page
        assert scene.NAME not in page


def test_what_one_cannot_see_is_not_found(client_for, two, acting_as):
    scene.share(acting_as, two[0], Category.PLAN)
    for who in ("olga", "carl", "hanne", "gerda"):
        assert scene.NAME not in text(found(client_for(who), "Noah"))


def test_a_closed_case_is_not_running(client_for, two, acting_as):
    with acting_as("alice") as alice:
        course.close(by=alice, case=two[0], version=1, outcome=Outcome.MOVED, reason="Flyttet")
    assert scene.NAME not in text(found(client_for("alice"), "Noah"))


def test_the_name_is_in_no_address_and_sealed_in_the_log(client_for, two, as_administrator, acting_as):
    client = client_for("alice")
    page = text(found(client, "Opdigtsen"))
    addresses = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert addresses
    assert not any("opdigtsen" in address.casefold() for address in addresses)
    assert OTHER not in text(client.get(reverse(URL), {"q": "Opdigtsen", "view": "closed"})), "no address asks"
    written = as_administrator.execute(
        "SELECT count(*) FROM audit_seen WHERE criterion IS NOT NULL AND dossier_id = %s", [two[1]]
    )
    assert written.fetchone() == (1,)
    for table in ("audit_ticket", "audit_seen", "audit_event", "audit_outcome"):
        rows = as_administrator.execute(f"SELECT t::text FROM {table} t").fetchall()
        assert rows
        assert not any("opdigtsen" in row.casefold() or b"Opdigtsen".hex() in row for (row,) in rows), table
    with acting_as("alice"):
        assert any(look.criteria == ({"name": "Opdigtsen"},) for look in looks.looks(dossier=two[1])[0])


def test_only_what_is_shown_counts_as_seen_and_a_miss_is_logged(client_for, two, as_administrator):
    before = "SELECT count(*) FROM audit_seen WHERE actor_id = %s"
    as_administrator.execute("SET session_replication_role = replica")
    as_administrator.execute("DELETE FROM audit_seen")
    as_administrator.execute("RESET session_replication_role")
    found(client_for("bo"), "Ukendt")
    assert as_administrator.execute(before, [named("bo")]).fetchone() == (1,), "the search, and nobody seen"
    found(client_for("bo"), "Noah")
    seen = as_administrator.execute(
        "SELECT DISTINCT dossier_id FROM audit_seen WHERE actor_id = %s AND dossier_id IS NOT NULL", [named("bo")]
    ).fetchall()
    assert len(seen) == 2, "Noah and his case"
    assert (two[1],) not in seen


def test_beyond_the_limit_the_page_says_so(client_for, two, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHED", 1)
    assert "mere end 1 igangværende" in text(found(client_for("alice"), "Noah"))


def test_the_list_takes_no_other_method(client_for, two):
    assert client_for("alice").put(reverse(URL)).status_code == 405


@pytest.mark.parametrize("address", ["/cases/", "/tasks/", "/sharing/offers/"])
@pytest.mark.parametrize("key", ["gerda", "signe", "stine", "inga"])
def test_who_works_with_nobody_has_no_lists_of_people(client_for, key, address):
    assert client_for(key).get(address).status_code == 403
    assert client_for("dina").get(address).status_code == 200


def test_whoever_leads_none_meets_the_cases_there_are(client_for, acting_as):
    with acting_as("alice") as alice:
        scene.case(alice)
    page = client_for("bo").get("/cases/")
    assert [view["current"] for view in page.context["views"]] == [False, True, False, False]
    assert len(page.context["rows"]) == 1
    assert client_for("alice").get("/cases/").context["views"][0]["current"]
    assert client_for("bo").get("/cases/?view=mine").context["rows"] == []
