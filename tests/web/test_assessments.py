"""Pages of assessments: what is refused at its field, what two windows do, and who is shown what."""

import pytest
from django.urls import reverse

from tests import assessment_scene as scene
from tests import case_scene
from tests.cast import named
from tests.page_scene import browser
from tests.stage import acting_as
from tvaers.assessments import queries
from tvaers.assessments.access import get_for_reading
from tvaers.assessments.enums import Known, Verdict
from tvaers.guard.enums import ALL_CATEGORIES, Category
from tvaers.sharing.actions import let_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def case(cast):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def draft(case):
    return scene.filled(case, scene.used(), concluded=False)


def address(name, case, *rest):
    return reverse(f"assessments:{name}", args=[case, *rest])


def saved(case, draft):
    with acting_as("alice"):
        return get_for_reading(case=case, id=draft).part("leisure")


def test_an_answer_beside_dont_know_is_refused_at_its_field_and_nothing_typed_is_lost(case, draft):
    typed = {"version": "2", "friends-words": "To fra klubben", "friends-known": ["dont-know"], "do": "save"}
    answer = browser("alice").post(address("section", case, draft, "leisure"), typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Du har skrevet et svar. Tag en af delene væk." in page
    assert 'href="#id_friends-known' in page
    assert "To fra klubben" in page
    both = typed | {"friends-words": "", "friends-known": ["dont-know", "not-relevant"]}
    assert "Vælg én af de to." in browser("alice").post(answer.request["PATH_INFO"], both).content.decode()


def test_dont_know_is_an_answer(case, draft):
    typed = {"version": "2", "goes-chosen": "not-relevant", "friends-known": "dont-know", "do": "other"}
    answer = browser("alice").post(address("section", case, draft, "leisure"), typed)
    assert answer.status_code == 302
    answers = saved(case, draft).answers
    assert (answers["goes"].known, answers["friends"].known) == (Known.NOT_RELEVANT, Known.DONT_KNOW)


def test_of_two_windows_the_second_is_shown_what_stands_there_and_keeps_what_it_wrote(case, draft):
    alice, where = browser("alice"), address("section", case, draft, "leisure")
    first = {"version": "2", "goes-chosen": "0", "friends-words": "Fra første vindue", "do": "other"}
    assert alice.post(where, first).status_code == 302
    second = first | {"friends-words": "Fra andet vindue"}
    answer = alice.post(where, second)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Fra første vindue" in page
    assert "Fra andet vindue" in page
    assert 'name="version" value="3"' in page
    assert alice.post(where, second | {"version": "3"}).status_code == 302
    assert saved(case, draft).answers["friends"].words == "Fra andet vindue"


def test_a_conclusion_that_holds_too_long_is_refused_at_its_field(case, draft):
    typed = scene.concluding() | {"expires_on_year": "2039"}
    page = browser("alice").post(address("conclusion", case, draft), typed).content.decode()
    assert "senest" in page
    assert scene.CONCLUSION in page


def test_what_is_not_ready_is_not_signed(case, draft):
    alice = browser("alice")
    assert alice.get(address("sign", case, draft)).status_code == 302
    assert alice.post(address("sign", case, draft), {"version": "1"}).status_code == 302
    with acting_as("alice"):
        assert get_for_reading(case=case, id=draft).is_draft


@pytest.mark.parametrize("page", ["section", "conclusion", "sign", "drop"])
def test_a_colleague_finds_no_draft_and_nobody_changes_what_is_signed(case, draft, page):
    rest = ("leisure",) if page == "section" else ()
    assert browser("bo").get(address(page, case, draft, *rest)).status_code == 404
    signed = scene.signed(case, scene.used())
    assert browser("alice").get(address(page, case, signed, *rest)).status_code == 403


def test_who_is_given_the_assessment_reads_its_conclusion_and_no_more_than_that(case, as_maintenance):
    case_scene.let_the_law_carry_everything(as_maintenance)
    signed = scene.signed(case, scene.used(), "frida")
    case_scene.share(acting_as, case, Category.PLAN | Category.ASSESSMENT)
    hanne = browser("hanne")
    page = hanne.get(address("assessment", case, signed)).content.decode()
    assert scene.CONCLUSION in page
    assert "Sover dårligt" not in page
    assert "Helbred" not in page
    assert "Begynd en vurdering" not in hanne.get(address("of-case", case)).content.decode()
    assert hanne.get(address("begin", case)).status_code == 403
    assert hanne.get(address("second", case, signed)).status_code == 403


def test_a_network_question_keeps_the_network_as_it_is_drawn_that_day(case):
    asked = scene.document(
        concludes=False,
        sections=[
            {
                "key": "net",
                "title": "Netværk",
                "category": "others",
                "questions": [{"key": "who", "text": "Hvem er der?", "kind": "network"}],
            }
        ],
    )
    template = scene.used(document=asked)
    with acting_as("alice") as alice:
        case_scene.around(alice, case, "Mormor Inger")
        made = scene.filling.begin(
            by=alice,
            case=case,
            version=scene.TemplateVersion.objects.get(template_id=template).id,
            about_on=scene.clock.today(),
            categories=Category.OTHERS,
        )
    where = address("section", case, made, "net")
    alice = browser("alice")
    assert "Mormor Inger" in alice.get(where).content.decode()
    assert alice.post(where, {"version": "1", "do": "save"}).status_code == 302
    with acting_as("alice"):
        assert "Mormor Inger" in get_for_reading(case=case, id=made).part("net").answers["who"].words


@pytest.mark.parametrize("page", ["section", "conclusion"])
def test_what_is_sent_after_it_was_signed_is_shown_and_not_lost(case, page):
    signed = scene.signed(case, scene.used())
    rest, typed = {
        "section": (("leisure",), {"version": "2", "goes-chosen": "1", "friends-words": "Nyt fra andet vindue"}),
        "conclusion": ((), scene.concluding() | {"concluded": "Nyt fra andet vindue"}),
    }[page]
    answer = browser("alice").post(address(page, case, signed, *rest), typed)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "Nyt fra andet vindue</textarea>" in said
    assert "underskrevet" in said
    assert 'method="post"' not in said.partition("<main")[2]
    assert address("again", case, signed) in said
    with acting_as("alice"):
        assert get_for_reading(case=case, id=signed).conclusion == scene.CONCLUSION


def test_signing_twice_leads_to_what_was_signed(case):
    signed = scene.signed(case, scene.used())
    answer = browser("alice").post(address("sign", case, signed), {"version": "2", "do": "save"})
    assert (answer.status_code, answer["Location"]) == (302, address("assessment", case, signed))


def test_only_who_can_read_the_conclusion_is_offered_as_second_reader_and_asked(case, draft):
    with acting_as("alice"):
        let_in(dossier=case, member=named("carl"), categories=ALL_CATEGORIES & ~Category.ASSESSMENT)
        let_in(dossier=case, unit=named("gladsaxe-street"), categories=ALL_CATEGORIES)
    page = browser("alice").get(address("conclusion", case, draft)).content.decode()
    offered = page.partition('name="second"')[2].partition("</select>")[0]
    assert [name for name in ("Bo", "Frida", "Carl", "Dina", "Alice") if name in offered] == ["Bo", "Frida"]
    typed = scene.concluding() | {"second": str(named("carl"))}
    assert browser("alice").post(address("conclusion", case, draft), typed).status_code == 200
    scene.signed(case, scene.used(title="Fra før"), second="carl")
    with acting_as("carl") as carl:
        assert [row["kind"] for row in queries.waits(actor=carl, until=scene.clock.today())] == []


def test_before_signing_it_is_said_who_elsewhere_will_read_it(case, as_maintenance):
    ready = scene.filled(case, scene.used())
    where = address("sign", case, ready)
    assert "Ingen andre steder får noget af den nu." in browser("alice").get(where).content.decode()
    case_scene.let_the_law_carry_everything(as_maintenance)
    case_scene.share(acting_as, case, Category.PLAN)
    page = browser("alice").get(where).content.decode()
    assert "Hanne Nabo, Herlev Kommune: Den unges egne ord" in page
    assert "Helbred, Den unges" not in page
    with acting_as("alice"):
        version = get_for_reading(case=case, id=ready).version
    said = browser("alice").post(where, {"version": version, "do": "save"}, follow=True).content.decode()
    assert "Hanne Nabo, Herlev Kommune" in said.partition("</h2>")[0]


def test_two_beside_each_other_tell_what_second_readers_saw_differently(case):
    template = scene.used()
    first = scene.signed(case, template)
    later = scene.signed(case, template, follows=first)
    with acting_as("bo") as bo:
        scene.reading.read(by=bo, case=case, assessment=first, verdict=Verdict.DISSENTS, words="Skolen mangler.")
    page = browser("alice").get(address("beside", case, later, first)).content.decode()
    assert "Bo Testesen ser anderledes på det" in page
    assert "Skolen mangler." in page


@pytest.mark.parametrize("said", ["høj risiko 32 point", "Ungeteamet, 32", "Team: høj risiko", "Team ²", "50%"])
def test_of_what_was_done_elsewhere_no_result_is_noted(case, said):
    typed = scene.NOTED | {"done_by": said}
    page = browser("alice").post(address("elsewhere", case), typed).content.decode()
    assert "Det, den viste, bliver" in page
    assert said in page
    with acting_as("alice"):
        assert queries.elsewhere(case=case) == []
    typed |= {"done_by": "Rødovre PPR"}
    assert browser("alice").post(address("elsewhere", case), typed).status_code == 302
