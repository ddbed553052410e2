"""When emergency look-ups become a habit: what raises an alarm, who reads of it, and that nobody else can."""

from uuid import uuid4

import pytest
from django.core import mail

from tests import case_scene
from tests import emergency_scene as scene
from tests.cast import CAST, named
from tests.emergency_scene import MISSING, NOT_ALLOWED, done, looked_up, rows
from tvaers.emergencies import tasks
from tvaers.emergencies.enums import Stop
from tvaers.emergencies.merging import looked_up_as_double
from tvaers.emergencies.rules import FEWEST, ONE_IN
from tvaers.guard.enums import Category

pytestmark = pytest.mark.django_db(transaction=True)

READ = "SELECT guard.read_emergency_alarm(%s)"
WATCH = "SELECT guard.watch_emergencies()"
SEEN = "SELECT id FROM emergencies_emergencyalarm"
LOOKUP = (
    "INSERT INTO emergencies_emergencylookup (id, organisation_id, member_id, form_id, danger, reason, reviewer_id,"
    " review_by, at) SELECT gen_random_uuid(), %s, %s, gen_random_uuid(), 'life', 'x', %s, current_date + 5,"
    " now() - make_interval(days => %s) FROM generate_series(1, %s)"
)
TICKETS = (
    "INSERT INTO audit_ticket (id, kind, organisation_id, route, method, purposes, at)"
    " SELECT gen_random_uuid(), %s, %s, 'x', 'GET', 0, now() - make_interval(days => %s) FROM generate_series(1, %s)"
)


@pytest.fixture
def log(cast, as_administrator):
    """Herlev's log for the test alone: so many look-ups, so many pages asked for, so many days ago."""

    def written(lookups, pages, *, days=1, kind="member"):
        as_administrator.execute(LOOKUP, [named("herlev"), named("hanne"), named("gladsaxe"), days, lookups])
        as_administrator.execute(TICKETS, [kind, named("herlev"), days, pages])

    return written


def watched(administrator):
    tasks.watch(organisation=str(named("herlev")))
    return administrator.execute("SELECT lookups, accesses FROM emergencies_emergencyalarm").fetchall()


@pytest.mark.parametrize(
    ("lookups", "pages", "is_raised"),
    [
        (FEWEST, FEWEST * ONE_IN - 1, True),
        (FEWEST, FEWEST * ONE_IN, False),
        (FEWEST - 1, 1, False),
        (FEWEST + 1, FEWEST * ONE_IN, True),
    ],
)
def test_more_than_one_in_two_hundred_and_no_few_raise_it(log, as_administrator, lookups, pages, is_raised):
    log(lookups, pages)
    assert watched(as_administrator) == ([(lookups, pages)] if is_raised else [])


def test_what_is_longer_ago_and_what_jobs_asked_for_does_not_count(log, as_administrator):
    log(FEWEST, FEWEST * ONE_IN - 1)
    log(0, 500, days=31)
    log(0, 500, kind="system")
    assert watched(as_administrator) == [(FEWEST, FEWEST * ONE_IN - 1)]


def test_look_ups_of_long_ago_raise_none(log, as_administrator):
    log(FEWEST, 10, days=31)
    assert watched(as_administrator) == []


def test_there_is_one_in_thirty_days(log, as_administrator):
    log(FEWEST, 10)
    watched(as_administrator)
    assert len(watched(as_administrator)) == 1
    as_administrator.execute("UPDATE emergencies_emergencyalarm SET at = at - interval '31 days'")
    assert len(watched(as_administrator)) == 2


def test_inspectors_alone_read_of_it_and_note_that_they_have(log, as_administrator, acting_as):
    alarm = scene.alarm(as_administrator)
    readers = set()
    for who in (part.key for part in CAST):
        with acting_as(who):
            readers |= {who} if rows(SEEN) else set()
    assert readers == {"inga"}
    for who in ("hanne", "alice", "frida", "gerda", "ida", "inga"):
        with acting_as(who):
            assert done(READ, alarm) == (1 if who == "inga" else MISSING), who
            assert done(READ, uuid4()) == MISSING
    with acting_as("inga"):
        assert done(READ, alarm) == MISSING


def test_whoever_made_the_look_ups_does_not_put_the_alarm_away(cast, as_administrator, acting_as):
    as_administrator.execute(LOOKUP, [named("gladsaxe"), named("inga"), named("herlev"), 3, 1])
    alarm = scene.alarm(as_administrator)
    with acting_as("inga"):
        assert done(READ, alarm) == MISSING
    as_administrator.execute("UPDATE emergencies_emergencylookup SET at = at - interval '31 days'")
    with acting_as("inga"):
        assert done(READ, alarm) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO emergencies_emergencyalarm SELECT * FROM emergencies_emergencyalarm",
        "UPDATE emergencies_emergencyalarm SET read_at = now()",
        "DELETE FROM emergencies_emergencyalarm",
    ],
)
def test_nobody_writes_past_the_functions(as_administrator, cast, acting_as, statement):
    scene.alarm(as_administrator)
    with acting_as("inga"):
        assert done(statement) == NOT_ALLOWED


def test_a_request_does_not_raise_one(cast, acting_as):
    with acting_as("inga"):
        assert done(WATCH) == Stop.ROLE


def test_each_inspector_is_written_to_without_figures(log, as_administrator):
    log(17, 29)
    roles = "UPDATE partnerships_membership SET roles = roles | 2048 WHERE id = %s"
    as_administrator.execute(roles, [named("henrik")])
    watched(as_administrator)
    jobs = "SELECT args FROM procrastinate_jobs WHERE task_name = 'emergencies.tell_alarm'"
    (args,) = as_administrator.execute(jobs).fetchone()
    tasks.tell_alarm(**args)
    (letter,) = mail.outbox
    assert letter.to == ["henrik@example.org"]
    assert "mange nødopslag" in letter.body
    assert not {"17", "29"} & set(letter.body.split())
    as_administrator.execute("UPDATE emergencies_emergencyalarm SET read_at = now()")
    tasks.tell_alarm(**args)
    assert len(mail.outbox) == 1


def test_a_double_that_was_looked_up_is_kept(cast, acting_as):
    with acting_as("alice") as alice:
        double = scene.known(alice)
        keep = scene.known(alice, name="Noah Prøvesen", cpr=scene.OTHER_CPR)
    with acting_as("alice"):
        assert looked_up_as_double(keep, double) is None
    looked_up()
    with acting_as("alice") as alice:
        assert looked_up_as_double(keep, double).links
        assert looked_up_as_double(double, keep) is None
        twice = scene.known(alice, name="Noah P. Prøvesen", cpr=scene.OTHER_CPR)
    looked_up("carl", cpr=scene.OTHER_CPR)
    with acting_as("alice"):
        looked = [person for person in (keep, twice) if looked_up_as_double(double, person)]
        assert len(looked) == 1
        assert not looked_up_as_double(double, looked[0]).links


@pytest.mark.parametrize("who", ["hanne", "palle", "karen", "carl", "dina", "inga"])
def test_whoever_is_only_shown_who_somebody_is_does_not_learn_that_there_was_danger(cast, acting_as, who):
    person, _concern = scene.somebody()
    asked = "SELECT guard.looked_up_in_danger(%s)"
    if who == "palle":
        case_scene.share(acting_as, person, Category.IDENTITY, to=who)
    looked_up("hanne")
    with acting_as(who):
        assert rows(asked, person) == [(False,)]
        assert who != "palle" or rows("SELECT id FROM people_person")
    with acting_as("alice"):
        assert rows(asked, person) == [(True,)]
        assert rows(asked, uuid4()) == [(False,)]


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("alice", True),
        ("frida", True),
        ("inga", True),
        ("bo", False),
        ("dina", False),
        ("gerda", False),
        ("ida", False),
    ],
)
def test_the_log_tells_no_colleague_that_somebody_was_looked_for(cast, who, reads):
    """Where nobody was found no dossier stands in the log; what names none is open to the whole organisation else."""
    looked_up("alice", cpr=scene.OTHER_CPR)
    with scene.at_screen(who):
        told = scene.rows("SELECT count(*) FROM audit_event WHERE name LIKE 'emergencies.%%'")
    assert (told != [(0,)]) is reads
