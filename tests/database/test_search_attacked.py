"""The words that texts are found by, attacked as the application: read, counted, written and compared wrongly."""

from uuid import UUID, uuid4

import pytest

from tests import assessment_scene, case_scene, meeting_scene
from tests.cast import named
from tests.database.scene import acting, refused
from tests.stage import acting_as
from tvaers.cases.actions import course, restricting
from tvaers.cases.models import Entry, Step
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.people import actions as people
from tvaers.plans.actions import goals, tasks
from tvaers.search import sources, words
from tvaers.search.queries import stem_key
from tvaers.sharing.enums import May

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_ALLOWED = "42501"
WORD = "hyldebærsaft"
HERLEV = named("herlev-ssp")
ALL = "SELECT count(*) FROM search_posting"
WITH_KEY = f"{ALL} WHERE key = %s"
WRITE = (
    "INSERT INTO search_posting (dossier_id, category, source, object_id, narrow, at, key)"
    " VALUES (%s, %s, %s, %s, %s, now(), %s)"
)


@pytest.fixture
def case(as_maintenance):
    case_scene.let_the_law_carry_everything(as_maintenance)
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def note(case):
    with acting_as("alice") as alice:
        return case_scene.note(alice, case, fact=f"En {WORD}")


def key():
    (stem,) = words.asked_for(WORD)
    return words.key_of(stem, key=stem_key())


def counted(connection, who, statement=WITH_KEY, parameters=None):
    with acting(connection, who):
        return connection.execute(statement, [key()] if parameters is None else parameters).fetchone()[0]


def posting(case, note, **changes):
    """A posting of the note as its writer may write it."""
    told = {"dossier": case, "category": 4, "source": "cases_entry", "object": note, "narrow": False, "key": key()}
    return list((told | changes).values())


# --- read ---------------------------------------------------------------------------------------------------


def test_another_organisation_neither_lists_nor_counts(note, as_app):
    assert counted(as_app, "alice") == counted(as_app, "bo") == 1
    for who in ("hanne", "palle", "oda", "karen", "vera", "gerda", "inga"):
        assert counted(as_app, who) == 0, who
        assert counted(as_app, who, ALL, []) == 0, who


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM search_posting p JOIN (SELECT %s::bytea AS key) k ON p.key = k.key",
        "SELECT count(*) FROM search_posting p WHERE EXISTS (SELECT 1 FROM search_posting q WHERE q.key = %s)",
        "SELECT count(*) FROM search_posting WHERE key = %s OR true",
        "SELECT coalesce(max(id), 0) FROM search_posting WHERE key >= %s",
        "SELECT count(*) FROM search_posting TABLESAMPLE SYSTEM (100) WHERE key = %s",
    ],
)
def test_a_known_key_of_a_word_tells_another_organisation_nothing(note, as_app, statement):
    """Hanne writes the word herself, so she has its key; Gladsaxe's postings stay away from every comparison."""
    assert counted(as_app, "hanne", statement) == 0


def test_an_own_word_is_no_oracle_for_others(note, as_app):
    """Hanne has the word in a case of her own: joined on its key, hers alone comes back."""
    with acting_as("hanne") as hanne:
        young = people.register(by=hanne, details=people.Details(name="Storm"), purpose=Purpose.SSP, unit=HERLEV)
        own = course.open_case(by=hanne, opening=case_scene.opening(young, reason=WORD, unit=HERLEV))
    same = (
        "SELECT array_agg(DISTINCT b.dossier_id) FROM search_posting a JOIN search_posting b USING (key) WHERE key = %s"
    )
    assert counted(as_app, "hanne", same) == [own]


def test_a_division_by_nothing_tells_nothing_of_a_hidden_row(note, as_app):
    """An expression that fails on a row is not asked of a hidden one: the policy comes first."""
    with acting(as_app, "hanne"):
        assert refused(as_app, "SELECT 1 / (CASE WHEN key = %s THEN 0 ELSE 1 END) FROM search_posting", [key()]) == ""
    with acting(as_app, "alice"):
        failed = refused(as_app, "SELECT 1 / (CASE WHEN key = %s THEN 0 ELSE 1 END) FROM search_posting", [key()])
        assert failed == "22012"


@pytest.mark.parametrize("shared", [Category.PLAN, Category.PLAN | Category.ENTRY])
def test_a_receiver_reads_postings_of_what_was_given(case, note, as_app, shared):
    with acting_as("alice") as alice:
        goals.agree(by=alice, case=case, words=WORD, said_by="Noah", said_on=clock.today())
    case_scene.share(acting_as, case, shared)
    assert counted(as_app, "alice") == 2
    assert counted(as_app, "hanne") == (2 if shared & Category.ENTRY else 1)


def test_when_the_agreement_ends_nothing_is_found_on_it(case, note, as_app, as_administrator):
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    assert counted(as_app, "hanne") == 1
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [case_scene.AGREEMENT])
    assert counted(as_app, "hanne") == 0


def test_a_restricted_case_s_words_are_there_for_who_is_named(case, note, as_app):
    with acting_as("alice") as alice:
        restricting.restrict(by=alice, case=case, named=[named("frida")], reason="Trusler")
    assert counted(as_app, "frida") == 1
    assert counted(as_app, "bo") == 0


def test_what_the_police_wrote_is_kept_from_who_was_given_the_case(case, as_app):
    for to, may in (("palle", May.CONTRIBUTE), ("hanne", May.READ)):
        case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to=to, may=may)
    with acting_as("palle") as palle:
        case_scene.note(palle, case, fact=WORD)
    assert counted(as_app, "palle") == counted(as_app, "alice") == 1
    assert counted(as_app, "hanne") == 0


def test_who_keeps_the_text_of_a_task_keeps_no_word_of_its_comments(case, as_app, as_administrator):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case, owner="hanne", text="Tag imod ham")
    case_scene.answer(acting_as, "hanne", task)
    with acting_as("alice") as alice:
        tasks.comment(by=alice, task=task, words=WORD)
    assert counted(as_app, "hanne") == 1
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [case_scene.AGREEMENT])
    with acting(as_app, "hanne"):
        kept = as_app.execute("SELECT count(*) FROM plans_task WHERE id = %s", [task]).fetchone()[0]
        comments = as_app.execute("SELECT count(*) FROM plans_taskcomment").fetchone()[0]
    assert comments == 0
    assert counted(as_app, "hanne") == 0
    assert (counted(as_app, "hanne", ALL, []) > 0) == bool(kept)


def test_an_item_s_words_are_found_while_it_is_read_there(as_app):
    meeting = meeting_scene.call()
    item = meeting_scene.bring(meeting, facts=WORD)
    meeting_scene.let_in(item, "hanne")
    meeting_scene.arrive(meeting, "hanne")
    assert counted(as_app, "palle") == 1
    assert counted(as_app, "hanne") == 0, "not reached"
    meeting_scene.begin(meeting)
    meeting_scene.reach(meeting, item)
    assert counted(as_app, "hanne") == 1
    assert counted(as_app, "alice") == 0, "runs the meeting and was not let in"


def test_a_draft_of_an_assessment_has_no_words(case, as_administrator):
    template = assessment_scene.used()
    made = assessment_scene.filled(case, template)
    drawn = "SELECT count(*) FROM search_posting WHERE source LIKE 'assessments%'"
    assert as_administrator.execute(drawn).fetchone() == (0,)
    assert isinstance(made, UUID)


MORE_THAN = "SELECT guard.opens_more_than(%s)"


def test_whether_somebody_opens_much_is_told_of_their_own_alone(case, as_app, as_administrator):
    own = as_administrator.execute(
        "SELECT count(*) FROM sharing_access WHERE organisation_id = %s", [named("gladsaxe")]
    ).fetchone()[0]
    assert own > 1
    for who, opened in (("alice", own), ("hanne", 0), ("palle", 0)):
        for most in range(own + 1):
            assert counted(as_app, who, MORE_THAN, [most]) == (opened > most), (who, most)
    case_scene.share(acting_as, case, Category.PLAN)
    assert [counted(as_app, "hanne", MORE_THAN, [most]) for most in (0, 1)] == [True, False]
    assert counted(as_app, "palle", MORE_THAN, [0]) is False
    as_administrator.execute("UPDATE sharing_access SET until_at = now() WHERE source = 'disclosure'")
    assert counted(as_app, "hanne", MORE_THAN, [0]) is False


def test_it_is_told_without_reading_the_rows(case, as_app, as_administrator):
    """A reader of much costs as many entries of an index as a search walks, however much there is."""
    (held,) = as_administrator.execute("SELECT pg_get_indexdef('search_access_open'::regclass)").fetchone()
    assert "(reader_id, dossier_id) INCLUDE (from_at, until_at)" in held
    assert "state" in held
    assert "ended_at IS NULL" in held


# --- written ------------------------------------------------------------------------------------------------


def test_a_posting_is_written_for_an_own_row_as_the_row_is(case, note, as_app):
    with acting(as_app, "alice"):
        assert refused(as_app, WRITE, posting(case, note)) == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"category": 1},
        {"category": 511},
        {"narrow": True},
        {"object": uuid4()},
        {"source": "cases_voice"},
        {"dossier": uuid4()},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_posting_that_is_not_as_its_row_is_refused(case, note, as_app, changes):
    with acting(as_app, "alice"):
        assert refused(as_app, WRITE, posting(case, note, **changes)) == NOT_ALLOWED


@pytest.mark.parametrize("source", ["people_person", "", "cases_case", "search_posting"])
def test_a_table_that_is_not_searched_has_no_posting(case, note, as_app, source):
    with acting(as_app, "alice"):
        assert refused(as_app, WRITE, posting(case, note, source=source)) == NOT_ALLOWED


def test_nobody_writes_for_another_s_dossier_nor_a_reader_for_the_owner(case, note, as_app):
    for who in ("hanne", "palle", "oda"):
        with acting(as_app, who):
            assert refused(as_app, WRITE, posting(case, note)) == NOT_ALLOWED
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting(as_app, "hanne"):
        assert refused(as_app, WRITE, posting(case, note)) == NOT_ALLOWED


def test_the_answer_to_a_hidden_row_is_that_to_nothing(case, note, as_app):
    """A draft of Alice's, which Bo does not see, and an id of nothing."""
    with acting_as("alice") as alice:
        draft = case_scene.note(alice, case, sign=False)
    with acting(as_app, "bo"):
        for narrow in (False, True):
            hidden = refused(as_app, WRITE, posting(case, draft, narrow=narrow))
            assert hidden == refused(as_app, WRITE, posting(case, uuid4(), narrow=narrow)) == NOT_ALLOWED


def test_a_draft_s_own_author_puts_no_word_of_it_before_others(case, as_app):
    with acting_as("alice") as alice:
        draft = case_scene.note(alice, case, sign=False)
    with acting(as_app, "alice"):
        assert refused(as_app, WRITE, posting(case, draft)) == NOT_ALLOWED
        as_app.execute(WRITE, posting(case, draft, narrow=True))
    assert counted(as_app, "alice") == 1
    assert counted(as_app, "bo") == 0


@pytest.mark.parametrize("column", ["key", "dossier_id", "category", "narrow", "object_id", "at"])
def test_no_posting_is_changed(case, note, as_app, column):
    with acting(as_app, "alice"):
        assert refused(as_app, f"UPDATE search_posting SET {column} = {column}") == NOT_ALLOWED


def test_who_only_reads_takes_nothing_away(case, note, as_app, as_administrator):
    case_scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    for who in ("hanne", "oda", "palle"):
        with acting(as_app, who):
            assert as_app.execute("DELETE FROM search_posting").rowcount == 0, who
    assert as_administrator.execute(WITH_KEY, [key()]).fetchone() == (1,)
    with acting(as_app, "alice"):
        assert as_app.execute("DELETE FROM search_posting WHERE object_id = %s", [note]).rowcount > 0


def test_without_a_context_nothing_is_read_or_written(note, as_app):
    assert refused(as_app, ALL) == "TV001"
    assert refused(as_app, "DELETE FROM search_posting") == "TV001"
    assert refused(as_app, MORE_THAN, [0]) == "TV001"


# --- gone ---------------------------------------------------------------------------------------------------


def test_what_is_erased_has_no_words_left(case, note, as_app, as_administrator):
    with acting(as_app, "alice"):
        as_app.execute("SELECT guard.can(%s, 1, 1)", [case])
    as_administrator.execute("DELETE FROM cases_entry WHERE id = %s", [note])
    assert as_administrator.execute(WITH_KEY, [key()]).fetchone() == (0,)
    listed = "SELECT count(*) FROM guard.dossier_table WHERE name = 'search_posting'::regclass"
    assert as_administrator.execute(listed).fetchone() == (1,)


def test_every_source_is_guarded_as_the_program_says(as_administrator):
    """The registry and the database agree on each table, its category and when it is narrow."""
    known = {name for (name,) in as_administrator.execute("SELECT name FROM guard.search_source")}
    assert known == set(sources.all_sources())
    policies = {
        name
        for (name,) in as_administrator.execute(
            "SELECT polname FROM pg_policy WHERE polrelid = 'search_posting'::regclass AND NOT polpermissive"
        )
    }
    assert policies == {"floor", *(f"only_{table}" for table in known)}
    forgetting = as_administrator.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'not_found'")
    assert {name for (name,) in forgetting} == known


def test_an_index_is_used_behind_the_policy(note, as_app):
    """Equality of bytes is leakproof; were it not, each row would be asked first."""
    with acting(as_app, "alice"):
        as_app.execute("SET LOCAL enable_seqscan = off")
        plan = "\n".join(line for (line,) in as_app.execute(f"EXPLAIN {WITH_KEY}", [key()]))
    assert "Index Cond: (key = " in plan


def test_models_that_are_searched_are_behind_dossiers():
    assert {Entry._meta.db_table, Step._meta.db_table} <= set(sources.all_sources())
    assert all(source.model.table_class.value == "dossier" for source in sources.all_sources().values())
