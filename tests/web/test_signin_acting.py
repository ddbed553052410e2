"""Whom one acts for: chosen, visible, changed on record; and the entrance that is closed to who acts for nobody."""

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver, reverse

from tests import factors
from tests.cast import actor, named
from tvaers.partnerships.enums import Role
from tvaers.sharing.entrance import is_open, requires

ACT_FOR = "accounts:act-for"


@pytest.fixture
def two_jobs(transactional_db, client_for, as_maintenance):
    second = factors.second_job(as_maintenance, "alice")
    return client_for("alice"), second


def test_a_choice_is_asked_for_and_leads_back(two_jobs):
    client, second = two_jobs
    asked = client.get(reverse("profile:details"))
    assert asked.headers["Location"] == f"{reverse(ACT_FOR)}?next=%2Fprofile%2Fdetails%2F"
    page = client.get(asked.headers["Location"]).content.decode()
    assert 'name="next" value="/profile/details/"' in page
    answer = client.post(reverse(ACT_FOR), {"membership": str(second), "next": "/profile/details/"})
    assert answer.headers["Location"] == "/profile/details/"
    assert "Herlev Kommune" in client.get(reverse("profile:show")).content.decode()


def test_the_choice_is_on_record(two_jobs, as_maintenance):
    client, second = two_jobs
    for member in (second, named("alice")):
        client.post(reverse(ACT_FOR), {"membership": str(member)})
    rows = as_maintenance.execute("SELECT name, actor_id, organisation_id FROM audit_event ORDER BY at, id").fetchall()
    assert rows == [
        ("accounts.acting_for_changed", second, named("herlev")),
        ("accounts.acting_for_changed", named("alice"), named("gladsaxe")),
    ]


@pytest.mark.parametrize(
    "wished", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_it_leads_back_to_ourselves_only(two_jobs, wished):
    client, second = two_jobs
    assert client.post(reverse(ACT_FOR), {"membership": str(second), "next": wished}).headers["Location"] == "/"


def test_nobody_acts_for_others(two_jobs):
    client, _ = two_jobs
    for member in (named("bo"), named("hanne"), "x", ""):
        answer = client.post(reverse(ACT_FOR), {"membership": str(member)})
        assert answer.status_code == 200
        assert client.get(reverse("profile:show")).status_code == 302


def test_a_job_that_ended_is_no_longer_acted_for(two_jobs, as_maintenance):
    client, second = two_jobs
    client.post(reverse(ACT_FOR), {"membership": str(second)})
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", (second,))
    page = client.get(reverse("profile:show"))
    assert page.status_code == 200
    assert "Herlev Kommune" not in page.content.decode()


def test_somebody_without_a_job_is_told_so(transactional_db, client_for, as_maintenance):
    client = client_for("alice")
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", (named("alice"),))
    assert client.get("/profile/").headers["Location"].startswith(reverse(ACT_FOR))
    assert "ikke et arbejdssted" in client.get(reverse(ACT_FOR)).content.decode()


def test_an_ended_session_ends_on_the_next_request(transactional_db, client_for, as_maintenance):
    client = client_for("alice")
    assert client.get(reverse("profile:show")).status_code == 200
    as_maintenance.execute("DELETE FROM accounts_session")
    assert client.get(reverse("profile:show")).headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("column", ["seen_at = now() - interval '31 minutes'", "expires_at = now()"])
def test_sessions_run_out(transactional_db, client_for, as_maintenance, column):
    client = client_for("alice")
    as_maintenance.execute("UPDATE accounts_session SET seen_at = now() - interval '29 minutes'")
    assert client.get(reverse("profile:show")).status_code == 200
    as_maintenance.execute(f"UPDATE accounts_session SET {column}")
    assert client.get(reverse("profile:show")).status_code == 302


def test_the_absolute_limit_is_twelve_hours_from_sign_in(transactional_db, client_for, as_maintenance):
    client_for("alice")
    (hours,) = as_maintenance.execute(
        "SELECT round(extract(epoch FROM expires_at - created_at) / 3600) FROM accounts_session"
    ).fetchone()
    assert hours == 12


def closed_pages():
    """Every page that nobody has listed as open, with arguments that lead nowhere."""

    def walk(patterns, names, converters):
        for each in patterns:
            found = {**converters, **each.pattern.converters}
            if isinstance(each, URLPattern):
                name = ":".join([*names, each.name or ""])
                yield name, found
            else:
                yield from walk(each.url_patterns, [*names, *([each.namespace] if each.namespace else [])], found)

    examples = {"int": 1, "str": "x", "slug": "x", "uuid": named("nobody"), "path": "x", "part": "theme"}
    for name, converters in walk(get_resolver().url_patterns, [], {}):
        if not is_open(name):
            kinds = {
                key: type(value).__name__.removesuffix("Converter").lower().replace("string", "str")
                for key, value in converters.items()
            }
            yield reverse(name, kwargs={key: examples[kind] for key, kind in kinds.items()})


def test_every_page_that_is_not_listed_is_closed(db):
    pages = set(closed_pages())
    assert reverse("profile:show") in pages
    # The demonstration greets a stranger at the front door with its people; that page shows nothing else.
    greeting = (reverse(settings.LOGIN_URL), reverse("demo:personas"))
    for page in sorted(pages):
        ways = greeting if page == "/" else greeting[:1]
        assert Client().get(page).headers["Location"].startswith(ways), page


def test_a_fragment_is_sent_away_as_a_whole_page(db):
    answer = Client().get(
        reverse("profile:show"), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/profile/?a=1"}
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next=%2Fprofile%2F%3Fa%3D1"
    foreign = Client().get(
        reverse("profile:show"), headers={"HX-Request": "true", "HX-Current-URL": "http://evil.example/x"}
    )
    assert foreign.headers["HX-Redirect"].endswith("?next=%2F")


def test_a_role_too_small_is_refused():
    view = requires(Role.ADMINISTRATOR, Role.INSPECTOR)(lambda request: HttpResponse("inside"))
    request: Any = RequestFactory().get("/")
    for key, enters in (("alice", False), ("gerda", True), ("inga", True), ("bo", False)):
        request.actor = actor(key)
        if enters:
            assert view(request).content == b"inside"
        else:
            with pytest.raises(PermissionDenied):
                view(request)
    request.actor = None
    with pytest.raises(PermissionDenied):
        view(request)


def test_a_wrong_method(client_for):
    assert client_for("alice").delete(reverse(ACT_FOR)).status_code == 405
