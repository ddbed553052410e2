"""Every page of the administration: works, outsider 404, wrong role 403, wrong method 405, and few statements."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.borders import keep_file
from tests.cast import named
from tests.stage import statements
from tvaers.web.administration import urls

MOST = 12
AREA, HOUSING, RESET, BORDERS = named("area"), named("housing"), named("reset"), named("borders")
GET, POST, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}

# Page → (its arguments, the methods it answers, who is an outsider to it).
PAGES = {
    "start": ([], GET, ""),
    "people": ([], GET, ""),
    "reviews": ([], GET, ""),
    "approval": ([], BOTH, ""),
    "invite": ([], BOTH, ""),
    "invite-check": (["nothing"], BOTH, ""),
    "member": ([named("alice")], GET, "henrik"),
    "member-change": ([named("alice")], BOTH, "henrik"),
    "member-reviewed": ([named("alice")], POST, "henrik"),
    "leave": ([named("alice")], BOTH, "henrik"),
    "ask-reset": ([named("alice")], BOTH, "henrik"),
    "invite-again": ([named("ivan")], POST, "henrik"),
    "invite-withdraw": ([named("ivan")], POST, "henrik"),
    "factor-resets": ([], GET, ""),
    "agree-reset": ([RESET], BOTH, "henrik"),
    "units": ([], GET, ""),
    "unit-add": ([], BOTH, ""),
    "unit": ([named("gladsaxe-street")], BOTH, "henrik"),
    "unit-close": ([named("gladsaxe-street")], POST, "henrik"),
    "unit-reopen": ([named("gladsaxe-street")], POST, "henrik"),
    "organisation": ([], BOTH, ""),
    "organisations": ([], GET, ""),
    "organisation-add": ([], BOTH, ""),
    "organisation-change": ([named("gladsaxe")], BOTH, ""),
    "first-administrator": ([named("police")], BOTH, ""),
    "bases": ([], GET, ""),
    "basis": (["rpl-115-1"], GET, ""),
    "basis-change": (["rpl-115-1"], BOTH, ""),
    "basis-end": (["rpl-115-1"], BOTH, ""),
    "basis-withdraw": (["rpl-115-1"], POST, ""),
    "areas": ([], BOTH, ""),
    "borders": ([], BOTH, ""),
    "borders-file": ([BORDERS], BOTH, ""),
    "borders-stop": ([BORDERS], POST, ""),
    "area-add": ([], BOTH, ""),
    "area": ([AREA], BOTH, ""),
    "area-add-below": ([AREA], BOTH, ""),
    "area-close": ([HOUSING], POST, ""),
    "area-reopen": ([HOUSING], POST, ""),
}
EVERYBODYS = {"start", "organisations", "areas"}
HOSTS = {name for name in PAGES if name.startswith(("area-", "bas", "borders"))} | {
    "area",
    "organisation-add",
    "organisation-change",
    "first-administrator",
}
READABLE = [
    name for name, (_, methods, _) in PAGES.items() if "GET" in methods and name not in {"start", "invite-check"}
]
# Each has a stage of its own: what it does is done.
WRITES = [name for name, (_, methods, _) in PAGES.items() if methods == POST]


@pytest.fixture
def stage(cast, as_maintenance):
    """An invitation nobody answered, a request for a second factor, two areas, and a file of borders."""
    run = as_maintenance.execute
    run(
        "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, 'i@example.org', '!', true)",
        [named("i")],
    )
    run(
        "INSERT INTO partnerships_membership (id, user_id, organisation_id, name, title, phone, email, roles, state)"
        " VALUES (%s, %s, %s, 'Ivan Inviteret', 'ny', '', 'i@example.org', 4, 'invited')",
        [named("ivan"), named("i"), named("gladsaxe")],
    )
    run(
        "INSERT INTO partnerships_factorreset (id, membership_id, organisation_id, asked_by_id)"
        " VALUES (%s, %s, %s, %s)",
        [RESET, named("alice"), named("gladsaxe"), named("gorm")],
    )
    for row in ((AREA, "municipality", "Gladsaxe", None), (HOUSING, "housing", "Høje Gladsaxe", AREA)):
        run("INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, %s, %s, %s)", row)
    keep_file(as_maintenance, BORDERS)


def address(name):
    return reverse(f"administration:{name}", args=PAGES[name][0])


def ask(client, name, method=None):
    method = method or min(PAGES[name][1])
    return getattr(client, method.lower())(address(name))


def test_every_page_is_listed_here():
    assert {pattern.name for pattern in urls.urlpatterns} == set(PAGES)


def works(client, name):
    shown = name in READABLE or name == "invite-again"  # the demonstration shows the link at once
    assert ask(client, name).status_code == (200 if shown else 302)


def test_every_page_that_is_shown_works(stage, client_for, subtests):
    client = client_for("gerda")
    assert len(PAGES) - len(WRITES) == 30
    for name in PAGES:
        if name not in WRITES:
            with subtests.test(name):
                works(client, name)


@pytest.mark.parametrize("name", WRITES)
def test_it_works(stage, client_for, name):
    works(client_for("gerda"), name)


def test_an_outsider_finds_nothing(stage, client_for, subtests):
    tried = {name: page[2] for name, page in PAGES.items() if page[2]}
    assert len(tried) == 11
    clients = {who: client_for(who) for who in set(tried.values())}
    for name, who in tried.items():
        for method in sorted(PAGES[name][1]):
            with subtests.test(name, who=who, method=method):
                hidden = ask(clients[who], name, method)
                missing = getattr(clients[who], method.lower())(
                    reverse(f"administration:{name}", args=[uuid4() for _ in PAGES[name][0]])
                )
                assert hidden.status_code == missing.status_code == 404
                assert _bare(hidden) == _bare(missing)


def _bare(response):
    """The page without what differs in every answer."""
    return re.sub(rb'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"|/administration/[^"]*', b"", response.content)


def refused_all(client, names, subtests):
    for name in names:
        for method in sorted(PAGES[name][1]):
            with subtests.test(name, method=method):
                assert ask(client, name, method).status_code == 403


def test_who_keeps_nothing_is_refused(stage, client_for, subtests):
    names = sorted(set(PAGES) - EVERYBODYS)
    assert len(names) == 36
    refused_all(client_for("frida"), names, subtests)


def test_what_all_may_read_is_read_by_all(stage, client_for, subtests):
    client = client_for("dina")
    assert len(EVERYBODYS) == 3
    for name in sorted(EVERYBODYS):
        with subtests.test(name):
            assert ask(client, name).status_code in {200, 302}


def test_only_the_host_keeps_the_common_lists(stage, client_for, subtests):
    assert len(HOSTS) == 16
    refused_all(client_for("henrik"), sorted(HOSTS), subtests)


def test_a_wrong_method_is_refused(stage, client_for, subtests):
    client = client_for("gerda")
    for name in PAGES:
        for method in sorted({"PUT", "DELETE", *BOTH} - PAGES[name][1]):
            with subtests.test(name, method=method):
                assert ask(client, name, method).status_code == 405


def test_nobody_comes_in_without_signing_in(stage, client, db, subtests):
    for name in PAGES:
        with subtests.test(name):
            response = ask(client, name)
            assert response.status_code == 302
            assert response.headers["Location"].startswith(reverse("account_login"))


def taken_by(client, name):
    """How many statements a page takes."""
    client.get(address(name))  # the pool's first connection asks for its type's ids
    response, taken = statements(lambda: client.get(address(name)))
    assert response.status_code == 200
    return len(taken)


@pytest.fixture
def crowd(as_maintenance):
    def fill(count):
        for number in range(count):
            user, member = uuid4(), uuid4()
            as_maintenance.execute(
                "INSERT INTO accounts_user (id, email, password, is_active) VALUES (%s, %s, '!', true)",
                [user, f"p{number}@example.org"],
            )
            as_maintenance.execute(
                "INSERT INTO partnerships_membership"
                " (id, user_id, organisation_id, name, title, phone, email, roles, state)"
                " VALUES (%s, %s, %s, %s, 'ny', '', '', 4, 'active')",
                [member, user, named("gladsaxe"), f"Person {number}"],
            )
            as_maintenance.execute(
                "INSERT INTO partnerships_unitmembership (membership_id, unit_id) VALUES (%s, %s)",
                [member, named("gladsaxe-ssp")],
            )

    return fill


def test_few_statements(stage, client_for, subtests):
    client = client_for("gerda")
    assert len(READABLE) == 28
    for name in READABLE:
        with subtests.test(name):
            assert taken_by(client, name) <= MOST


def test_as_many_for_three_as_for_three_hundred(stage, client_for, crowd, subtests):
    client = client_for("gerda")
    few = {name: taken_by(client, name) for name in ("people", "member", "leave", "units")}
    crowd(300)
    for name, number in few.items():
        with subtests.test(name):
            assert taken_by(client, name) == number <= MOST


def test_the_list_of_people_shows_colleagues_only(stage, client_for):
    page = client_for("gerda").get(address("people")).content.decode()
    assert "Alice Prøvedal" in page
    assert "Hanne Nabo" not in page
