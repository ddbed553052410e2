"""The pages about people. Each: works, outsider 404, a role that sees no person 403 or 404, wrong method 405."""

import re
import uuid

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests import people_scene as scene_of
from tests.cast import named
from tests.people_scene import NOAH, at, fields_of, form, shown_form, text_of
from tests.stage import statements
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.guard.enums import Purpose
from tvaers.people import actions, queries
from tvaers.people.actions import Details

pytestmark = pytest.mark.django_db(transaction=True)

SEEING_NOBODY = ["gerda", "inga", "stine", "signe"]
OUTSIDERS = ["carl", "hanne", "palle", "olga", *SEEING_NOBODY]


@pytest.fixture
def noah(acting_as):
    with acting_as("alice") as alice:
        return scene_of.noah(alice)


@pytest.fixture
def double(acting_as):
    with acting_as("alice") as alice:
        return scene_of.double(alice)


def without_tokens(response, asked):
    """The page without what differs each time: tokens against forgery, and the address asked for."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text_of(response)).replace(str(asked), "")


PAGES = ["page", "change", "looks", "access"]


def test_a_persons_pages_work(client_for, noah, subtests):
    client = client_for("bo")
    assert len(PAGES) == 4
    for name in PAGES:
        with subtests.test(name):
            response = client.get(at(name, noah))
            assert response.status_code == 200
            assert "Noah Vesterlund" in text_of(response)
            assert "6003" not in text_of(response), "the whole number stands on no page"


def test_hidden_and_missing_are_the_same(client_for, noah, subtests):
    assert len(OUTSIDERS) * len(PAGES) == 32
    for who in OUTSIDERS:
        client = client_for(who)
        for name in PAGES:
            with subtests.test(who=who, name=name):
                nobody = uuid.uuid4()
                hidden, missing = client.get(at(name, noah)), client.get(at(name, nobody))
                assert (hidden.status_code, missing.status_code) == (404, 404)
                assert without_tokens(hidden, noah) == without_tokens(missing, nobody)


def test_nobody_outside_posts(client_for, noah, double, subtests):
    assert len(OUTSIDERS) == 8
    for who in OUTSIDERS:
        client = client_for(who)
        for address, data in (
            (at("number", noah), {"reason": "identity"}),
            (at("change", noah), {"version": "1", "name": "X"}),
            (at("doubles", noah), {}),
            (at("merge", noah, double), {"version": "1", "name": "keep"}),
        ):
            with subtests.test(who=who, address=address):
                assert client.post(address, data).status_code == 404


def test_a_role_that_sees_nobody_looks_for_nobody(client_for, subtests):
    assert len(SEEING_NOBODY) == 4
    for who in SEEING_NOBODY:
        client = client_for(who)
        for name in ("find", "new"):
            with subtests.test(who=who, name=name):
                assert client.get(at(name)).status_code == 403
                assert client.post(at(name), {"q": "Noah Vesterlund"}).status_code == 403
        with subtests.test(who=who):
            assert 'role="search"' not in text_of(client.get(reverse("profile:show")))


def test_a_wrong_method_is_refused(client_for, noah, double, subtests):
    client = client_for("alice")
    for name, wrong in (
        ("find", "put"), ("new", "delete"), ("page", "post"), ("change", "put"), ("looks", "post"),
        ("access", "post"), ("number", "get"), ("doubles", "get"), ("merge", "put"),
    ):  # fmt: skip
        with subtests.test(name, wrong=wrong):
            ids = {"find": (), "new": (), "merge": (noah, double)}.get(name, (noah,))
            assert getattr(client, wrong)(at(name, *ids)).status_code == 405


def test_who_is_not_signed_in_is_sent_there(client, noah, cast):
    assert client.get(at("page", noah)).status_code == 302


# --- finding ------------------------------------------------------------------------------------------


def test_somebody_is_found_by_what_is_known(client_for, noah, subtests):
    client = client_for("bo")
    for typed in ("Noa Vesterlund", "noah 2011", "Memo", "031011-6003", "+45 20 30 40 50"):
        with subtests.test(typed):
            response = client.post(at("find"), {"q": typed})
            assert at("page", noah) in text_of(response)
            assert "SSP og forebyggelse" in text_of(response)
            assert "Forløb" in text_of(response)
            assert typed not in response.wsgi_request.get_full_path()


def test_an_address_finds_nobody(client_for, noah):
    response = client_for("bo").get(at("find"), {"q": "Noah Vesterlund"})
    assert "Noah Vesterlund" not in text_of(response)
    assert at("page", noah) not in text_of(response)


def test_a_search_without_the_token_is_refused(client_for, noah):
    client = client_for("bo", enforce_csrf_checks=True)
    assert client.post(at("find"), {"q": "Noah Vesterlund"}).status_code == 403


def test_what_cannot_be_found_is_said(client_for, noah, subtests):
    client = client_for("bo")
    for typed, said in (
        ("", "Skriv det, du ved om personen."),
        ("   ", "Skriv det, du ved om personen."),
        ("...", "Skriv et navn"),
        ("12345", "otte"),
        ("3113116003", "ikke en dato"),
        ("Hassan Ali", "Ingen passer"),
    ):
        with subtests.test(typed=typed):
            assert said in text_of(client.post(at("find"), {"q": typed}))


def test_too_many_ask_for_more_and_show_nobody(client_for, acting_as):
    with acting_as("alice") as alice:
        for number in range(queries.MOST + 1):
            details = Details(name="Ali Hassan", description=f"nummer {number}")
            actions.register(by=alice, details=details, purpose=Purpose.SSP, unit=named("gladsaxe-ssp"))
    response = client_for("bo").post(at("find"), {"q": "Ali Hassan"})
    assert "For mange passer" in text_of(response)
    assert not re.search(r"/people/[0-9a-f]{8}-", text_of(response))


def test_a_machine_is_told_to_wait(client_for, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHES_A_MINUTE", 2)
    client = client_for("bo")
    answers = [client.post(at("find"), {"q": "Ali Hassan"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer.headers.get("Retry-After") for answer in answers] == [None, None, "60"]


def test_a_person_searches_sixty_times_a_minute():
    assert queries.SEARCHES_A_MINUTE == 60


# --- registering --------------------------------------------------------------------------------------


@pytest.mark.parametrize("know", ["identified", "partly", "unknown"])
def test_each_way_to_begin_saves_an_empty_form(client_for, know):
    client = client_for("alice")
    assert f"?know={know}" in text_of(client.get(at("new")))
    response = client.post(f"{at('new')}?know={know}", form(), follow=True)
    assert response.status_code == 200
    assert "Nogen, vi ikke kender" in text_of(response)


def test_who_may_be_known_is_shown_before_anything_is_saved(client_for, noah, as_administrator):
    client, typed = client_for("bo"), form(name="Noa Westerlund", born_year="2011")
    response = client.post(f"{at('new')}?know=partly", typed)
    assert "Kender vi personen i forvejen?" in text_of(response)
    assert at("page", noah) in text_of(response)
    assert as_administrator.execute("SELECT count(*) FROM people_person").fetchone() == (1,)
    looked = as_administrator.execute("SELECT count(*) FROM audit_seen WHERE criterion IS NOT NULL").fetchone()
    assert looked == (1,)
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in text_of(response), "what was typed goes on"
    gone_on = client.post(f"{at('new')}?know=partly", typed | {"go_on": "1"}, follow=True)
    assert "Noa Westerlund" in text_of(gone_on)


def test_who_is_told_to_wait_keeps_what_was_typed(client_for, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHES_A_MINUTE", 0)
    response = client_for("bo").post(f"{at('new')}?know=partly", form(name="Noa Westerlund", description="Rød jakke"))
    assert response.status_code == 429
    assert "mere end 60 gange" in text_of(response)
    assert 'value="Noa Westerlund"' in text_of(response)
    assert "Rød jakke" in text_of(response)


def test_the_form_sent_twice_registers_once(client_for, as_administrator):
    client, typed = client_for("alice"), form(name="Emil Holm", go_on="1")
    first, second = (client.post(f"{at('new')}?know=partly", typed) for _ in range(2))
    assert first.url == second.url
    assert as_administrator.execute("SELECT count(*) FROM people_person").fetchone() == (1,)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"cpr": "031011600"}, "Et CPR-nummer har ti cifre"),
        ({"cpr": "310211-6003"}, "ikke en dato"),
        ({"cpr": "031011-6003", "born_day": "4", "born_month": "10", "born_year": "2011"}, "passer ikke sammen"),
        ({"born_year": "2099"}, "fremtiden"),
        ({"born_year": "1899"}, "før 1900"),
        ({"born_day": "31", "born_month": "2", "born_year": "2011"}, "dato, der findes"),
        ({"born_day": "31"}, "dato, der findes"),
        ({"name": "x" * 121}, "120"),
        ({"reader": str(named("gladsaxe-family"))}, "Hvem arbejder med det"),
        ({"purpose": "128"}, "Formål"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_typed_is_lost(client_for, typed, said, as_administrator):
    response = client_for("alice").post(f"{at('new')}?know=identified", form(description="Rød jakke") | typed)
    page = text_of(response)
    assert said in page
    assert "tv-summary" in page
    assert "Rød jakke" in page
    assert as_administrator.execute("SELECT count(*) FROM people_person").fetchone() == (0,)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script>", "'; DROP TABLE people_person; --", "{{ 7|add:7 }}", "Nõáḧ 🦊", "x" * 120]
)
def test_hostile_words_are_words(client_for, hostile):
    response = client_for("alice").post(f"{at('new')}?know=partly", form(name=hostile, go_on="1"), follow=True)
    page = text_of(response)
    assert response.status_code == 200
    assert "<script>alert" not in page
    assert "14" not in page.split("<h1")[1].split("</h1")[0]


def test_only_me_is_only_me(client_for):
    client = client_for("alice")
    made = client.post(f"{at('new')}?know=partly", form(nickname="Memo", reader="me", go_on="1"))
    assert client.get(made.url).status_code == 200
    assert client_for("bo").get(made.url).status_code == 404


# --- changing -----------------------------------------------------------------------------------------


def test_the_form_that_changes_keeps_the_number_it_never_shows(client_for, noah, acting_as):
    client = client_for("bo")
    typed = shown_form(client, noah)
    assert typed["cpr"] == ""
    response = client.post(at("change", noah), typed | {"nickname": "Mo"}, follow=True)
    assert "031011-••••" in text_of(response)
    assert "Mo" in text_of(response)
    with acting_as("bo"):
        assert actions.details_of(noah)[noah][1].cpr == NOAH.cpr


def test_the_number_can_be_removed(client_for, noah):
    client = client_for("bo")
    typed = shown_form(client, noah) | {"removes_cpr": "on"}
    assert "031011" not in text_of(client.post(at("change", noah), typed, follow=True)).split("<main")[1]


def test_two_who_change_different_things_both_get_theirs(client_for, noah):
    first, second = client_for("alice"), client_for("bo")
    theirs, mine = shown_form(first, noah), shown_form(second, noah)
    del theirs["has_protected_address"]
    first.post(at("change", noah), theirs | {"phone": "11223344", "born_day": "", "born_month": ""})
    conflict = second.post(at("change", noah), mine | {"school": "Nybro"})
    assert conflict.status_code == 409
    assert "En kollega gemte" in text_of(conflict)
    assert "I rettede hver sit" in text_of(conflict)
    again = fields_of(text_of(conflict))
    assert (again["phone"], again["school"], again["born_day"]) == ("11223344", "Nybro", "")
    assert "has_protected_address" not in again
    assert second.post(at("change", noah), again).status_code == 302


def test_the_second_sees_theirs_beside_mine_and_loses_nothing(client_for, noah):
    first, second = client_for("alice"), client_for("bo")
    theirs, mine = shown_form(first, noah), shown_form(second, noah)
    first.post(at("change", noah), theirs | {"nickname": "Alices ord"})
    conflict = second.post(at("change", noah), mine | {"nickname": "Bos ord", "school": "Nybro"})
    page = text_of(conflict)
    assert "Alices ord" in page
    assert "Bos ord" in page
    saved = second.post(at("change", noah), fields_of(page), follow=True)
    assert "Bos ord" in text_of(saved)
    assert "Nybro" in text_of(saved)


# --- the number, and cases --------------------------------------------------------------------------------


def test_the_number_is_shown_once_and_logged(client_for, noah):
    client = client_for("bo")
    response = client.post(at("number", noah), {"reason": "other", "words": "Brev til borgeren"})
    assert "031011-6003" in text_of(response)
    assert response["Cache-Control"] == "no-store"
    assert "6003" not in text_of(response).split("</title>")[0]
    looks = text_of(client.get(at("looks", noah)))
    assert "Brev til borgeren" in looks
    assert "Bo Testesen" in looks
    assert "6003" not in looks


@pytest.mark.parametrize("given", [{}, {"reason": "because"}, {"reason": "other"}, {"reason": "other", "words": "  "}])
def test_no_reason_no_number(client_for, noah, given, as_administrator):
    response = client_for("bo").post(at("number", noah), given)
    assert response.status_code == 200
    assert "6003" not in text_of(response)
    assert as_administrator.execute("SELECT count(*) FROM people_reveal").fetchone() == (0,)


@pytest.mark.parametrize("before", ["x", "_", "2026-13-01", "0000-00-00", "2026-01-01T00:00:00"])
def test_a_made_up_page_is_the_first(client_for, noah, before):
    assert client_for("alice").get(at("looks", noah), {"before": before, "who": "x"}).status_code == 200


def test_a_case_is_opened_where_there_is_none_and_else_the_way_leads_to_it(client_for, noah, acting_as):
    client, opens = client_for("alice"), reverse("cases:open", args=[noah])
    assert opens in text_of(client.get(at("page", noah)))
    with acting_as("alice") as alice:
        case = course.open_case(by=alice, opening=scene.opening(noah))
    page = text_of(client.get(at("page", noah)))
    assert opens not in page
    assert re.search(rf'class="button[^"]*" href="{reverse("cases:case", args=[case])}"', page)
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    assert opens in text_of(client.get(at("page", noah)))


@pytest.mark.parametrize(("who", "opens"), [("alice", True), ("dina", False)])
def test_a_case_is_opened_by_who_may(acting_as, client_for, who, opens):
    with acting_as(who) as by:
        person = actions.register(by=by, details=NOAH, purpose=Purpose.SSP, member=by.id)
    where = reverse("cases:open", args=[person])
    assert (where in client_for(who).get(at("page", person)).content.decode()) is opens
    assert client_for(who).get(where).status_code == (200 if opens else 403)


# --- cost ---------------------------------------------------------------------------------------------


def test_each_page_takes_at_most_twelve_statements(client_for, noah, double):
    client = client_for("bo")
    pages = [
        ("get", at("find"), None), ("get", at("new"), None), ("get", f"{at('new')}?know=partly", None),
        ("post", at("find"), {"q": "Noah Vesterlund"}), ("get", at("page", noah), None),
        ("get", at("change", noah), None), ("get", at("looks", noah), None), ("get", at("access", noah), None),
        ("get", at("merge", noah, double), None), ("post", at("doubles", noah), {}),
        ("post", at("number", noah), {"reason": "identity"}),
        ("post", f"{at('new')}?know=partly", form(name="Noa Westerlund")),
        ("post", at("change", noah), shown_form(client, noah) | {"nickname": "Mo", "street": "Nyvej 1"}),
    ]  # fmt: skip
    for method, address, data in pages:
        response, taken = statements(lambda way=(method, address, data): getattr(client, way[0])(*way[1:]))
        assert response.status_code < 400
        assert len(taken) <= 12, "\n".join((f"{method} {address}", *taken))


def test_saving_takes_a_bounded_number(client_for, noah, double):
    client = client_for("bo")
    names = set(re.findall(r'type="radio" name="(\w+)"', text_of(client.get(at("merge", noah, double)))))
    for address, data, most in (
        (f"{at('new')}?know=partly", form(name="Emil Holm", street="Nyvej 1"), 16),
        (at("merge", noah, double), dict.fromkeys(names, "double") | {"version": "1"}, 16),
    ):
        response, taken = statements(lambda way=(address, data): client.post(*way))
        assert response.status_code == 302
        assert len(taken) <= most, "\n".join((address, *taken))
