"""The sharing pages: share the least, answer, take back, see who can see."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene
from tests.cast import named
from tvaers.cases.actions import course, entries, people_around
from tvaers.cases.enums import Criterion, Speaker
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.people import actions as people
from tvaers.plans.actions import goals
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Access

UUID = r"[0-9a-f-]{36}"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    """A case of Alice's about Noah, with own words, a goal, a note, and a note on health."""
    with acting_as("alice") as alice:
        person = people.register(
            by=alice,
            details=people.Details(name="Noah Prøvesen", born="2011-03-04"),
            purpose=Purpose.SSP,
            unit=named("gladsaxe-ssp"),
        )
        opened = course.open_case(
            by=alice,
            opening=course.Opening(
                person=person,
                criterion=Criterion.REPEATED,
                reason="Er ude sent om aftenen",
                purpose=Purpose.SSP,
                basis="§ 115, stk. 1, nr. 1",
                review_on=clock.today() + dt.timedelta(days=30),
            ),
        )
        people_around.write_voice(
            by=alice,
            case=opened,
            speaker=Speaker.YOUNG,
            words="Jeg vil spille fodbold",
            said_by="Noah",
            said_on=clock.today(),
            is_approved=True,
        )
        goals.agree(by=alice, case=opened, words="Noah spiller fodbold", said_by="Noah", said_on=clock.today())
        entries.write(
            by=alice,
            case=opened,
            note=entries.Note(happened_at=clock.now(), title="Skolen ringede", fact="Fravær i uge 10"),
            sign=True,
        )
    return opened


def answers(**changed):
    """What Alice decides: the police, on the agreement, the least."""
    return {
        "receiver": f"member:{named('palle')}",
        "ground": case_scene.SSP_GROUND,
        "necessity": "Palle skal kunne ringe til familien.",
        "term": "30",
    } | changed


def group_in(page):
    """The id of the first group of offers on a page."""
    return re.search(rf"/sharing/offers/({UUID})/", page)[1]


def url(case, organisation="police"):
    return reverse("sharing:to", kwargs={"dossier": case, "organisation": named(organisation)})


def offered(client_for, case, **changed):
    response = client_for("alice").post(url(case), answers(share="1", **changed))
    assert response.status_code == 302, response.content.decode()
    return Access.objects


def test_receivers_are_sorted_by_what_allows_it(client_for, case):
    page = client_for("alice").get(reverse("sharing:share", kwargs={"dossier": case})).content.decode()
    assert page.index("Københavns Vestegns Politi") < page.index("Langtborte Kommune") < page.index("Fritidsforening")


def test_the_preview_is_what_the_receiver_would_read(client_for, case):
    page = client_for("alice").post(url(case), answers(check="1")).content.decode()
    assert "Jeg vil spille fodbold" in page
    assert "Noah spiller fodbold" in page
    assert "Fravær i uge 10" not in page
    assert "Noah Prøvesen" not in page.split('id="preview"')[1]
    more = [str(int(Category.ENTRY)), str(int(Category.IDENTITY))]
    page = client_for("alice").post(url(case), answers(check="1", categories=more)).content.decode()
    assert "Fravær i uge 10" in page
    assert "Noah Prøvesen" in page.split('id="preview"')[1]


def test_offered_accepted_seen_and_taken_back(client_for, acting_as, case):
    offered(client_for, case, categories=[str(int(Category.IDENTITY))])
    page = client_for("palle").get(reverse("sharing:offers")).content.decode()
    assert "Palle skal kunne ringe til familien." in page
    with acting_as("palle"):
        groups = set(Access.objects.filter(state="offered").values_list("id", flat=True))
        assert len(groups) == 2
    group = group_in(page)
    assert (
        client_for("palle").post(reverse("sharing:answer", kwargs={"group": group}), {"accept": "1"}).status_code == 302
    )
    readers = reverse("sharing:readers", kwargs={"dossier": case})
    page = client_for("palle").get(readers).content.decode()
    assert "Noah Prøvesen" in page
    page = client_for("alice").get(readers).content.decode()
    assert "Palle Patrulje" in page
    assert "Prøveaftalen" in page
    asked = client_for("alice").get(reverse("sharing:withdraw", kwargs={"group": group})).content.decode()
    assert "Noah Prøvesen" in asked, "what cannot be undone says about whom it is"
    assert client_for("alice").post(reverse("sharing:withdraw", kwargs={"group": group})).status_code == 302
    assert client_for("palle").get(readers).status_code == 404


def test_a_decline_needs_no_reason_and_opens_nothing(client_for, case):
    offered(client_for, case)
    page = client_for("palle").get(reverse("sharing:offers")).content.decode()
    group = group_in(page)
    assert (
        client_for("palle").post(reverse("sharing:answer", kwargs={"group": group}), {"decline": "1"}).status_code
        == 302
    )
    assert client_for("palle").get(reverse("sharing:readers", kwargs={"dossier": case})).status_code == 404


@pytest.mark.parametrize(("field", "value"), [("receiver", ""), ("ground", "x"), ("necessity", "kort"), ("term", "")])
def test_what_is_missing_is_said_and_nothing_is_lost(client_for, case, field, value):
    page = client_for("alice").post(url(case), answers(share="1", **{field: value})).content.decode()
    assert "tv-summary" in page
    assert field == "necessity" or "Palle skal kunne ringe til familien." in page


def test_nobody_else_shares_what_is_ours(client_for, case):
    for key in ("hanne", "palle", "olga", "carl"):
        assert client_for(key).get(url(case)).status_code == 404, key
        assert client_for(key).get(reverse("sharing:readers", kwargs={"dossier": case})).status_code == 404
    assert client_for("alice").get(url(uuid4())).status_code == 404
    assert client_for("alice").get(url(case, "association")).status_code == 404


def test_another_cannot_answer_or_take_back(client_for, case):
    offered(client_for, case)
    page = client_for("palle").get(reverse("sharing:offers")).content.decode()
    group = group_in(page)
    for key in ("hanne", "ellen", "olga"):
        assert (
            client_for(key).post(reverse("sharing:answer", kwargs={"group": group}), {"accept": "1"}).status_code == 404
        )
        assert client_for(key).post(reverse("sharing:withdraw", kwargs={"group": group})).status_code == 404
    assert client_for("palle").get(reverse("sharing:answer", kwargs={"group": group})).status_code == 405


@pytest.mark.parametrize("view", ["received", ""])
def test_what_colleagues_were_given_for_another_work_is_not_told(client_for, case, acting_as, as_administrator, view):
    """It names the unit, but opens nothing to whoever does not work with that purpose: a line would lead to nothing."""
    with acting_as("alice"):
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("police"), unit=named("police-prevention")),
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            necessity="Skal kunne tage imod ham",
            until=clock.now() + dt.timedelta(days=30),
        )
        group = sharing.share(parts={case: Category.PLAN}, terms=terms)
    if view:
        with acting_as("palle") as palle:
            sharing.answer_group(by=palle, group=group, accepted=True)
    page = reverse("sharing:offers")
    assert len(client_for("palle").get(page, {"view": view}).context["rows"]) == 1
    change = "UPDATE sharing_access SET purpose = %s WHERE source = 'disclosure'"
    as_administrator.execute(change, [int(Purpose.PARENTS)])
    assert client_for("palle").get(page, {"view": view}).context["rows"] == []


def test_the_agreement_page_reads_for_everybody_at_work(client_for):
    assert client_for("vera").get(reverse("agreements:list")).status_code == 200


def test_what_was_received_says_whom_it_is_about_where_that_was_shared(client_for, case, acting_as):
    """With the identity: by name, with the way to it and what allows it; without: only what it is."""
    with acting_as("alice") as alice:
        young = Case.objects.values_list("person_id", flat=True).get(id=case)
        other = people.register(
            by=alice, details=people.Details(name="Sara Påfund"), purpose=Purpose.SSP, unit=named("gladsaxe-ssp")
        )
        terms = sharing.Terms(
            to=sharing.Reader(organisation=named("herlev"), member=named("hanne")),
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            necessity="Skal kunne tage imod dem",
            until=clock.now() + dt.timedelta(days=30),
        )
        sharing.share(parts={case: Category.PLAN, young: Category.IDENTITY}, terms=terms)
        sharing.share(parts={other: Category.IDENTITY}, terms=terms)
        sharing.share(parts={case: Category.ENTRY}, terms=terms)
    with acting_as("hanne"):
        for access in Access.objects.filter(state="offered").values_list("id", flat=True):
            sharing.answer(access=access, accepted=True)
    page = client_for("hanne").get(reverse("sharing:offers"), {"view": "received"})
    found = {(row["whom"], row["url"]) for row in page.context["rows"]}
    at_case, at_person = reverse("cases:case", args=[case]), reverse("people:page", args=[other])
    assert found == {("Noah Prøvesen", at_case), ("Sara Påfund", at_person), ("", at_case)}
    assert "Prøveaftalen" in page.content.decode()
    assert client_for("hanne").get(at_person).status_code == 200
