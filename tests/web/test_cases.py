"""The pages of a case: each works, is 404 to outsiders, 403 to readers and smaller roles, and knows its methods."""

import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.rich_case import DRAFT, WORDS, open_case
from tests.stage import statements
from tvaers.cases.actions import course, people_around
from tvaers.cases.enums import Circle, Closeness, Outcome
from tvaers.cases.models import Case
from tvaers.concerns.actions import intake
from tvaers.concerns.enums import About, InvolvedRole, ReporterKind
from tvaers.concerns.models import Concern
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category
from tvaers.plans.actions import goals
from tvaers.sharing import actions as sharing

pytestmark = pytest.mark.django_db(transaction=True)
SHOWN = ("case", "plan", "plan-print", "timeline", "words")
OWN_ONLY = ("course", "looked")
WRITTEN = ("voice-add", "strength-add", "network-add", "parents", "goal-add", "follow-up", "task-add")
STEPS = ("reviewed", "lead", "paused", "closed")
EVERY_PAGE = (*SHOWN, "network", *OWN_ONLY, *WRITTEN, "write")
FRAME, MOST, MOST_CASE = 7, 12, 16


@pytest.fixture
def case(cast):
    """A case with something of every category in it, led by Alice."""
    return open_case()


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_each_page_works_for_the_lead(client_for, case, subtests):
    client = client_for("alice")
    assert len(EVERY_PAGE) == 16
    for name in EVERY_PAGE:
        with subtests.test(name):
            response = client.get(address(name, case))
            assert response.status_code == 200
            assert scene.NAME in text(response)


def test_each_page_is_missing_for_outsiders(client_for, case, subtests):
    assert len(EVERY_PAGE) == 16
    for key in ("olga", "hanne", "carl"):
        client = client_for(key)
        for name in EVERY_PAGE:
            with subtests.test(key=key, name=name):
                assert client.get(address(name, case)).status_code == 404


def test_each_step_works_and_is_missing_or_refused(client_for, case, acting_as):
    scene.share(acting_as, case, Category.PLAN)
    for step in STEPS:
        assert client_for("alice").get(address("step", case, step)).status_code == 200
        assert client_for("hanne").get(address("step", case, step)).status_code == 403
        assert client_for("olga").get(address("step", case, step)).status_code == 404
    assert client_for("alice").get(address("step", case, "nonsense")).status_code == 404


def test_what_is_only_shown_takes_no_post(client_for, case, subtests):
    client = client_for("alice")
    for name in (*SHOWN, "network", *OWN_ONLY):
        with subtests.test(name):
            assert client.post(address(name, case)).status_code == 405


def test_what_is_only_done_takes_no_get(client_for, case):
    client = client_for("alice")
    row = scene.SSP
    for url in (address("take-out", case, "voice", row), address("goal-up", case, row)):
        assert client.get(url).status_code == 405
    assert client.post(address("take-out", case, "nonsense", row)).status_code == 404


def test_a_reader_elsewhere_sees_what_is_shared_and_no_button_that_would_be_refused(client_for, case, acting_as):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle")
    client = client_for("palle")
    page = text(client.get(address("case", case)))
    assert WORDS[Category.PLAN] in page
    assert WORDS[Category.ENTRY] in page
    hidden = (
        Category.CONCERN,
        Category.IDENTITY,
        Category.ASSESSMENT,
        Category.OTHERS,
        Category.HEALTH,
        Category.OFFENCE,
    )
    for category in hidden:
        assert WORDS[category] not in page, category
    assert DRAFT not in page
    assert "Må ikke bruges til efterforskning" in page
    assert "En ung" in page
    for link in re.findall(r'href="(/(?:cases|tasks|sharing)/[^"#]*)"', page):
        assert client.get(link).status_code == 200, link
    assert 'method="post" action="/tasks/' not in page
    assert client.get(address("network", case)).status_code == 403
    for name in (*OWN_ONLY, *WRITTEN, "write"):
        assert client.get(address(name, case)).status_code == 403, name


def test_only_who_can_write_words_down_is_asked_to(client_for, cast, acting_as):
    with acting_as("alice") as alice:
        empty = scene.case(alice)
    scene.share(acting_as, empty, Category.PLAN)
    asked = "Spørg, og skriv det, som det blev sagt."
    assert asked in text(client_for("alice").get(address("case", empty)))
    elsewhere = text(client_for("hanne").get(address("case", empty)))
    assert "Der er ikke skrevet noget endnu." in elsewhere
    assert asked not in elsewhere


def test_every_link_on_the_leads_page_leads_somewhere(client_for, case):
    client = client_for("alice")
    page = text(client.get(address("case", case)))
    links = set(re.findall(r'href="(/(?:cases|tasks|sharing)/[^"#]*)"', page))
    assert len(links) > 10
    for link in links:
        assert client.get(link).status_code == 200, link


def test_a_role_that_is_too_small_writes_notes_but_leads_nothing(client_for, case, acting_as):
    with acting_as("frida"):
        sharing.let_in(dossier=case, member=named("dina"), categories=ALL_CATEGORIES & ~Category.HEALTH)
    client = client_for("dina")
    assert client.get(address("case", case)).status_code == 200
    assert client.get(address("write", case)).status_code == 200
    assert client.get(address("voice-add", case)).status_code == 200
    for name in ("goal-add", "follow-up", "task-add"):
        assert client.get(address(name, case)).status_code == 403
    assert client.get(address("step", case, "closed")).status_code == 403


def test_who_has_looked_names_everybody_with_what_they_saw(client_for, case, acting_as):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle")
    client_for("palle").get(address("timeline", case))
    client_for("bo").get(address("case", case))
    page = text(client_for("alice").get(address("looked", case)))
    assert "Palle Patrulje" in page
    assert "Københavns Vestegns Politi" in page
    assert "Bo Testesen" in page
    assert "Tidslinje" in page
    assert "Plan og opgaver og notater" in page or "notater" in page


@pytest.mark.parametrize("rows", [3, 300])
def test_the_case_costs_as_many_statements_at_any_number_of_rows(client_for, case, acting_as, rows):
    with acting_as("frida") as frida:
        for number in range(rows):
            scene.note(frida, case, title=f"Notat {number}")
        for number in range(rows // 10):
            people_around.write_strength(by=frida, case=case, title=f"Styrke {number}", words="x", said_by="Noah")
            people_around.add_to_network(
                by=frida,
                case=case,
                circle=Circle.FAMILY,
                closeness=Closeness.CLOSE,
                name=f"Navn {number}",
                relation="",
                brings="",
            )
            goals.agree(by=frida, case=case, words=f"Mål {number}", said_by="Noah", said_on=clock.today())
            scene.task(frida, case, text=f"Opgave {number}")
    client = client_for("alice")
    counted = {}
    for name in EVERY_PAGE:
        counted[name] = taken_by(client, address(name, case))
    counted["list"] = taken_by(client, reverse("cases:list"))
    counted["step"] = taken_by(client, address("step", case, "closed"))
    assert counted.pop("case") <= MOST_CASE
    assert not {name: count for name, count in counted.items() if count > MOST}


def taken_by(client, url):
    answer, taken = statements(lambda: client.get(url))
    assert answer.status_code == 200
    return len(taken)


def test_the_list_shows_mine_others_shared_and_closed(client_for, case, acting_as):
    client = client_for("alice")
    assert scene.NAME in text(client.get(reverse("cases:list")))
    assert scene.NAME not in text(client.get(reverse("cases:list"), {"view": "closed"}))
    assert client.get(reverse("cases:list"), {"view": "nonsense", "after": "nonsense"}).status_code == 200
    scene.share(acting_as, case, Category.PLAN)
    shared = text(client_for("hanne").get(reverse("cases:list"), {"view": "open"}))
    assert "En ung" in shared
    assert "Gladsaxe Kommune" in shared
    assert "Gentagen bekymrende adfærd" not in shared
    assert "Du er ikke tovholder i nogen forløb" in text(client_for("olga").get(reverse("cases:list")))
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    assert scene.NAME in text(client.get(reverse("cases:list"), {"view": "closed"}))
    closed = text(client.get(address("case", case)))
    assert "Skriv i forløbet" not in closed
    assert client.get(address("write", case)).status_code == 403


# --- opening and joining ------------------------------------------------------------------------------


def opening(**changes):
    day = scene.in_days(30)
    return {
        "criterion": "repeated",
        "reason": "Er ude sent om aftenen",
        "purpose": "1",
        "basis": "",
        "lead": str(named("alice")),
        "unit": str(scene.SSP),
        "review_on_day": day.day,
        "review_on_month": day.month,
        "review_on_year": day.year,
        "parents": "contacted",
        "parents_words": "Mor er lettet",
        **changes,
    }


@pytest.fixture
def young(acting_as):
    with acting_as("alice") as alice:
        return scene.person(alice)


def test_a_case_is_opened_after_its_answers_were_checked(client_for, young, acting_as):
    client = client_for("alice")
    url = reverse("cases:open", args=[young])
    assert client.get(url).status_code == 200
    checked = text(client.post(url, opening(do="check")))
    assert "Se efter, før du åbner" in checked
    assert "Retsplejelovens § 115, stk. 1, nr. 1" in checked
    with acting_as("alice"):
        assert not Case.objects.exists()
    back = client.post(url, opening(do="change"))
    assert "Er ude sent om aftenen" in text(back)
    saved = client.post(url, opening(do="save"))
    assert saved.status_code == 302
    twice = client.post(url, opening(do="save"))
    assert "Der er allerede et forløb" in text(twice)
    with acting_as("alice"):
        assert Case.objects.count() == 1
    assert client_for("bo").get(url).status_code == 200


WRONG = (
    {"reason": " "},
    {"criterion": ""},
    {"criterion": "nonsense"},
    {"parents": ""},
    {"parents_words": ""},
    {"review_on_year": "2099"},
    {"review_on_day": "x"},
    {"purpose": "128"},
    {"lead": str(named("hanne"))},
    {"reason": "x" * 20_000},
    {"reason": "nul\x00tegn"},
)


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client_for, young, acting_as, subtests):
    client = client_for("alice")
    for wrong in WRONG:
        with subtests.test(wrong=wrong):
            response = client.post(reverse("cases:open", args=[young]), opening(do="save", **wrong))
            assert response.status_code == 200
            assert "alert-error" in text(response)
            with acting_as("alice"):
                assert not Case.objects.exists()


def test_opening_is_for_the_own_organisation_and_for_who_leads_cases(client_for, young, acting_as):
    url = reverse("cases:open", args=[young])
    assert client_for("olga").get(url).status_code == 404
    with acting_as("alice"):
        sharing.let_in(dossier=young, member=named("dina"), categories=Category.IDENTITY)
    assert client_for("dina").get(url).status_code == 403
    scene.share(acting_as, young, Category.IDENTITY)
    assert client_for("hanne").get(url).status_code == 403


def concern_about(acting_as, *people):
    with acting_as("alice") as alice:
        concern = intake.write_down(
            by=alice,
            account=intake.Account(about=About.PERSON, fact="Ude sent", headline="Dreng, 15 år"),
            teller=intake.Teller(kind=ReporterKind.CITIZEN, is_unnamed=True),
            parts=[intake.Part(role=InvolvedRole.OF_CONCERN, person=person) for person in people],
        )
        Concern.objects.filter(id=concern).update(opened_at=clock.now())
    return concern


def test_a_case_grows_out_of_a_concern(client_for, young, acting_as):
    concern = concern_about(acting_as, young)
    client = client_for("alice")
    start = client.get(reverse("cases:open-concern", args=[concern]))
    assert start.status_code == 302
    page = text(client.get(start.url))
    assert "Dreng, 15 år" in page
    assert client.post(start.url, opening(do="save")).status_code == 302
    with acting_as("alice"):
        assert Concern.objects.values_list("outcome", flat=True).get(id=concern) == "case"
        assert Case.objects.count() == 1
        case = Case.objects.get().id
    led = text(client.get(reverse("concerns:concern", args=[concern])))
    assert reverse("cases:case", args=[case]) in led
    assert f"Forløbet med {scene.NAME}" in led
    # Whoever sees the concern and not the case is told nothing of it.
    with acting_as("alice"):
        sharing.let_in(dossier=concern, member=named("carl"), categories=Category.CONCERN)
    other = text(client_for("carl").get(reverse("concerns:concern", args=[concern])))
    assert str(case) not in other
    assert client_for("olga").get(reverse("cases:open-concern", args=[concern])).status_code == 404


def test_the_reason_written_at_triage_is_not_typed_again(client_for, young, acting_as):
    concern = concern_about(acting_as, young)
    client = client_for("alice")
    triage = {"version": "1", "outcome": "case", "reason": "Begrundet i visitationen", "urgent": "no"}
    chosen = client.post(reverse("concerns:decide", args=[concern]), triage)
    assert chosen.url == reverse("cases:open-concern", args=[concern])
    page = text(client.get(chosen.url, follow=True))
    assert "Begrundet i visitationen" in page
    assert reverse("concerns:concern", args=[concern]) in page
    with acting_as("alice"):
        assert Concern.objects.values_list("state", flat=True).get(id=concern) == "received", "nothing is decided yet"


def test_a_second_concern_joins_the_case(client_for, young, acting_as):
    with acting_as("alice") as alice:
        case = course.open_case(by=alice, opening=scene.opening(young))
    concern = concern_about(acting_as, young)
    client = client_for("alice")
    offered = client.get(reverse("cases:open-concern", args=[concern]), follow=True)
    assert "Læg bekymringen til det" in text(offered)
    url = reverse("cases:join", args=[concern])
    assert scene.NAME in text(client.get(url))
    assert "alert-error" in text(client.post(url, {"case": str(case), "reason": ""}))
    assert client.post(url, {"case": str(case), "reason": "Samme gruppe"}).status_code == 302
    with acting_as("alice"):
        assert Concern.objects.values_list("outcome", flat=True).get(id=concern) == "joined"
    again = client.post(url, {"case": str(case), "reason": "Samme gruppe"})
    assert again.status_code in {200, 409}
    assert client_for("olga").get(url).status_code == 404


def test_somebody_must_be_known_before_a_case_and_several_are_split_first(client_for, acting_as):
    client = client_for("alice")
    nobody = concern_about(acting_as)
    assert "Der er endnu ingen at åbne et forløb om" in text(client.get(reverse("cases:open-concern", args=[nobody])))
    with acting_as("alice") as alice:
        two = [scene.person(alice, name=name) for name in ("Ali Prøvesen", "Sara Prøvesen")]
    both = concern_about(acting_as, *two)
    several = text(client.get(reverse("cases:open-concern", args=[both])))
    assert "Ali Prøvesen" in several
    assert "Sara Prøvesen" in several
    assert reverse("concerns:split", args=[both]) in several
    assert reverse("concerns:split", args=[both]) in text(client.get(reverse("cases:join", args=[both])))
    begun = f"{reverse('cases:open', args=[two[0]])}?concern={both}"
    assert client.post(begun, opening(do="save")).status_code == 409
    with acting_as("alice"):
        assert Concern.objects.get(id=both).outcome == ""
        assert not Case.objects.exists()
