"""Who has looked: one line for a person and a day, other organisations first in it; for every kind of dossier."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import case_scene as scene
from tests import concern_rows as made
from tests.cast import named
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing import looks, seen

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12
KINDS = ("cases:looked", "concerns:looked", "tasks:looked", "people:looks")
# A day of its own for what somebody saw; the log itself changes for nobody, so its triggers are off for it.
EARLIER = "UPDATE audit_seen SET at = at - %s * interval '1 day' WHERE actor_id = %s"


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


@pytest.fixture
def dossiers(acting_as, case):
    """One dossier of each kind that has the page."""
    with acting_as("alice") as alice:
        young = Case.objects.values_list("person_id", flat=True).get(id=case)
        return dict(zip(KINDS, (case, made.written(alice), scene.task(alice, case), young), strict=True))


@pytest.fixture
def days_ago(as_administrator):
    """A function that moves what somebody saw to an earlier day."""

    def move(key, days):
        as_administrator.execute("SET session_replication_role = replica")
        as_administrator.execute(EARLIER, [days, named(key)])
        as_administrator.execute("RESET session_replication_role")

    return move


def text(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def lines(response):
    """The table's rows as words."""
    rows = re.findall(r"<tr>(.*?)</tr>", text(response).split("<tbody>")[1])
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_the_page_for_its_owner_alone(client_for, dossiers, kind):
    url = reverse(kind, args=[dossiers[kind]])
    client = client_for("alice")
    assert "Ingen har kigget endnu" in text(client.get(url))
    assert any("Alice Prøvedal" in line for line in lines(client.get(url))), "the first look stands there"
    assert client_for("olga").get(url).status_code == 404
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("kind", KINDS[:3])
def test_a_reader_elsewhere_does_not_learn_who_looked(client_for, dossiers, acting_as, kind):
    categories = Category.CONCERN if kind == "concerns:looked" else Category.PLAN
    scene.share(acting_as, dossiers[kind], categories)
    assert client_for("hanne").get(reverse(kind, args=[dossiers[kind]])).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_costs_as_many_statements_at_any_number_of_looks(client_for, dossiers, kind):
    url = reverse(kind, args=[dossiers[kind]])
    client = client_for("alice")
    for _ in range(5):
        client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    asked = [query for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(asked) + 2 <= MOST


def test_the_pages_of_concern_and_task_lead_there(client_for, dossiers):
    client = client_for("alice")
    for kind, page in (("concerns:looked", "concerns:concern"), ("tasks:looked", "tasks:task")):
        assert reverse(kind, args=[dossiers[kind]]) in text(client.get(reverse(page, args=[dossiers[kind]])))


def test_many_looks_of_one_person_on_one_day_are_one_line(client_for, case):
    client = client_for("bo")
    for name in ("case", "timeline", "case", "plan"):
        client.get(reverse(f"cases:{name}", args=[case]))
    (line,) = [line for line in lines(client_for("alice").get(reverse("cases:looked", args=[case]))) if "Bo " in line]
    assert "Overblik" in line
    assert "Tidslinje" in line
    assert "Plan og opgaver" in line
    assert line.count("Overblik") == 1
    assert "4 opslag" in line


def test_newest_day_first_and_in_it_other_organisations_first(client_for, case, acting_as, days_ago):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle")
    scene.share(acting_as, case, Category.PLAN)
    for who in ("hanne", "palle", "bo", "frida"):
        client_for(who).get(reverse("cases:case", args=[case]))
    for who, days in (("hanne", 3), ("bo", 3), ("palle", 9)):
        days_ago(who, days)
    client, url = client_for("alice"), reverse("cases:looked", args=[case])
    names = ("Hanne Nabo", "Bo Testesen", "Palle Patrulje", "Frida Leder")
    order = [next(name for name in names if name in line) for line in lines(client.get(url)) if "Alice" not in line]
    assert order == ["Frida Leder", "Hanne Nabo", "Bo Testesen", "Palle Patrulje"]
    others = lines(client.get(url, {"who": "others"}))
    assert [("Hanne" in line, "Palle" in line) for line in others] == [(True, False), (False, True)]


def test_pages_end_between_days(client_for, case, days_ago, monkeypatch):
    monkeypatch.setattr(looks, "PAGE", 2)
    for who in ("bo", "frida"):
        client_for(who).get(reverse("cases:case", args=[case]))
        days_ago(who, 2)
    client, url = client_for("alice"), reverse("cases:looked", args=[case])
    client.get(url)
    first = client.get(url)
    assert len(lines(first)) == 3, "the day on which the page ends is whole"
    assert "before=" not in text(first)
    monkeypatch.setattr(looks, "PAGE", 1)
    first = client.get(url)
    assert len(lines(first)) == 1
    following = re.search(r'href="([^"]+before=[^"]+)"', text(first)).group(1).replace("&amp;", "&")
    older = client.get(following)
    assert [name in " ".join(lines(older)) for name in ("Bo Testesen", "Frida Leder", "Alice")] == [True, True, False]
    assert f'href="{url}"' in text(older)


def test_of_a_person_colleagues_stand_by_name_and_others_by_their_organisation(client_for, dossiers, acting_as):
    young = dossiers["people:looks"]
    scene.share(acting_as, young, Category.IDENTITY)
    client_for("hanne").get(reverse("people:page", args=[young]))
    client = client_for("bo")
    client.post(reverse("people:find"), {"q": scene.NAME})
    shown = lines(client.get(reverse("people:looks", args=[young])))
    assert any("Herlev Kommune" in line for line in shown)
    assert not any("Hanne" in line for line in shown)
    assert any("Bo Testesen" in line and "fundet med" in line and "Prøvesen" in line for line in shown), shown


def test_words_that_look_like_a_field_stand_as_they_were_typed(client_for, dossiers):
    young, client = dossiers["people:looks"], client_for("bo")
    client.post(reverse("people:find"), {"q": f"{scene.NAME}; cpr=1"})
    assert any(f"{scene.NAME}; cpr=1" in line for line in lines(client.get(reverse("people:looks", args=[young]))))


def test_what_was_kept_in_the_older_form_is_still_read(client_for, dossiers, monkeypatch):
    young, client = dossiers["people:looks"], client_for("bo")
    for kept in ("name=Noa Prøvesen; birth_year=2012", "name=Noah; cpr=1; uden", "cpr=0403111238"):
        monkeypatch.setattr(seen, "record_search", lambda _said, kept=kept: setattr(seen._current(), "criterion", kept))
        client.post(reverse("people:find"), {"q": scene.NAME})
    monkeypatch.undo()
    (line,) = [line for line in lines(client.get(reverse("people:looks", args=[young]))) if "fundet med" in line]
    assert "navn Noa Prøvesen, fødselsår 2012" in line
    assert "CPR-nummer ••••••-••••" in line, "a number that is none is hidden whole"
    assert "CPR-nummer 040311-••••" in line


# --- why something is shared ----------------------------------------------------------------------


WHY = "Moderen er indlagt, og Noah sover hos en ven."


def offered(acting_as, dossier, category):
    with acting_as("frida"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("herlev"), member=named("hanne")),
            purpose=Purpose.SSP,
            frame=scene.AGREEMENT,
            necessity=WHY,
            until=clock.now() + scene.dt.timedelta(days=30),
        )
        sharing.share(parts={dossier: category}, terms=terms)


def looks_of(administrator, key):
    rows = "SELECT dossier_id, categories FROM audit_seen WHERE actor_id = %s ORDER BY id"
    return administrator.execute(rows, [named(key)]).fetchall()


@pytest.mark.parametrize("view", ["waiting", "received"])
def test_whoever_reads_why_it_is_shared_is_in_the_log(client_for, acting_as, as_administrator, case, view):
    offered(acting_as, case, Category.PLAN)
    if view == "received":
        scene.answer(acting_as, "hanne", case)
    before = len(looks_of(as_administrator, "hanne"))
    hanne = client_for("hanne")
    assert hanne.get("/").status_code == 200
    assert len(looks_of(as_administrator, "hanne")) == before, "Today counts the offer and does not tell why"
    assert WHY in hanne.get(reverse("sharing:offers"), {"view": view}).content.decode()
    assert looks_of(as_administrator, "hanne")[before:] == [(case, 0)]
    with acting_as("alice"):
        told, _ = looks.looks(dossier=case, others=True)
    assert [each.who for each in told] == ["Hanne Nabo"]


def test_no_other_look_is_logged_of_what_is_only_offered(acting_as, case):
    """The control: of the dossier itself nothing was shown, and a log that says so is refused."""
    offered(acting_as, case, Category.PLAN)
    with acting_as("hanne"), connection.cursor() as cursor, pytest.raises(DatabaseError, match="cannot be logged"):
        cursor.execute("SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY[%s]::uuid[], ARRAY[1], NULL)", [case])


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("consents", "Samtykker"),
        ("consent-new", "Notér et samtykke"),
        ("case-consent-form", "Samtykkeblanket til forløbet"),
        ("then", "Hvem kunne se det på en dag, der er gået?"),
    ],
)
def test_a_page_about_sharing_is_called_by_its_name(client_for, case, name, called):
    alice = client_for("alice")
    assert alice.get(reverse(f"sharing:{name}", args=[case])).status_code == 200
    lines = alice.get(reverse("cases:looked", args=[case])).content.decode().split("<main")[1].split("</main>")[0]
    assert called in lines
    assert "En anden side" not in lines
