"""Adding to an open concern: who it is about and what became known; works, 404, 403, 405; twice and two at once."""

from uuid import uuid4

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import concern_rows as made
from tests.cast import named
from tvaers.concerns.access import view_of
from tvaers.concerns.enums import About, InvolvedRole
from tvaers.concerns.models import Addition, Concern, Involved
from tvaers.guard.enums import Category
from tvaers.people.models import Person
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Link


@pytest.fixture
def unknown(acting_as, client_for):
    """A concern about somebody unknown, read by Bo."""
    with acting_as("alice") as alice:
        concern = made.written(alice, young=0)
        Concern.objects.filter(id=concern).update(about=About.UNKNOWN)
    client_for("bo").get(page_of(concern))
    return concern


def page_of(concern, name="concern"):
    return reverse(f"concerns:{name}", args=[concern])


def stamped(client, address):
    """The hidden fields of a fresh form."""
    context = client.get(address).context
    form = context.get("stamp") or context["form"]
    return {"form": str(form["form"].value()), "version": str(form["version"].value())}


def somebody(**typed):
    return {f"part-0-{name}": text for name, text in ({"role": "of-concern", "name": "Noah Opdigt"} | typed).items()}


# --- who it is about ------------------------------------------------------------------------------


def test_somebody_unknown_becomes_known_and_what_was_told_stays(bo, unknown, acting_as):
    address = page_of(unknown, "add-person")
    assert address in bo.get(page_of(unknown)).content.decode()
    assert bo.post(address, stamped(bo, address) | somebody(note="Set i hallen")).status_code == 302
    with acting_as("bo"):
        row, part = Concern.objects.get(id=unknown), Involved.objects.get(dossier_id=unknown)
        assert (row.about, row.version) == (About.PERSON, 2)
        assert (part.role, part.category) == (InvolvedRole.OF_CONCERN, Category.IDENTITY)
        assert Link.objects.filter(source_id=unknown, target_id=part.person_id).exists()
    shown = bo.get(page_of(unknown)).content.decode()
    for words in ("Noah Opdigt", "Set i hallen", made.FACT):
        assert words in shown


def test_another_role_leaves_it_about_nobody_known(bo, unknown, acting_as):
    address = page_of(unknown, "add-person")
    bo.post(address, stamped(bo, address) | somebody(role="witness"))
    with acting_as("bo"):
        assert Concern.objects.get(id=unknown).about == About.UNKNOWN
        assert Involved.objects.get(dossier_id=unknown).category == Category.OTHERS


def test_whoever_decides_sees_a_person_that_another_unit_added(bo, client_for, unknown, acting_as):
    with acting_as("alice"):
        sharing.let_in(dossier=unknown, member=named("carl"), categories=Category(511))
    carl = client_for("carl")
    address = page_of(unknown, "add-person")
    assert carl.post(address, stamped(carl, address) | somebody()).status_code == 302
    assert "Noah Opdigt" in bo.get(page_of(unknown)).content.decode()


def test_somebody_known_is_found_chosen_and_not_written_twice(bo, unknown, acting_as):
    with acting_as("alice") as alice:
        made.written(alice)
    address = page_of(unknown, "add-person")
    stamp = stamped(bo, address)
    typed = somebody(name=made.NAMES[0], born_year="2012", note="Genkendt af naboen")
    found = bo.post(address, stamp | typed | {"find": "0"})
    (card,) = found.context["part"].shown
    assert found.context["part"]["note"].value() == "Genkendt af naboen"
    assert found.context["stamp"]["form"].value() == stamp["form"]
    chosen = typed | {"part-0-person": card["id"]}
    assert made.NAMES[0] in bo.post(address, stamp | chosen | {"find": "0"}).content.decode()
    other = bo.post(address, stamp | chosen | {"forget": "0"})
    assert other.context["part"].known is None
    assert bo.post(address, stamp | chosen).status_code == 302
    with acting_as("bo"):
        assert Person.objects.count() == 1
    again = bo.post(address, stamped(bo, address) | chosen)
    assert again.status_code == 422
    assert "role" in again.context["part"].errors
    assert bo.post(address, stamped(bo, address) | chosen | {"part-0-role": "victim"}).status_code == 302


@pytest.mark.parametrize("typed", [{"name": ""}, {"role": "hero"}, {"person": str(uuid4())}, {"cpr": "31"}])
def test_what_cannot_be_is_refused_and_kept(bo, unknown, acting_as, typed):
    address = page_of(unknown, "add-person")
    answer = bo.post(address, stamped(bo, address) | somebody(**typed))
    assert answer.status_code == 422
    with acting_as("bo"):
        assert not Involved.objects.filter(dossier_id=unknown).exists()


def test_a_street_worker_adds_to_the_own_but_no_suspect(client_for, acting_as):
    with acting_as("dina") as dina:
        own = made.written(dina, young=0)
    client, address = client_for("dina"), page_of(own, "add-person")
    assert client.post(address, stamped(client, address) | somebody(role="suspect")).status_code == 422
    assert client.post(address, stamped(client, address) | somebody()).status_code == 302


# --- what became known ----------------------------------------------------------------------------


LATER = {"fact": "Set igen fredag kl. 22.", "assessment": "Skolen tror, det er en vane.", "source": "Lise så det selv."}


def test_what_is_added_stands_below_with_its_day_and_author(bo, unknown, acting_as):
    address = page_of(unknown, "add")
    assert bo.post(address, stamped(bo, address) | LATER).status_code == 302
    shown = bo.get(page_of(unknown)).content.decode()
    for words in (made.FACT, *LATER.values(), "af Bo Testesen"):
        assert words in shown
    with acting_as("bo"):
        assert Concern.objects.get(id=unknown).version == 2


@pytest.mark.parametrize("name", ["add", "add-person"])
def test_sent_twice_it_writes_once(bo, unknown, acting_as, name):
    address = page_of(unknown, name)
    typed = stamped(bo, address) | (LATER if name == "add" else somebody())
    assert bo.post(address, typed)["Location"] == bo.post(address, typed)["Location"] == page_of(unknown)
    with acting_as("bo"):
        assert Addition.objects.count() + Involved.objects.count() == 1


@pytest.mark.parametrize("name", ["add", "add-person"])
def test_the_second_of_two_is_told_and_loses_no_word(bo, client_for, unknown, name):
    address = page_of(unknown, name)
    frida = client_for("frida")
    typed = stamped(frida, address) | (LATER if name == "add" else somebody())
    other = page_of(unknown, "add")
    bo.post(other, stamped(bo, other) | {"fact": "Noget andet."})
    answer = frida.post(address, typed)
    assert answer.status_code == 409
    assert ("Set igen fredag" if name == "add" else "Noah Opdigt") in answer.content.decode()
    form = answer.context["stamp" if name == "add-person" else "form"]
    assert frida.post(address, typed | {"version": str(form["version"].value())}).status_code == 302


def test_whoever_had_it_open_cannot_decide_without_seeing_what_was_added(bo, client_for, unknown):
    address = page_of(unknown, "add")
    bo.post(address, stamped(bo, address) | LATER)
    decide = {"version": "1", "outcome": "advice", "reason": "x"}
    answer = client_for("frida").post(page_of(unknown, "decide"), decide)
    assert answer.status_code == 409
    assert LATER["fact"] in answer.content.decode()


@pytest.mark.parametrize("name", ["add", "add-person"])
def test_what_is_decided_is_added_to_no_more(bo, unknown, acting_as, name):
    address = page_of(unknown, name)
    typed = stamped(bo, address) | (LATER if name == "add" else somebody())
    bo.post(page_of(unknown, "decide"), {"version": "1", "outcome": "advice", "reason": "x"})
    assert bo.get(address)["Location"] == page_of(unknown)
    assert address not in bo.get(page_of(unknown)).content.decode()
    assert bo.post(address, typed).status_code == 409
    with acting_as("bo"):
        assert Addition.objects.count() + Involved.objects.count() == 0


def test_nothing_is_no_addition(bo, unknown):
    address = page_of(unknown, "add")
    assert bo.post(address, stamped(bo, address) | {"fact": " "}).status_code == 422


def test_it_goes_along_when_the_concern_is_split(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
    address = page_of(both, "add")
    bo.post(address, stamped(bo, address) | LATER)
    assert bo.post(page_of(both, "split"), {"version": "2"}).status_code == 302
    with acting_as("bo"):
        other = Concern.objects.exclude(id=both).get().id
        assert Addition.objects.filter(dossier_id=other).count() == 1
    assert LATER["fact"] in bo.get(page_of(other)).content.decode()


# --- what was wrong -------------------------------------------------------------------------------

WRONG = {"fact": "Det var torsdag, og han var der ikke.", "source": "Skolen har ringet."}


def test_what_is_wrong_is_corrected_also_when_it_is_decided_and_stands_first(bo, unknown, acting_as):
    bo.post(page_of(unknown, "decide"), {"version": "1", "outcome": "advice", "reason": "x"})
    address = page_of(unknown, "correct")
    assert address in bo.get(page_of(unknown)).content.decode()
    assert bo.post(address, stamped(bo, address) | WRONG).status_code == 302
    shown = bo.get(page_of(unknown)).content.decode()
    assert shown.index(WRONG["fact"]) < shown.index(made.FACT)
    with acting_as("bo") as by:
        assert view_of(unknown).said("fact") == [made.FACT, f"Rettelse: {WRONG['fact']}"]
        assert by.id == Addition.objects.get(corrects=True).by


def test_a_correction_says_what_and_two_at_once_lose_nothing(bo, client_for, unknown):
    address, frida = page_of(unknown, "correct"), client_for("frida")
    assert "Skriv, hvad der er forkert" in bo.post(address, stamped(bo, address) | {"fact": ""}).content.decode()
    typed = stamped(frida, address) | WRONG
    bo.post(address, stamped(bo, address) | {"fact": "Noget andet."})
    answer = frida.post(address, typed)
    assert answer.status_code == 409
    assert WRONG["fact"] in answer.content.decode()


def test_a_correction_goes_along_when_the_concern_is_split(bo, acting_as):
    with acting_as("alice") as alice:
        both = made.written(alice, young=2)
    address = page_of(both, "correct")
    bo.post(address, stamped(bo, address) | WRONG)
    assert bo.post(page_of(both, "split"), {"version": "2"}).status_code == 302
    with acting_as("bo"):
        assert Addition.objects.exclude(dossier_id=both).get().corrects


# --- doors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["add", "add-person", "correct"])
def test_outsiders_404_roles_403_methods_405_and_few_statements(bo, client_for, unknown, acting_as, name):
    address = page_of(unknown, name)
    for method in ("get", "post"):
        assert getattr(client_for("hanne"), method)(address).status_code == 404
        assert getattr(client_for("gerda"), method)(address).status_code == 403
    assert bo.delete(address).status_code == 405
    with CaptureQueriesContext(connections["default"]) as work, CaptureQueriesContext(connections["ticket"]) as log:
        bo.get(address)
    asked = [each["sql"] for each in (*work, *log) if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(asked) <= 12, "\n".join(asked)
