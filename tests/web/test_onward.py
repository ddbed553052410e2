"""What was received is shared further on a basis of its own, with where it came from; the one who gave it is told."""

import re
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import case_scene
from tests import concern_rows as made
from tests.cast import actor, named
from tests.stage import statements
from tvaers.cases.actions import course
from tvaers.concerns.models import Concern
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions as sharing
from tvaers.sharing import approving
from tvaers.sharing.acting import acting
from tvaers.sharing.enums import LinkKind
from tvaers.sharing.offers import of_group

pytestmark = pytest.mark.django_db(transaction=True)
TO_HERLEV = f"{named('herlev')}:{named('herlev-ssp')}:{named('Prøveaftalen')}"
TAG = "Fra Gladsaxe Kommune: kun til forebyggelse af kriminalitet (SSP), og aldrig til efterforskning."
NOTICES = "SELECT by_organisation_id, to_organisation_id, basis_id FROM sharing_onwardnotice"


def rows(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def met(statement, *parameters):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def given(cast, db, acting_as, client_for):
    """A concern of Gladsaxe's that Herlev was given."""
    with acting_as("alice") as alice:
        written = made.written(alice)
    bo, hanne = client_for("bo"), client_for("hanne")
    bo.get(reverse("concerns:concern", args=[written]))
    sent = {"version": "1", "way": TO_HERLEV, "categories": ["8"], "reason": "Bor i Herlev nu.", "months": "1"}
    assert bo.post(reverse("concerns:pass-on", args=[written]), sent).status_code == 302
    group = hanne.get("/concerns/received/").context["offers"][0]["group"]
    hanne.post(reverse("concerns:answer", args=[group]), {"accept": "1"})
    return written


@pytest.fixture
def taken(given, client_for, acting_as):
    """What Herlev made of it."""
    assert client_for("hanne").post(reverse("concerns:take-over", args=[given])).status_code == 302
    with acting_as("hanne"):
        return Concern.objects.exclude(id=given).values_list("id", flat=True).get()


def share(acting_as, dossier, *, to="palle", by="hanne", categories=Category.CONCERN, beside=None):
    organisation = {"palle": "police", "bo": "gladsaxe"}[to]
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named(organisation), member=named(to)),
        purpose=Purpose.SSP,
        frame=case_scene.AGREEMENT,
        necessity="Palle skal kunne tage imod ham.",
        until=clock.now() + case_scene.dt.timedelta(days=9),
    )
    with acting_as(by):
        return sharing.share(parts={dossier: categories} | (beside or {}), terms=terms)


def notices(acting_as, who):
    with acting_as(who):
        return rows(NOTICES)


def test_what_was_received_itself_is_shared_further_by_nobody(acting_as, given):
    with pytest.raises(sharing.NotYoursToGiveError):
        share(acting_as, given)


def test_a_part_that_needs_no_approval_is_not_told_of_before_the_whole_is_sent(taken, acting_as, as_administrator):
    """Who it is about waits for a leader, and the concern with it; whoever gave it hears once, when both are sent."""
    as_administrator.execute(
        "INSERT INTO sharing_approvalrule (id, owner_id, receiver_kinds, categories)"
        " VALUES (gen_random_uuid(), %s, '{}', %s)",
        [named("herlev"), int(Category.IDENTITY)],
    )
    with acting_as("hanne"):
        (person,) = rows("SELECT person_id FROM concerns_involved WHERE dossier_id = %s LIMIT 1", taken)[0]
    group = share(acting_as, taken, beside={person: Category.IDENTITY})
    assert notices(acting_as, "alice") == []
    as_administrator.execute("UPDATE sharing_access SET granted_by_id = %s WHERE state = 'drafted'", [named("sonja")])
    as_administrator.execute("UPDATE partnerships_membership SET roles = 258 WHERE id = %s", [named("hanne")])
    with acting(replace(actor("hanne"), roles=258), route="test"):
        approving.approve(group=group, dossier=taken)
    assert len(notices(acting_as, "alice")) == 1


def test_it_carries_where_it_came_from_to_every_reader(acting_as, taken, client_for):
    assert TAG in text(client_for("hanne").get(reverse("concerns:concern", args=[taken])))
    group = share(acting_as, taken)
    with acting_as("palle") as palle:
        # Before it is accepted nothing of it is known.
        assert of_group(group).origins == ()
        sharing.answer_group(by=palle, group=group, accepted=True)
    for address in (
        reverse("concerns:concern", args=[taken]),
        f"{reverse('sharing:register')}?view=received",
        f"{reverse('sharing:offers')}?view=received",
    ):
        assert TAG in text(client_for("palle").get(address)), address
    for address in (reverse("sharing:register"), reverse("sharing:readers", args=[taken])):
        assert TAG in text(client_for("hanne").get(address)), address


def test_the_card_says_so_before_it_is_shared(taken, client_for):
    card = reverse("sharing:to", args=[taken, named("police")])
    client = client_for("hanne")
    response, asked = statements(lambda: client.get(card))
    assert TAG in text(response)
    assert "de får at vide, til hvem det blev givet videre" in text(response)
    assert len(asked) <= 13
    checked = {
        "receiver": f"member:{named('palle')}",
        "ground": case_scene.SSP_GROUND,
        "necessity": "Palle skal kunne tage imod ham.",
        "term": "30",
        "check": "1",
    }
    assert TAG in text(client.post(card, checked))


def test_it_follows_into_the_case_that_it_became(acting_as, taken, client_for):
    with acting_as("hanne") as hanne:
        details = case_scene.people.Details(name="Ali Prøvesen", born="2012")
        unit = named("herlev-ssp")
        person = case_scene.people.register(by=hanne, details=details, purpose=Purpose.SSP, unit=unit)
        case = course.open_case(by=hanne, opening=case_scene.opening(person))
        sharing.link(kind=LinkKind.BECAME, source=taken, target=case)
    assert TAG in text(client_for("hanne").get(reverse("cases:case", args=[case])))
    share(acting_as, case, categories=Category.PLAN)
    assert len(notices(acting_as, "alice")) == 1


def test_whoever_gave_it_is_told_to_whom_and_on_what_and_nothing_else(acting_as, given, taken, client_for):
    share(acting_as, taken)
    told = [(named("herlev"), named("police"), case_scene.BASES["rpl-115-1"])]
    assert notices(acting_as, "alice") == notices(acting_as, "bo") == told
    for who in ("hanne", "palle", "carl", "gerda", "karen", "olga", "vera"):
        assert notices(acting_as, who) == [], who
    today = client_for("bo").get("/")
    assert "Herlev Kommune har givet noget, der kom fra jer, videre til Københavns Vestegns Politi" in text(today)
    chain = text(client_for("bo").get(reverse("sharing:readers", args=[given])))
    assert "Herlev Kommune tilbød noget af det til Københavns Vestegns Politi" in chain
    assert "Palle" not in chain
    assert "Givet videre" not in text(client_for("hanne").get(reverse("sharing:readers", args=[taken])))


def test_giving_it_back_is_no_passing_on(acting_as, taken):
    share(acting_as, taken, to="bo")
    assert notices(acting_as, "alice") == []


def test_a_draft_is_told_when_it_is_sent(acting_as, taken, as_administrator):
    as_administrator.execute(
        "INSERT INTO sharing_approvalrule (id, owner_id, receiver_kinds, categories)"
        " VALUES (gen_random_uuid(), %s, '{police}', 0)",
        [named("herlev")],
    )
    group = share(acting_as, taken)
    assert notices(acting_as, "alice") == []
    # Somebody who leads, let in where Hanne works.
    as_administrator.execute("UPDATE sharing_access SET granted_by_id = %s WHERE state = 'drafted'", [named("sonja")])
    as_administrator.execute("UPDATE partnerships_membership SET roles = 258 WHERE id = %s", [named("hanne")])
    with acting(replace(actor("hanne"), roles=258), route="test"):
        approving.approve(group=group, dossier=taken)
    assert len(notices(acting_as, "alice")) == 1


def test_the_tag_stays_when_what_was_given_is_erased(acting_as, given, taken):
    with acting_as("alice"):
        sharing.erase(dossier=given, why="test")
    with acting_as("hanne"):
        assert rows("SELECT organisation_id FROM sharing_origin WHERE dossier_id = %s", taken) == [(named("gladsaxe"),)]
    share(acting_as, taken)
    assert notices(acting_as, "alice") == []


def test_no_statement_of_a_request_takes_the_tag_off(acting_as, given, taken):
    with acting_as("hanne"):
        for table in ("sharing_origin", "sharing_onwardnotice"):
            assert met(f"DELETE FROM {table}") == "42501"
            assert met(f"UPDATE {table} SET at = now()") == "42501"
        assert met("DELETE FROM sharing_link") == "42501"
    for who in ("palle", "carl", "olga", "vera", "alice"):
        with acting_as(who):
            assert rows("SELECT count(*) FROM sharing_origin") == [(0,)], who
