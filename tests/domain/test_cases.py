"""The course of a case, its notes and what lies around it: done by the actions, held by the database."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.http import Http404
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tvaers.audit.models import Event, Seen
from tvaers.cases import access, queries, rules, timeline
from tvaers.cases.actions import course, entries, people_around
from tvaers.cases.actions.parents import Told, write_contact
from tvaers.cases.actions.preparing import prepare, prepared
from tvaers.cases.enums import Circle, Closeness, Outcome, Parents, Speaker, State, StepKind
from tvaers.cases.models import Case, Entry, NetworkMember, Voice
from tvaers.cases.tasks import erase_due
from tvaers.foundation import clock, keystore
from tvaers.guard.enums import Category
from tvaers.people import actions as people
from tvaers.people import doubles
from tvaers.people.models import Person
from tvaers.plans.models import Task
from tvaers.sharing import actions as sharing
from tvaers.sharing import sealing
from tvaers.sharing.looks import looks
from tvaers.sharing.models import Access, Dossier, Link
from tvaers.sharing.standing import standing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    """A case of Alice's, in her unit."""
    with acting_as("alice") as alice:
        return scene.case(alice)


def test_a_case_is_opened_with_a_reason_lead_unit_and_links(acting_as, case):
    with acting_as("bo"):
        view = access.get_for_reading(case=case)
        assert view.state is State.OPEN
        assert view.reason == "Er ude sent om aftenen"
        assert view.person.label == scene.NAME
        assert view.lead_id == named("alice")
        assert view.unit_name == "SSP og forebyggelse"
        assert [step["kind"] for step in view.steps] == [StepKind.OPENED]
        assert Link.objects.filter(kind="concerns", source_id=case).count() == 1
        assert Event.objects.filter(name="cases.opened", dossier_id=case).exists()


def test_no_case_without_a_reason_or_with_a_late_review(acting_as):
    with acting_as("alice") as alice:
        young = scene.person(alice)
        with pytest.raises(course.NoReasonError):
            course.open_case(by=alice, opening=scene.opening(young, reason="  "))
        with pytest.raises(rules.ReviewTooLateError):
            course.open_case(by=alice, opening=scene.opening(young, review_on=scene.in_days(120)))


def test_one_case_at_a_time(acting_as, case):
    with acting_as("bo") as bo:
        young = access.get_for_reading(case=case).person_id
        with pytest.raises(course.AlreadyOpenError) as already:
            course.open_case(by=bo, opening=scene.opening(young))
        assert already.value.case == case
        course.close(by=bo, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        assert course.open_case(by=bo, opening=scene.opening(young)) != case


def test_a_closed_case_stays_closed_while_another_runs(acting_as, case):
    with acting_as("alice") as alice:
        young = access.get_for_reading(case=case).person_id
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        second = course.open_case(by=alice, opening=scene.opening(young))
        again = {"by": alice, "case": case, "version": 2, "reason": "Tilbage", "review_on": scene.in_days(20)}
        with pytest.raises(course.AlreadyOpenError) as already:
            course.reopen(**again)
        assert already.value.case == second
        assert Case.objects.get(id=case).state == State.CLOSED
        course.close(by=alice, case=second, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        course.reopen(**again)
        assert Case.objects.get(id=case).state == State.OPEN
        with pytest.raises(course.ChangedMeanwhileError):
            course.reopen(**again)
        with pytest.raises(Http404):
            course.reopen(**again | {"case": uuid4()})


def test_two_people_with_a_running_case_each_are_not_made_one(acting_as, case):
    with acting_as("alice") as alice:
        kept = access.get_for_reading(case=case).person_id
        double = scene.person(alice, name="Noa Prøvesen")
        second = course.open_case(by=alice, opening=scene.opening(double))
        with pytest.raises(doubles.KeptApartError) as apart:
            people.merge(by=alice, keep=kept, double=double)
        (obstacle,) = apart.value.obstacles
        assert {url for url, _words in obstacle.links} == {
            reverse("cases:case", args=[each]) for each in (case, second)
        }
        assert Person.objects.filter(id=double).exists()
        course.close(by=alice, case=second, version=1, outcome=Outcome.NOT_NEEDED, reason="Samme unge")
        people.merge(by=alice, keep=kept, double=double)
        assert set(Case.objects.filter(person_id=kept).values_list("id", flat=True)) == {case, second}


def test_nobody_opens_a_case_about_somebody_hidden(acting_as, case):
    with acting_as("alice"):
        young = access.get_for_reading(case=case).person_id
    with acting_as("carl") as carl, pytest.raises(Http404):
        course.open_case(by=carl, opening=scene.opening(young, unit=named("gladsaxe-family")))


def test_a_lead_from_another_unit_is_let_in_to_case_and_person(acting_as):
    with acting_as("alice") as alice:
        case = scene.case(alice, lead=named("carl"))
    with acting_as("carl"):
        assert access.get_for_reading(case=case).person.label == scene.NAME


def test_the_unit_that_gets_a_case_knows_whom_it_is_about(acting_as):
    family = named("gladsaxe-family")
    with acting_as("alice") as alice:
        case = scene.case(alice, unit=family)
        young = access.get_for_reading(case=case).person_id
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        course.open_case(by=alice, opening=scene.opening(young, unit=family))
        assert Access.objects.filter(dossier_id=young, unit_id=family).count() == 1, "once"
        assert Access.objects.filter(dossier_id=young, unit_id=scene.SSP).count() == 1
    with acting_as("carl"):
        assert access.get_for_reading(case=case).person.label == scene.NAME


def test_a_case_opened_on_the_identity_alone_lets_others_in_to_no_more(acting_as):
    with acting_as("alice") as alice:
        young = scene.person(alice)
        sharing.let_in(dossier=young, member=named("carl"), categories=Category.IDENTITY)
    with acting_as("carl") as carl:
        course.open_case(by=carl, opening=scene.opening(young, unit=named("gladsaxe-family"), lead=named("bo")))
    with acting_as("alice"):
        let_in = Access.objects.filter(dossier_id=young).exclude(unit_id=scene.SSP)
        assert {row.reader_id: row.categories for row in let_in} == dict.fromkeys(
            (named("carl"), named("gladsaxe-family"), named("bo")), Category.IDENTITY
        )


def test_a_new_lead_sees_the_case_the_person_and_the_tasks(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
        course.hand_lead(by=alice, case=case, version=1, lead=named("carl"), reason="Familien kender ham")
    with acting_as("carl"):
        view = access.get_for_reading(case=case)
        assert view.lead_name == "Carl Opdigt"
        assert view.person is not None
        assert Task.objects.filter(id=task).exists()


def test_parents_are_told_at_the_opening(acting_as):
    told = Told(Parents.NOT_CONTACTED, "Kan skade ham")
    with acting_as("alice") as alice:
        case = scene.case(alice, told=told)
        assert [(row["kind"], row["words"]) for row in access.get_for_reading(case=case).contacts] == [
            ("not-contacted", "Kan skade ham")
        ]


def test_pause_resume_review_close_reopen(acting_as, case):
    with acting_as("alice") as alice:
        course.review(by=alice, case=case, version=1, words="Det går bedre", next_on=scene.in_days(60))
        course.pause(by=alice, case=case, version=2, reason="På efterskole", until=scene.in_days(20))
        with pytest.raises(rules.WrongStepError):
            course.review(by=alice, case=case, version=3, words="x", next_on=scene.in_days(5))
        course.resume(by=alice, case=case, version=3, reason="Hjemme igen")
        course.close(by=alice, case=case, version=4, outcome=Outcome.GOALS_REACHED, reason="Godt")
        view = access.get_for_reading(case=case)
        assert view.is_closed
        assert view.erase_on == rules.erase_on(Outcome.GOALS_REACHED, clock.today())
        course.reopen(by=alice, case=case, version=5, reason="Igen", review_on=scene.in_days(10))
        again = access.get_for_reading(case=case)
        assert again.erase_on is None
        assert [step["reason"] for step in again.steps][:2] == ["Igen", "Godt"]


def test_the_end_of_a_pause_goes_with_the_case_that_was_closed_in_it(acting_as, case):
    with acting_as("alice") as alice:
        course.pause(by=alice, case=case, version=1, reason="På efterskole", until=scene.in_days(20))
        course.close(by=alice, case=case, version=2, outcome=Outcome.MOVED, reason="Flyttet")
        assert Case.objects.get(id=case).paused_until is None
        # As one that was closed before the end of its pause went with it.
        Case.objects.filter(id=case).update(paused_until=scene.in_days(20))
        course.reopen(by=alice, case=case, version=3, reason="Hjemme igen", review_on=scene.in_days(10))
        again = Case.objects.get(id=case)
        assert (again.state, again.paused_until) == (State.OPEN, None)


def test_two_people_changing_a_case_lose_nothing(acting_as, case):
    with acting_as("alice") as alice:
        course.review(by=alice, case=case, version=1, words="Først", next_on=scene.in_days(5))
    with acting_as("bo") as bo, pytest.raises(course.ChangedMeanwhileError):
        course.pause(by=bo, case=case, version=1, reason="Samtidig", until=scene.in_days(5))


def test_what_was_shared_ends_with_the_case(acting_as, case):
    scene.share(acting_as, case, Category.PLAN)
    with acting_as("hanne"):
        assert access.get_for_reading(case=case)
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    with acting_as("hanne"), pytest.raises(Http404):
        access.get_for_reading(case=case)


def test_a_signed_note_is_locked_in_the_database_too(acting_as, case):
    with acting_as("alice") as alice:
        entry = scene.note(alice, case)
        note = entries.Note(happened_at=clock.now(), title="Ændret", fact="Ændret")
        with pytest.raises(entries.LockedError):
            entries.change(by=alice, case=case, entry=entry, note=note, version=1)
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            Entry.objects.filter(id=entry).update(version=9)
        assert refused.value.__cause__.sqlstate == "TV040"


def test_a_draft_is_its_authors_alone(acting_as, case):
    with acting_as("alice") as alice:
        entry = scene.note(alice, case, sign=False)
        assert access.get_entry(case=case, entry=entry)["title"] == "Skolen ringede"
    with acting_as("bo") as bo:
        with pytest.raises(Http404):
            access.get_entry(case=case, entry=entry)
        assert Entry.objects.filter(id=entry).count() == 0
        assert not Entry.objects.filter(id=entry).update(version=9)
        with pytest.raises(Http404):
            entries.sign(by=bo, case=case, entry=entry, version=1)
    with acting_as("alice") as alice:
        entries.sign(by=alice, case=case, entry=entry, version=1)
    with acting_as("bo"):
        assert access.get_entry(case=case, entry=entry)["signed_at"]


def test_two_windows_on_one_draft(acting_as, case):
    with acting_as("alice") as alice:
        entry = scene.note(alice, case, sign=False)
        note = entries.Note(happened_at=clock.now(), title="Vindue et", fact="x")
        entries.change(by=alice, case=case, entry=entry, note=note, version=1)
        with pytest.raises(entries.ChangedMeanwhileError):
            entries.change(by=alice, case=case, entry=entry, note=note, version=1)
        assert access.get_entry(case=case, entry=entry)["title"] == "Vindue et"


def test_a_correction_stands_with_what_it_corrects(acting_as, case):
    with acting_as("alice") as alice:
        first = scene.note(alice, case)
        later = entries.write(
            by=alice,
            case=case,
            note=entries.Note(happened_at=clock.now(), title="Rettet", fact="y"),
            sign=True,
            corrects=first,
        )
        assert access.get_entry(case=case, entry=later)["corrects"]["id"] == first
        assert [row["id"] for row in access.get_entry(case=case, entry=first)["corrected_by"]] == [later]
        other = scene.case(alice)
        with pytest.raises(Http404):
            entries.write(
                by=alice, case=other, note=entries.Note(happened_at=clock.now(), title="x", fact="x"), corrects=first
            )


def test_a_form_sent_twice_writes_once(acting_as, case):
    form = uuid4()
    with acting_as("alice") as alice:
        note = entries.Note(happened_at=clock.now(), title="En gang", fact="x")
        ids = {entries.write(by=alice, case=case, note=note, sign=True, form=form) for _ in range(2)}
        words = {
            "speaker": Speaker.YOUNG,
            "words": "Hej",
            "said_by": "Noah",
            "said_on": clock.today(),
            "is_approved": False,
        }
        ids |= {people_around.write_voice(by=alice, case=case, form=form, **words) for _ in range(2)}
        write_contact(by=alice, case=case, told=Told(Parents.CONTACTED, "ja"), form=form)
        write_contact(by=alice, case=case, told=Told(Parents.CONTACTED, "ja"), form=form)
        view = access.get_for_reading(case=case)
    assert len(view.entries) == len(view.voices) == len(view.contacts) == 1
    assert len(ids) == 2


def test_what_the_police_write_is_marked(acting_as, case):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle", may=scene.May.CONTRIBUTE)
    with acting_as("palle") as palle:
        entry = scene.note(palle, case)
    with acting_as("alice"):
        assert access.get_entry(case=case, entry=entry)["is_police_material"]


def test_a_line_is_taken_out_and_the_log_keeps_that_it_was(acting_as, case):
    with acting_as("alice") as alice:
        row = people_around.add_to_network(
            by=alice, case=case, circle=Circle.FAMILY, closeness=Closeness.CLOSE, name="Mor", relation="mor", brings=""
        )
        people_around.take_out(by=alice, case=case, model=NetworkMember, row=row)
        assert not NetworkMember.objects.filter(id=row).exists()
        assert Event.objects.filter(name="cases.line_taken_out", object_id=row).exists()


def test_each_reader_sees_the_shared_categories_and_only_those_are_logged(acting_as, case):
    with acting_as("alice") as alice:
        scene.note(alice, case, title="Almindelig")
        scene.note(alice, case, title="Vurdering", category=Category.ASSESSMENT)
        people_around.add_to_network(
            by=alice, case=case, circle=Circle.FAMILY, closeness=Closeness.CLOSE, name="Mor", relation="mor", brings=""
        )
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting_as("hanne", route="look"):
        view = access.get_for_reading(case=case)
        assert [row["title"] for row in view.entries] == ["Almindelig"]
        assert view.network == view.steps == view.contacts == []
        assert view.reason == ""
        assert view.person is None
    with acting_as("alice"):
        row = Seen.objects.filter(dossier_id=case, actor_id=named("hanne")).order_by("-at").values("categories").first()
        assert row == {"categories": int(Category.PLAN | Category.ENTRY)}
        look = next(look for look in looks(dossier=case)[0] if look.who == "Hanne Nabo")
        assert (look.organisation, look.routes) == ("Herlev Kommune", ("look",))
        assert list(look.parts) == [Category.PLAN, Category.ENTRY]


def test_how_one_stands_to_a_case(acting_as, case):
    scene.share(acting_as, case, Category.PLAN)
    with acting_as("alice"):
        own = standing(dossier=case)
        # Alice, Bo and Frida of the unit, and Hanne.
        assert own.is_own
        assert own.people == 4
        assert own.shared_with == {named("herlev")}
    with acting_as("hanne"):
        given = standing(dossier=case)
        assert not given.is_own
        assert given.people is None
        assert given.basis == "Retsplejelovens § 115, stk. 1, nr. 1 (udgave 1)"
        assert given.categories == Category.PLAN
        assert not given.may_write
    with acting_as("olga"), pytest.raises(Http404):
        standing(dossier=case)


def test_the_list_pages_in_the_order_of_review(acting_as, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    with acting_as("alice") as alice:
        days = [9, 3, 3, 7, 5]
        cases = [scene.case(alice, review_on=scene.in_days(day)) for day in days]
        course.close(by=alice, case=cases[0], version=1, outcome=Outcome.MOVED, reason="x")
        seen, mark = [], None
        for _ in range(4):
            rows, mark = queries.listed(queries.View.MINE, member=alice.id, much=False, after=mark)
            seen += [row["review_on"] for row in rows]
            if mark is None:
                break
        assert seen == [scene.in_days(day) for day in (3, 3, 5, 7)]
        assert queries.counts(member=alice.id, much=False) == {"mine": 4, "open": 4, "paused": 0, "closed": 1}
    with acting_as("olga") as olga:
        assert queries.listed(queries.View.OPEN, member=olga.id, much=False) == ([], None)
        assert not any(queries.counts(member=olga.id, much=False).values())


def test_the_timeline_pages_without_gap_or_repeat(acting_as, case):
    same = clock.now() - dt.timedelta(days=2)
    with acting_as("alice") as alice:
        for number in range(7):
            scene.note(alice, case, title=str(number), happened_at=same)
        whole, _ = timeline.happened(case=case, limit=100)
        paged, mark = [], None
        while True:
            events, mark = timeline.happened(case=case, after=mark, limit=3)
            paged += events
            if mark is None:
                break
    assert [event.id for event in paged] == [event.id for event in whole]
    assert len(whole) == 8  # seven notes and the opening


def test_the_timeline_shows_one_kind(acting_as, case):
    with acting_as("alice") as alice:
        scene.note(alice, case)
        events, _ = timeline.happened(case=case, only="entries")
        assert [event.kind for event in events] == ["entries"]
        assert timeline.happened(case=case, but=frozenset({"entries"}))[0][0].kind == "steps"
    with acting_as("olga"), pytest.raises(Http404):
        timeline.happened(case=case)


def test_the_reason_of_triage_waits_behind_the_concern(acting_as, case):
    with acting_as("alice") as alice:
        prepare(by=alice, concern=case, reason="Fra visitationen", version=3)
        prepare(by=alice, concern=case, reason="Igen", version=4)
        assert prepared(concern=case) == ("Igen", 4)
    with acting_as("olga"):
        assert prepared(concern=case) is None


def closed_long_ago(acting_as, case):
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.NOT_NEEDED, reason="x")
        Case.objects.filter(id=case).update(erase_on=clock.today())


def test_a_closed_case_is_erased_with_tasks_person_and_keys_when_due(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="carl")
        young = access.get_for_reading(case=case).person_id
        other = scene.case(alice)
    closed_long_ago(acting_as, case)
    erase_due(organisation=str(named("gladsaxe")))
    with acting_as("alice"):
        assert not Case.objects.filter(id=case).exists()
        assert Case.objects.filter(id=other).exists()
        assert not Task.objects.filter(id=task).exists()
        assert not Person.objects.filter(id=young).exists()
        assert not Access.objects.filter(dossier_id=case).exists()
    assert sealing.keys_of([case, task, young]) == {}
    assert keystore.store()


def test_a_person_in_another_case_stays(acting_as, case):
    with acting_as("alice"):
        young = access.get_for_reading(case=case).person_id
    closed_long_ago(acting_as, case)
    with acting_as("alice") as alice:
        course.open_case(by=alice, opening=scene.opening(young))
    erase_due(organisation=str(named("gladsaxe")))
    with acting_as("alice"):
        assert Person.objects.filter(id=young).exists()


def test_another_organisations_night_erases_nothing_here(acting_as, case):
    scene.share(acting_as, case, Category.PLAN)
    closed_long_ago(acting_as, case)
    erase_due(organisation=str(named("herlev")))
    with acting_as("alice"):
        assert Case.objects.filter(id=case).exists()


def test_an_open_case_is_not_erased(acting_as, case):
    with acting_as("alice") as alice, pytest.raises(rules.WrongStepError):
        course.erase(by=alice, case=case, why="due")
    with acting_as("alice"):
        assert Dossier.objects.filter(id=case, erased_at=None).exists()
        assert Voice.objects.count() == 0
