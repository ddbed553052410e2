"""What a party does under a theme: who writes it, who reads it, and what no statement of the application can do."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import agreement_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.agreements import actions
from tvaers.agreements.actions import Initiative, NotYoursError
from tvaers.agreements.models import AgreementInitiative, AgreementTheme
from tvaers.foundation import ids

pytestmark = pytest.mark.django_db(transaction=True)

TYPED = {"text": "Fodbold om aftenen på Mågeparkens bane", "budget": "Konto 5.72", "result": ""}
WORDS = Initiative(**TYPED)


@pytest.fixture
def agreement(cast):
    return agreement_scene.signed(acting_as)


@pytest.fixture
def theme(agreement):
    with acting_as("bo"):
        return AgreementTheme.objects.get(agreement_id=agreement).id


@pytest.fixture
def initiative(agreement, theme):
    with acting_as("bo") as bo:
        return actions.begin_initiative(by=bo, agreement=agreement, theme=theme, initiative=WORDS, form=ids.opaque())


def page(client, agreement):
    return client.get(reverse("agreements:agreement", args=[agreement])).content.decode()


def test_it_is_written_read_by_all_and_told_what_came_of_it(client_for, agreement, theme):
    bo = client_for("bo")
    add = reverse("agreements:initiative-add", args=[agreement, theme])
    assert add in page(bo, agreement)
    assert bo.post(add, TYPED).status_code == 302
    for who in ("bo", "hanne", "olga", "vera"):
        text = page(client_for(who), agreement)
        assert TYPED["text"] in text
        assert "Konto 5.72" in text
    with acting_as("bo"):
        row = AgreementInitiative.objects.get().id
    change = reverse("agreements:initiative-change", args=[agreement, row])
    assert bo.post(change, TYPED | {"result": "Tyve kommer fast.", "version": "1"}).status_code == 302
    assert "Hvad der er kommet ud af det: Tyve kommer fast." in page(client_for("hanne"), agreement)
    assert change not in page(client_for("oda"), agreement)
    assert bo.post(reverse("agreements:initiative-drop", args=[agreement, row])).status_code == 302
    assert TYPED["text"] not in page(bo, agreement)


def test_a_form_sent_twice_begins_one(client_for, agreement, theme):
    bo, form = client_for("bo"), str(uuid4())
    for _ in range(2):
        bo.post(reverse("agreements:initiative-add", args=[agreement, theme]), TYPED | {"form": form})
    with acting_as("bo"):
        assert AgreementInitiative.objects.count() == 1


def test_of_two_who_write_the_second_sees_both_and_loses_nothing(client_for, agreement, initiative):
    bo, change = client_for("bo"), reverse("agreements:initiative-change", args=[agreement, initiative])
    assert bo.post(change, TYPED | {"result": "Den første.", "version": "1"}).status_code == 302
    second = bo.post(change, TYPED | {"result": "Den anden.", "version": "1"})
    assert second.status_code == 409
    assert "Den anden." in second.content.decode()
    assert "En kollega har ændret den imens." in second.content.decode()


def test_what_lacks_is_told(client_for, agreement, theme):
    answer = client_for("bo").post(reverse("agreements:initiative-add", args=[agreement, theme]), TYPED | {"text": " "})
    assert answer.status_code == 200
    assert "Skriv, hvad I gør." in answer.content.decode()
    assert "Konto 5.72" in answer.content.decode()


@pytest.mark.parametrize("who", ["alice", "signe", "hanne", "olga", "vera", "oda"])
def test_who_does_not_coordinate_or_steer_for_a_party_has_no_way_in(client_for, agreement, theme, initiative, who):
    client = client_for(who)
    for name, argument in (("add", theme), ("change", initiative)):
        assert client.get(reverse(f"agreements:initiative-{name}", args=[agreement, argument])).status_code == 403
    assert client.post(reverse("agreements:initiative-drop", args=[agreement, initiative])).status_code == 403
    with acting_as(who) as somebody:
        with pytest.raises(NotYoursError):
            actions.begin_initiative(by=somebody, agreement=agreement, theme=theme, initiative=WORDS, form=ids.opaque())
        with pytest.raises(NotYoursError):
            actions.drop_initiative(by=somebody, row=initiative)


def test_of_another_agreement_or_what_is_not_there_nothing_is_found(client_for, agreement, theme, initiative):
    bo = client_for("bo")
    for name, argument in (("add", uuid4()), ("change", uuid4())):
        assert bo.get(reverse(f"agreements:initiative-{name}", args=[agreement, argument])).status_code == 404
    assert bo.post(reverse("agreements:initiative-drop", args=[agreement, uuid4()])).status_code == 404


def refused(statement, *parameters):
    """The SQLSTATE that a statement is refused with, or how many rows it touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


INSERT = "INSERT INTO agreements_agreementinitiative (id, agreement_id, theme_id, owner_id, text, budget, result)"


def test_nobody_writes_for_another_party_below_a_foreign_theme_or_under_a_draft(agreement, theme, initiative):
    draft = agreement_scene.sent(acting_as)
    with acting_as("bo"):
        foreign = AgreementTheme.objects.exclude(agreement_id=agreement).values_list("id", flat=True).first()
        values = f"{INSERT} VALUES (%s, %s, %s, %s, 'x', '', '')"
        assert refused(values, uuid4(), agreement, theme, named("gladsaxe")) == 1
        for row in (
            (agreement, theme, named("herlev")),
            (agreement, foreign, named("gladsaxe")),
            (draft, foreign, named("gladsaxe")),
        ):
            assert refused(values, uuid4(), *row) == "42501", row
        for column in ("agreement_id", "theme_id", "owner_id", "begun_at"):
            change = f"UPDATE agreements_agreementinitiative SET {column} = {column}"
            assert refused(change) == "42501", column
    with acting_as("oda"):
        assert refused("UPDATE agreements_agreementinitiative SET text = 'x'") == 0
        assert refused("DELETE FROM agreements_agreementinitiative") == 0


def test_who_has_left_writes_no_more(agreement, theme, as_administrator):
    left = "UPDATE agreements_agreementparty SET left_on = current_date - 2 WHERE organisation_id = %s"
    as_administrator.execute(left, [named("gladsaxe")])
    with acting_as("bo") as bo, pytest.raises(NotYoursError):
        actions.begin_initiative(by=bo, agreement=agreement, theme=theme, initiative=WORDS, form=ids.opaque())
