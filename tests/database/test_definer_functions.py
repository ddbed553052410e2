"""Every function that writes for the application, called wrongly: refused with its own code, nothing left behind."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.cast import named
from tests.database import scene
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

NOT_YOURS, MISSING, RECEIVER, PURPOSE, CATEGORY, TIME, FRAME, UNLOGGED = (f"TV02{n}" for n in range(8))
NO_CONTEXT, NOT_AT_WORK, NO_LETTER, UNKNOWN_TASK = "TV001", "TV002", "TV014", "TV030"
DAY = timedelta(days=1)
SSP, KSP, PARENTS = 1, 4, 64
PLAN, HEALTH = 1, 128
AGREEMENT, STATUTE = named("Prøveaftalen"), named("Retsplejelovens § 115")


def now():
    return datetime.now(UTC)


def opening(**changes):
    """Arguments of open_dossier as Alice would give them."""
    given = {"kind": "concern", "purpose": SSP, "unit": None, "member": None, "until": now() + 30 * DAY}
    return list((given | changes).values())


OPEN = "SELECT guard.open_dossier(%s, %s, %s, %s, %s)"
GIVE = "SELECT guard.grant_access(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
LET_IN = "SELECT guard.let_in(%s, %s, %s, %s, %s, %s)"


@pytest.fixture
def dossier(cast, as_app):
    """A dossier that Alice opened for her whole organisation."""
    with scene.acting(as_app, "alice"):
        return as_app.execute(OPEN, opening()).fetchone()[0]


def giving(own, **changes):
    """Arguments of grant_access as Alice may give them: the plan, to Herlev's SSP unit."""
    given = {
        "dossier": own,
        "organisation": named("herlev"),
        "unit": named("herlev-ssp"),
        "member": None,
        "categories": PLAN,
        "may": 1,
        "purpose": SSP,
        "frame": AGREEMENT,
        "until": now() + 7 * DAY,
    }
    return list((given | changes).values())


def give(connection, dossier, *, by="alice", **changes):
    with scene.acting(connection, by):
        (access,) = connection.execute(GIVE, giving(dossier, **changes)).fetchone()
        connection.execute("SELECT guard.note_necessity(%s, %s, 'x')", [access, access])
        return access


def left(administrator):
    """How much stands in the tables that the functions write."""
    tables = ("sharing_dossier", "sharing_access", "audit_event", "audit_seen", "procrastinate_jobs")
    return [administrator.execute(f"SELECT count(*) FROM {table}").fetchone() for table in tables]


def check_refused(connection, administrator, who, state, statement, parameters):
    before = left(administrator)
    with scene.acting(connection, who):
        assert scene.refused(connection, statement, parameters) == state
    assert left(administrator) == before


# --- open_dossier -------------------------------------------------------------------------------------


def test_alice_opens_a_dossier(dossier, as_app, as_administrator):
    with scene.acting(as_app, "carl"):
        assert as_app.execute("SELECT id FROM sharing_dossier").fetchall() == [(dossier,)]
    event = "SELECT name, actor_id, dossier_id FROM audit_event"
    assert as_administrator.execute(event).fetchall() == [("sharing.opened", named("alice"), dossier)]


@pytest.mark.parametrize(
    ("who", "changes", "state"),
    [
        ("alice", {"purpose": 128}, PURPOSE),
        ("alice", {"purpose": 0}, PURPOSE),
        ("alice", {"purpose": 3}, PURPOSE),
        ("alice", {"purpose": -1}, PURPOSE),
        ("alice", {"purpose": None}, PURPOSE),
        ("palle", {"purpose": PARENTS}, PURPOSE),
        ("gerda", {}, PURPOSE),
        ("stine", {}, PURPOSE),
        ("alice", {"unit": named("herlev-ssp")}, RECEIVER),
        ("alice", {"unit": named("nothing")}, RECEIVER),
        ("alice", {"member": named("hanne")}, RECEIVER),
        ("alice", {"member": named("nobody")}, RECEIVER),
        ("alice", {"unit": named("gladsaxe-ssp"), "member": named("palle")}, RECEIVER),
        ("alice", {"until": datetime(2001, 1, 1, tzinfo=UTC)}, TIME),
        ("alice", {"until": None}, TIME),
        ("alice", {"until": datetime(2099, 1, 1, tzinfo=UTC)}, TIME),
    ],
)
def test_open_dossier_called_wrongly(cast, as_app, as_administrator, who, changes, state):
    check_refused(as_app, as_administrator, who, state, OPEN, opening(**changes))


def test_open_dossier_for_somebody_who_has_left(cast, as_app, as_administrator):
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("bo")])
    as_administrator.execute("UPDATE partnerships_unit SET ended_at = now() WHERE id = %s", [named("gladsaxe-ssp")])
    for reader in ({"member": named("bo")}, {"unit": named("gladsaxe-ssp")}):
        check_refused(as_app, as_administrator, "alice", RECEIVER, OPEN, opening(**reader))


# --- grant_access -------------------------------------------------------------------------------------


def test_alice_shares_the_plan(dossier, as_app, as_administrator):
    access = give(as_app, dossier)
    with scene.acting(as_app, "hanne"):
        assert as_app.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (0,)
        as_app.execute("SELECT guard.answer_access(%s, true)", [access])
        assert as_app.execute("SELECT id FROM sharing_dossier").fetchall() == [(dossier,)]
    names = as_administrator.execute("SELECT name FROM audit_event ORDER BY at").fetchall()
    assert names == [("sharing.opened",), ("sharing.offered",), ("sharing.accepted",)]


@pytest.mark.parametrize(
    ("who", "changes", "state"),
    [
        ("hanne", {}, NOT_YOURS),
        ("palle", {"organisation": named("police"), "unit": None}, NOT_YOURS),
        ("olga", {}, NOT_YOURS),
        ("gerda", {}, NOT_YOURS),
        ("alice", {"dossier": uuid4()}, NOT_YOURS),
        ("alice", {"dossier": None}, NOT_YOURS),
        ("alice", {"organisation": named("gladsaxe"), "unit": None}, RECEIVER),
        ("alice", {"organisation": named("association"), "unit": None, "member": named("vera")}, RECEIVER),
        ("alice", {"organisation": None}, RECEIVER),
        ("alice", {"organisation": uuid4(), "unit": None}, RECEIVER),
        ("alice", {"unit": named("gladsaxe-ssp")}, RECEIVER),
        ("alice", {"unit": named("police-prevention")}, RECEIVER),
        ("alice", {"member": named("palle")}, RECEIVER),
        ("alice", {"categories": 0}, CATEGORY),
        ("alice", {"categories": -1}, CATEGORY),
        ("alice", {"categories": 1024}, CATEGORY),
        ("alice", {"categories": None}, CATEGORY),
        ("alice", {"categories": PLAN | HEALTH}, CATEGORY),
        ("alice", {"may": 3}, CATEGORY),
        ("alice", {"may": 0}, CATEGORY),
        ("alice", {"may": None}, CATEGORY),
        ("alice", {"purpose": KSP}, PURPOSE),
        ("alice", {"purpose": SSP | 8}, PURPOSE),
        ("alice", {"purpose": 0}, PURPOSE),
        ("alice", {"purpose": None}, PURPOSE),
        ("alice", {"frame": None}, FRAME),
        ("alice", {"frame": uuid4()}, FRAME),
        ("alice", {"organisation": named("probation"), "unit": None}, FRAME),
        ("alice", {"organisation": named("outside"), "unit": None}, FRAME),
        ("alice", {"until": datetime(2001, 1, 1, tzinfo=UTC)}, TIME),
        ("alice", {"until": None}, TIME),
        ("alice", {"until": datetime(2099, 1, 1, tzinfo=UTC)}, TIME),
    ],
)
def test_grant_access_called_wrongly(dossier, as_app, as_administrator, who, changes, state):
    check_refused(as_app, as_administrator, who, state, GIVE, giving(dossier, **changes))


@pytest.mark.parametrize(
    "change",
    ["ended_at = now()", "in_force_until = now() - interval '1 second'", "in_force_from = now() + interval '1 day'"],
)
def test_a_frame_out_of_force_carries_nothing(dossier, as_app, as_administrator, change):
    as_administrator.execute(f"UPDATE sharing_frame SET {change} WHERE id = %s", [AGREEMENT])
    check_refused(as_app, as_administrator, "alice", FRAME, GIVE, giving(dossier))


@pytest.mark.parametrize("party", ["gladsaxe", "herlev"])
def test_a_frame_carries_only_between_its_parties(dossier, as_app, as_administrator, party):
    as_administrator.execute(
        "DELETE FROM sharing_frameparty WHERE frame_id = %s AND organisation_id = %s", [AGREEMENT, named(party)]
    )
    check_refused(as_app, as_administrator, "alice", FRAME, GIVE, giving(dossier))


def test_nobody_gives_longer_than_they_have(dossier, as_app, as_administrator):
    check_refused(as_app, as_administrator, "alice", TIME, GIVE, giving(dossier, until=now() + 31 * DAY))
    as_administrator.execute(
        "UPDATE sharing_frame SET in_force_until = now() + interval '5 days' WHERE id = %s", [AGREEMENT]
    )
    check_refused(as_app, as_administrator, "alice", TIME, GIVE, giving(dossier))


def test_nobody_gives_more_than_they_were_given(dossier, as_app, as_administrator):
    """Her role could see more than her own access row does: the row counts."""
    as_administrator.execute("UPDATE sharing_access SET categories = 3")
    check_refused(as_app, as_administrator, "alice", CATEGORY, GIVE, giving(dossier, categories=PLAN | 8))
    assert give(as_app, dossier, categories=3)


def test_a_reader_among_the_owners_own_gives_nothing(dossier, as_app, as_administrator):
    as_administrator.execute("UPDATE sharing_access SET may = 1")
    check_refused(as_app, as_administrator, "alice", NOT_YOURS, GIVE, giving(dossier))


def test_a_receiver_who_contributes_gives_nothing_on(dossier, as_app, as_administrator):
    access = give(as_app, dossier, may=2)
    with scene.acting(as_app, "hanne"):
        as_app.execute("SELECT guard.answer_access(%s, true)", [access])
    onwards = giving(dossier, organisation=named("police"), unit=None)
    check_refused(as_app, as_administrator, "hanne", NOT_YOURS, GIVE, onwards)
    let = [dossier, named("herlev-ssp"), None, PLAN, 1, now() + DAY]
    check_refused(as_app, as_administrator, "hanne", NOT_YOURS, LET_IN, let)


def test_an_erased_dossier_is_given_to_nobody(dossier, as_app, as_administrator):
    as_administrator.execute("UPDATE sharing_dossier SET erased_at = now()")
    check_refused(as_app, as_administrator, "alice", NOT_YOURS, GIVE, giving(dossier))


# --- let_in, answer_access, end_access, erase_dossier -------------------------------------------------


@pytest.mark.parametrize(
    ("who", "changes", "state"),
    [
        ("hanne", {}, NOT_YOURS),
        ("gerda", {}, NOT_YOURS),
        ("alice", {"dossier": uuid4()}, NOT_YOURS),
        ("alice", {"unit": None}, RECEIVER),
        ("alice", {"member": named("bo")}, RECEIVER),
        ("alice", {"unit": named("herlev-ssp")}, RECEIVER),
        ("alice", {"unit": None, "member": named("hanne")}, RECEIVER),
        ("alice", {"categories": 0}, CATEGORY),
        ("alice", {"categories": 1023}, CATEGORY),
        ("alice", {"categories": None}, CATEGORY),
        ("alice", {"may": 3}, CATEGORY),
        ("alice", {"until": datetime(2099, 1, 1, tzinfo=UTC)}, TIME),
    ],
)
def test_let_in_called_wrongly(dossier, as_app, as_administrator, who, changes, state):
    given = {
        "dossier": dossier,
        "unit": named("gladsaxe-street"),
        "member": None,
        "categories": PLAN,
        "may": 1,
        "until": now() + DAY,
    }
    check_refused(as_app, as_administrator, who, state, LET_IN, list((given | changes).values()))


@pytest.mark.parametrize("who", ["alice", "bo", "palle", "olga", "henrik"])
def test_an_offer_is_answered_by_its_reader_alone(dossier, as_app, as_administrator, who):
    """Henrik works in Herlev, not in the unit; everybody meets the same refusal as for an offer that is not there."""
    access = give(as_app, dossier)
    for offer in (access, uuid4()):
        answer = ("SELECT guard.answer_access(%s, true)", [offer])
        check_refused(as_app, as_administrator, who, MISSING, *answer)


def test_an_offer_to_all_is_not_answered_by_who_could_never_see_it(dossier, as_app, as_administrator):
    access = give(as_app, dossier, unit=None)
    check_refused(as_app, as_administrator, "henrik", MISSING, "SELECT guard.answer_access(%s, true)", [access])


def test_an_answer_is_given_once(dossier, as_app, as_administrator):
    access = give(as_app, dossier)
    with scene.acting(as_app, "hanne"):
        as_app.execute("SELECT guard.answer_access(%s, false)", [access])
    for accepted in (True, False):
        check_refused(
            as_app, as_administrator, "hanne", MISSING, "SELECT guard.answer_access(%s, %s)", [access, accepted]
        )


@pytest.mark.parametrize("who", ["palle", "olga", "henrik", "gerda"])
def test_access_is_ended_by_giver_or_reader_alone(dossier, as_app, as_administrator, who):
    access = give(as_app, dossier)
    for row in (access, uuid4()):
        check_refused(as_app, as_administrator, who, MISSING, "SELECT guard.end_access(%s)", [row])


def test_the_owners_own_access_is_not_ended_so(dossier, as_app, as_administrator):
    (own,) = as_administrator.execute("SELECT id FROM sharing_access").fetchone()
    check_refused(as_app, as_administrator, "alice", MISSING, "SELECT guard.end_access(%s)", [own])


@pytest.mark.parametrize("who", ["hanne", "gerda", "olga"])
def test_a_dossier_is_erased_by_its_owners_own_alone(dossier, as_app, as_administrator, who):
    access = give(as_app, dossier, may=2)
    with scene.acting(as_app, "hanne"):
        as_app.execute("SELECT guard.answer_access(%s, true)", [access])
    for row in (dossier, uuid4()):
        erase = ("SELECT guard.erase_dossier(%s, 'x')", [row])
        check_refused(as_app, as_administrator, who, NOT_YOURS, *erase)


# --- the log, the queue, sessions ---------------------------------------------------------------------

SEEN = "SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY[%s::uuid], ARRAY[1], NULL)"


@pytest.mark.parametrize("who", ["hanne", "olga"])
def test_nobody_logs_a_look_at_what_they_cannot_see(dossier, as_app, as_administrator, who):
    """Hidden and missing are refused alike: neither an oracle, nor a way to fill another's log."""
    for row in (dossier, uuid4()):
        check_refused(as_app, as_administrator, who, UNLOGGED, SEEN, [row])


def test_a_look_is_logged_after_access_ended_in_the_same_answer(dossier, as_app, as_administrator):
    access = give(as_app, dossier)
    with scene.acting(as_app, "hanne"):
        as_app.execute("SELECT guard.answer_access(%s, true)", [access])
        as_app.execute("SELECT guard.end_access(%s)", [access])
        as_app.execute(SEEN, [dossier])
    with scene.acting(as_app, "alice"):
        as_app.execute("SELECT guard.erase_dossier(%s, 'x')", [dossier])
        as_app.execute(SEEN, [dossier])
    seen = as_administrator.execute("SELECT owner_id, organisation_id FROM audit_seen ORDER BY at").fetchall()
    assert seen == [(named("gladsaxe"), named("herlev")), (named("gladsaxe"), named("gladsaxe"))]


def test_who_and_for_whom_is_taken_from_the_context(dossier, as_app, as_administrator):
    with scene.acting(as_app, "bo") as claims:
        as_app.execute("SELECT guard.record_event(gen_random_uuid(), 'test.done', NULL, NULL, '{}')")
        as_app.execute(SEEN, [dossier])
    who = (named("bo"), named("gladsaxe"), claims.ticket)
    for table in ("audit_event WHERE name = 'test.done'", "audit_seen"):
        row = as_administrator.execute(f"SELECT actor_id, organisation_id, ticket_id FROM {table}").fetchone()
        assert row == who


@pytest.mark.parametrize("task", ["", "nothing", "os.system", None])
def test_an_unknown_task_is_not_enqueued(cast, as_app, as_administrator, task):
    enqueue = "SELECT guard.enqueue(%s, '{}', NULL, NULL)"
    check_refused(as_app, as_administrator, "alice", UNKNOWN_TASK, enqueue, [task])


def test_a_job_acts_for_who_asked_and_tells_nobody_that_it_waits(cast, as_app, as_administrator):
    enqueue = """SELECT guard.enqueue('test.known', '{"actor": "x", "organisation": "y"}', NULL, 'once')"""
    as_administrator.execute("INSERT INTO guard.allowed_task VALUES ('test.known', 'member')")
    for who in ("alice", "olga"):
        with scene.acting(as_app, who):
            as_app.execute(enqueue)
    with scene.acting(as_app, "alice"):
        assert scene.refused(as_app, enqueue) == psycopg.errors.UniqueViolation.sqlstate
    jobs = as_administrator.execute(
        "SELECT args ->> 'actor', args ->> 'organisation' FROM procrastinate_jobs ORDER BY id"
    )
    assert jobs.fetchall() == [
        (str(named("alice")), str(named("gladsaxe"))),
        (str(named("olga")), str(named("outside"))),
    ]


SESSION = (
    "INSERT INTO accounts_session (key_hash, user_id, data, expires_at)"
    " VALUES (sha256('x'), %s, '', now() + interval '1 day')"
)


def test_guesses_at_sessions_find_nothing(cast, as_app, as_administrator):
    as_administrator.execute(SESSION, [named("user alice")])
    for guess in (b"", b"x", b"\0" * 32, None):
        for function in ("enter_session", "memberships_of_session"):
            found = as_app.execute(f"SELECT * FROM guard.{function}(%s, '100 years')", [guess]).fetchall()
            assert found == []
        limit = as_app.execute("SELECT guard.idle_limit(%s, '30 minutes', '15 minutes', -1)", [guess]).fetchone()
        assert limit == (timedelta(minutes=30),)
        assert as_app.execute("SELECT guard.session_has_factor(%s)", [guess]).fetchone() == (False,)
    known = as_app.execute("SELECT email FROM guard.enter_session(sha256('x'), '1 hour')").fetchall()
    assert known == [("alice@example.org",)]


def test_nobody_signs_everybody_out(cast, as_app, as_administrator):
    as_administrator.execute(SESSION, [named("user alice")])
    with scene.acting(as_app, "olga"):
        for limit in ("0", "-100 years", "1 microsecond"):
            as_app.execute("SELECT guard.sweep_sessions(%s::interval)", [limit])
        as_app.execute("SELECT guard.end_own_sessions(NULL)")
    assert as_administrator.execute("SELECT count(*) FROM accounts_session").fetchone() == (1,)


# --- all of them --------------------------------------------------------------------------------------

# Needed before anybody is known, and told nothing without a key; or nothing but an id that is no secret.
BEFORE_ANYBODY = {
    "applied_migrations",
    "enter_session",
    "idle_limit",
    "key_store_id",
    "memberships_of_session",
    "roles_in_place",
    "session_has_factor",
    "sweep_sessions",
}

# Asked for the context about a letter that is there; or about any, as PostgreSQL plans it (15 does, 18 does not).
OF_LETTERS = {"invitation": {"", NO_CONTEXT}, "accept_invitation": {NO_LETTER, NO_CONTEXT}}


def test_a_letter_is_not_opened_without_a_context(cast, as_app, as_administrator):
    as_administrator.execute("UPDATE partnerships_membership SET state = 'invited' WHERE id = %s", [named("bo")])
    as_administrator.execute(
        "INSERT INTO partnerships_invitation (id, membership_id, token_hash, expires_at)"
        " VALUES (gen_random_uuid(), %s, sha256('x'), now() + interval '1 day')",
        [named("bo")],
    )
    for call in ("invitation(sha256('x'))", "accept_invitation(sha256('x'), 'y')"):
        assert scene.refused(as_app, f"SELECT * FROM guard.{call}") == NO_CONTEXT
    as_app.rollback()
    with scene.acting(as_app, Claims(kind=ContextKind.SIGN_IN)):
        found = as_app.execute("SELECT member_email FROM guard.invitation(sha256('x'))").fetchall()
    assert found == [("bo@example.org",)]


def definer_functions(connection):
    return connection.execute(
        "SELECT p.proname, p.oid::regprocedure::text, p.pronargs FROM pg_proc p"
        " WHERE p.pronamespace = 'guard'::regnamespace AND p.prosecdef"
        " AND has_function_privilege('tvaers_app', p.oid, 'EXECUTE') ORDER BY 1"
    ).fetchall()


def test_no_function_answers_without_a_context(cast, as_app):
    functions = definer_functions(as_app)
    assert len(functions) > 15
    for name, _, arguments in functions:
        call = f"SELECT guard.{name}({', '.join(['NULL'] * arguments)})"
        state = scene.refused(as_app, call)
        if name in BEFORE_ANYBODY:
            assert state == "", name
        elif name in OF_LETTERS:
            assert state in OF_LETTERS[name], name
        else:
            assert state == NO_CONTEXT, (name, state)


def test_no_function_serves_the_sign_in_context_but_signing_in(cast, as_app):
    """Everything about dossiers wants somebody at work; unknown letters and empty accounts answer nothing."""
    answers = {"claims", "in_context", "invitation", "accept_invitation", "end_own_sessions", "enqueue", "at_host"}
    answers |= BEFORE_ANYBODY | {"is_administrator", "record_account_event", "save_session", "end_session"}
    # A used code is noted, and forgotten, before anybody acts; nothing is told of whose it was.
    answers |= {"use_code", "sweep_used_codes"}
    # When and where somebody meets, for who knows the address of that calendar, and nothing else.
    answers |= {"feed_holds", "meetings_of_feed"}
    # Of the own session alone: in the sign-in context there is none yet, or one that shows a factor.
    answers |= {"note_factor", "factor_age", "require_factor"}
    with scene.acting(as_app, Claims(kind=ContextKind.SIGN_IN)):
        for name, _, arguments in definer_functions(as_app):
            if name in answers:
                continue
            call = f"SELECT guard.{name}({', '.join(['NULL'] * arguments)})"
            assert scene.refused(as_app, call) == NOT_AT_WORK, name


def test_functions_for_the_owner_alone_are_closed(cast, as_app):
    for call in ("require_administrator()", "set_units(NULL, NULL)", "refuse_change()", "refuse_move()"):
        with scene.acting(as_app, "gerda"):
            assert scene.refused(as_app, f"SELECT guard.{call}") in {"42501", "0A000"}, call
