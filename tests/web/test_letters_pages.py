"""Ready letters: read, changed, fetched as PDF, marked given; and nothing of the young person in them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests import concern_rows as made
from tvaers.concerns.enums import Outcome, ReporterKind
from tvaers.concerns.models import Concern, Letter
from tvaers.work.models import Clock


def address(concern, kind="receipt", *, pdf=False):
    return reverse(f"concerns:letter{'-pdf' if pdf else ''}", args=[concern, kind])


def test_the_letter_is_written_before_anybody_types(bo, concern):
    text = bo.get(address(concern)).context["form"].initial["text"]
    assert "Lise Lærervig" in text
    assert "112" in text
    for secret in ("Testus", "Opdigt", "Mågeparken", "13 år", made.FACT):
        assert secret not in text


@pytest.mark.parametrize("outcome", [Outcome.ADVICE, Outcome.NOTIFICATION, Outcome.INFOHUS, Outcome.NOT_RELEVANT])
@pytest.mark.parametrize("kind", [ReporterKind.SCHOOL, ReporterKind.PARENT, ReporterKind.CITIZEN, ReporterKind.YOUNG])
def test_every_letter_says_what_kind_of_thing_and_no_more(bo, acting_as, outcome, kind):
    with acting_as("alice") as alice:
        concern = made.written(alice, kind=kind)
    bo.get(reverse("concerns:concern", args=[concern]))
    date = {"day": "1", "month": "3", "year": "2026"}
    dates = {f"{name}_date_{part}": number for name in ("sent", "asked") for part, number in date.items()}
    asked = {"receiver": "Infohus Vestegnen", "basis": "§ 115"}
    bo.post(
        reverse("concerns:decide", args=[concern]),
        {"version": "1", "outcome": outcome, "reason": "Hemmelig.", **dates, **asked},
    )
    # The receiver reads Danish, whatever the writer's page is in.
    bo.cookies["tvaers-language"] = "en"
    text = bo.get(address(concern, "feedback")).context["form"].initial["text"]
    for secret in ("Testus", "Hemmelig", "Mågeparken", "Infohus", made.FACT):
        assert secret not in text
    assert ("1. marts" in text) == (outcome is Outcome.INFOHUS)
    assert len(text) > 200
    assert "Kind regards" not in text
    assert "Venlig hilsen" in text


def test_given_it_stops_its_clock_and_is_never_changed(bo, concern, acting_as):
    given = {"text": "Mine ord.", "how": "email", "give": "1"}
    assert bo.post(address(concern), given).status_code == 302
    with acting_as("bo"):
        assert Clock.objects.get(dossier_id=concern, kind="receipt").done_at is not None
    bo.post(address(concern), {**given, "text": "Andre ord."})
    page = bo.get(address(concern)).content.decode()
    assert "Mine ord." in page
    assert "Andre ord." not in page


def test_saved_it_waits_and_the_clock_runs(bo, concern, acting_as):
    assert bo.post(address(concern), {"text": "Kladde.", "save": "1"}).status_code == 302
    assert bo.get(address(concern)).context["form"].initial["text"] == "Kladde."
    with acting_as("bo"):
        assert Clock.objects.get(dossier_id=concern, kind="receipt").done_at is None
        assert Letter.objects.count() == 1


def test_of_two_who_write_the_second_sees_both_and_loses_nothing(bo, client_for, concern, acting_as):
    alice = client_for("alice")
    first, second = (client.get(address(concern)).context["form"].initial["since"] for client in (bo, alice))
    bo.post(address(concern), {"text": "Bos ord.", "since": first, "save": "1"})
    for button in ("save", "give"):
        clash = alice.post(address(concern), {"text": "Alices ord.", "since": second, "how": "email", button: "1"})
        assert clash.status_code == 409
        page = clash.content.decode()
        assert "Bos ord." in page
        assert "Alices ord." in page
    again = clash.context["form"]["since"].value()
    assert alice.post(address(concern), {"text": "Alices ord.", "since": again, "save": "1"}).status_code == 302
    with acting_as("bo"):
        assert Letter.objects.filter(dossier_id=concern).count() == 1
    assert "Alices ord." in bo.get(address(concern)).context["form"].initial["text"]


def test_receipts_in_one_go_give_what_a_colleague_has_written(bo, concern):
    bo.get(reverse("concerns:concern", args=[concern]))
    bo.post(address(concern), {"text": "Med Bos egne ord.", "since": "", "save": "1"})
    step = {"step": "acknowledge", "how": "email", "concern": [str(concern)]}
    assert bo.post(reverse("concerns:several"), step).status_code in {200, 302}
    assert "Med Bos egne ord." in bo.get(address(concern)).context["given"]["text"]


@pytest.mark.parametrize(("typed", "field"), [({"text": "", "save": "1"}, "text"), ({"text": "x", "give": "1"}, "how")])
def test_what_is_missing_is_said(bo, concern, typed, field):
    answer = bo.post(address(concern), typed)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_the_pdf_is_tagged_attached_and_not_kept(bo, concern):
    answer = bo.post(address(concern, pdf=True), {"text": "Kære Lise\n\n#panic() *x* æøå"})
    assert answer.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.content
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"Opdigt" not in answer["Content-Disposition"].encode()


def test_when_nobody_can_be_told_it_is_noted(bo, concern, acting_as):
    assert bo.post(address(concern), {"nobody": "1"}).status_code == 302
    with acting_as("bo"):
        assert Clock.objects.get(dossier_id=concern, kind="receipt").done_at is not None


def test_outsiders_404_roles_403_methods_405(bo, client_for, concern):
    for one in (address(concern), address(concern, "feedback")):
        assert client_for("hanne").get(one).status_code == 404
        assert client_for("dina").get(one).status_code == 403
        assert bo.delete(one).status_code == 405
    assert client_for("hanne").post(address(concern, pdf=True), {"text": "x"}).status_code == 404
    assert bo.get(address(concern, pdf=True)).status_code == 405
    assert bo.get(address(concern, "poem")).status_code == 404
    assert bo.get(address(uuid4())).status_code == 404


def answer(client, concern, text, **typed):
    page = client.get(address(concern, "feedback"))
    since = page.context["form"]["since"].value() or ""
    return client.post(address(concern, "feedback"), {"text": text, "since": since, "how": "email", **typed})


def decided_anew(bo, concern, acting_as):
    assert bo.post(reverse("concerns:reopen", args=[concern]), {"reason": "Nyt fra skolen."}).status_code == 302
    with acting_as("bo"):
        version = str(Concern.objects.get(id=concern).version)
    assert made.decided(bo, concern, outcome="not-relevant", version=version).status_code == 302


def test_a_new_decision_needs_an_answer_of_its_own(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    made.decided(bo, concern, outcome="advice")
    assert answer(bo, concern, "Vi har givet råd.", give="1").status_code == 302
    decided_anew(bo, concern, acting_as)
    page = bo.get(address(concern, "feedback"))
    assert page.context["given"] is None
    assert "Vi har givet råd." not in page.context["form"]["text"].value()
    assert [each["text"] for each in page.context["before"]] == ["Vi har givet råd."], "what was given is still told"
    assert answer(bo, concern, "Det førte ikke til mere.", give="1").status_code == 302
    with acting_as("bo"):
        assert not Clock.objects.filter(dossier_id=concern, kind="feedback", done_at=None).exists()
        given = Letter.objects.filter(dossier_id=concern, kind="feedback", given_at__isnull=False)
        assert given.count() == 2


def test_what_was_only_saved_is_not_sent_of_another_decision(bo, concern, acting_as):
    bo.get(reverse("concerns:concern", args=[concern]))
    made.decided(bo, concern, outcome="advice")
    old = bo.get(address(concern, "feedback")).context["form"]["since"].value()
    assert answer(bo, concern, "Vi har givet råd.", save="1").status_code == 302
    decided_anew(bo, concern, acting_as)
    assert "Vi har givet råd." not in bo.get(address(concern, "feedback")).context["form"]["text"].value()
    assert answer(bo, concern, "Ny tekst.", save="1").status_code == 302
    late = {"text": "Fra før.", "since": old or "", "save": "1"}
    assert bo.post(address(concern, "feedback"), late).status_code == 409


def test_who_gives_a_letter_second_keeps_the_words(bo, client_for, concern, acting_as):
    frida = client_for("frida")
    since = frida.get(address(concern)).context["form"].initial["since"]
    bo.post(address(concern), {"text": "Bos ord.", "how": "email", "give": "1"})
    second = frida.post(address(concern), {"text": "Fridas ord.", "since": since, "how": "telephone", "give": "1"})
    assert second.status_code == 409
    assert second.context["given"]["text"] == "Bos ord."
    assert second.context["unsaved"] == "Fridas ord."
    # The own letter sent twice was given once.
    twice = bo.post(address(concern), {"text": "Bos ord.", "how": "email", "give": "1"})
    assert twice.status_code == 302
