"""Shifts in the database's own hands: the owner writes, the audience reads what was met, and nothing else."""

import hashlib
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.cast import actor, named
from tests.database.scene import acting, enter, refused
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing.acting import system_claims

NOT_ALLOWED, IN_ANOTHER_NAME, NO_AUTHORITY, CHECKED, TWICE = "42501", "TV042", "TV097", "23514", "23505"
NOW = datetime(2026, 11, 28, 19, tzinfo=UTC)
GLADSAXE, HERLEV, POLICE = named("gladsaxe"), named("herlev"), named("police")
DINA, ALICE, FRIDA, HANNE = named("dina"), named("alice"), named("frida"), named("hanne")
SHIFT = """
INSERT INTO outreach_shift (id, owner_id, audience, from_at, until_at, areas, theme, state, by_id)
VALUES (%(shift)s, %(owner)s, %(audience)s, %(now)s, %(now)s + interval '4 hours', '{}', %(theme)s, 'planned', %(by)s)
"""
MEMBER = (
    "INSERT INTO outreach_shiftmember (id, owner_id, shift_id, member_id) VALUES (%(id)s, %(owner)s, %(shift)s, %(by)s)"
)
WATCH = (
    "INSERT INTO outreach_watch (shift_id, owner_id, backup_id, home_at) VALUES (%(shift)s, %(owner)s, %(by)s, %(now)s)"
)
DEVICE = "INSERT INTO outreach_device (id, owner_id, member_id) VALUES (%(device)s, %(owner)s, %(by)s)"
ENTRY = """
INSERT INTO outreach_entry
    (id, owner_id, by_id, device_id, sequence, fork, entry_id, digest, previous, kind, shift_id, said_at)
VALUES (%(entry)s, %(owner)s, %(by)s, %(device)s, %(sequence)s, 0, %(entry)s, %(digest)s, %(digest)s, 'stop', %(shift)s,
        %(now)s)
"""
STOP = """
INSERT INTO outreach_stop
    (id, owner_id, audience, shift_id, at, counting, basis, mood, activities, talks, offered, accepted, incidents,
     words)
VALUES (%(entry)s, %(owner)s, %(audience)s, %(shift)s, %(now)s, 'counted', 'observed', 2, '{}', '', '{}', '{}', '{}',
        %(words)s)
"""
REMINDER = """
INSERT INTO outreach_reminder (id, owner_id, by_id, shift_id, at)
VALUES (%(id)s, %(owner)s, %(by)s, %(shift)s, %(now)s)
"""
DEBRIEF = """
INSERT INTO outreach_debrief (id, owner_id, by_id, shift_id, method, went_well, was_hard, next_time, supervision)
VALUES (%(id)s, %(owner)s, %(by)s, %(shift)s, '{}', %(words)s, '', '', '')
"""
ALERT = """
INSERT INTO outreach_safetyalert (id, owner_id, shift_id, to_id, due_at, sms)
VALUES (%(id)s, %(owner)s, %(shift)s, %(by)s, %(now)s, 'none')
"""
WRITTEN = (SHIFT, MEMBER, WATCH, DEVICE, ENTRY, STOP, REMINDER, DEBRIEF)
SHARED = ("outreach_shift", "outreach_stop")
OWN = tuple(f"outreach_{each}" for each in ("shiftmember", "watch", "device", "entry", "reminder", "debrief"))


def values(**changes):
    """What Dina would write."""
    given = {
        "owner": GLADSAXE,
        "by": DINA,
        "audience": [HERLEV, POLICE],
        "now": NOW,
        "theme": "Efterårsferie",
        "words": "Stille ved hallen.",
        "sequence": 1,
        "digest": hashlib.sha256(b"1").digest(),
    } | {name: uuid4() for name in ("id", "shift", "device", "entry")}
    return given | changes


@pytest.fixture
def walked(cast, as_app):
    """A shift of Dina's with all there is to one; what it was written with."""
    given = values()
    with acting(as_app, "dina"):
        for statement in WRITTEN:
            as_app.execute(statement, given)
    return given


def machine(organisation):
    return system_claims(named(organisation), categories=Category(0), purposes=Purpose(0))


def count(connection, table):
    return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_the_audience_reads_what_was_met_and_nothing_else(walked, as_app, subtests):
    for who, shared, own in (
        *(("dina", 1, 1), ("hanne", 1, 0), ("palle", 1, 0), ("oda", 0, 0), ("vera", 0, 0), ("karen", 0, 0)),
    ):
        with subtests.test(who), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert [count(as_app, table) for table in SHARED] == [shared] * len(SHARED)
            assert [count(as_app, table) for table in OWN] == [own] * len(OWN)


def test_a_debrief_is_for_the_team_and_who_leads_it(walked, as_app, subtests):
    for who, reads in (("dina", 1), ("frida", 1), ("bo", 1), ("alice", 0), ("gerda", 0)):
        with subtests.test(who), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert count(as_app, "outreach_debrief") == reads


def test_a_reminder_is_its_writers_own(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "frida")
        assert count(as_app, "outreach_reminder") == 0


def test_nobody_else_writes_for_the_owner(walked, as_app, subtests):
    assert len(WRITTEN) == 8
    for who in ("hanne", "palle", "oda"):
        for statement in WRITTEN:
            mine = walked | {"by": actor(who).id} | {"id": uuid4(), "sequence": 2}
            fresh = {SHIFT: "shift", DEVICE: "device", ENTRY: "entry", WATCH: "shift"}.get(statement)
            with subtests.test(who, statement=statement), as_app.transaction(force_rollback=True):
                enter(as_app, who)
                assert refused(as_app, statement, mine | ({fresh: uuid4()} if fresh else {})) == NOT_ALLOWED


def test_nobody_else_hangs_something_on_anothers_shift(walked, as_app, subtests):
    """As a row of the own organisation, below a shift that is not its own."""
    for who in ("hanne", "oda", "palle"):
        mine = values(shift=walked["shift"], by=actor(who).id, owner=actor(who).organisation.id, audience=[GLADSAXE])
        with subtests.test(who), as_app.transaction(force_rollback=True):
            enter(as_app, who)
            for statement in (MEMBER, WATCH, STOP, REMINDER, DEBRIEF):
                assert refused(as_app, statement, mine) == NOT_ALLOWED, statement


@pytest.mark.parametrize("who", ["hanne", "palle", "oda", "alice"])
def test_nobody_else_changes_or_removes(walked, as_app, who):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        for statement in (
            "UPDATE outreach_device SET seen_at = now()",
            "UPDATE outreach_reminder SET done_at = now()",
            *(["UPDATE outreach_shift SET state = 'cancelled'"] if who != "alice" else []),
            *(["UPDATE outreach_watch SET home_at = now()"] if who != "alice" else []),
        ):
            assert as_app.execute(statement).rowcount == 0, statement


def test_what_was_written_stays(walked, as_app, subtests):
    for statement in (
        "UPDATE outreach_stop SET words = ''",
        "UPDATE outreach_entry SET digest = ''",
        "UPDATE outreach_debrief SET supervision = ''",
        "UPDATE outreach_shift SET audience = '{}'",
        "UPDATE outreach_shift SET by_id = by_id",
        "UPDATE outreach_safetyalert SET due_at = now()",
    ):
        with subtests.test(statement), as_app.transaction(force_rollback=True):
            enter(as_app, "dina")
            assert refused(as_app, statement) == NOT_ALLOWED


@pytest.mark.parametrize("table", ["outreach_entry", "outreach_stop", "outreach_debrief"])
def test_the_tables_owner_changes_nothing_either(walked, as_administrator, table):
    with pytest.raises(psycopg.Error), as_administrator.transaction():
        as_administrator.execute(f"UPDATE {table} SET owner_id = owner_id")


@pytest.mark.parametrize(
    ("statement", "changes", "code"),
    [
        (SHIFT, {"by": ALICE}, IN_ANOTHER_NAME),
        (DEVICE, {"by": ALICE}, IN_ANOTHER_NAME),
        (SHIFT, {"audience": [named("association")]}, NO_AUTHORITY),
        (SHIFT, {"theme": "Talte med 010190-1234"}, CHECKED),
    ],
)
def test_a_shift_is_written_in_the_own_name_for_authorities_without_numbers(cast, as_app, statement, changes, code):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, statement, values()) == ""
        assert refused(as_app, statement, values(**changes)) == code


def test_nothing_is_written_in_a_colleagues_name_or_twice(walked, as_app, subtests):
    for statement, changes, code in (
        (ENTRY, {"by": ALICE}, NOT_ALLOWED),
        (ENTRY, {"entry": uuid4()}, TWICE),
        (REMINDER, {"by": ALICE, "id": uuid4()}, NOT_ALLOWED),
        (DEBRIEF, {"by": ALICE, "id": uuid4()}, NOT_ALLOWED),
        (DEBRIEF, {"words": "0101901234", "id": uuid4()}, CHECKED),
        (MEMBER, {"by": HANNE, "id": uuid4()}, NOT_ALLOWED),
        # No entry stands behind it.
        (STOP, {"entry": uuid4()}, NOT_ALLOWED),
    ):
        with subtests.test(statement, changes=changes), as_app.transaction(force_rollback=True):
            enter(as_app, "dina")
            assert refused(as_app, statement, walked | changes) == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [({}, ""), ({"audience": [HERLEV]}, NOT_ALLOWED), ({"words": "cpr 0101901234"}, CHECKED)],
)
def test_a_stop_is_seen_by_its_shifts_audience_and_holds_no_number(walked, as_app, changes, code):
    new = walked | {"entry": uuid4(), "sequence": 2, "digest": b"2"} | changes
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        as_app.execute(ENTRY, new)
        assert refused(as_app, STOP, new) == code


def test_a_colleague_writes_nothing_on_anothers_phone(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        mine = walked | {"by": ALICE, "entry": uuid4(), "sequence": 2}
        assert refused(as_app, ENTRY, mine) == NOT_ALLOWED


def test_jobs_alone_raise_an_alert_and_nobody_takes_it_on_for_another(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, ALERT, walked) == NOT_ALLOWED
        enter(as_app, machine("herlev"))
        assert refused(as_app, ALERT, walked) == NOT_ALLOWED
        enter(as_app, machine("gladsaxe"))
        assert refused(as_app, ALERT, walked) == ""
        enter(as_app, "hanne")
        assert count(as_app, "outreach_safetyalert") == 0
        enter(as_app, "dina")
        taken = "UPDATE outreach_safetyalert SET acknowledged_by = %s, acknowledged_at = now()"
        assert refused(as_app, taken, [ALICE]) == IN_ANOTHER_NAME
        assert refused(as_app, taken, [DINA]) == ""


def test_only_jobs_ask_who_is_late(walked, as_app):
    ask = "SELECT * FROM guard.organisations_with_overdue_shifts(interval '10 minutes')"
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, ask) == "TV020"
        as_app.execute("UPDATE outreach_shift SET state = 'under-way'")
        as_app.execute("UPDATE outreach_watch SET home_at = %s", [NOW - timedelta(days=3000)])
        enter(as_app, machine("herlev"))
        assert as_app.execute(ask).fetchall() == [(GLADSAXE,)]


@pytest.mark.parametrize("who", ["dina", "frida", "hanne", machine("herlev"), machine("gladsaxe")])
def test_nobody_erases_before_its_time(walked, as_app, who):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        for table in SHARED + OWN[1:]:
            assert as_app.execute(f"DELETE FROM {table}").rowcount == 0, table
        # A plan is changed by who walks, until the team is out (test_outreach_following.py).
        plans = who in {"dina", "frida"}
        assert as_app.execute("DELETE FROM outreach_shiftmember").rowcount == int(plans)


@pytest.mark.parametrize(("who", "gone"), [("dina", 0), ("frida", 0), (machine("herlev"), 0), (machine("gladsaxe"), 1)])
def test_the_organisations_own_job_alone_erases_what_is_over(walked, as_app, as_maintenance, who, gone):
    as_maintenance.execute("UPDATE outreach_shift SET state = 'ended', from_at = '2020-01-01', until_at = '2020-01-02'")
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        for table in ("debrief", "reminder", "watch", "shiftmember", "stop", "entry", "shift"):
            assert as_app.execute(f"DELETE FROM outreach_{table}").rowcount == gone, table


def test_without_a_context_there_is_an_error(walked, as_app):
    for table in (*SHARED, *OWN):
        with pytest.raises(psycopg.Error), as_app.transaction():
            as_app.execute(f"SELECT count(*) FROM {table}")
