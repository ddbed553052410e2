"""A short summary: the smallest that can be shared of a case, alone, in a dossier of its own."""

import html
import re
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests import case_scene, rich_case
from tests.cast import CAST, named
from tests.database import scene
from tests.database.scene import refused
from tests.rich_case import WORDS
from tvaers.cases.actions import course, restricting, summing
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case, Summary
from tvaers.guard.enums import Category
from tvaers.people.models import Person
from tvaers.plans.actions.ending import Closing, close_case
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, LinkKind
from tvaers.sharing.models import Access, Dossier, Link
from tvaers.sharing.shareable import as_receiver, of_kind

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "Skal begynde til fodbold hos jer tirsdag. Han kender ingen og skal hentes ved døren."
HANNE = f"member:{named('hanne')}"
AT_WORK = tuple(part.key for part in CAST)


@pytest.fixture
def case(cast, db):
    return rich_case.open_case()


def url(case):
    return reverse("sharing:to", args=[case, named("herlev")])


def answers(**changed):
    return {
        "receiver": HANNE, "ground": case_scene.SSP_GROUND, "how": "summary", "summary": TEXT, "term": "7",
        "necessity": "Hanne skal kunne tage imod ham.", "form_id": "7b0e7a0e-37a1-4a3c-8f0a-0f2a1c9d1a01",
    } | changed  # fmt: skip


def text(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def given(client_for, case, **changed):
    """Alice shares a summary, and Hanne accepts; the summary's id."""
    assert client_for("alice").post(url(case), answers(share="1", **changed)).status_code == 302
    hanne = client_for("hanne")
    (offer,) = set(re.findall(r"/sharing/offers/([0-9a-f-]{36})/", text(hanne.get("/sharing/offers/"))))
    assert hanne.post(reverse("sharing:answer", args=[offer]), {"accept": "1"}).status_code == 302
    return offer


def only_summary(acting_as, who="alice"):
    with acting_as(who):
        return Summary.objects.values_list("id", flat=True).get()


def page_of(summary):
    return reverse("cases:summary", args=[summary])


# --- on the card ------------------------------------------------------------------------------------------


def test_the_smallest_is_chosen_beforehand_and_shows_nothing_of_the_case(client_for, case):
    page = text(client_for("alice").get(url(case), {"to": HANNE}))
    assert re.search(r'<input(?=[^>]*value="summary")(?=[^>]*checked)[^>]*>', page)
    assert "Resuméet deles alene." in page
    for words in WORDS.values():
        assert words not in page.partition('id="preview"')[2]
    typed = text(client_for("alice").post(url(case), answers(check="1")))
    assert TEXT in typed.partition('id="preview"')[2]
    assert "En ung" in typed.partition('id="preview"')[2]
    assert "Resuméet" in typed.partition("<dl")[2]


def test_it_asks_for_the_lines_keeps_what_is_typed_and_counts_what_is_too_much(client_for, case):
    alice = client_for("alice")
    assert "Skriv resuméet." in text(alice.post(url(case), answers(check="1", summary=" ")))
    long = text(alice.post(url(case), answers(check="1", summary="x" * 603)))
    assert "Skriv det kortere: 3 tegn for meget." in long
    assert "x" * 603 in long
    # Chosen otherwise, nobody asks for it.
    assert "Skriv resuméet." not in text(alice.post(url(case), answers(check="1", how="parts", summary="")))


def test_a_name_in_the_lines_is_pointed_out(client_for, case):
    page = text(client_for("alice").post(url(case), answers(check="1", summary=f"Noah. {TEXT}")))
    assert "Navnet »Noah« står i teksten" in page


def test_nothing_but_who_it_is_about_can_go_along(client_for, case, acting_as):
    beside = [str(int(each)) for each in (Category.IDENTITY, Category.ENTRY, Category.HEALTH)]
    alice = client_for("alice")
    assert (
        "Notater i forløbet"
        not in text(alice.get(url(case), {"to": HANNE})).partition("preview")[0].partition("ask-categories")[2]
    )
    assert alice.post(url(case), answers(share="1", categories=beside)).status_code == 200
    assert alice.post(url(case), answers(share="1", categories=beside[:1])).status_code == 302
    with acting_as("alice"):
        rows = Access.objects.exclude(frame=None).values_list("dossier__kind", "categories")
        assert sorted(rows) == [("person", int(Category.IDENTITY)), ("summary", int(Category.PLAN))]


def test_sent_twice_it_is_written_once(client_for, case, acting_as):
    for _time in range(2):
        assert client_for("alice").post(url(case), answers(share="1")).status_code == 302
    assert only_summary(acting_as)


def test_what_the_preview_shows_is_what_is_given(client_for, case, acting_as):
    shareable = of_kind(DossierKind.CASE)
    for categories in (Category.PLAN, Category.PLAN | Category.IDENTITY):
        with acting_as("alice") as alice, as_receiver(categories, organisation=named("herlev")):
            shown = shareable.summarising.preview(case, TEXT)
        with acting_as("alice") as alice:
            summary = summing.write_summary(by=alice, case=case, words=TEXT)
            person = Case.objects.values_list("person_id", flat=True).get(id=case)
        beside = person if categories & Category.IDENTITY else None
        case_scene.share(acting_as, summary, Category.PLAN, beside=beside)
        if beside:
            case_scene.answer(acting_as, "hanne", person)
        with acting_as("hanne"):
            seen = of_kind(DossierKind.SUMMARY).describe(summary)
        assert (seen.name, seen.about, seen.sections) == (shown.name, shown.about, shown.sections)


# --- what the receiver sees -------------------------------------------------------------------------------


def test_the_receiver_reads_the_lines_and_nothing_of_the_case(client_for, case, acting_as):
    given(client_for, case)
    summary = only_summary(acting_as)
    hanne = client_for("hanne")
    page = text(hanne.get(page_of(summary)))
    assert TEXT in page
    assert "En ung" in page
    assert "Gladsaxe Kommune har forløbet." in page
    assert "Noah" not in page
    assert hanne.get(reverse("cases:case", args=[case])).status_code == 404
    with acting_as("hanne"):
        assert set(Dossier.objects.values_list("id", flat=True)) == {summary}
        assert not Link.objects.exists()
    listed = text(hanne.get(f"{reverse('sharing:offers')}?view=received"))
    assert "Et kort resumé" in listed
    assert page_of(summary) in listed
    assert "Et kort resumé" in text(client_for("alice").get(reverse("sharing:readers", args=[case])))
    assert client_for("alice").get(page_of(summary)).status_code == 200


def test_the_case_tells_of_it_and_its_own_pages_call_it_what_it_is(client_for, case, acting_as):
    given(client_for, case)
    summary, alice = only_summary(acting_as), client_for("alice")
    assert "Et kort resumé og intet andet af det." in text(alice.get(reverse("cases:timeline", args=[case])))
    readers = text(alice.get(reverse("sharing:readers", args=[summary])))
    assert "Resuméet" in readers.partition("Hanne Nabo")[2]
    assert "Planen" not in readers.partition("Hanne Nabo")[2].partition("</li>")[0]
    again = text(alice.get(reverse("sharing:to", args=[summary, named("police")])))
    assert "Resuméet deles alene." in again
    assert "Planen følger altid med" not in again
    assert TEXT in again.partition('id="preview"')[2]


def test_with_who_it_is_about_the_name_stands_there(client_for, case, acting_as):
    given(client_for, case, categories=[str(int(Category.IDENTITY))])
    page = text(client_for("hanne").get(page_of(only_summary(acting_as))))
    assert "Noah Prøvesen" in page
    assert reverse("people:page", args=[UUID(re.search(r"/people/([0-9a-f-]{36})/", page)[1])]) in page


def test_before_it_is_accepted_and_after_it_was_taken_back_it_is_not_there(client_for, case, acting_as):
    assert client_for("alice").post(url(case), answers(share="1")).status_code == 302
    summary = only_summary(acting_as)
    assert client_for("hanne").get(page_of(summary)).status_code == 404
    assert "Planen eller et kort resumé" in text(client_for("hanne").get(reverse("sharing:offers")))
    with acting_as("alice"):
        sharing.end_disclosures(dossier=summary)
    assert client_for("hanne").get(page_of(summary)).status_code == 404


def test_it_ends_with_the_case_and_whoever_read_it_is_told(client_for, case, acting_as, as_administrator):
    given(client_for, case)
    summary = only_summary(acting_as)
    with acting_as("alice") as alice:
        close_case(by=alice, case=case, version=1, closing=Closing(outcome=Outcome.NOT_NEEDED, reason="Det går godt"))
    assert client_for("hanne").get(page_of(summary)).status_code == 404
    told = as_administrator.execute("SELECT kind, member_id FROM sharing_notice").fetchall()
    assert told == [("closed", named("hanne"))]
    with acting_as("alice") as alice:
        course.erase(by=alice, case=case, why="test")
    assert as_administrator.execute("SELECT count(*) FROM cases_summary").fetchone() == (0,)


# --- as an attacker ---------------------------------------------------------------------------------------


@pytest.fixture
def written(case, acting_as):
    with acting_as("alice") as alice:
        return summing.write_summary(by=alice, case=case, words=TEXT)


def test_nobody_else_has_a_row_of_it(written, case, as_app):
    """The unit works on the case; of the others, none sees that there is a summary."""
    inside = {"alice", "bo", "frida"}
    for who in AT_WORK:
        with scene.acting(as_app, who):
            for statement in (
                "SELECT count(*) FROM cases_summary",
                "SELECT count(*) FROM sharing_link WHERE source_id = %(id)s",
                "SELECT count(*) FROM sharing_dossier WHERE id = %(id)s",
            ):
                (count,) = as_app.execute(statement, {"id": written}).fetchone()
                assert not count or who in inside, (who, statement)


def test_a_receiver_writes_and_changes_nothing(written, acting_as, as_app):
    case_scene.share(acting_as, written, Category.PLAN)
    insert = "INSERT INTO cases_summary (id, words, written_by) VALUES (%s, 'x', %s)"
    for who in ("hanne", "alice"):
        with scene.acting(as_app, who):
            assert refused(as_app, "UPDATE cases_summary SET words = 'x'") == "42501"
            assert refused(as_app, "DELETE FROM cases_summary") == "42501"
            assert refused(as_app, insert, [uuid4(), named(who)]) == "42501"
    with scene.acting(as_app, "hanne"):
        assert as_app.execute("SELECT count(*) FROM cases_summary").fetchone() == (1,)


def test_restricted_it_goes_with_the_case(written, case, acting_as):
    with acting_as("alice") as alice:
        restricting.restrict(by=alice, case=case, named={named("frida")}, reason="Nogen her kender familien")
    with acting_as("bo"):
        assert not Summary.objects.exists()
        assert not Person.objects.exists(), "nothing else is about the young person"
    with acting_as("frida") as frida:
        assert Summary.objects.exists()
        later = summing.write_summary(by=frida, case=case, words=TEXT)
    with acting_as("bo"):
        assert not Summary.objects.exists(), later
        assert not Person.objects.exists()


def test_it_belongs_to_one_case_alone(written, case, acting_as):
    with acting_as("frida") as frida:
        other = case_scene.case(frida)
        with pytest.raises(DatabaseError), transaction.atomic():
            sharing.link(kind=LinkKind.BELONGS, source=written, target=other)
        with pytest.raises(DatabaseError), transaction.atomic():
            sharing.link(kind=LinkKind.BELONGS, source=other, target=case)
