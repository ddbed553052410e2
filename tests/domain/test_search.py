"""Searching: what is found where, as each reader could read it; logged; kept true when texts change."""

import datetime as dt
from uuid import UUID

import pytest

from tests import assessment_scene, case_scene, concern_rows, meeting_scene
from tests.cast import named
from tvaers.audit.models import Event, Seen
from tvaers.cases.actions import entries, people_around, restricting
from tvaers.cases.enums import Speaker
from tvaers.cases.models import Voice
from tvaers.cases.tasks import erase_due
from tvaers.foundation import clock
from tvaers.foundation.limits import TooOftenError
from tvaers.guard.enums import Category
from tvaers.plans.actions import goals, tasks
from tvaers.search import queries, sources, words
from tvaers.search.enums import Period
from tvaers.search.models import Posting
from tvaers.search.tasks import index, index_all
from tvaers.sharing.enums import May
from tvaers.sharing.looks import looks

pytestmark = pytest.mark.django_db(transaction=True)
WORD = "Hyldebærsaft i skolegården"


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def found(acting_as, key, text, group=""):
    """Tables in which somebody finds all the words."""
    with acting_as(key) as actor:
        results = queries.found(actor=actor, text=text, narrowing=queries.Narrowing(group=group))
        return [each.source.table for each in results.found]


def postings(administrator, **where):
    rows = " AND ".join(f"{name} = %s" for name in where) or "true"
    return administrator.execute(f"SELECT count(*) FROM search_posting WHERE {rows}", [*where.values()]).fetchone()[0]


def test_a_signed_note_is_found_by_its_words_by_who_may_read_it(acting_as, case):
    with acting_as("alice") as alice:
        note = case_scene.note(alice, case, title="Skolen ringede", fact=f"{WORD}, sagde læreren")
    for typed in ("hyldebærsaft", "Skolegård", "LÆRER", "skole hyldebærsaft", "gården"):
        assert found(acting_as, "bo", typed) == ["cases_entry"], typed
    with acting_as("bo") as bo:
        (one,) = queries.found(actor=bo, text="hyldebærsaft").found
        assert (one.id, one.dossier) == (note, case)
        assert ("Hyldebærsaft", True) in one.excerpt
    for stranger in ("hanne", "palle", "oda"):
        assert found(acting_as, stranger, "hyldebærsaft") == []


def test_all_words_stand_in_one_object(acting_as, case):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, title="Kaktus", fact="Intet")
        case_scene.note(alice, case, title="Vandkande", fact="Intet")
    assert found(acting_as, "alice", "kaktus vandkande") == []
    with acting_as("alice") as alice:
        case_scene.note(alice, case, title="Kaktus", fact="I en vandkande")
    assert found(acting_as, "alice", "vandkande kaktus") == ["cases_entry"]


def test_a_draft_is_found_by_nobody_until_it_is_signed(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        draft = case_scene.note(alice, case, title=WORD, sign=False)
    assert found(acting_as, "alice", "hyldebærsaft") == found(acting_as, "bo", "hyldebærsaft") == []
    assert postings(as_administrator, object_id=draft) == 0
    with acting_as("alice") as alice:
        entries.sign(by=alice, case=case, entry=draft, version=1)
    assert found(acting_as, "bo", "hyldebærsaft") == ["cases_entry"]


def test_a_draft_that_is_changed_and_signed_is_found_by_its_last_words(acting_as, case):
    with acting_as("alice") as alice:
        draft = case_scene.note(alice, case, title="Rabarber", sign=False)
        note = entries.Note(happened_at=clock.now(), title="Hyldebærsaft")
        entries.change(by=alice, case=case, entry=draft, note=note, version=1, sign=True)
    assert found(acting_as, "bo", "hyldebærsaft") == ["cases_entry"]
    assert found(acting_as, "bo", "rabarber") == []


def test_a_receiver_finds_what_was_shared_and_nothing_else_of_it(acting_as, case):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        goals.agree(by=alice, case=case, words="Lave hyldebærsaft", said_by="Noah", said_on=clock.today())
        case_scene.around(alice, case, name="Hyldebærsaft Hansen")
    case_scene.share(acting_as, case, Category.PLAN)
    assert found(acting_as, "hanne", "hyldebærsaft") == ["plans_goal"]
    assert sorted(found(acting_as, "bo", "hyldebærsaft")) == ["cases_entry", "cases_networkmember", "plans_goal"]


def test_what_the_police_wrote_in_another_s_case_is_found_by_who_may_read_it(acting_as, case, as_maintenance):
    case_scene.let_the_law_carry_everything(as_maintenance)
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle", may=May.CONTRIBUTE)
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting_as("palle") as palle:
        case_scene.note(palle, case, fact=WORD)
    assert found(acting_as, "palle", "hyldebærsaft") == found(acting_as, "bo", "hyldebærsaft") == ["cases_entry"]
    assert found(acting_as, "hanne", "hyldebærsaft") == []
    with acting_as("hanne"):
        assert Posting.objects.filter(dossier_id=case, narrow=True).count() == 0


def test_a_role_that_reads_no_such_category_finds_nothing_of_it(acting_as, case):
    with acting_as("frida") as frida:
        case_scene.note(frida, case, fact=WORD, category=Category.HEALTH)
    assert found(acting_as, "frida", "hyldebærsaft") == ["cases_entry"]
    assert found(acting_as, "alice", "hyldebærsaft") == []


def test_a_line_that_is_taken_out_is_found_no_more(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        row = people_around.write_voice(
            by=alice,
            case=case,
            speaker=Speaker.YOUNG,
            words=WORD,
            said_by="Noah",
            said_on=clock.today(),
            is_approved=True,
        )
    assert found(acting_as, "bo", "hyldebærsaft") == ["cases_voice"]
    with acting_as("alice") as alice:
        people_around.take_out(by=alice, case=case, model=Voice, row=row)
    assert found(acting_as, "bo", "hyldebærsaft") == []
    assert postings(as_administrator, object_id=row) == 0


def test_a_restricted_case_is_found_by_who_is_named(acting_as, case):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        restricting.restrict(by=alice, case=case, named=[named("frida")], reason="Trusler")
    assert found(acting_as, "alice", "hyldebærsaft") == ["cases_entry"]
    assert found(acting_as, "bo", "hyldebærsaft") == []


def test_plans_tasks_and_comments_are_found(acting_as, case):
    with acting_as("alice") as alice:
        goal = goals.agree(by=alice, case=case, words="Spille violin", said_by="Noah", said_on=clock.today())
        goals.evaluate(by=alice, case=case, goal=goal, words="Han nåede trompetkoncerten", version=1)
        goals.follow_up(by=alice, case=case, held_on=clock.today(), present="Tante Agathe", words="Obo", next_on=None)
        task = case_scene.task(alice, case, text="Låne en fagot")
        tasks.comment(by=alice, task=task, words="Den er stemt i klarinet")
    for typed, table in (
        ("violin trompetkoncert", "plans_goal"),
        ("agathe obo", "plans_followup"),
        ("fagot", "plans_task"),
        ("klarinet", "plans_taskcomment"),
    ):
        assert found(acting_as, "alice", typed) == [table], typed


def test_a_concern_and_what_is_added_is_found_by_who_decides_and_who_wrote_it(acting_as):
    with acting_as("alice") as alice:
        concern_rows.written(alice, fact=WORD)
    assert found(acting_as, "alice", "hyldebærsaft") == ["concerns_concern"]
    assert found(acting_as, "hanne", "hyldebærsaft") == []


def test_an_assessment_is_found_when_it_is_signed(acting_as, case):
    version = assessment_scene.used()
    assessment_scene.signed(case, version, "frida")
    assert found(acting_as, "frida", "fodboldhold") == ["assessments_assessmentpart"]
    assert found(acting_as, "bo", "fritid skole") == ["assessments_conclusion"]
    assert found(acting_as, "hanne", "fodboldhold") == []


def test_an_item_is_found_from_when_the_meeting_reaches_it(acting_as):
    meeting = meeting_scene.call()
    item = meeting_scene.bring(meeting)
    meeting_scene.let_in(item, "hanne")
    meeting_scene.arrive(meeting, "hanne")
    assert found(acting_as, "palle", "kiosken") == ["meetings_matter"]
    assert found(acting_as, "hanne", "kiosken") == []
    meeting_scene.begin(meeting)
    meeting_scene.reach(meeting, item)
    assert found(acting_as, "hanne", "kiosken") == ["meetings_matter"]


# --- the list ---------------------------------------------------------------------------------------------


def test_the_newest_stand_first_and_no_more_than_a_page(acting_as, case):
    with acting_as("alice") as alice:
        for number in range(queries.MOST + 2):
            at = clock.now() - dt.timedelta(days=number)
            case_scene.note(alice, case, title="Hyldebærsaft", happened_at=at, fact="x" * (number + 1))
    with acting_as("alice") as alice:
        results = queries.found(actor=alice, text="hyldebærsaft")
        assert len(results.found) == queries.MOST
        assert results.is_cut
        days = [each.at for each in results.found]
        assert days == sorted(days, reverse=True)


def test_a_search_is_narrowed_to_a_group_of_kinds(acting_as, case):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        goals.agree(by=alice, case=case, words="Lave hyldebærsaft", said_by="Noah", said_on=clock.today())
    assert found(acting_as, "alice", "hyldebærsaft", "plan") == ["plans_goal"]
    assert found(acting_as, "alice", "hyldebærsaft", "notes") == ["cases_entry"]
    assert found(acting_as, "alice", "hyldebærsaft", "meetings") == []
    assert set(sources.groups()) >= {"notes", "around", "plan", "tasks", "concerns", "assessments", "meetings"}


@pytest.mark.parametrize("much", [0, 10_000])
def test_a_search_is_narrowed_to_a_period_and_counted_by_it(acting_as, case, monkeypatch, much):
    monkeypatch.setattr(queries, "MUCH", much)
    with acting_as("alice") as alice:
        for days in (0, 10, 40, 300, 400, 800):
            at = clock.now() - dt.timedelta(days=days)
            case_scene.note(alice, case, title="Hyldebærsaft", happened_at=at, fact="x")
        goals.agree(by=alice, case=case, words="Lave hyldebærsaft", said_by="Noah", said_on=clock.today())
    with acting_as("bo") as bo:
        everything = queries.found(actor=bo, text="hyldebærsaft")
        assert everything.periods == {Period.MONTH: 3, Period.YEAR: 5, Period.OLDER: 2}
        assert everything.groups == {"notes": 6, "plan": 1}
        for period, many in everything.periods.items():
            narrowing = queries.Narrowing(period=period)
            assert len(queries.found(actor=bo, text="hyldebærsaft", narrowing=narrowing).found) == many, period
        narrowing = queries.Narrowing(group="notes", period=Period.MONTH)
        assert len(queries.found(actor=bo, text="hyldebærsaft", narrowing=narrowing).found) == 2


def test_of_what_a_reader_of_much_searches_for_the_rarest_word_is_walked(acting_as, case, monkeypatch):
    """Both words are frequent; the one whose newest postings reach back the furthest is rarer, and begins."""
    monkeypatch.setattr(queries, "MUCH", 0)
    monkeypatch.setattr(queries, "NEWEST", 2)
    monkeypatch.setattr(queries, "LOOKED_THROUGH", 3)
    with acting_as("alice") as alice:
        for days in range(6):
            at = clock.now() - dt.timedelta(days=days)
            case_scene.note(alice, case, title="Kaktus", happened_at=at, fact="Vandkande" if days in {2, 5} else "x")
    for typed in ("kaktus vandkande", "vandkande kaktus"):
        with acting_as("alice") as alice:
            results = queries.found(actor=alice, text=typed)
            assert (len(results.found), results.is_cut) == (2, False), typed


@pytest.mark.parametrize("much", [0, 10_000])
def test_who_sees_much_finds_the_same(acting_as, case, monkeypatch, much):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        other = case_scene.case(alice)
        case_scene.note(alice, other, fact="Hyldebærsaft")
    monkeypatch.setattr(queries, "MUCH", much)
    assert found(acting_as, "bo", "hyldebærsaft") == ["cases_entry", "cases_entry"]
    assert found(acting_as, "bo", "hyldebærsaft skolegård") == ["cases_entry"]
    assert found(acting_as, "hanne", "hyldebærsaft") == []


@pytest.mark.parametrize("much", [0, 10_000])
def test_what_was_looked_through_and_not_to_its_end_is_said(acting_as, case, monkeypatch, much):
    """Of two words the rarer one is walked; when its newest hold not the other, there may be more behind them."""
    monkeypatch.setattr(queries, "MUCH", much)
    with acting_as("alice") as alice:
        for number, title in enumerate(("Kaktus", "Kaktus", "Kaktus og vandkande", "Vandkande", "Vandkande")):
            at = clock.now() - dt.timedelta(days=number)
            case_scene.note(alice, case, title=title, happened_at=at, fact="Intet")
        case_scene.note(alice, case, title="Vandkande", fact="Intet")
    for through, expected in ((10, (1, False)), (2, (0, True))):
        monkeypatch.setattr(queries, "LOOKED_THROUGH", through)
        with acting_as("alice") as alice:
            results = queries.found(actor=alice, text="vandkande kaktus")
            assert (len(results.found), results.is_cut) == expected, through


def test_what_the_words_no_longer_stand_in_is_not_shown_nor_seen(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        note = case_scene.note(alice, case, title="Kaktus", fact=WORD)
        other = case_scene.note(alice, case, title="Rabarber", fact="Intet")
    as_administrator.execute("UPDATE search_posting SET object_id = %s WHERE object_id = %s", [other, note])
    assert found(acting_as, "bo", "hyldebærsaft") == []
    with acting_as("alice"):
        assert not Seen.objects.filter(dossier_id=case, actor_id=named("bo")).exists()


# --- the log ----------------------------------------------------------------------------------------------


def test_a_search_is_logged_with_its_criterion_in_one_statement(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
    before = as_administrator.execute("SELECT count(*) FROM audit_seen").fetchone()[0]
    assert found(acting_as, "bo", "hyldebærsaft", "notes") == ["cases_entry"]
    rows = as_administrator.execute(
        "SELECT dossier_id, categories, criterion FROM audit_seen ORDER BY at DESC, id DESC LIMIT %s",
        [as_administrator.execute("SELECT count(*) FROM audit_seen").fetchone()[0] - before],
    ).fetchall()
    assert [(dossier, categories) for dossier, categories, _c in rows] == [(case, int(Category.ENTRY))]
    assert b"hylde" not in bytes(rows[0][2])
    with acting_as("alice"):
        told = [each.criteria for each in looks(dossier=case)[0] if each.criteria]
    assert told == [({"text": "hyldebærsaft", "group": "notes"},)]


def test_what_a_search_was_narrowed_to_is_part_of_its_criterion():
    narrowed = queries.Narrowing(group="plan", period=Period.OLDER)
    assert narrowed.criterion() == {"group": "plan", "period": "older"}
    assert queries.EVERYTHING.criterion() == {}


def test_a_search_without_hits_is_logged_too(acting_as, case):
    found(acting_as, "bo", "findesikke")
    with acting_as("gerda"):
        assert Event.objects.filter(name=queries.SEARCHED, actor_id=named("bo")).count() == 1


def test_nobody_searches_more_than_sixty_times_a_minute(acting_as, monkeypatch):
    monkeypatch.setattr(queries, "SEARCHES_A_MINUTE", 2)
    for _ in range(2):
        found(acting_as, "bo", "findesikke")
    with pytest.raises(TooOftenError):
        found(acting_as, "bo", "findesikke")
    assert found(acting_as, "alice", "findesikke") == []


@pytest.mark.parametrize("typed", ["", "  ", "og i det", "010203-1234", "?"])
def test_nothing_to_find_by_is_said_before_anything_is_looked_up(acting_as, typed):
    with pytest.raises(queries.NothingToFindByError):
        found(acting_as, "bo", typed)


# --- what was there before --------------------------------------------------------------------------------


def test_a_job_lets_what_was_written_before_be_found_and_runs_again(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
        case_scene.note(alice, case, fact=WORD, sign=False)
        restricting.restrict(by=alice, case=case, named=[named("frida")], reason="Trusler")
    whole = postings(as_administrator)
    assert whole
    as_administrator.execute("DELETE FROM search_posting")
    assert found(acting_as, "alice", "hyldebærsaft") == []
    for _ in range(2):
        for organisation in ("gladsaxe", "herlev"):
            index(organisation=str(named(organisation)))
        assert postings(as_administrator) == whole
    assert found(acting_as, "alice", "hyldebærsaft") == ["cases_entry"]
    assert found(acting_as, "bo", "hyldebærsaft") == []


def test_what_older_rules_kept_is_kept_anew_at_night_and_once(acting_as, case, as_administrator, monkeypatch):
    with acting_as("alice") as alice, monkeypatch.context() as before:
        before.setattr(words, "CUTTER", words.CUTTER - 1)
        before.setattr(words, "_cut", lambda *_of, **_options: ())
        note = case_scene.note(alice, case, fact="Sundhedsplejersken kom")
    assert found(acting_as, "bo", "sundhed") == []
    rows = f"SELECT id FROM search_posting WHERE object_id = '{note}' ORDER BY id"
    former = as_administrator.execute(rows).fetchall()
    index(organisation=str(named("gladsaxe")))
    assert found(acting_as, "bo", "sundhed") == ["cases_entry"]
    assert postings(as_administrator, cutter=words.CUTTER) == postings(as_administrator)
    anew = as_administrator.execute(rows).fetchall()
    assert len(anew) == len(former) + 2
    assert not set(anew) & set(former)
    index(organisation=str(named("gladsaxe")))
    assert as_administrator.execute(rows).fetchall() == anew


def test_each_night_there_is_a_job_for_each_organisation(cast, as_administrator):
    index_all()
    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'search.index'"
    organisations = as_administrator.execute("SELECT count(*) FROM partnerships_organisation").fetchone()[0]
    assert as_administrator.execute(waiting).fetchone()[0] == organisations


def test_what_is_erased_is_found_no_more(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
    assert postings(as_administrator, dossier_id=case)
    as_administrator.execute("UPDATE cases_case SET erase_on = current_date, state = 'closed' WHERE id = %s", [case])
    erase_due(organisation=str(named("gladsaxe")))
    assert postings(as_administrator, dossier_id=case) == 0


def test_the_text_itself_is_not_kept(acting_as, case, as_administrator):
    with acting_as("alice") as alice:
        case_scene.note(alice, case, fact=WORD)
    rows = as_administrator.execute("SELECT * FROM search_posting").fetchall()
    assert b"hylde" not in b"".join(bytes(value) for row in rows for value in row if isinstance(value, bytes))
    assert not any(isinstance(value, str) and "hylde" in value for row in rows for value in row)
    assert all(isinstance(row[1], UUID) for row in rows)
