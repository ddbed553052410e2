"""The demonstration's stories in the database: lively, true to the rules, sealed, repeatable, and somebody's each."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connections
from django.utils.translation import override

from tests.first_steps import COMPARED, FIRST, running
from tvaers.concerns.models import Concern
from tvaers.demo import promising
from tvaers.demo.concerns import concerns
from tvaers.demo.loading import load, load_partnership
from tvaers.demo.personas import everybody
from tvaers.demo.stories import QUARTERS, InterruptedLoadingError, Stories
from tvaers.foundation import clock, keystore
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, Role
from tvaers.people.models import Person
from tvaers.search import sources
from tvaers.sharing.acting import acting
from tvaers.sharing.sealing import dossier_key, open_rows
from tvaers.work.waiting import waiting

# Whoever works with young people, in organisations that may receive.
pytestmark = pytest.mark.first
AT_WORK = Role(sum(role for role in Role if role < Role.SIGNATORY))
WORKING = [
    each for each in everybody() if each.job.roles & AT_WORK and each.job.organisation.kind in RECEIVES_DISCLOSURES
]
FOUND = {"cases_entry", "cases_voice", "cases_strength", "cases_networkmember", "plans_goal", "plans_task"}
LOG = ("audit_event", "audit_seen", "audit_ticket", "audit_outcome")


def quiet(_line):
    """Say nothing."""


@pytest.fixture(scope="module")
def whole(database, clean, django_db_setup, django_db_blocker):
    """The whole demonstration, loaded once for all tests that only look; its rows go at the end."""
    with django_db_blocker.unblock(), database.connect("tvaers_maintenance", autocommit=True) as connection:
        load(connection, say=quiet)
        yield connection
        for each in connections.all():
            each.close()
    clean()


def counted(connection, question):
    return {row[:-1] if len(row) > 2 else row[0]: row[-1] for row in connection.execute(question).fetchall()}


def one(connection, question, *values):
    return connection.execute(question, values).fetchone()[0]


def tables(connection):
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    return [row[0] for row in rows if not row[0].startswith(("django_", "guard_"))]


def test_it_is_a_partnership_of_three_years(whole):
    """Three municipalities, police and probation service; about forty people at work; declined, late and closed."""
    organisations = counted(
        whole,
        "SELECT kind, count(*) FROM partnerships_organisation o WHERE EXISTS (SELECT 1 FROM sharing_dossier d"
        " WHERE d.owner_id = o.id) GROUP BY 1",
    )
    assert organisations["municipality"] == 3
    assert organisations["police"] == organisations["probation"] == 1
    at_work = "SELECT count(DISTINCT user_id) FROM partnerships_membership WHERE state = 'active'"
    assert 36 <= one(whole, at_work) <= 50
    for table, column in (("concerns_concern", "received_at"), ("cases_case", "opened_at")):
        since = one(whole, f"SELECT min({column}) FROM {table}")
        assert timedelta(days=2.75 * 365) < clock.now() - since < timedelta(days=3.25 * 365), table
        months = f"SELECT count(DISTINCT date_trunc('month', {column})) FROM {table}"
        assert one(whole, months) >= 24, table
    for what in (
        "sharing_access WHERE state = 'declined'",
        "plans_task WHERE state = 'open' AND due_on < current_date",
        "work_clock WHERE done_at IS NULL AND due_at < now()",
        "cases_case WHERE state = 'closed'",
    ):
        assert one(whole, f"SELECT count(*) FROM {what}") >= 5, what


def test_concerns_are_of_every_kind(whole):
    assert one(whole, "SELECT count(*) FROM sharing_dossier WHERE kind = 'concern'") >= 400
    states = counted(whole, "SELECT state, count(*) FROM concerns_concern GROUP BY 1")
    assert states["received"] >= 25
    assert states["decided"] > 230
    outcomes = counted(whole, "SELECT outcome, count(*) FROM concerns_concern WHERE state = 'decided' GROUP BY 1")
    wanted = {"advice", "case", "infohus", "joined", "not-relevant", "notification", "passed-on"}
    assert set(outcomes) == wanted
    assert min(outcomes.values()) >= 2
    taken_over = "SELECT count(*) FROM audit_event WHERE name = 'concerns.taken_over'"
    assert one(whole, taken_over) >= 5
    unread = "SELECT count(*) FROM concerns_concern WHERE state = 'received' AND opened_at IS NULL"
    assert one(whole, unread) >= 5
    again = "SELECT count(*) FROM (SELECT person_id FROM concerns_involved GROUP BY 1 HAVING count(*) > 1) p"
    assert one(whole, again) >= 10


def test_clocks_run_out_before_today_and_after(whole):
    late = counted(whole, "SELECT kind, count(*) FROM work_clock WHERE done_at IS NULL AND due_at < now() GROUP BY 1")
    assert {"acute", "receipt", "triage", "feedback"} <= set(late)
    assert max(late.values()) <= 8
    running = counted(whole, "SELECT kind, count(*) FROM work_clock WHERE done_at IS NULL GROUP BY 1")
    assert all(running[kind] > late[kind] for kind in ("acute", "receipt", "triage", "feedback"))
    assert one(whole, "SELECT count(*) FROM work_clock WHERE done_at > now() OR started_at > now()") == 0


def test_cases_are_of_every_kind(whole):
    assert one(whole, "SELECT count(*) FROM cases_case") == 120
    states = counted(whole, "SELECT state, count(*) FROM cases_case GROUP BY 1")
    assert min(states["open"], states["closed"]) > 30
    assert states["paused"] >= 3
    assert len(counted(whole, "SELECT outcome, count(*) FROM cases_case WHERE outcome <> '' GROUP BY 1")) >= 5
    due = "SELECT count(*) FROM cases_case WHERE erase_on < current_date + 30"
    assert 2 <= one(whole, due) <= 15
    owners = counted(
        whole,
        "SELECT o.kind, count(*) FROM sharing_dossier d JOIN partnerships_organisation o ON o.id = d.owner_id"
        " WHERE d.kind = 'case' GROUP BY 1",
    )
    assert owners["municipality"] > 110
    assert owners["police"] >= 2
    assert owners["probation"] >= 3


def test_what_led_to_a_case_has_it(whole):
    led = "SELECT count(*) FROM concerns_concern c WHERE outcome IN ('case', 'joined')"
    links = "sharing_link l JOIN cases_case k ON k.id = l.target_id"
    case = f"SELECT FROM {links} WHERE l.source_id = c.id AND l.kind = 'became'"
    assert one(whole, led) > 60
    assert one(whole, f"{led} AND NOT EXISTS ({case})") == 0


def test_notes_are_signed_corrected_and_a_few_still_drafts(whole):
    question = (
        "SELECT count(*), count(*) FILTER (WHERE signed_at IS NULL), count(corrects_id),"
        " count(*) FILTER (WHERE is_police_material) FROM cases_entry"
    )
    notes, drafts, corrections, police = whole.execute(question).fetchone()
    assert notes > 600
    assert 4 <= drafts <= 10
    assert corrections >= 10
    assert police >= 8


def test_tasks_are_owned_in_several_organisations(whole):
    question = "SELECT owner_organisation_id, count(*) FROM plans_task GROUP BY 1"
    assert len(counted(whole, question)) >= 8
    late = "SELECT count(*) FROM plans_task WHERE state = 'open' AND due_on < current_date"
    assert 8 <= one(whole, late) <= 40
    offered = counted(
        whole,
        "SELECT a.state, count(*) FROM sharing_access a JOIN plans_task t ON t.id = a.dossier_id"
        " WHERE a.source = 'disclosure' GROUP BY 1",
    )
    assert {"accepted", "declined", "offered"} <= set(offered)


def test_plans_are_followed_up_in_time_but_for_a_few(whole):
    last = (
        "SELECT DISTINCT ON (f.dossier_id) f.next_on FROM plans_followup f JOIN cases_case c ON c.id = f.dossier_id"
        " WHERE c.state = 'open' ORDER BY f.dossier_id, f.held_on DESC, f.at DESC"
    )
    late, ahead = (one(whole, f"SELECT count(*) FROM ({last}) AS l WHERE next_on {sign} current_date") for sign in "<>")
    assert 1 <= late <= 8
    assert ahead > late


def test_cases_are_shared_in_every_way(whole):
    question = (
        "SELECT o.kind, a.state, count(*) FROM sharing_access a JOIN cases_case c ON c.id = a.dossier_id"
        " JOIN partnerships_organisation o ON o.id = a.organisation_id WHERE a.source = 'disclosure' GROUP BY 1, 2"
    )
    ways = counted(whole, question)
    assert {state for _, state in ways} == {"offered", "accepted", "declined", "revoked", "ended"}
    for kind in ("municipality", "police", "probation"):
        assert ways[kind, "accepted"] >= 3
        assert ways[kind, "offered"] >= 1
    assert one(whole, "SELECT count(*) FROM sharing_disclosure WHERE length(necessity) = 0") == 0
    taken = whole.execute("SELECT count(*), count(withdrawn_at) FROM consents_consent").fetchone()
    assert taken[0] >= 10
    assert taken[1] >= 2


@pytest.mark.parametrize("persona", WORKING, ids=lambda persona: persona.key)
def test_everybody_who_works_with_young_people_has_something_on_today(whole, persona):
    with acting(persona.job.actor, route="test") as by:
        assert waiting(actor=by)


@pytest.mark.parametrize("key", ["sofie", "camilla", "martin", "maria"])
def test_those_of_the_main_job_are_asked_and_late_with_something(whole, key):
    persona = next(each for each in everybody() if each.key == key)
    with acting(persona.job.actor, route="test") as by:
        lines = waiting(actor=by)
    assert any(line.due is None for line in lines), "nobody offers anything"
    assert any(line.due is not None and line.at < clock.now() for line in lines), "nothing is late"


def test_there_is_a_precondition_for_everybody_who_can_be_chosen():
    assert set(FIRST) == {persona.key for persona in everybody()}


@pytest.mark.parametrize("persona", everybody(), ids=lambda persona: persona.key)
def test_what_each_is_told_to_try_first_can_be_done(whole, persona):
    with acting(persona.job.actor, route="test") as by:
        assert FIRST[persona.key](by), persona.job.worker.first


@pytest.mark.parametrize("day", [date(2027, 1, 2), date(2027, 3, 29), date(2028, 2, 29)])
def test_what_somebody_is_to_find_is_planned_on_any_day(day):
    """A Saturday after a holiday, a Monday that is one, and a leap day."""
    with clock.frozen(datetime.combine(day, time(7, 30), clock.COPENHAGEN)):
        planned = Stories()
        waits = {each.owner.worker.key for each in promising.asked(planned.cases).values()}
    assert waits == {key for key, _purpose, _what in promising.ASKED}
    assert "karina" in {one.worker.key for made in planned.cases if made.closed is None for one in made.helpers}
    assert "lotte" in {course.decider.worker.key for course in planned.courses if course.outcome == "pass"}
    told = [course.concern for course in planned.courses]
    first = next(each for each in told if each.arrived and each.municipality == "Gladsaxe" and not each.arrived.read)
    assert first.youth is not None
    assert [each for each in told if each.youth and each.youth.key == first.youth.key] == [first]


@pytest.mark.parametrize("key", COMPARED)
def test_who_is_told_to_compare_sees_something_else(whole, key):
    seen = []
    for each in (next(each.job for each in everybody() if each.key == key), COMPARED[key]):
        with acting(each.actor, route="test") as by:
            seen.append({row["id"] for row in running(by)})
    own, other = seen
    assert own - other


def test_no_text_about_anybody_is_readable_in_the_database(whole):
    told = [each for each in concerns(clock.today()) if each.youth][::9]
    canaries = {each.youth.name.full for each in told} | {each.facts[:45] for each in told}
    canaries |= {each.youth.cpr for each in told if each.youth.cpr} | {each.strengths[:40] for each in told}
    canaries -= {""}
    assert len(canaries) > 100
    for table in tables(whole):
        text = "\n".join(row[0] for row in whole.execute(f"SELECT t::text FROM {table} t").fetchall())
        found = [each for each in canaries if each in text or each.encode().hex() in text]
        assert not found, (table, found)


def test_the_canaries_are_there_once_opened(whole):
    with acting(WORKING[0].job.actor, route="test"):
        rows = [
            dict(zip(("id", "name"), row, strict=True)) for row in whole.execute("SELECT id, name FROM people_person")
        ]
        names = {row["name"] for row in open_rows(Person, rows, ("name",), dossier="id")}
    told = {each.youth.name.full for each in concerns(clock.today()) if each.youth}
    assert len(names & told) > 150


def test_what_happened_stands_at_its_time_and_the_log_says_when_it_was_loaded(whole):
    old = "SELECT count(*) FILTER (WHERE {0} > now() - interval '3 hours'), count(*) FROM {1} WHERE {2}"
    for column, table, condition in (
        ("opened_at", "sharing_dossier", "true"),
        ("granted_at", "sharing_access", "true"),
        ("linked_at", "sharing_link", "true"),
        ("written_at", "cases_entry", "true"),
        ("written_at", "cases_voice", "true"),
        ("written_at", "plans_goal", "true"),
        ("given_at", "plans_task", "true"),
        ("created_at", "people_person", "true"),
        ("erased_at", "sharing_dossier", "erased_at IS NOT NULL"),
        ("told_at", "sharing_notice", "kind = 'closed'"),
        ("given_at", "sharing_notice", "kind = 'closed'"),
    ):
        fresh, number = whole.execute(old.format(column, table, condition)).fetchone()
        assert number > 50
        assert fresh <= number * 0.06, (table, column, fresh, number)
    orders = (
        "SELECT count(*) FROM sharing_access WHERE ended_at < granted_at",
        "SELECT count(*) FROM sharing_access WHERE from_at > now() OR granted_at > now()",
        "SELECT count(*) FROM cases_entry WHERE signed_at < written_at OR written_at > now()",
        "SELECT count(*) FROM cases_case c JOIN sharing_dossier d USING (id) WHERE d.opened_at <> c.opened_at",
        "SELECT count(*) FROM plans_task WHERE done_at < given_at",
        "SELECT count(*) FROM sharing_notice WHERE told_at < given_at OR acknowledged_at < told_at",
    )
    assert [one(whole, question) for question in orders] == [0] * len(orders)
    for table, at in {each.table: each.at for each in sources.all_sources().values() if each.table in FOUND}.items():
        other = f"SELECT count(*) FROM search_posting p JOIN {table} s ON s.id = p.object_id WHERE p.at <> s.{at}"
        assert one(whole, other) == 0, table
    for table in LOG:
        assert one(whole, f"SELECT count(*) FROM {table} WHERE at < now() - interval '1 hour'") == 0


def test_what_was_due_is_erased_with_its_key(whole):
    rows = whole.execute("SELECT id FROM sharing_dossier WHERE erased_at IS NOT NULL AND kind = 'concern'").fetchall()
    assert len(rows) > 60
    assert keystore.store().unwrap([dossier_key(row[0]) for row in rows]) == {}
    overdue = (
        "SELECT count(*) FROM concerns_concern c WHERE erase_on < current_date AND outcome NOT IN ('case', 'joined')"
    )
    assert one(whole, overdue) <= 10


def test_lists_do_not_repeat_themselves(whole):
    rows = [
        dict(zip(("id", "headline"), row, strict=True))
        for row in whole.execute("SELECT id, headline FROM concerns_concern").fetchall()
    ]
    headlines = Counter(row["headline"] for row in open_rows(Concern, rows, ("headline",), dossier="id"))
    assert max(headlines.values()) <= 8
    assert not [headline for headline in headlines if "years" in headline or "{" in headline]


def test_loading_again_changes_nothing(whole):
    before = {table: one(whole, f"SELECT count(*) FROM {table}") for table in tables(whole) if table not in LOG}
    load(whole, say=quiet)
    after = {table: one(whole, f"SELECT count(*) FROM {table}") for table in tables(whole) if table not in LOG}
    assert after == before


def headline_set(connection):
    rows = [
        dict(zip(("id", "headline"), row, strict=True))
        for row in connection.execute("SELECT id, headline FROM concerns_concern").fetchall()
    ]
    return Counter(row["headline"] for row in open_rows(Concern, rows, ("headline",), dossier="id"))


def small(connection):
    load_partnership(connection, say=quiet)
    with override("da"):
        Stories(of=40, count=6).load(connection, quiet)
    return headline_set(connection), one(connection, "SELECT count(*) FROM plans_task")


def test_the_same_seed_tells_the_same_stories_again(transactional_db, as_maintenance, clean):
    first = small(as_maintenance)
    clean()
    assert small(as_maintenance) == first
    assert sum(first[0].values()) > 20


def test_an_interrupted_loading_is_not_taken_for_a_whole_one(transactional_db, as_maintenance):
    small(as_maintenance)
    with pytest.raises(InterruptedLoadingError):
        load(as_maintenance, say=quiet)


def test_the_figures_of_a_year_are_published_and_name_no_few(whole):
    rows = whole.execute(
        "SELECT count(DISTINCT quarter), count(DISTINCT owner_id) FROM cases_publishedfigure"
    ).fetchone()
    assert rows[0] == QUARTERS
    assert rows[1] >= 3
    assert one(whole, "SELECT count(*) FROM cases_publishedfigure WHERE count BETWEEN 1 AND 4") == 0
    assert one(whole, "SELECT sum(count) FROM cases_publishedfigure WHERE divided = 'all'") > 20


def test_nothing_is_late_by_years(whole):
    """What a case waits for is of this season."""
    question = "SELECT min(review_on) FROM cases_case WHERE state <> 'closed'"
    assert one(whole, question) > clock.today() - timedelta(days=30)
