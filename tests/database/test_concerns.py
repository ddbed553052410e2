"""Concerns against the application's own login, from the wrong organisation: list, detail, search, count, file, job.

Every attack has its control: the same statement as somebody who may.
"""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from tests import concern_rows as made
from tests.cast import named
from tvaers.concerns import erasing, queries, tasks
from tvaers.concerns.access import get_for_reading, get_for_triage
from tvaers.concerns.actions import adding, importing, letters, passing, triage
from tvaers.concerns.actions.erasure import erase
from tvaers.concerns.actions.intake import Account, Part, Teller, token_of_form, write_down
from tvaers.concerns.enums import About, InvolvedRole, LetterKind, Outcome, ReporterKind
from tvaers.concerns.rules import Verdict
from tvaers.files.tables import read
from tvaers.foundation import clock, queue
from tvaers.guard.enums import Category, Purpose
from tvaers.people import queries as people
from tvaers.people.actions import Details
from tvaers.people.rules.tokens import Traits
from tvaers.sharing import actions as sharing
from tvaers.work.waiting import waiting

OUTSIDERS = ("hanne", "palle", "karen", "olga", "vera", "erik", "gerda", "inga", "stine")
ELSEWHERE = ("hanne", "palle", "karen", "olga", "vera")
# Each table with what of a row an attacker would want, and the column that holds the dossier.
TABLES = {
    "concerns_concern": "id",
    "concerns_involved": "dossier_id",
    "concerns_addition": "dossier_id",
    "concerns_reporter": "dossier_id",
    "concerns_decision": "dossier_id",
    "concerns_letter": "dossier_id",
    "concerns_import": "id",
    "work_clock": "dossier_id",
}
DECIDE = "INSERT INTO concerns_decision (id, dossier_id, outcome, reason, by) VALUES (%s, %s, 'advice', '', %s)"
OWN_TABLES = ("concerns_arrival", "concerns_importmapping")


def rows(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def refused(statement, *parameters) -> bool:
    """Whether a statement is refused, or touches no row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return bool(cursor.rowcount == 0)
    except DatabaseError:
        return True


@pytest.fixture
def stage(acting_as):
    """A concern of Gladsaxe with everything in it, and an import that waits."""
    with acting_as("alice") as alice:
        concern = made.written(alice)
        get_for_reading(actor=alice, concern=concern)
        letters.write(by=alice, concern=concern, kind=LetterKind.RECEIPT, text="Kære Lise")
        later = adding.Added(fact=made.FACT, source="Lise ringede igen")
        adding.append(by=alice, concern=concern, added=later, version=1, once=token_of_form(alice, uuid4()))
        triage.decide(by=alice, concern=concern, verdict=Verdict(outcome=Outcome.ADVICE, reason="x"), version=2)
        write_down(
            by=alice,
            account=Account(about=About.UNKNOWN, fact="x"),
            teller=Teller(kind=ReporterKind.CITIZEN, is_unnamed=True),
            once=token_of_form(alice, uuid4()),
        )
        waits = importing.begin(by=alice, filename="liste.csv", table=read(b"Fakta;Henvenderstype\nA;nabo\n"))
        importing.match(by=alice, import_id=waits, mapping={"fact": 0, "reporter_kind": 1})
    return {"concern": concern, "import": waits}


def test_no_row_of_ours_is_read_counted_or_probed_by_others(stage, acting_as, subtests):
    assert len(TABLES) == 8
    for table, column in TABLES.items():
        dossier = stage["import" if table == "concerns_import" else "concern"]
        with subtests.test(table), acting_as("alice"):
            assert rows(f"SELECT count(*) FROM {table} WHERE {column} = %s", dossier)[0][0] >= 1
        for key in OUTSIDERS:
            with subtests.test(table, key=key), acting_as(key):
                assert rows(f"SELECT count(*) FROM {table}") == [(0,)]
                assert rows(f"SELECT 1 FROM {table} WHERE {column} = %s OR 1 = 1", dossier) == []
                assert rows(f"SELECT EXISTS (SELECT 1 FROM {table})") == [(False,)]


def test_no_row_of_ours_is_changed_or_deleted_by_others(stage, acting_as, subtests):
    for table in (*TABLES, *OWN_TABLES):
        # What came in is the whole organisation's, so colleagues are no outsiders to it.
        for key in OUTSIDERS if table in TABLES else ELSEWHERE:
            with subtests.test(table, key=key), acting_as(key):
                assert refused(f"UPDATE {table} SET id = id")
                assert refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("table", OWN_TABLES)
def test_what_came_in_is_an_organisations_own(stage, acting_as, table):
    with acting_as("alice"):
        assert rows(f"SELECT count(*) FROM {table}")[0][0] == (2 if table == "concerns_arrival" else 1)
    with acting_as("hanne") as hanne:
        assert rows(f"SELECT count(*) FROM {table}") == [(0,)]
        token = b"x" * 32
        columns = "token, concern_id" if table == "concerns_arrival" else "headings, mapping"
        values = (token, uuid4()) if table == "concerns_arrival" else (token, "{}")
        insert = f"INSERT INTO {table} (id, organisation_id, {columns}) VALUES (%s, %s, %s, %s)"
        assert refused(insert, uuid4(), named("gladsaxe"), *values)
        assert not refused(insert, uuid4(), hanne.organisation.id, *values)


def test_nothing_is_written_into_a_concern_of_others(stage, acting_as):
    into = "INSERT INTO work_clock (id, dossier_id, category, kind, due_at) VALUES (%s, %s, 2, 'acute', now())"
    concern = stage["concern"]
    with acting_as("alice"):
        assert not refused(into, uuid4(), concern)
    for key in OUTSIDERS:
        with acting_as(key):
            assert refused(into, uuid4(), concern)
            assert refused("INSERT INTO concerns_passing (id) VALUES (%s)", uuid4())


def test_list_count_detail_search_today_and_erasures_show_nothing_of_ours(stage, acting_as, subtests):
    assert len(OUTSIDERS) == 9
    for key in OUTSIDERS:
        with subtests.test(key):
            nothing_is_shown(acting_as, key, stage["concern"])


def nothing_is_shown(acting_as, key, concern):
    with acting_as(key) as actor:
        for view in queries.VIEWS:
            found = queries.queue(view, member=actor.id, filters=queries.Filters())
            texts = queries.queue(view, member=actor.id, filters=queries.Filters(text="dreng"))
            assert found.rows == texts.rows == []
            assert queries.first_of(view, member=actor.id, filters=queries.Filters(), but=actor.id) is None
        assert set(queries.counts(member=actor.id).values()) == {0}
        assert queries.accepted() == []
        assert queries.thin([concern]) == []
        assert [erasing.due(stays=stays)[0] for stays in (True, False)] == [[], []]
        assert waiting(actor=actor) == []
        for door in (get_for_reading, get_for_triage):
            with pytest.raises(Http404):
                door(actor=actor, concern=concern)
        assert people.found(actor=actor, traits=Traits(name="Testus Opdigt", birth_year=2012)) == []


def test_the_same_reads_show_it_to_those_who_may(stage, acting_as):
    with acting_as("bo") as bo:
        assert get_for_triage(actor=bo, concern=stage["concern"]).fact == made.FACT
        assert len(queries.queue("decided", member=bo.id, filters=queries.Filters()).rows) == 1
        assert people.found(actor=bo, traits=Traits(name="Testus Opdigt", birth_year=2012))


def test_a_colleague_in_another_unit_sees_it_as_little(stage, acting_as):
    with acting_as("carl") as carl, pytest.raises(Http404):
        get_for_reading(actor=carl, concern=stage["concern"])


def test_no_verb_reaches_a_concern_of_others(stage, acting_as, subtests):
    for key in ("hanne", "palle", "karen", "olga"):
        with subtests.test(key):
            no_verb_reaches(acting_as, key, stage["concern"])


def no_verb_reaches(acting_as, key, concern):
    with acting_as(key) as actor:
        with pytest.raises(Http404):
            triage.assess_urgency(by=actor, concern=concern, is_acute=True)
        with pytest.raises(Http404):
            triage.reopen(by=actor, concern=concern, reason="x")
        with pytest.raises(Http404):
            triage.follow_up(by=actor, concern=concern, words="x")
        given = {"by": actor, "concern": concern, "version": 3, "once": b"y" * 32}
        with pytest.raises(Http404):
            adding.append(added=adding.Added(fact="x"), **given)
        with pytest.raises(Http404):
            adding.add_person(part=Part(role=InvolvedRole.OF_CONCERN, details=Details(name="X")), **given)
        with pytest.raises(sharing.NotYoursToGiveError):
            erase(by=actor, concern=concern, why="x")
        with pytest.raises(Http404):
            passing.take_over(by=actor, concern=concern, once=b"x" * 32)
        with pytest.raises(sharing.NoSuchAccessError):
            sharing.answer_group(by=actor, group=uuid4(), accepted=True)


def test_an_import_is_seen_and_started_by_its_owner_alone(stage, acting_as, subtests):
    for key in ("bo", "hanne", "frida"):
        for step in (importing.start, importing.cancel, importing.run_piece):
            with subtests.test(key, step=step.__name__), acting_as(key) as actor, pytest.raises(Http404):
                step(by=actor, import_id=stage["import"])


def test_a_job_put_in_for_others_data_runs_with_the_rights_of_whoever_put_it_in(stage, acting_as):
    with acting_as("alice") as alice:
        importing.start(by=alice, import_id=stage["import"])
    tasks.run_import(import_id=str(stage["import"]), actor=str(named("hanne")), organisation=str(named("herlev")))
    # An actor and an organisation that do not belong together are nobody.
    tasks.run_import(import_id=str(stage["import"]), actor=str(named("hanne")), organisation=str(named("gladsaxe")))
    with acting_as("alice"):
        assert importing.get(import_id=stage["import"]).done == 0
    tasks.run_import(import_id=str(stage["import"]), actor=str(named("alice")), organisation=str(named("gladsaxe")))
    with acting_as("alice"):
        assert importing.get(import_id=stage["import"]).written == 1


def test_no_request_starts_a_job_that_no_migration_allows(acting_as):
    with acting_as("alice"), pytest.raises(queue.UnknownTaskError):
        queue.enqueue("concerns.erase_all_due")


def test_a_withdrawn_offer_closes_the_concern_on_the_next_statement(stage, acting_as):
    with acting_as("alice") as alice:
        concern = made.written(alice)
        get_for_reading(actor=alice, concern=concern)
        passage = passing.Passage(
            to=sharing.Reader(organisation=named("herlev"), unit=named("herlev-ssp")),
            frame=named("Prøveaftalen"),
            purpose=Purpose.SSP,
            categories=Category.CONCERN,
            until=clock.now() + timedelta(days=30),
            reason="Bor der.",
        )
        group = passing.pass_on(by=alice, concern=concern, passage=passage, version=1)
    with acting_as("hanne") as hanne:
        sharing.answer_group(by=hanne, group=group, accepted=True)
        assert get_for_reading(actor=hanne, concern=concern).reporter is None
        with pytest.raises(DatabaseError), transaction.atomic():
            rows(DECIDE, uuid4(), concern, hanne.id)
    with acting_as("alice"):
        sharing.end_group(group=group)
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        get_for_reading(actor=hanne, concern=concern)


@pytest.mark.django_db(transaction=True)
def test_no_word_lies_open_in_the_tables(stage, as_administrator):
    for table in (*TABLES, *OWN_TABLES, "people_person", "audit_event", "audit_seen"):
        text = as_administrator.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t").fetchone()[0] or ""
        for word in ("Testus", "Opdigt", "Lise", made.FACT, "Mågeparken", "Kære"):
            assert word not in text, (table, word)
            assert word.encode().hex() not in text, (table, word)


def test_ids_are_no_oracle(stage, acting_as):
    """Asking for what exists and for what does not ends alike."""
    ends: dict[UUID, type[BaseException]] = {}
    with acting_as("hanne") as hanne:
        for concern in (stage["concern"], uuid4()):
            try:
                get_for_reading(actor=hanne, concern=concern)
            except Http404 as nothing:
                ends[concern] = type(nothing)
    assert len(ends) == 2
