"""Annexes on their pages: begun from a text of ours, a file added and fetched, named with its fingerprint on paper."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import agreement_scene as scene
from tests import paper
from tests.rich_case import PICTURE
from tvaers.agreements.actions import Part
from tvaers.agreements.enums import AnnexKind
from tvaers.agreements.models import AgreementAnnex
from tvaers.foundation import ids
from tvaers.web.agreements import beginnings, words

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(acting_as):
    with acting_as("bo") as bo:
        return scene.draft(bo)


@pytest.fixture
def annex(acting_as, draft):
    with acting_as("bo") as bo:
        return scene.attached(bo, draft)


def shown(client, agreement):
    return client.get(reverse("agreements:agreement", args=[agreement])).content.decode()


def attached(client, draft, **changes):
    sent = {"version": str(scene.version_now(draft)), "form": str(ids.opaque()), "kind": "other", "title": "Kort"}
    sent |= {"file": SimpleUploadedFile("kort.png", PICTURE.content)} | changes
    return client.post(reverse("agreements:annex-attach", args=[draft]), {k: v for k, v in sent.items() if v})


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", beginnings.OFFERED)
def test_a_beginning_is_filled_in_from_the_draft(client_for, draft, kind, language):
    client = client_for("bo")
    client.cookies["tvaers-language"] = language
    answer = client.get(reverse("agreements:add", args=[draft, "annex"]), {"begin": kind.value})
    begun = answer.context["form"].initial
    assert begun["kind"] == kind.value
    assert "Herlev Kommune" in begun["text"]
    assert "115" in begun["text"]
    assert "{" not in begun["text"]
    assert begun["text"] in answer.content.decode().replace("&#x27;", "'")
    headings = [heading for heading, _below in words.sections(begun["text"]) if heading]
    assert [heading.partition(".")[0] for heading in headings] == [str(number) for number in range(1, 10)]


def test_both_languages_have_the_same_parts():
    for kind in beginnings.OFFERED:
        texts = [(beginnings.TEXTS / f"{kind.value}.{language}.txt").read_text() for language in ("da", "en")]
        for count in (lambda text: text.count("\n\n"), lambda text: text.count("[")):
            assert count(texts[0]) == count(texts[1]), kind


def test_what_a_draft_says_is_filled_in_once_and_is_only_words(client_for, acting_as, draft, as_maintenance):
    as_maintenance.execute("UPDATE partnerships_organisation SET name = '{bases} Kommune' WHERE short_name = 'Herlev'")
    answer = client_for("bo").get(reverse("agreements:add", args=[draft, "annex"]), {"begin": "dpia"})
    assert "{bases} Kommune" in answer.context["form"].initial["text"]


@pytest.mark.parametrize("begin", ["", "other", "../one", "protocol.da"])
def test_there_is_nothing_else_to_begin_from(client_for, draft, begin):
    answer = client_for("bo").get(reverse("agreements:add", args=[draft, "annex"]), {"begin": begin})
    assert answer.status_code == 200
    assert "text" not in answer.context["form"].initial


def test_the_page_offers_what_is_not_written_yet(client_for, draft):
    page = shown(client_for("bo"), draft)
    address = reverse("agreements:add", args=[draft, "annex"])
    assert f"{address}?begin=dpia" in page
    assert f"{address}?begin=protocol" not in page, "the draft has one"
    assert "begin=dpia" not in shown(client_for("hanne"), draft), "who only reads is offered nothing"


def test_a_file_is_added_and_fetched_by_the_parties(client_for, draft):
    answer = attached(client_for("bo"), draft)
    assert answer["Location"].endswith("#annexes")
    palle = client_for("palle")
    page = shown(palle, draft)
    assert PICTURE.digest in page or "PNG" in page
    with scene.acting_as("bo"):
        row = AgreementAnnex.objects.exclude(file=None).get(agreement_id=draft)
    address = reverse("agreements:annex-file", args=[draft, row.id])
    assert address in page
    fetched = palle.get(address)
    assert fetched["Content-Disposition"].startswith('attachment; filename="Kort.png"')
    assert fetched["X-Content-Type-Options"] == "nosniff"
    assert fetched.content.startswith(b"\x89PNG")
    for other in ("karen", "olga"):
        assert client_for(other).get(address).status_code == 404
    assert palle.post(address).status_code == 405


@pytest.mark.parametrize("lacking", ["title", "kind", "file"])
def test_what_is_missing_is_said_and_nothing_kept(client_for, draft, lacking):
    answer = attached(client_for("bo"), draft, **{lacking: None})
    assert answer.status_code == 200
    assert lacking in answer.context["form"].errors
    with scene.acting_as("bo"):
        assert not AgreementAnnex.objects.exclude(file=None).exists()


def test_who_writes_second_is_told_and_chooses_the_file_again(client_for, draft):
    answer = attached(client_for("bo"), draft, version="1")
    assert answer.status_code == 409
    assert "vælg filen igen" in answer.content.decode()
    assert answer.context["form"]["version"].value() == str(scene.version_now(draft))


def test_who_does_not_draft_adds_none(client_for, draft):
    assert attached(client_for("hanne"), draft).status_code == 403
    assert attached(client_for("oda"), draft).status_code == 404


def test_a_file_is_renamed_and_never_exchanged(client_for, draft, annex):
    address = reverse("agreements:change", args=[draft, "annex", annex.id])
    client = client_for("bo")
    assert "text" not in client.get(address).context["form"].fields
    sent = {"version": str(scene.version_now(draft)), "kind": "other", "title": "Nyt navn", "text": "Smuglet"}
    assert client.post(address, sent).status_code == 302
    with scene.acting_as("bo"):
        now = AgreementAnnex.objects.get(id=annex.id)
    assert (now.title, now.text, now.digest) == ("Nyt navn", "", PICTURE.digest)


def test_taken_out_it_is_gone_from_page_and_files(client_for, draft, annex):
    client = client_for("bo")
    assert client.post(reverse("agreements:remove", args=[draft, "annex", annex.id])).status_code == 302
    assert PICTURE.digest not in shown(client, draft)
    assert client.get(reverse("agreements:annex-file", args=[draft, annex.id])).status_code == 404


def test_once_signed_others_read_its_name_and_fingerprint_and_get_no_link(client_for, acting_as, draft, annex):
    with acting_as("bo") as bo:
        scene.actions.send(by=bo, agreement=draft, version=scene.version(draft))
    for who in scene.SIGNATORIES:
        scene.signed_by(who, draft)
    page = shown(client_for("olga"), draft)
    assert PICTURE.digest in page
    assert "En fil, som parterne kan hente." in page
    assert reverse("agreements:annex-file", args=[draft, annex.id]) not in page


def test_a_file_that_is_another_is_not_given_out(client_for, draft, annex, as_administrator):
    as_administrator.execute("UPDATE agreements_agreementannex SET digest = %s WHERE id = %s", ["0" * 64, annex.id])
    answer = client_for("palle").get(reverse("agreements:annex-file", args=[draft, annex.id]), follow=True)
    assert "Den bliver ikke udleveret" in answer.content.decode()


def test_on_paper_each_annex_has_its_fingerprint_and_a_text_its_headings(client_for, acting_as, draft, annex):
    with acting_as("bo") as bo:
        begun = {
            "kind": AnnexKind.OTHER,
            "title": "Notat",
            "text": "Først.\n\n1. Formål\n\nAt hjælpe.\n\n2. Hvem?\n\nOs.",
        }
        scene.put(bo, draft, Part.ANNEX, **begun)
    content = client_for("bo").get(reverse("agreements:pdf", args=[draft])).content
    said = paper.text(content).replace(" ", "")
    assert PICTURE.digest in said
    assert "Bilag2:KonsekvensanalyseKonsekvensanalyse" in said
    assert "Først.1.FormålAthjælpe.2.Hvem?Os." in said
    assert "H3" in paper.kinds(content)
    assert "1. Formål" in shown(client_for("bo"), draft).partition("<h3>1. Formål</h3>")[1]
