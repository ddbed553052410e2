"""What was signed stays what was signed: its names and legal bases, and a fingerprint that anybody can make anew."""

import hashlib
import json

import pytest
from django.http import Http404

from tests import agreement_scene as scene
from tests.cast import named
from tvaers.agreements import access, actions
from tvaers.agreements.models import Agreement, AgreementParty
from tvaers.sharing.queries import bases_of

pytestmark = pytest.mark.django_db(transaction=True)

RENAMED = "UPDATE partnerships_organisation SET name = 'Herlev Storkommune' WHERE id = %s"
REWORDED = "UPDATE sharing_legalbasisversion SET title_da = 'Et andet navn'"


def read(agreement, who="bo"):
    with scene.acting_as(who) as somebody:
        return access.get_for_reading(actor=somebody, id=agreement)


def test_the_text_gives_the_fingerprint_that_each_signed(acting_as):
    found = read(scene.signed(acting_as))
    print_ = hashlib.sha256(found.text.encode()).digest()
    assert bytes(found.agreement.content_hash) == print_
    assert {bytes(each.content_hash) for each in found.signatures.values()} == {print_}
    assert found.is_as_sent


def test_it_says_names_offices_themes_annexes_and_legal_bases(acting_as):
    said = json.loads(read(scene.signed(acting_as)).text)
    assert {party["name"] for party in said["parties"]} >= {"Gladsaxe Kommune", "Herlev Kommune"}
    assert {"Borgmesteren", "Politidirektøren"} <= {party["signs"] for party in said["parties"]}
    assert [theme["text"] for theme in said["themes"]] == ["Hurtig hjælp i netværket"]
    assert [annex["text"] for annex in said["annexes"]] == ["Kun det nødvendige."]
    with acting_as("bo"):
        carried = [(each.title_da, each.law_da) for each in bases_of(int(scene.FOR))]
    assert carried
    assert [(each["title_da"], each["law_da"]) for each in said["bases"]] == carried


@pytest.mark.parametrize("statement", [RENAMED, REWORDED], ids=["a party's name", "the register"])
def test_what_changes_around_it_changes_nothing_in_it(acting_as, as_administrator, statement):
    made = scene.sent(acting_as)
    scene.signed_by("signe", made)
    before = read(made).text
    # The register's own trigger lets nobody rewrite what is in force.
    as_administrator.execute("SET session_replication_role = replica")
    as_administrator.execute(statement, [named("herlev")] if statement is RENAMED else None)
    as_administrator.execute("RESET session_replication_role")
    for who in ("sonja", "poul"):
        scene.signed_by(who, made)
    found = read(made)
    assert found.text == before
    assert found.is_as_sent
    assert "Storkommune" not in found.text


def test_a_draft_says_what_is_now_and_keeps_nothing(acting_as, as_maintenance):
    made = scene.sent(acting_as)
    with acting_as("sonja") as sonja:
        actions.take_back(by=sonja, agreement=made, why="Prøve")
    with acting_as("bo"):
        assert Agreement.objects.get(id=made).bases is None
        assert not AgreementParty.objects.filter(agreement_id=made).exclude(name="").exists()
    as_maintenance.execute(RENAMED, [named("herlev")])
    assert "Herlev Storkommune" in read(made).text


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE agreements_agreementannex SET text = 'Alt må deles.' WHERE agreement_id = %s",
        "UPDATE agreements_agreementtheme SET text = text || ' ' WHERE agreement_id = %s",
        "UPDATE agreements_agreementparty SET signatory = 'Nogen' WHERE agreement_id = %s",
        "UPDATE agreements_agreementparty SET name = 'Nogen' WHERE agreement_id = %s",
        "UPDATE agreements_agreement SET bases = '[]' WHERE id = %s",
        "UPDATE agreements_agreement SET until_date = until_date + 1 WHERE id = %s",
        "UPDATE agreements_agreement SET content_hash = sha256('x') WHERE id = %s",
    ],
)
def test_what_was_changed_behind_the_programs_back_is_seen(acting_as, as_administrator, change):
    made = scene.signed(acting_as)
    assert as_administrator.execute(change, [made]).rowcount
    assert not read(made).is_as_sent


def test_one_that_was_sent_before_they_were_kept_has_its_fingerprint_still(acting_as, as_administrator):
    """Neither names nor bases stood in it: the same words give the same fingerprint as then."""
    made = scene.sent(acting_as)
    as_administrator.execute("UPDATE agreements_agreementparty SET name = '' WHERE agreement_id = %s", [made])
    as_administrator.execute("UPDATE agreements_agreement SET bases = NULL WHERE id = %s", [made])
    as_administrator.execute(
        "UPDATE agreements_agreement SET content_hash = guard.agreement_hash(id) WHERE id = %s", [made]
    )
    assert "bases" not in json.loads(read(made).text)
    for who in scene.SIGNATORIES:
        scene.signed_by(who, made)
    assert read(made).is_as_sent


def test_nobody_but_the_parties_reads_a_draft(acting_as):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
    with pytest.raises(Http404):
        read(made, "olga")
