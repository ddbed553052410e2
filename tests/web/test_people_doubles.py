"""Two who may be one: found, compared, made one by who may, and not when something changed meanwhile."""

import re
import threading

import pytest
from django.db import connections
from django.urls import reverse

from tests import case_scene as scene
from tests import people_scene as scene_of
from tests.cast import named
from tests.people_scene import NOAH, OTHER, at, shown_form, text_of
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.guard.enums import Purpose
from tvaers.people import actions

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def noah(acting_as):
    with acting_as("alice") as alice:
        return scene_of.noah(alice)


@pytest.fixture
def double(acting_as):
    with acting_as("alice") as alice:
        return scene_of.double(alice)


def test_doubles_are_found_compared_and_made_one(client_for, noah, double):
    client = client_for("bo")
    found = text_of(client.post(at("doubles", noah)))
    assert at("merge", noah, double) in found
    beside = text_of(client.get(at("merge", noah, double)))
    assert "Noah Vesterlund" in beside
    assert "Noa Westerlund" in beside
    assert "6003" not in beside
    names = set(re.findall(r'type="radio" name="(\w+)"', beside))
    chosen = dict.fromkeys(names, "keep") | {"name": "double", "version": "1"}
    done = client.post(at("merge", noah, double), chosen, follow=True)
    assert "De to er nu én" in text_of(done)
    assert "Noa Westerlund" in text_of(done)
    assert client.get(at("page", double)).status_code == 404


def test_two_with_a_running_case_each_are_compared_and_not_made_one(client_for, noah, double, acting_as):
    with acting_as("alice") as alice:
        cases = [course.open_case(by=alice, opening=scene.opening(each)) for each in (noah, double)]
    client = client_for("bo")
    beside = client.get(at("merge", noah, double))
    assert beside.status_code == 200
    assert "Begge har et igangværende forløb" in text_of(beside)
    assert all(reverse("cases:case", args=[case]) in text_of(beside) for case in cases)
    assert "Gør de to til én</button>" not in text_of(beside)
    names = set(re.findall(r'type="radio" name="(\w+)"', text_of(beside)))
    sent = dict.fromkeys(names, "double") | {"version": "1"}
    refused = client.post(at("merge", noah, double), sent)
    assert refused.status_code == 409
    assert "Begge har et igangværende forløb" in text_of(refused)
    assert re.search(r'<input(?=[^>]*name="name")(?=[^>]*value="double")[^>]*checked', text_of(refused)), (
        "what was chosen stays"
    )
    with acting_as("alice") as alice:
        course.close(by=alice, case=cases[1], version=1, outcome=Outcome.NOT_NEEDED, reason="Samme unge")
    assert "De to er nu én" in text_of(client.post(at("merge", noah, double), sent, follow=True))


def test_a_comparison_that_is_out_of_date_merges_nothing(client_for, noah, double):
    client = client_for("bo")
    names = set(re.findall(r'type="radio" name="(\w+)"', text_of(client.get(at("merge", noah, double)))))
    client.post(at("change", noah), shown_form(client, noah) | {"nickname": "Mo"})
    chosen = dict.fromkeys(names, "keep") | {"nickname": "keep", "version": "1"}
    assert "ikke lagt sammen" in text_of(client.post(at("merge", noah, double), chosen, follow=True))
    assert client.get(at("page", double)).status_code == 200


def test_nor_does_one_in_which_the_double_has_changed(client_for, noah, double):
    client = client_for("bo")
    beside = text_of(client.get(at("merge", noah, double)))
    names = set(re.findall(r'type="radio" name="(\w+)"', beside))
    (seen,) = re.findall(r'name="double_version" value="(\d+)"', beside)
    client_for("alice").post(at("change", double), shown_form(client, double) | {"school": "Søndertoften"})
    chosen = dict.fromkeys(names, "keep") | {"version": "1", "double_version": seen}
    assert "ikke lagt sammen" in text_of(client.post(at("merge", noah, double), chosen, follow=True))
    assert client.get(at("page", double)).status_code == 200


def test_who_changes_somebody_just_merged_meets_no_error(client_for, noah, double, acting_as):
    client, statuses = client_for("bo"), []
    client.raise_request_exception = False
    typed = shown_form(client, double) | {"school": "Søndertoften"}

    def save():
        statuses.append(client.post(at("change", double), typed).status_code)
        connections.close_all()

    thread = threading.Thread(target=save)
    with acting_as("alice") as alice:
        actions.merge(by=alice, keep=noah, double=double)
        thread.start()
        thread.join(1)
        assert thread.is_alive()
    thread.join(10)
    assert statuses == [404]


def test_who_only_records_is_not_asked_to_make_one_of_two(acting_as, client_for):
    with acting_as("dina") as dina:
        pair = [
            actions.register(by=dina, details=details, purpose=Purpose.SSP, member=named("dina"))
            for details in (NOAH, OTHER)
        ]
    client = client_for("dina")
    assert at("doubles", pair[0]) not in text_of(client.get(at("page", pair[0])))
    answers = [
        client.post(at("doubles", pair[0])),
        client.get(at("merge", *pair)),
        client.post(at("merge", *pair), {"version": "1", "name": "keep"}),
    ]
    assert [answer.status_code for answer in answers] == [403] * 3
    assert client.get(at("page", pair[1])).status_code == 200


def test_a_colleague_with_another_purpose_is_told_of_and_nothing_is_merged(client_for, noah, double, as_administrator):
    as_administrator.execute(
        "INSERT INTO sharing_access (id, dossier_id, owner_id, organisation_id, member_id, reader_id, categories, may,"
        " purpose, source, state, from_at, until_at) SELECT gen_random_uuid(), dossier_id, owner_id, organisation_id,"
        " %(carl)s, %(carl)s, categories, may, %(purpose)s, source, state, from_at, until_at FROM sharing_access"
        " WHERE dossier_id = %(double)s",
        {"carl": named("carl"), "purpose": int(Purpose.OVERSIGHT), "double": double},
    )
    client = client_for("alice")
    names = set(re.findall(r'type="radio" name="(\w+)"', text_of(client.get(at("merge", noah, double)))))
    said = client.post(at("merge", noah, double), dict.fromkeys(names, "keep") | {"version": "1"}, follow=True)
    assert "Spørg en, der arbejder for begge" in text_of(said)
    assert client.get(at("page", double)).status_code == 200
