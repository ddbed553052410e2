"""An agreement as PDF: all that was signed, who signed it, its fingerprint, and what nobody may overlook."""

import hashlib
import io

import pytest
from django.urls import reverse
from pikepdf import Pdf

from tests import agreement_scene as scene
from tests import paper
from tests.cast import named
from tvaers.agreements.models import Agreement
from tvaers.ui.letters import typesetting
from tvaers.ui.letters.typesetting import LetterError
from tvaers.web.agreements import paper as page

pytestmark = pytest.mark.django_db(transaction=True)


def fetched(client, agreement):
    answer = client.get(reverse("agreements:pdf", args=[agreement]))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer


def fingerprint(acting_as, agreement):
    with acting_as("bo"):
        return scene.shown(agreement).hex()


@pytest.fixture
def signed(acting_as):
    return scene.signed(acting_as)


def test_it_holds_all_that_was_signed_and_who_signed_it(client_for, acting_as, signed):
    answer = fetched(client_for("bo"), signed)
    said = paper.text(answer.content)
    for words in (
        "Prøvepartnerskabet",
        "Unge skal møde den samme hjælp på begge sider af grænsen.",
        "Forebyggelse af kriminalitet (SSP)",
        "Retsplejelovens § 115",
        "1. Hurtig hjælp i netværket",
        "Netværksmøde inden syv dage Alle parter Ni af ti til tiden",
        "Dage fra sag til møde Hvert kvartal",
        "Bilag 1: Protokol for deling",
        "Kun det nødvendige.",
        "Herlev Kommune Kommunaldirektøren",
        "hver underskrift indeholder det samme",
    ):
        assert words in said, words
    for name in ("Signe Blækhus", "Sonja Skrivekløe", "Poul Pennefør"):
        assert said.count(name) == 1
    assert said.count("Kode fra telefonen") == 3
    assert fingerprint(acting_as, signed) in said
    assert "Udkast" not in said
    assert 'filename="Provepartnerskabet.pdf"' in answer["Content-Disposition"]


def test_it_is_tagged_in_the_readers_language_and_numbered(client_for, signed):
    for language, words in (("da", ("Underskrifter", "Side 1 af 3")), ("en", ("Signatures", "Page 1 of 3"))):
        client = client_for("bo")
        client.cookies["tvaers-language"] = language
        content = fetched(client, signed).content
        with Pdf.open(io.BytesIO(content)) as made:
            assert str(made.Root.Lang) == language
            assert made.Root.MarkInfo.Marked
            with made.open_metadata() as told:
                assert told["dc:title"] == "Prøvepartnerskabet"
        assert all(each in paper.text(content) for each in words)


def test_anybody_can_make_the_fingerprint_anew(client_for, acting_as, signed):
    attached = paper.attached(fetched(client_for("bo"), signed).content)
    assert list(attached) == ["aftaletekst.json"]
    assert hashlib.sha256(attached["aftaletekst.json"]).hexdigest() == fingerprint(acting_as, signed)


def test_a_text_that_was_changed_is_seen_on_paper_and_page(client_for, acting_as, signed, as_administrator):
    kept = fingerprint(acting_as, signed)
    page_ = client_for("bo").get(reverse("agreements:agreement", args=[signed])).content.decode()
    assert "ikke den tekst" not in page_
    assert "Teksten giver det" in page_
    as_administrator.execute("UPDATE agreements_agreementannex SET text = 'Alt må deles.'")
    page_ = client_for("bo").get(reverse("agreements:agreement", args=[signed])).content.decode()
    assert "Det her er ikke den tekst, der blev underskrevet" in page_
    assert "Teksten giver det" not in page_
    said = paper.text(fetched(client_for("bo"), signed).content)
    assert "Det her er ikke den tekst, der blev underskrevet" in said
    assert "hver underskrift indeholder det samme" not in said
    assert f"gav den et andet fingeraftryk: {kept}" in said


def test_what_binds_nobody_says_so_on_every_page(client_for, acting_as):
    with acting_as("bo") as bo:
        draft = scene.draft(bo)
    answer = fetched(client_for("bo"), draft)
    assert all("Udkast" in each for each in paper.pages(answer.content))
    said = paper.text(answer.content)
    assert "Det binder ingen, før alle parter har underskrevet" in said
    assert "Retsplejelovens § 115" in said
    assert "Underskrifter" not in said
    assert 'filename="Provepartnerskabet udkast.pdf"' in answer["Content-Disposition"]


def test_a_sent_one_says_who_has_signed_so_far(client_for, acting_as):
    sent = scene.sent(acting_as)
    scene.signed_by("signe", sent)
    content = fetched(client_for("signe"), sent).content
    assert all("Ikke underskrevet af alle" in each for each in paper.pages(content))
    said = paper.text(content)
    assert "1 af 3 parter har underskrevet" in said
    assert said.count("Har ikke underskrevet endnu.") == 2


def test_what_was_written_down_afterwards_claims_no_signature(client_for, acting_as, signed, as_administrator):
    as_administrator.execute(
        "UPDATE agreements_agreement SET content_hash = NULL, bases = NULL, sending = 0, is_invented = true,"
        " source = 'Kommunens hjemmeside' WHERE id = %s",
        [signed],
    )
    said = paper.text(fetched(client_for("bo"), signed).content)
    assert "skrevet ind her bagefter" in said
    assert "Kommunens hjemmeside" in said
    assert "opdigtet til demonstrationen" in said
    assert "Signe Blækhus" not in said


def test_a_party_that_left_is_marked(client_for, signed, as_administrator):
    as_administrator.execute(
        "UPDATE agreements_agreementparty SET left_on = '2031-05-01' WHERE organisation_id = %s", [named("herlev")]
    )
    assert "Part til og med 1. maj 2031" in paper.text(fetched(client_for("bo"), signed).content)


@pytest.mark.parametrize("made", ["draft", "sent"])
@pytest.mark.parametrize("who", ["olga", "karen", "kirsten"])
def test_who_is_no_party_finds_nothing_under_way_and_learns_nothing(client_for, acting_as, made, who):
    with acting_as("bo") as bo:
        hidden = scene.draft(bo) if made == "draft" else None
    hidden = hidden or scene.sent(acting_as)
    assert client_for(who).get(reverse("agreements:pdf", args=[hidden])).status_code == 404


def test_what_is_signed_is_public_among_those_at_work(client_for, signed):
    fetched(client_for("olga"), signed)


def test_nothing_is_sent_to_it(client_for, signed):
    assert client_for("bo").post(reverse("agreements:pdf", args=[signed])).status_code == 405


def test_the_page_leads_to_it_and_the_log_knows(client_for, signed, as_administrator):
    client = client_for("bo")
    address = reverse("agreements:pdf", args=[signed])
    assert address in client.get(reverse("agreements:agreement", args=[signed])).content.decode()
    fetched(client, signed)
    asked = as_administrator.execute(
        "SELECT count(*) FROM audit_ticket WHERE route = 'agreements:pdf' AND actor_id = %s", [named("bo")]
    )
    assert asked.fetchone() == (1,)


def test_when_it_cannot_be_made_the_page_says_so(client_for, signed, monkeypatch):
    def too_long(*_words, **_options):
        raise LetterError("too long")

    monkeypatch.setattr(page, "render_document", too_long)
    answer = client_for("bo").get(reverse("agreements:pdf", args=[signed]), follow=True)
    assert answer.redirect_chain == [(reverse("agreements:agreement", args=[signed]), 302)]
    assert "kunne ikke blive til en PDF" in answer.content.decode()


@pytest.mark.parametrize("words", ['#panic("x") *fed* ]) 😀', "x" * 200])
def test_a_hostile_text_is_words(client_for, acting_as, words):
    with acting_as("bo") as bo:
        draft = scene.draft(bo, title=words[:200], purpose=words)
        scene.put(bo, draft, scene.Part.ANNEX, kind="other", title=words, text=words)
        found = Agreement.objects.get(id=draft)
    said = paper.text(fetched(client_for("bo"), draft).content).replace(" ", "")
    assert words.replace(" ", "").replace("😀", "□") in said
    assert found.title == words
    assert typesetting.drawable(words).replace("\u200b", "") == words
