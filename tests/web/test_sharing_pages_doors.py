"""Every page about sharing: works, outsider 404, role too small 403, wrong method 405, few statements at any number."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import question_scene, rich_case
from tests.cast import named
from tests.page_scene import taken_back
from tests.stage import statements
from tvaers.cases.models import Case
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing import asking
from tvaers.sharing.enums import May
from tvaers.sharing.models import Disclosure
from tvaers.web.sharing import urls

pytestmark = pytest.mark.django_db(transaction=True)
GET, POST, BOTH = {"GET"}, {"POST"}, {"GET", "POST"}
QUESTION, PART, DRAFT = "question", "part", "draft"
CASE, GROUP, CONSENT, NOTICE, PERSON, POLICE = "case", "group", "consent", "notice", "person", named("police")
MOST = 12
# The card reads the case twice, once as its giver and once as its receiver, and asks the register of legal bases; the
# case's own page may take sixteen.
MOST_FOR_THE_CARD = 13

# Page → (its arguments, the methods it answers). A name in the arguments stands for the id of that thing.
PAGES: dict[str, tuple[list[Any], set[str]]] = {
    "offers": ([], GET),
    "answer": ([GROUP], POST),
    "withdraw": ([GROUP], BOTH),
    "rebase": ([GROUP], BOTH),
    "approve": ([DRAFT], BOTH),
    "standing": ([named("Prøveaftalen")], GET),
    "share": ([CASE], GET),
    "to": ([CASE, POLICE], BOTH),
    "readers": ([CASE], GET),
    "then": ([CASE], GET),
    "told": ([CASE], GET),
    "register": ([], GET),
    "about": ([PERSON], GET),
    "consents": ([CASE], GET),
    "consent-new": ([CASE], BOTH),
    "consent-form": ([], GET),
    "case-consent-form": ([CASE], GET),
    "withdraw-consent": ([CASE, CONSENT], BOTH),
    "acknowledge": ([NOTICE], POST),
    "questions": ([], GET),
    "question": ([QUESTION], GET),
    "question-decline": ([QUESTION], POST),
    "question-rest": ([PART], POST),
    "ask": ([CASE], GET),
    "ask-to": ([CASE, POLICE], BOTH),
}
ABOUT_THE_CASE = [name for name, (arguments, _) in PAGES.items() if CASE in arguments]
# Who may read, but not share: the page that tells who can see it is theirs as well.
ASKED_AGAIN = {"approve", "to", "ask-to", "consent-new", "withdraw-consent", "rebase"}
# An agreement is known to all; what stands on it, to each only the own.
HIDDEN = [name for name in PAGES if PAGES[name][0] and name != "standing"]
SHARERS = [name for name in ABOUT_THE_CASE if name not in {"readers", "then", "told"}]
# Where what is sent changes something: the others only show, or ask again, and so may share what they are tried on.
WRITES = {"answer", "withdraw", "acknowledge", "question-decline", "question-rest"}
OUTSIDERS = ("hanne", "olga", "carl", "karen", "vera")


@pytest.fixture
def things(cast, db, acting_as, as_administrator):
    """A case of Alice's, something of it offered to Palle, and a consent."""
    case, consent = rich_case.open_case(), uuid4()
    with acting_as("alice"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=POLICE, member=named("palle")),
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            necessity="Palle skal kunne tage imod ham.",
            until=rich_case.clock.now() + rich_case.dt.timedelta(days=9),
        )
        group = sharing.share(parts={case: Category.PLAN}, terms=terms)
    notice = taken_back(as_administrator, case)
    with acting_as("alice"):
        frame = sharing.open_consent(
            dossier=case, to=named("outside"), purposes=Purpose.SSP, until=terms.until, categories=ALL_CATEGORIES
        )
    as_administrator.execute(
        "INSERT INTO consents_consent (id, dossier_id, frame_id, given_by, words, given_on, until_date, written_by)"
        " VALUES (%s, %s, %s, 'both', '', current_date, current_date + 9, %s)",
        [consent, case, frame, named("alice")],
    )
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    asked = {QUESTION: asked_of_palle(acting_as, case), PART: asked_of_palle(acting_as, case)}
    with acting_as("palle") as palle:
        own = question_scene.own_case(palle, named("police-prevention"))
        asking.answer(question=asked[PART], group=question_scene.offer_to_alice(own), is_whole=False)
    asked[DRAFT] = question_scene.drafted(case)
    return {CASE: case, GROUP: group, CONSENT: consent, NOTICE: notice, PERSON: person} | asked


def asked_of_palle(acting_as, case):
    with acting_as("alice") as alice:
        return question_scene.ask(alice, case, member=named("palle"))


def ask(client, things, name, method, **data):
    arguments = [things.get(each, each) for each in PAGES[name][0]]
    return getattr(client, method.lower())(reverse(f"sharing:{name}", args=arguments), data)


def test_every_page_is_listed_here():
    assert {pattern.name for pattern in urls.urlpatterns} == set(PAGES)


def works(client, things, name):
    for method in sorted(PAGES[name][1]):
        # What is not filled in is asked for again.
        expected = 302 if method == "POST" and name not in ASKED_AGAIN else 200
        said = {"answer": {"accept": "1"}, "question-rest": {"rest": "open"}}.get(name, {})
        assert ask(client, things, name, method, **said).status_code == expected, method


def test_every_page_that_writes_nothing_works(things, client_for, subtests):
    clients = {who: client_for(who) for who in ("alice", "frida")}
    assert len(set(PAGES) - WRITES) == len(PAGES) - 5
    for name in PAGES.keys() - WRITES:
        with subtests.test(name):
            works(clients["frida" if name == "approve" else "alice"], things, name)


@pytest.mark.parametrize("name", sorted(WRITES))
def test_it_works(things, client_for, name):
    whose = {"answer": "palle", "acknowledge": "olga", "question-decline": "palle", "question-rest": "palle"}
    works(client_for(whose.get(name, "alice")), things, name)


def test_an_outsider_finds_nothing(things, client_for, subtests):
    nowhere = {thing: uuid4() for thing in things}
    # Olga is the one who was told.
    tried = [(who, name) for who in OUTSIDERS for name in HIDDEN if (name, who) != ("acknowledge", "olga")]
    assert len(tried) == 99
    clients = {who: client_for(who) for who in OUTSIDERS}
    for who, name in tried:
        for method in sorted(PAGES[name][1]):
            with subtests.test(who=who, name=name, method=method):
                client = clients[who]
                hidden, missing = ask(client, things, name, method), ask(client, nowhere, name, method)
                assert (hidden.status_code, missing.status_code) == (404, 404)
                assert _bare(hidden) == _bare(missing)


def _bare(response):
    return re.sub(rb'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[^"]+"|/sharing/[^"]*', b"", response.content)


def test_who_may_only_read_is_refused(things, client_for, acting_as, subtests):
    with acting_as("alice"):
        sharing.let_in(dossier=things[CASE], member=named("carl"), categories=Category.PLAN, may=May.READ)
    with acting_as("palle") as receiver:
        sharing.answer_group(by=receiver, group=things[GROUP], accepted=True)
    for who in ("carl", "palle"):
        client = client_for(who)
        assert len(SHARERS) == 8
        for name in SHARERS:
            for method in sorted(PAGES[name][1]):
                with subtests.test(who=who, name=name, method=method):
                    assert ask(client, things, name, method).status_code == 403
        assert ask(client, things, "readers", "GET").status_code == 200


def test_who_works_on_the_street_shares_and_ends_nothing(things, client_for, acting_as, subtests):
    with acting_as("alice"):
        sharing.let_in(dossier=things[CASE], member=named("dina"), categories=Category.PLAN | Category.ENTRY)
    client = client_for("dina")
    assert len(SHARERS) == 8
    for name in (*SHARERS, "withdraw"):
        for method in sorted(PAGES[name][1]):
            with subtests.test(name=name, method=method):
                assert ask(client, things, name, method, share="1").status_code == 403
    page = ask(client, things, "readers", "GET")
    assert page.status_code == 200
    assert b"/sharing/%s/consents/" % str(things[CASE]).encode() not in page.content


def test_a_role_that_sees_no_young_people_finds_nothing(things, client_for, subtests):
    assert len(ABOUT_THE_CASE) == 11
    for who in ("gerda", "stine", "inga"):
        client = client_for(who)
        for name in ABOUT_THE_CASE:
            for method in sorted(PAGES[name][1]):
                with subtests.test(who=who, name=name, method=method):
                    assert ask(client, things, name, method).status_code == 404


def test_a_wrong_method_is_refused(things, client_for, subtests):
    client = client_for("alice")
    assert PAGES
    for name, (_, methods) in PAGES.items():
        for method in sorted({"PUT", "DELETE", *BOTH} - methods):
            with subtests.test(name=name, method=method):
                assert ask(client, things, name, method).status_code == 405
    assert client.post(reverse("agreements:list")).status_code == 405


def test_nothing_of_it_is_cached_and_nobody_signs_in_by_it(things, client, client_for):
    for name, (_, methods) in PAGES.items():
        if "GET" in methods:
            assert ask(client_for("alice"), things, name, "GET").headers["Cache-Control"] == "no-store"
            assert ask(client, things, name, "GET").status_code == 302


# --- statements -----------------------------------------------------------------------------------------


def taken_by(client, address):
    response, taken = statements(lambda: client.get(address))
    assert response.status_code == 200
    return taken


def add_disclosures(administrator, case, number):
    """Write disclosures of a case to Hanne: accepted, offered, declined, ended and run out, in turn."""
    administrator.execute(
        "INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, member_id, reader_id, categories, may,"
        " purpose, frame_id, source, state, granted_by_id, granted_at, from_at, until_at)"
        " SELECT gen_random_uuid(), %(case)s, %(owner)s, %(to)s, %(hanne)s, %(hanne)s, 1, 1, 1, %(frame)s,"
        " 'disclosure',"
        " (ARRAY['accepted', 'offered', 'declined', 'ended', 'accepted'])[(n - 1) %% 5 + 1], %(alice)s,"
        " now() - n * interval '1 hour', now() - n * interval '1 hour',"
        " CASE WHEN (n - 1) %% 5 = 4 THEN now() - interval '1 minute' ELSE now() + interval '9 days' END"
        " FROM generate_series(1, %(number)s) AS n",
        {
            "case": case,
            "owner": named("gladsaxe"),
            "to": named("herlev"),
            "hanne": named("hanne"),
            "alice": named("alice"),
            "frame": named("Prøveaftalen"),
            "number": number,
        },
    )
    administrator.execute(
        "INSERT INTO sharing_disclosure (id, dossier_id, group_id, necessity)"
        " SELECT id, dossier_id, gen_random_uuid(), '' FROM sharing_access a"
        " WHERE source = 'disclosure' AND NOT EXISTS (SELECT 1 FROM sharing_disclosure d WHERE d.id = a.id)"
    )


@pytest.mark.parametrize("number", [3, 300])
def test_few_statements_at_any_number_of_disclosures(things, client_for, as_administrator, number):
    add_disclosures(as_administrator, things[CASE], number)
    for who, names in (
        ("alice", sorted(name for name in PAGES if "GET" in PAGES[name][1] and name != "approve")),
        ("frida", ["approve"]),
        ("hanne", ["offers", "readers"]),
    ):
        client = client_for(who)
        for name in names:
            address = reverse(f"sharing:{name}", args=[things.get(each, each) for each in PAGES[name][0]])
            taken = taken_by(client, address)
            most = MOST_FOR_THE_CARD if name in {"to", "approve"} else MOST
            assert len(taken) <= most, f"{name}, {who}, {number}:\n" + "\n".join(each[:110] for each in taken)
    assert len(taken_by(client_for("alice"), reverse("agreements:list"))) <= MOST


def test_the_counting_counts(things, client_for, as_administrator):
    taken = taken_by(client_for("alice"), reverse("sharing:readers", args=[things[CASE]]))
    assert sum("sharing_access" in each for each in taken) >= 2
    assert any("audit_ticket" in each or "issue_ticket" in each for each in taken)
    assert any("record_seen" in each for each in taken)


def test_the_register_goes_on_over_the_page(things, client_for, as_administrator):
    add_disclosures(as_administrator, things[CASE], 230)
    client, found = client_for("alice"), []
    address = reverse("sharing:readers", args=[things[CASE]])
    following, pages = address, 0
    while following:
        page = client.get(following).content.decode()
        register = page.split('id="register"')[1]
        found += re.findall(r'<span class="tv-state">([^<]+)', register)
        following = (link := re.search(r'href="(\?after=[^"]+)" rel="next"', page)) and address + link[1]
        pages += 1
    assert pages == 5
    assert len(found) == 233
    assert {"Kan ses", "Venter på svar", "Afslået", "Givet tilbage af modtageren", "Udløbet"} <= set(found)
    for nonsense in ("nonsense", f"0001-01-01T00:00:00%2B23:59_{uuid4()}", f"2026-01-01T00:00:00_{uuid4()}"):
        assert client.get(f"{address}?after={nonsense}").status_code == 200


def test_a_group_is_never_torn_by_the_page(things, client_for, as_administrator, acting_as):
    add_disclosures(as_administrator, things[CASE], 51)
    # The oldest two of the first page are one group.
    as_administrator.execute(
        "UPDATE sharing_disclosure SET group_id = %s WHERE id IN"
        " (SELECT id FROM sharing_access WHERE source = 'disclosure' AND dossier_id = %s"
        " ORDER BY granted_at DESC OFFSET 49 LIMIT 2)",
        [uuid4(), things[CASE]],
    )
    address = reverse("sharing:readers", args=[things[CASE]])
    client = client_for("alice")
    page = client.get(address).content.decode()
    link = re.search(r'href="(\?after=[^"]+)" rel="next"', page)[1]
    further = client.get(address + link).content.decode()
    assert page.count('<span class="tv-state">') == 49
    assert further.count('<span class="tv-state">') == 4
    with acting_as("alice"):
        assert Disclosure.objects.filter(dossier_id=things[CASE]).count() == 54
