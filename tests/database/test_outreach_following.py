"""Follow-ups, supervision and a changed plan in the database's own hands: the own organisation's, each closed once."""

from uuid import uuid4

import pytest

from tests.cast import actor, named
from tests.database.scene import acting, enter, refused
from tests.database.test_outreach import NOT_ALLOWED, NOW, WRITTEN, count, machine, values

IN_ANOTHER_NAME, CHECKED, TWICE, STAYS, NOT_ASKED = "TV042", "23514", "23505", "TV003", "TV098"
GLADSAXE, HERLEV = named("gladsaxe"), named("herlev")
FOLLOW = """
INSERT INTO outreach_followup (id, owner_id, shift_id, stop_id, bridge, what, due_on, by_id, outcome)
VALUES (%(follow)s, %(owner)s, %(shift)s, %(stop)s, %(bridge)s, %(what)s, %(now)s, %(by)s, '')
"""
TAKEN_UP = "INSERT INTO outreach_supervision (debrief_id, owner_id, by_id) VALUES (%(id)s, %(owner)s, %(by)s)"
CLOSE = "UPDATE outreach_followup SET outcome = 'came', closed_by = %s, closed_at = now() WHERE id = %s"
HELD = "SELECT * FROM guard.debriefs_held(now() - interval '91 days')"


def following(given, **changes):
    """What Dina would note of her stop."""
    told = {"follow": uuid4(), "stop": given["entry"], "bridge": "sport", "what": ""}
    return given | told | changes


@pytest.fixture
def walked(cast, as_app):
    """A shift of Dina's with a stop, a follow-up and a debrief that Frida has taken up."""
    given = following(values())
    with acting(as_app, "dina"):
        for statement in (*WRITTEN, FOLLOW):
            as_app.execute(statement, given)
    with acting(as_app, "frida"):
        as_app.execute(TAKEN_UP, given | {"by": named("frida")})
    return given


@pytest.mark.parametrize(
    ("who", "follow", "taken"),
    [("dina", 1, 0), ("frida", 1, 1), ("gerda", 1, 0), ("hanne", 0, 0), ("palle", 0, 0), ("oda", 0, 0), ("vera", 0, 0)],
)
def test_the_own_organisation_reads_and_nobody_else(walked, as_app, who, follow, taken):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert count(as_app, "outreach_followup") == follow
        assert count(as_app, "outreach_supervision") == taken


@pytest.mark.parametrize("who", ["hanne", "palle", "oda", "gerda"])
def test_nobody_else_writes(walked, as_app, who):
    """For the owner; below a shift, a stop or a debrief that is not theirs; of things that are not there: all alike."""
    me = actor(who)
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        for mine in ({"owner": GLADSAXE}, {"owner": me.organisation.id}, {"owner": HERLEV, "shift": uuid4()}):
            for bridge in ("sport", "job"):
                told = following(walked, by=me.id, bridge=bridge, **mine)
                assert refused(as_app, FOLLOW, told) == NOT_ALLOWED
        for debrief in (walked["id"], uuid4()):
            for owner in (GLADSAXE, me.organisation.id):
                taken = walked | {"by": me.id, "id": debrief, "owner": owner}
                assert refused(as_app, TAKEN_UP, taken) == NOT_ALLOWED
        assert as_app.execute(CLOSE, [me.id, walked["follow"]]).rowcount == 0
        assert as_app.execute("UPDATE outreach_watch SET backup_id = %s", [me.id]).rowcount == 0
        assert as_app.execute("UPDATE outreach_shift SET theme = 'Vores'").rowcount == 0
        assert as_app.execute("DELETE FROM outreach_shiftmember").rowcount == 0


def test_nobody_writes_in_anothers_name_or_of_something_elsewhere(walked, as_app):
    other = values()
    with acting(as_app, "dina"):
        for statement in WRITTEN:
            as_app.execute(statement, other)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, FOLLOW, following(other, by=named("bo"))) == IN_ANOTHER_NAME
        assert refused(as_app, CLOSE, [named("bo"), walked["follow"]]) == IN_ANOTHER_NAME
        # The stop of one shift under another.
        assert refused(as_app, FOLLOW, following(other, stop=walked["entry"])) == NOT_ALLOWED
        assert refused(as_app, FOLLOW, following(walked)) == TWICE
        assert refused(as_app, FOLLOW, following(other, bridge="", what="Ring til 010190-1234")) == CHECKED
        assert refused(as_app, FOLLOW, following(other, bridge="sport", what="To ting")) == CHECKED
        assert refused(as_app, FOLLOW, following(other, stop=None, bridge="", what="")) == CHECKED
        assert refused(as_app, TAKEN_UP, other | {"by": named("dina")}) == NOT_ALLOWED


def test_what_became_of_it_is_said_once_and_nothing_else_changes(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        for column in ("what = 'Andet'", "due_on = now()", "shift_id = shift_id", "by_id = by_id", "bridge = 'job'"):
            assert refused(as_app, f"UPDATE outreach_followup SET {column}") == NOT_ALLOWED, column
        half = "UPDATE outreach_followup SET outcome = 'came' WHERE id = %s"
        assert refused(as_app, half, [walked["follow"]]) == CHECKED
        assert as_app.execute(CLOSE, [named("dina"), walked["follow"]]).rowcount == 1
        assert refused(as_app, CLOSE, [named("dina"), walked["follow"]]) == STAYS
        for table in ("outreach_followup", "outreach_supervision"):
            assert as_app.execute(f"DELETE FROM {table}").rowcount == 0
    with as_app.transaction(force_rollback=True):
        enter(as_app, "frida")
        assert refused(as_app, "UPDATE outreach_supervision SET at = now()") == NOT_ALLOWED


def test_a_plan_is_changed_until_the_team_is_out(walked, as_app):
    plan = "UPDATE outreach_shift SET theme = 'Andet', until_at = until_at + interval '1 hour'"
    backup, off = "UPDATE outreach_watch SET backup_id = %s", "DELETE FROM outreach_shiftmember"
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert as_app.execute(plan).rowcount == 1
        assert as_app.execute(backup, [named("frida")]).rowcount == 1
        assert refused(as_app, backup, [named("hanne")]) == NOT_ALLOWED
        assert refused(as_app, "UPDATE outreach_shift SET audience = '{}'") == NOT_ALLOWED
        with as_app.transaction(force_rollback=True):
            assert as_app.execute(off).rowcount == 1
        as_app.execute("UPDATE outreach_shift SET state = 'under-way', started_at = now()")
        assert refused(as_app, plan) == STAYS
        assert refused(as_app, backup, [named("alice")]) == STAYS
        assert as_app.execute(off).rowcount == 0


def test_what_debriefs_say_together_is_asked_by_who_walks_and_of_the_own_alone(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        as_app.execute("UPDATE outreach_shift SET state = 'under-way', started_at = %s", [NOW])
        as_app.execute("UPDATE outreach_shift SET state = 'ended', ended_at = now()")
        assert as_app.execute(HELD).fetchall() == [("", 1, 1)]
        enter(as_app, "hanne")
        assert as_app.execute(HELD).fetchall() == [("", 0, 0)]
    for who in ("gerda", "palle"):
        with as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert refused(as_app, HELD) == NOT_ASKED, who


def test_a_job_erases_what_is_over_and_nothing_before(walked, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, machine("gladsaxe"))
        for table in ("outreach_supervision", "outreach_followup"):
            assert as_app.execute(f"DELETE FROM {table}").rowcount == 0
