"""Shifts attacked from within: teams written after the fact, alerts silenced, neighbours whose agreement has ended."""

from uuid import uuid4

import pytest

from tests.cast import actor, named
from tests.database.scene import acting, enter, refused
from tests.database.test_outreach import (
    ALERT,
    ALICE,
    DINA,
    MEMBER,
    NOT_ALLOWED,
    SHARED,
    SHIFT,
    WRITTEN,
    count,
    machine,
    values,
)

NO_AUTHORITY, STAYS, JOBS_ONLY = "TV097", "TV003", "TV020"


@pytest.fixture
def walked(cast, as_app):
    """A shift of Dina's with all there is to one; what it was written with."""
    given = values()
    with acting(as_app, "dina"):
        for statement in WRITTEN:
            as_app.execute(statement, given)
    return given


@pytest.fixture
def alert(walked, as_app):
    """That Frida was told that the team is late."""
    given = walked | {"id": uuid4(), "by": named("frida")}
    with acting(as_app, machine("gladsaxe")):
        as_app.execute(ALERT, given)
    return given["id"]


def test_a_shift_goes_to_authorities_alone(cast, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, SHIFT, values(audience=[named("association")])) == NO_AUTHORITY
        assert refused(as_app, SHIFT, values(audience=[uuid4()])) == NO_AUTHORITY


def test_who_writes_themselves_onto_a_team_reads_nothing_that_it_said_before(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        as_app.execute(MEMBER, walked | {"id": uuid4(), "by": ALICE})
        assert count(as_app, "outreach_debrief") == 0


def test_nobody_says_that_they_were_on_a_team_before(walked, as_app):
    forged = MEMBER.replace("member_id)", "member_id, joined_at)").replace("%(by)s)", "%(by)s, now() - interval '1 h')")
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        assert refused(as_app, forged, walked | {"id": uuid4(), "by": ALICE}) == NOT_ALLOWED


@pytest.mark.parametrize(
    ("who", "may"),
    [("frida", 1), ("dina", 1), ("alice", 1), ("bo", 1), ("carl", 0), ("erik", 0), ("gerda", 0), ("hanne", 0)],
)
def test_an_alert_is_taken_on_by_who_was_told_and_who_walks(alert, as_app, who, may):
    taken = "UPDATE outreach_safetyalert SET acknowledged_by = %s, acknowledged_at = now()"
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert as_app.execute(taken, [actor(who).id]).rowcount == may


def test_what_somebody_took_on_stays_theirs_and_jobs_alone_say_what_became_of_the_message(alert, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, "UPDATE outreach_safetyalert SET sms = 'sent'") == JOBS_ONLY
        as_app.execute("UPDATE outreach_safetyalert SET acknowledged_by = %s, acknowledged_at = now()", [DINA])
        enter(as_app, "bo")
        again = "UPDATE outreach_safetyalert SET acknowledged_by = %s"
        assert refused(as_app, again, [None]) == STAYS
        assert refused(as_app, again, [named("bo")]) == STAYS
        enter(as_app, machine("gladsaxe"))
        assert refused(as_app, "UPDATE outreach_safetyalert SET sms = 'sent', sms_at = now()") == ""


@pytest.mark.parametrize(
    ("ends", "herlev", "police"),
    [
        ("UPDATE sharing_frame SET ended_at = now() WHERE kind = 'agreement'", 0, 0),
        ("UPDATE sharing_frame SET in_force_until = now() - interval '1 h' WHERE kind = 'agreement'", 0, 0),
        ("UPDATE sharing_frameparty SET until_at = now() - interval '1 h' WHERE organisation_id = %(herlev)s", 0, 1),
        ("UPDATE sharing_frameparty SET until_at = now() - interval '1 h' WHERE organisation_id = %(gladsaxe)s", 0, 0),
        ("UPDATE sharing_frameparty SET until_at = now() + interval '1 h'", 1, 1),
    ],
)
def test_a_neighbour_reads_as_long_as_an_agreement_joins_them(walked, as_app, as_administrator, ends, herlev, police):
    as_administrator.execute(ends, {"herlev": named("herlev"), "gladsaxe": named("gladsaxe")})
    with as_app.transaction(force_rollback=True):
        for who, reads in (("hanne", herlev), ("palle", police), ("dina", 1)):
            enter(as_app, who)
            assert [count(as_app, table) for table in SHARED] == [reads] * len(SHARED), who


def test_a_phone_that_has_not_called_for_two_years_is_forgotten_once_nothing_of_it_is_left(
    walked, as_app, as_maintenance
):
    gone = "DELETE FROM outreach_device"
    with as_app.transaction(force_rollback=True):
        enter(as_app, machine("gladsaxe"))
        assert as_app.execute(gone).rowcount == 0
    as_maintenance.execute("UPDATE outreach_device SET seen_at = now() - interval '3 years'")
    with as_app.transaction(force_rollback=True):
        enter(as_app, machine("gladsaxe"))
        assert as_app.execute(gone).rowcount == 0, "its entries still stand"
        as_maintenance.execute("UPDATE outreach_shift SET from_at = '2020-01-01', until_at = '2020-01-02'")
        for table in ("stop", "entry"):
            as_app.execute(f"DELETE FROM outreach_{table}")
        enter(as_app, "dina")
        assert as_app.execute(gone).rowcount == 0
        enter(as_app, machine("herlev"))
        assert as_app.execute(gone).rowcount == 0
        enter(as_app, machine("gladsaxe"))
        assert as_app.execute(gone).rowcount == 1
