"""Annexes of an agreement: a file is the parties' own, signed by its fingerprint, and stays as long as it is one."""

import json
from dataclasses import replace

import pytest
from django.http import Http404

from tests import agreement_scene as scene
from tests.cast import actor, named
from tests.rich_case import PICTURE
from tvaers.agreements import access, actions
from tvaers.agreements.access import ChangedAnnexError
from tvaers.agreements.actions import ChangedMeanwhileError, NotYoursError, Part
from tvaers.agreements.enums import AgreementKind
from tvaers.agreements.models import Agreement, AgreementAnnex
from tvaers.files import actions as files
from tvaers.files.access import get_of_organisation_for_download
from tvaers.files.enums import RemovedBecause
from tvaers.files.models import OrganisationFile
from tvaers.foundation import ids
from tvaers.partnerships.enums import Role
from tvaers.sharing.acting import within

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(acting_as):
    with acting_as("bo") as bo:
        made = scene.draft(bo)
        scene.attached(bo, made)
    return made


def annex(agreement, who="bo"):
    with scene.acting_as(who):
        return AgreementAnnex.objects.exclude(file=None).get(agreement_id=agreement)


def fetched(agreement, who):
    with scene.acting_as(who) as somebody:
        row = AgreementAnnex.objects.exclude(file=None).filter(agreement_id=agreement).first()
        return access.get_annex_for_download(actor=somebody, agreement=agreement, id=row.id if row else ids.opaque())


@pytest.fixture
def signed(draft):
    with scene.acting_as("bo") as bo:
        actions.send(by=bo, agreement=draft, version=scene.version(draft))
    for who in scene.SIGNATORIES:
        scene.signed_by(who, draft)
    return draft


@pytest.mark.parametrize("who", ["alice", "hanne", "palle", "signe", "poul"])
def test_the_parties_fetch_it_and_nobody_else(draft, who):
    assert fetched(draft, who)[1].content == PICTURE.content
    for other in ("karen", "olga", "vera", "kirsten"):
        with pytest.raises(Http404):
            fetched(draft, other)


def test_once_all_have_signed_others_read_that_it_is_there_and_fetch_nothing(signed):
    row = annex(signed, "olga")
    assert row.digest == PICTURE.digest
    with pytest.raises(Http404):
        fetched(signed, "olga")
    with scene.acting_as("olga") as olga, pytest.raises(Http404):
        get_of_organisation_for_download(actor=olga, id=row.file_id)
    assert fetched(signed, "hanne")[0].title == "Konsekvensanalyse"


def test_its_fingerprint_is_part_of_what_is_signed(signed, as_administrator):
    with scene.acting_as("bo") as bo:
        found = access.get_for_reading(actor=bo, id=signed)
    assert [each.get("file") for each in json.loads(found.text)["annexes"]] == [None, PICTURE.digest]
    assert found.is_as_sent
    as_administrator.execute("UPDATE agreements_agreementannex SET digest = %s WHERE digest <> ''", ["0" * 64])
    with scene.acting_as("bo") as bo:
        assert not access.get_for_reading(actor=bo, id=signed).is_as_sent
    with pytest.raises(ChangedAnnexError):
        fetched(signed, "hanne")


def test_nobody_removes_the_file_of_an_annex_whatever_its_audience(signed):
    row = annex(signed)
    with scene.acting_as("bo") as bo:
        files.let_read(by=bo, file=row.file_id, audience=[])
        with pytest.raises(Http404):
            files.remove_of_organisation(by=bo, file=row.file_id, why=RemovedBecause.NEWER)
    assert fetched(signed, "palle")[1].content == PICTURE.content


def test_taken_out_of_a_draft_it_is_gone_with_its_file(draft):
    row = annex(draft)
    with scene.acting_as("bo") as bo:
        actions.remove_annex(by=bo, agreement=draft, row=row.id, version=scene.version(draft))
        assert not OrganisationFile.objects.filter(id=row.file_id).exists()
        assert [each.title for each in access.whole(draft, day=scene.clock.today()).annexes] == ["Protokol for deling"]


def test_sent_twice_it_is_one(draft):
    form = ids.opaque()
    with scene.acting_as("bo") as bo:
        other = scene.draft(bo)
        first = scene.attached(bo, other, form=form)
        assert scene.attached(bo, other, form=form).id == first.id
        assert OrganisationFile.objects.count() == 2


def test_who_writes_second_is_told(draft):
    with scene.acting_as("bo") as bo:
        with pytest.raises(ChangedMeanwhileError):
            scene.attached(bo, draft, at=1)
        assert OrganisationFile.objects.count() == 1, "nothing is kept of it"


def test_a_renewal_takes_it_along_and_the_former_keeps_it(signed):
    with scene.acting_as("bo") as bo:
        former = Agreement.objects.get(id=signed)
        made = actions.begin(by=bo, kind=AgreementKind.RENEWAL, following=former, form=ids.opaque())
        scene.put(bo, made, Part.PARTY, organisation_id=named("probation"), signatory="Områdedirektøren")
    copy = annex(made)
    assert (copy.file_id, copy.digest) == (annex(signed).file_id, PICTURE.digest)
    assert fetched(made, "kirsten")[1].content == PICTURE.content, "who is to sign reads what is signed"
    with scene.acting_as("bo") as bo:
        actions.remove_annex(by=bo, agreement=made, row=copy.id, version=scene.version(made))
    assert fetched(signed, "hanne")[1].content == PICTURE.content


def test_a_file_in_a_draft_of_others_goes_into_no_other_draft(draft):
    """Herlev is to be a party and reads it; it does not hand it on before anything is signed."""
    coordinator = replace(actor("hanne"), roles=Role.COORDINATOR)
    row = annex(draft)
    with within(coordinator.claims, route="test"):
        other = actions.begin(by=coordinator, kind=AgreementKind.FIRST, form=ids.opaque())
        values = {"kind": "dpia", "title": "Lånt", "text": "", "file_id": row.file_id, "digest": row.digest}
        with pytest.raises(NotYoursError):
            scene.put(coordinator, other, Part.ANNEX, **values)


def test_whoever_is_no_party_begins_without_the_files_of_others(signed):
    with scene.acting_as("oda") as oda:
        former = Agreement.objects.get(id=signed)
        made = actions.begin(by=oda, kind=AgreementKind.RENEWAL, following=former, form=ids.opaque())
        assert [each.title for each in AgreementAnnex.objects.filter(agreement_id=made)] == ["Protokol for deling"]


@pytest.mark.parametrize("who", ["alice", "hanne", "signe"])
def test_who_does_not_draft_attaches_nothing(acting_as, draft, who):
    with acting_as(who) as somebody:
        with pytest.raises(NotYoursError):
            scene.attached(somebody, draft)
        assert OrganisationFile.objects.count() == 1, "nothing is kept of it"


def test_the_steering_group_attaches_and_takes_out_as_it_drafts(acting_as):
    with acting_as("stine") as stine:
        made = scene.draft(stine)
        row = scene.attached(stine, made)
        actions.remove_annex(by=stine, agreement=made, row=row.id, version=scene.version(made))
        assert not OrganisationFile.objects.exists()
