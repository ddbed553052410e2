"""The second reader of why a case is there, a closing that is told, and what a list of cases tells (R15)."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.stage import statements
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case, Step
from tvaers.cases.queries import View, listed
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.work.models import Clock

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12
ASKED = "Vær andenlæser: hvorfor er der et forløb om Noah Prøvesen"
OPEN_STILL = "Ingen har bekræftet, hvorfor der er et forløb om Noah Prøvesen"
DOUBTED = "En andenlæser er i tvivl om, hvorfor der er et forløb om Noah Prøvesen"


@pytest.fixture
def case(cast, db, acting_as):
    """A case that Alice opened in her unit, where Bo and Frida are too."""
    with acting_as("alice") as alice:
        return scene.case(alice)


def text(client, name, *arguments, **query):
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def today(client_for, *keys):
    return {key: text(client_for(key), "today:list", week=1) for key in keys}


def answer(client, case, **fields):
    return client.post(reverse("cases:second-reader", args=[case]), {"version": "1", **fields})


def late(as_administrator):
    as_administrator.execute("UPDATE work_clock SET due_at = %s", [clock.now() - timedelta(hours=1)])


def test_a_colleague_reads_why_and_agrees(case, client_for, acting_as):
    bo = client_for("bo")
    assert ASKED in today(client_for, "bo")["bo"]
    page, taken = statements(lambda: text(bo, "cases:second-reader", case))
    assert "Er ude sent om aftenen" in page
    assert "Gentagen bekymrende adfærd" in page
    assert len(taken) <= MOST
    assert answer(bo, case, verdict="agree").status_code == 302
    assert "Bekræftet af Bo Testesen" in text(client_for("alice"), "cases:course", case)
    told = today(client_for, "alice", "bo", "frida")
    assert not [who for who, page in told.items() if "hvorfor der er et forløb" in page or ASKED in page]
    with acting_as("alice"):
        assert Clock.objects.get(dossier_id=case, kind="confirm").done_at
        assert Case.objects.get(id=case).state == "open"


def test_a_doubt_is_said_in_words_and_stands_until_somebody_confirms(case, client_for):
    bo, frida = client_for("bo"), client_for("frida")
    assert answer(bo, case, verdict="doubt").status_code == 200, "without words"
    assert answer(bo, case, said="Hvad så?").status_code == 200, "without a choice"
    assert answer(bo, case, verdict="doubt", said="Er én aften nok?").status_code == 302
    page = text(client_for("alice"), "cases:course", case)
    assert "Bo Testesen er i tvivl siden" in page
    assert "Er én aften nok?" in page
    told = today(client_for, "alice", "bo", "frida")
    assert DOUBTED in told["alice"]
    assert ASKED not in told["bo"], "whoever doubted is not asked again, and can still confirm"
    assert ASKED in told["frida"]
    assert "Er én aften nok?" in text(frida, "cases:second-reader", case)
    assert answer(bo, case, verdict="agree", version="2").status_code == 302
    assert DOUBTED not in today(client_for, "alice")["alice"]


def test_who_opened_it_is_not_asked_and_is_told_when_nobody_came(case, client_for, acting_as, as_administrator):
    alice = client_for("alice")
    assert reverse("cases:second-reader", args=[case]) not in text(alice, "cases:course", case)
    assert alice.get(reverse("cases:second-reader", args=[case])).status_code == 403
    assert answer(alice, case, verdict="agree").status_code == 403
    with acting_as("alice") as by, pytest.raises(course.OwnEntryError):
        course.read_entry(by=by, case=case, version=1, agrees=True, words="")
    told = today(client_for, "alice")["alice"]
    assert ASKED not in told
    assert OPEN_STILL not in told
    late(as_administrator)
    told = today(client_for, "alice", "frida", "carl", "gerda")
    assert OPEN_STILL in told["alice"]
    assert ASKED in told["frida"], "the supervisor"
    assert [who for who in ("carl", "gerda") if "Noah" in told[who]] == []
    with acting_as("alice"):
        assert Case.objects.get(id=case).state == "open", "nothing closes by itself"


def test_an_outsider_404_a_receiver_403_wrong_method_405(case, client_for, acting_as):
    scene.share(acting_as, case, Category.PLAN)
    for who, status in (("hanne", 403), ("carl", 404), ("olga", 404), ("dina", 404)):
        assert client_for(who).get(reverse("cases:second-reader", args=[case])).status_code == status, who
        assert answer(client_for(who), case, verdict="agree").status_code == status, who
    assert client_for("bo").put(reverse("cases:second-reader", args=[case])).status_code == 405


def test_what_was_changed_in_between_is_said_and_nothing_is_lost(case, client_for, acting_as):
    with acting_as("alice") as alice:
        course.review(by=alice, case=case, version=1, words="Det går", next_on=scene.in_days(20))
    stale = answer(client_for("bo"), case, verdict="doubt", said="Er én aften nok?")
    assert stale.status_code == 409
    assert "Er én aften nok?" in stale.content.decode()
    again = answer(client_for("bo"), case, verdict="doubt", said="Er én aften nok?", version="2")
    assert again.status_code == 302


def test_a_closed_case_waits_no_longer_and_one_taken_up_again_does(case, client_for, acting_as):
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.NOT_NEEDED, reason="Det var en anden")
    assert ASKED not in today(client_for, "bo")["bo"]
    assert client_for("bo").get(reverse("cases:second-reader", args=[case])).status_code == 302
    with acting_as("bo") as bo:
        course.reopen(by=bo, case=case, version=2, reason="Det var ham", review_on=scene.in_days(20))
        assert Step.objects.filter(dossier_id=case, kind="reopened").count() == 1
    told = today(client_for, "bo", "frida")
    assert ASKED not in told["bo"]
    assert ASKED in told["frida"]


def test_closing_is_told_and_acknowledged(case, client_for, acting_as):
    scene.share(acting_as, case, Category.PLAN)
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.NOT_NEEDED, reason="Det var en anden")
    hanne = client_for("hanne")
    page = text(hanne, "sharing:offers", view="received")
    assert "Forløbet er afsluttet den" in page
    assert "Tag den unge af de lister, I selv har" in page
    assert "Er du i tvivl om, hvem det er, så spørg" in page
    for hidden in (str(case), "Det var en anden", "Noah", "nødvendigt"):
        assert hidden not in page
    notice = page.split("/sharing/notices/")[1].split("/")[0]
    assert "Ikke læst endnu" in text(client_for("alice"), "sharing:told", case)
    hanne.post(reverse("sharing:acknowledge", args=[notice]))
    assert "Læst" in text(client_for("alice"), "sharing:told", case)


def test_the_list_tells_a_receiver_whom_and_what_for_and_no_more(case, client_for, acting_as):
    scene.share(acting_as, case, Category.PLAN)
    with acting_as("hanne") as hanne:
        ((row,), _more) = listed(View.OPEN, member=hanne.id, much=False)
        assert {row[name] for name in ("criterion", "review_on", "paused_until", "outcome")} == {None}
    page = text(client_for("hanne"), "cases:list", view="open")
    assert "En ung" in page
    for hidden in ("Gentagen bekymrende adfærd", "Gennemgås", "Noah"):
        assert hidden not in page, hidden
    own = text(client_for("bo"), "cases:list", view="open")
    assert "Gentagen bekymrende adfærd" in own
