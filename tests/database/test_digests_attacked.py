"""Settings of reminders and their letters attacked as the application's role: another's, and for another."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.cast import named
from tests.database.scene import acting, refused
from tests.stage import acting_as
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.work.actions import reminders
from tvaers.work.enums import Cadence
from tvaers.work.models import Digest, Reminders
from tvaers.work.rules import Wish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_ALLOWED, CHECKED, TWICE = "42501", "23514", "23505"
WISH = "INSERT INTO work_reminders (id, owner_id, member_id, cadence, weekday, hour) VALUES (%s, %s, %s, 'daily', 0, 8)"
LETTER = (
    "INSERT INTO work_digest (id, owner_id, member_id, day, state, attempts, begun_at, next_at)"
    " VALUES (%s, %s, %s, %s, %s, 0, now(), now())"
)
EVERYBODY = ("bo", "carl", "gerda", "inga", "hanne", "palle", "oda")
TODAY = datetime.now(UTC).date()


def job(organisation):
    return Claims(kind=ContextKind.SYSTEM, organisation=named(organisation), readers=(named(organisation),))


def letter(member="alice", organisation="gladsaxe", state="waiting", day=TODAY):
    return [uuid4(), named(organisation), named(member), day, state]


@pytest.fixture
def both(as_app):
    with acting_as("alice") as alice:
        reminders.wish(by=alice, wanted=Wish(cadence=Cadence.DAILY))
    with acting(as_app, job("gladsaxe")):
        as_app.execute(LETTER, letter())


def test_nobody_else_reads_them(both):
    for key, rows in (("alice", [1, 1]), *((key, [0, 0]) for key in EVERYBODY)):
        with acting_as(key):
            assert [model.objects.count() for model in (Reminders, Digest)] == rows, key


def test_the_job_of_another_organisation_reads_and_writes_none(both, as_app):
    with acting(as_app, job("herlev")):
        for table in ("work_reminders", "work_digest"):
            assert as_app.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert as_app.execute("UPDATE work_digest SET state = 'sent'").rowcount == 0
        assert as_app.execute("DELETE FROM work_digest").rowcount == 0
        assert refused(as_app, LETTER, letter()) == NOT_ALLOWED
        assert refused(as_app, LETTER, letter(organisation="herlev")) == NOT_ALLOWED


@pytest.mark.parametrize(
    ("key", "owner", "member", "state"),
    [
        ("alice", "gladsaxe", "alice", ""),
        ("alice", "gladsaxe", "bo", NOT_ALLOWED),
        ("alice", "herlev", "alice", NOT_ALLOWED),
        ("gerda", "gladsaxe", "alice", NOT_ALLOWED),
    ],
)
def test_one_says_it_for_oneself(as_app, key, owner, member, state):
    with acting(as_app, key):
        assert refused(as_app, WISH, [uuid4(), named(owner), named(member)]) == state


def test_not_even_the_job_says_it_for_somebody(as_app, both):
    with acting(as_app, job("gladsaxe")):
        assert refused(as_app, WISH, [uuid4(), named("gladsaxe"), named("bo")]) == NOT_ALLOWED
        assert as_app.execute("UPDATE work_reminders SET hour = 3").rowcount == 0


def test_members_write_no_letters(as_app, both):
    for key in ("alice", *EVERYBODY):
        with acting(as_app, key):
            assert refused(as_app, LETTER, letter(key, day=TODAY.replace(day=1))) == NOT_ALLOWED
            assert as_app.execute("UPDATE work_digest SET state = 'sent'").rowcount == 0
            assert as_app.execute("DELETE FROM work_digest").rowcount == 0


def test_one_a_day_and_one_on_its_way(as_app, both):
    with acting(as_app, job("gladsaxe")):
        assert refused(as_app, LETTER, letter(state="sent")) == TWICE
        assert refused(as_app, LETTER, letter(day=TODAY.replace(year=2020))) == TWICE
        assert refused(as_app, LETTER, letter(day=TODAY.replace(year=2020), state="sent")) == ""


@pytest.mark.parametrize(
    "change",
    [
        "weekday = 7",
        "hour = 24",
        "quiet_from = 3",
        "quiet_from = 7, quiet_until = 9",
        "quiet_from = 22, quiet_until = 9",
        "quiet_from = 25, quiet_until = 3",
    ],
)
def test_what_could_never_be_sent_is_refused(as_app, both, change):
    with acting(as_app, "alice"):
        assert refused(as_app, f"UPDATE work_reminders SET {change}") == CHECKED
        assert refused(as_app, "UPDATE work_reminders SET quiet_from = 22, quiet_until = 8") == ""
        assert refused(as_app, f"UPDATE work_reminders SET member_id = '{named('bo')}'") == NOT_ALLOWED


def test_the_letters_job_is_put_in_by_the_organisations_own_alone(as_app):
    enqueue = "SELECT guard.enqueue('work.write_digest', %s::jsonb, NULL, NULL)"
    arguments = f'{{"member": "{named("alice")}"}}'
    with acting(as_app, "bo"):
        assert refused(as_app, enqueue, [arguments]) == "TV030"
