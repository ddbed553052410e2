"""Writing a concern down: works, outsider, role too small, wrong method; and everything typed is kept."""

from functools import reduce
from operator import or_
from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import CAST, named
from tvaers.concerns import rules
from tvaers.concerns.models import Concern
from tvaers.people.models import Person
from tvaers.web.concerns import new as new_page

NEW = "/concerns/new/"
BASE = {
    "parts": "1",
    "part-0-role": "of-concern",
    "part-0-name": "Testus Opdigt",
    "part-0-born_year": "2012",
    "about": "person",
    "fact": "Set ude efter kl. 23 fire aftener.",
    "kind": "school",
    "name": "Lise Lærer",
    "workplace": "Prøveskolen",
    "told": "unknown",
    "channel": "system",
}


def typed(**changes):
    data = {**BASE, "form": str(uuid4()), **changes}
    return {name: value for name, value in data.items() if value is not None}


@pytest.fixture
def alice(client_for):
    return client_for("alice")


def test_a_concern_is_written_and_receipted(alice):
    answer = alice.post(NEW, typed())
    assert answer.status_code == 302, answer.context["errors"]
    receipt = alice.get(answer["Location"])
    assert receipt.status_code == 200
    assert b"tv-confirm" in receipt.content


RECORDERS = [part.key for part in CAST if part.roles & reduce(or_, rules.RECORDERS)]


@pytest.mark.parametrize("key", RECORDERS)
def test_everybody_who_may_write_a_concern_down_can(client_for, acting_as, key):
    """Each works for purposes of their own; a parent coach's are not those of SSP."""
    answer = client_for(key).post(NEW, typed())
    assert answer.status_code == 302, answer.context["errors"]
    with acting_as(key):
        assert Concern.objects.count() == 1


def test_posted_twice_it_is_one(alice, acting_as):
    data = typed()
    first, second = alice.post(NEW, data), alice.post(NEW, data)
    assert first["Location"] == second["Location"]
    with acting_as("alice"):
        assert Concern.objects.count() == 1


def test_whoever_is_quicker_than_a_person_is_told_to_wait_and_keeps_what_was_typed(alice, acting_as, monkeypatch):
    monkeypatch.setattr(new_page, "CONCERNS_AN_HOUR", 2)
    for _ in range(2):
        assert alice.post(NEW, typed()).status_code == 302
    answer = alice.post(NEW, typed(fact="Det tredje på en time."))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "Det tredje på en time." in answer.content.decode()
    assert "inden for en time" in answer.content.decode()
    with acting_as("alice"):
        assert Concern.objects.count() == 2


def test_whoever_presses_again_at_the_limit_gets_the_receipt(alice, monkeypatch):
    monkeypatch.setattr(new_page, "CONCERNS_AN_HOUR", 1)
    data = typed()
    first, again = alice.post(NEW, data), alice.post(NEW, data)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert alice.post(NEW, data | {"form": "not a key"}).status_code == 429


def test_the_haste_of_one_is_not_anothers(alice, client_for, monkeypatch):
    monkeypatch.setattr(new_page, "CONCERNS_AN_HOUR", 1)
    assert alice.post(NEW, typed()).status_code == 302
    assert client_for("bo").post(NEW, typed()).status_code == 302


def test_the_same_key_of_somebody_else_writes_another(alice, client_for):
    data = typed()
    assert alice.post(NEW, data)["Location"] != client_for("bo").post(NEW, data)["Location"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fact": ""}, "fact"),
        ({"kind": ""}, "kind"),
        ({"name": ""}, "name"),
        ({"is_unnamed": "on"}, "is_unnamed"),
        ({"about": ""}, "about"),
        ({"part-0-name": "", "part-0-born_year": ""}, "about"),
        ({"received_day": "1", "received_month": "1", "received_year": "2090"}, "received"),
        ({"area": str(uuid4())}, "area"),
        ({"fact": "x" * 10_001}, "fact"),
        ({"form": "not a key"}, "form"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(alice, changes, field):
    answer = alice.post(NEW, typed(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert b"Testus Opdigt" in answer.content or "part-0-name" in changes


def test_areas_of_one_name_are_told_apart_by_what_they_are(alice, as_maintenance):
    insert = "INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, %s, 'Grantoften', %s)"
    district, estate = uuid4(), uuid4()
    as_maintenance.execute(insert, [district, "district", None])
    as_maintenance.execute(insert, [estate, "housing", district])
    offered = dict(alice.get(NEW).context["form"].fields["area"].choices)
    assert offered[str(district)].strip() == "Grantoften (bydel)"
    assert offered[str(estate)].strip() == "Grantoften (boligområde)"
    form = alice.post(NEW, typed(area=str(estate), fact="")).context["form"]
    assert form.area_name == "Grantoften"


def test_that_a_colleague_is_named_is_said_before_it_is_missed(alice):
    assert "Nødvendigt, når nogen henvender sig som led i sit arbejde." in alice.get(NEW).content.decode()


def test_a_citizen_may_stay_unnamed(alice):
    assert alice.post(NEW, typed(kind="citizen", name="", workplace="", is_unnamed="on")).status_code == 302


def test_nobody_by_name_needs_no_person(alice):
    assert alice.post(NEW, typed(about="group", **{"part-0-name": ""})).status_code == 302


SAID = {
    "observed": "Tirsdag aften ved hallen",
    "tried": "Skolen har talt med ham",
    "told": "young",
    "child_view": "Jeg keder mig bare",
    "parents_reaction": "Mor blev bange",
    "not_told_because": "Faren kan blive voldsom",
    "relation": "klasselærer i to år",
    "part-0-language": "tyrkisk",
    "part-0-needs_interpreter": "on",
}


def test_what_each_said_is_kept_apart_and_shown_on_the_open_concern(alice, acting_as):
    answer = alice.post(NEW, typed(**SAID))
    assert answer.status_code == 302
    with acting_as("alice"):
        row = Concern.objects.get()
        assert bytes(row.reaction) == b""
        assert b"Jeg keder mig" not in bytes(row.child_view)
    page = alice.get(answer["Location"].replace("receipt/", "")).content.decode()
    shown = (*list(SAID.values())[:2], *list(SAID.values())[3:-1])
    assert [text for text in shown if text not in page] == []
    assert "har brug for tolk" in page
    assert "SSP og forebyggelse" in page


def test_what_was_written_in_one_field_is_still_read(alice, acting_as):
    with acting_as("alice") as actor:
        old = made.written(actor, reaction="Mor græd, Testus tav.", told="both")
    assert "Mor græd, Testus tav." in alice.get(reverse("concerns:concern", args=[old])).content.decode()


@pytest.mark.parametrize(
    ("changes", "lacking"),
    [
        ({"told": "nobody"}, True),
        ({"told": "young", "part-0-born_year": ""}, True),
        ({"told": "nobody", "not_told_because": "Det sker i morgen"}, False),
        ({"told": "both"}, False),
        ({"told": "nobody", "part-0-born_year": "1999"}, False),
    ],
)
def test_a_child_of_whom_nobody_was_told_without_a_reason_is_pointed_at(alice, changes, lacking):
    answer = alice.post(NEW, typed(**changes))
    open_one = alice.get(answer["Location"].replace("receipt/", "")).context["open"]
    assert open_one["lacks_reason"] is lacking


def test_another_unit_can_receive_it(alice, client_for, acting_as):
    family = str(named("gladsaxe-family"))
    assert [name for _, name in alice.get(NEW).context["form"].fields["unit"].choices] == [
        "SSP og forebyggelse",
        "Familieafdelingen",
    ]
    carl = client_for("carl")
    there = alice.post(NEW, typed(unit=family))["Location"].replace("receipt/", "")
    assert carl.get(there).status_code == 200
    here = alice.post(NEW, typed(unit=""))["Location"].replace("receipt/", "")
    assert carl.get(here).status_code == 404
    assert alice.get(there).status_code == 200
    refused = alice.post(NEW, typed(unit=str(named("herlev-ssp"))))
    assert refused.status_code == 422
    assert "unit" in refused.context["form"].errors


def test_a_street_worker_sends_it_to_a_unit_that_decides(client_for, acting_as):
    dina = client_for("dina")
    assert [name for _, name in dina.get(NEW).context["form"].fields["unit"].choices] == [
        "SSP og forebyggelse",
        "Familieafdelingen",
    ]


def test_the_page_keeps_to_its_statements(alice):
    alice.get(NEW)
    with CaptureQueriesContext(connections["default"]) as work, CaptureQueriesContext(connections["ticket"]) as log:
        assert alice.get(NEW).status_code == 200
    asked = [q["sql"] for q in (*work, *log) if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert 3 < len(asked) <= 12, "\n".join(asked)


def test_add_another_keeps_everything_and_saves_nothing(alice, acting_as):
    answer = alice.post(NEW, typed(add="1", strengths="Spiller fodbold"))
    assert len(answer.context["parts"]) == 2
    assert answer.context["errors"] == []
    for kept in ("Testus Opdigt", "Spiller fodbold", "Lise Lærer", 'value="2012"'):
        assert kept in answer.content.decode()
    with acting_as("alice"):
        assert not Concern.objects.exists()


def test_remove_takes_the_right_one_away(alice):
    two = typed(parts="2", remove="0", **{"part-1-role": "witness", "part-1-name": "Vidne Opdigt"})
    parts = alice.post(NEW, two).context["parts"]
    assert [part["name"].value() for part in parts] == ["Vidne Opdigt"]
    assert [part["role"].value() for part in parts] == ["witness"]


def test_somebody_known_is_found_chosen_and_not_written_twice(alice, acting_as):
    alice.post(NEW, typed())
    found = alice.post(NEW, typed(find="0"))
    (card,) = found.context["parts"][0].candidates
    chosen = typed(**{"part-0-person": str(card.id), "part-0-name": ""})
    assert alice.post(NEW, {**chosen, "add": "1"}).context["parts"][0].known.id == card.id
    answer = alice.post(NEW, chosen)
    assert answer.status_code == 302
    with acting_as("alice"):
        assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_search_is_logged_with_its_criterion(alice, as_administrator):
    alice.post(NEW, typed(find="0"))
    (criterion,) = as_administrator.execute("SELECT criterion FROM audit_seen WHERE criterion IS NOT NULL").fetchone()
    assert b"Testus" not in bytes(criterion)


def test_nobody_of_another_organisation_can_be_chosen(alice, client_for, acting_as):
    client_for("hanne").post(NEW, typed())
    with acting_as("hanne"):
        theirs = Person.objects.get().id
    answer = alice.post(NEW, typed(**{"part-0-person": str(theirs), "part-0-name": ""}))
    assert answer.status_code == 422
    assert "person" in answer.context["parts"][0].errors


@pytest.mark.parametrize("path", [NEW, "/concerns/"])
def test_signed_out_one_is_sent_to_sign_in(client, cast, db, path):
    answer = client.get(path)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("key", ["signe", "inga", "gerda"])
def test_a_role_without_people_gets_403(client_for, key):
    assert client_for(key).get(NEW).status_code == 403


def test_wrong_method_405(alice):
    assert alice.put(NEW).status_code == 405
    assert alice.post(reverse("concerns:receipt", args=[uuid4()])).status_code == 405


def test_an_outsider_gets_404_like_for_what_does_not_exist(alice, client_for):
    receipt = alice.post(NEW, typed())["Location"]
    hidden = client_for("hanne").get(receipt)
    missing = client_for("hanne").get(reverse("concerns:receipt", args=[uuid4()]))
    assert (hidden.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize(
    "text", ["\x00nul", "<script>alert(1)</script>", "{{ 7*7 }}", "=cmd|' /C calc'!A0", "😀" * 50, "\u202edrow"]
)
def test_hostile_text_is_only_text(alice, text):
    answer = alice.post(NEW, typed(fact=text, strengths=text))
    assert answer.status_code in {422, 302}
    if answer.status_code == 302:
        page = alice.get(answer["Location"].removesuffix("receipt/"))
        assert b"<script>alert" not in page.content


# --- written by whoever does not assess it --------------------------------------------------------


def test_whose_task_it_is_not_to_assess_it_is_told_that_nobody_else_has_it(client_for, acting_as):
    with acting_as("vera") as vera:
        own = made.written(vera)
    page = client_for("vera").get(reverse("concerns:receipt", args=[own]))
    said = page.content.decode()
    assert "Det er kun jer selv, der har den indtil nu" in said
    assert "Ring til kommunen" in said
    assert page.context["steps"] == [], "nobody promises that a colleague reads it within a day"
    assert reverse("concerns:pass-on", args=[own]) not in said
    assert "Kildevældets Fritidsforening" in client_for("vera").get(reverse("concerns:new")).content.decode()
    # The control: a municipality assesses it itself.
    with acting_as("alice") as alice:
        assessed = made.written(alice)
    page = client_for("bo").get(reverse("concerns:receipt", args=[assessed]))
    assert page.context["steps"]
    assert "Det er kun jer selv" not in page.content.decode()


def test_from_the_receipt_it_is_sent_on_in_one_step(client_for, acting_as, monkeypatch):
    """As in a school that is a party to the agreement: it decides on nothing but where to send it."""
    monkeypatch.setattr(new_page, "ASSESSES_CONCERNS", frozenset())
    with acting_as("bo") as bo:
        own = made.written(bo)
    client = client_for("bo")
    send = reverse("concerns:pass-on", args=[own])
    assert send in client.get(reverse("concerns:receipt", args=[own])).content.decode()
    page = client.get(send)
    way = page.context["form"].fields["way"].choices[0]
    chosen = {"way": way[0], "categories": ["8"], "reason": "Skolen kan ikke løse det.", "months": "1"}
    sent = client.post(send, {**chosen, "version": page.context["form"]["version"].value(), "stay": "1"})
    assert sent["Location"].startswith(reverse("concerns:concern", args=[own]))
    with acting_as("bo"):
        assert Concern.objects.get(id=own).outcome == "passed-on"


def test_whoever_reads_english_is_asked_in_english(client_for):
    page = client_for("bo").get(reverse("concerns:new"), headers={"accept-language": "en"}).content.decode()
    assert "A nickname is enough." in page
    assert "Et kaldenavn er nok." not in page
