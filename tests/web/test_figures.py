"""The figures of a quarter: counted by each organisation's own job, and the page that reads them (R28)."""

import html
from datetime import datetime, time

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.emergency_scene import concern
from tests.stage import statements
from tvaers.cases import rules
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case, PublishedFigure
from tvaers.cases.tasks import publish_figures
from tvaers.foundation import clock
from tvaers.guard.enums import Category

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12
QUARTER = rules.settled_quarter(clock.today())
# Seven girls and six boys of sixteen, by their numbers; the last digit tells.
NUMBERS = [f"0301106{number:03d}" for number in range(13)]


@pytest.fixture
def cases(cast, db, acting_as, as_administrator):
    """Thirteen cases of the quarter, six of them shared with Hanne; and one of now."""
    place = "INSERT INTO areas_area (id, kind, name) VALUES (%s, 'district', 'Mågeparken')"
    as_administrator.execute(place, [named("Mågeparken")])
    with acting_as("alice") as alice:
        made = [
            scene.case(alice, person=scene.person(alice, name="Noah Prøvesen", born="", cpr=number))
            for number in NUMBERS
        ]
        scene.case(alice, person=scene.person(alice, name="Ny Prøvesen"))
        for case in made[:8]:
            person = Case.objects.values_list("person_id", flat=True).get(id=case)
            concern(alice, person, area=named("Mågeparken"))
        for case in made[:3]:
            course.close(by=alice, case=case, version=1, outcome=Outcome.NOT_NEEDED, reason="Det var en anden")
    for case in made[3:9]:
        scene.share(acting_as, case, Category.PLAN)
    at = datetime.combine(QUARTER, time(12), tzinfo=clock.COPENHAGEN)
    as_administrator.execute("UPDATE cases_case SET opened_at = %s WHERE id = ANY (%s)", [at, made])
    as_administrator.execute("UPDATE cases_case SET closed_at = %s WHERE state = 'closed'", [at])
    as_administrator.execute("UPDATE sharing_access SET answered_at = %s WHERE answered_at IS NOT NULL", [at])
    return made


def publish(*organisations):
    for each in organisations or ("gladsaxe",):
        publish_figures(organisation=str(named(each)))


def figures(acting_as, who="inga"):
    with acting_as(who):
        rows = PublishedFigure.objects.filter(owner_id=named("gladsaxe"))
        return {(row.measure, row.divided, row.band): row.count for row in rows}


def page(client, **query):
    answer = client.get(reverse("cases:figures"), query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_each_organisation_counts_its_own_once_and_nothing_small(cases, acting_as, as_administrator):
    publish("gladsaxe", "herlev")
    found = figures(acting_as)
    assert found["entries", "all", "all"] == 13
    assert (found["entries", "gender", "female"], found["entries", "gender", "male"]) == (7, 6)
    ages = {
        band: count for (measure, divided, band), count in found.items() if (measure, divided) == ("entries", "age")
    }
    assert max(ages.values()) == 13
    assert sum(ages.values()) == 13
    # Three girls and three boys were shared about: the division is left out, the total is not.
    assert found["shares", "all", "all"] == 6
    assert not [key for key in found if key[:2] == ("shares", "gender")]
    # Three were closed: not even how many.
    assert [value for key, value in found.items() if key[0] == "closures"] == [None]
    assert as_administrator.execute(
        "SELECT sum(count) FROM cases_publishedfigure WHERE owner_id = %s", [named("herlev")]
    ).fetchone() == (0,)
    # Never again, whatever has changed.
    as_administrator.execute("UPDATE cases_case SET opened_at = now()")
    publish()
    assert figures(acting_as) == found
    assert as_administrator.execute(
        "SELECT count(*) FROM audit_event WHERE name = 'cases.figures_published'"
    ).fetchone() == (2,)


def test_they_are_divided_by_the_area_of_the_concern(cases, acting_as, client_for):
    """Eight of a housing area and five of whom none is known; of the shared, too few of either."""
    publish()
    with acting_as("inga"):
        rows = PublishedFigure.objects.filter(owner_id=named("gladsaxe"), divided="area")
        found = {(row.measure, row.band, row.area_id): row.count for row in rows}
    assert found == {("entries", "area", named("Mågeparken")): 8, ("entries", "unknown", None): 5}
    shown = page(client_for("inga"))
    assert "Mågeparken" in shown
    assert "efter alder, køn og område" in shown


def test_the_page_shows_what_is_published_and_reads_no_case(cases, client_for):
    publish()
    answer, taken = statements(lambda: page(client_for("inga")))
    assert len(taken) <= MOST
    assert not [each for each in taken if "cases_case" in each or "people_person" in each]
    for shown in ("Gladsaxe Kommune", "Unge i alt (n)", "Piger og kvinder", "1 til 4", "vises ikke", ">13<"):
        assert shown in answer, shown
    assert f"?quarter={QUARTER}" in answer
    assert page(client_for("inga"), quarter=QUARTER.isoformat())
    for wrong in ("2020-01-01", "x", "2026-13-45"):
        assert client_for("inga").get(reverse("cases:figures"), {"quarter": wrong}).status_code == 404


def test_who_reads_it(cases, client_for):
    publish()
    for who in ("inga", "frida", "bo", "stine", "ida"):
        assert "Gladsaxe Kommune</" in page(client_for(who)).partition("<main")[2], who
    assert "Der er ikke offentliggjort tal endnu" in page(client_for("oda"))
    for who in ("alice", "dina", "hanne", "gerda", "vera"):
        assert client_for(who).get(reverse("cases:figures")).status_code == 403, who
    assert client_for("inga").post(reverse("cases:figures")).status_code == 405


def test_before_anything_is_published_the_page_says_so(cast, db, client_for):
    assert "Der er ikke offentliggjort tal endnu" in page(client_for("inga"))
