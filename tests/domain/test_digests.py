"""The letters of what waits: one a day, a number and a way, tried again while mail is down, and given up at last."""

import smtplib
from datetime import UTC, datetime, timedelta
from email.header import decode_header, make_header

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests import case_scene
from tests.absence_scene import own_task
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.work import queries, tasks
from tvaers.work.actions import reminders
from tvaers.work.enums import Cadence
from tvaers.work.rules import QuietThenError, Wish

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
SECRETS = ("Ring til mor", "Noah", "Prøvesen", "Alice", "Gladsaxe", "Prøvedal", "opgave", "forløb", "task", "case")


class Down(EmailBackend):
    """A mail server that takes nothing while `is_down`, as one does that hangs up in the middle."""

    is_down = True

    def send_messages(self, messages):
        if Down.is_down:
            raise smtplib.SMTPServerDisconnected
        return super().send_messages(messages)


@pytest.fixture
def down(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    Down.is_down = True
    yield
    Down.is_down = True


def wished(key="alice", **changes):
    with acting_as(key) as member:
        reminders.wish(by=member, wanted=Wish(**{"cadence": Cadence.WEEKLY, "weekday": 0, "hour": 8, **changes}))


def monday(hours=9.0, *, weeks=1):
    """A moment of a Monday to come, in hours of the day in Denmark."""
    today = clock.today()
    day = today + timedelta(days=7 * weeks - today.weekday())
    return datetime(day.year, day.month, day.day, tzinfo=clock.COPENHAGEN).astimezone(UTC) + timedelta(hours=hours)


def ran(administrator, at, organisation="gladsaxe"):
    """Let the organisation's job run, and the jobs that it puts in; return how many those were."""
    administrator.execute("DELETE FROM procrastinate_jobs")
    with clock.frozen(at):
        tasks.remind(organisation=str(named(organisation)))
        written = "SELECT args FROM procrastinate_jobs WHERE task_name = 'work.write_digest' ORDER BY id"
        jobs = [args for (args,) in administrator.execute(written).fetchall()]
        for args in jobs:
            tasks.write_digest(**args)
    return len(jobs)


def down_since(key="alice"):
    with acting_as(key) as member:
        return queries.mail_down_since(actor=member)


def states(administrator):
    return administrator.execute("SELECT state, attempts FROM work_digest ORDER BY begun_at").fetchall()


@pytest.fixture
def work(as_administrator):
    """Three tasks of Alice's: one late, one due on that Monday, and one later."""
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        made = [own_task(alice, case) for _ in range(3)]
    day = monday().date()
    for task, due in zip(made, (day - timedelta(days=3), day, day + timedelta(days=3)), strict=True):
        as_administrator.execute("UPDATE plans_task SET due_on = %s WHERE id = %s", [due, task])
    return made


def test_it_says_how_much_waits_and_not_a_word_of_what(work, as_administrator):
    wished()
    assert ran(as_administrator, monday()) == 1
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert str(make_header(decode_header(letter.subject))) == "Tværs: det venter på dig"
    for words in (
        "2 ting venter på dig",
        "Én er over fristen",
        "Én har frist i dag",
        "2 things wait for you",
        "/profile/reminders/",
    ):
        assert words in letter.body
    for secret in SECRETS:
        assert secret not in letter.body.replace("Tværs", ""), secret


def test_nobody_is_said_to_have_looked(work, as_administrator):
    wished()
    before = as_administrator.execute("SELECT count(*) FROM audit_seen").fetchone()
    ran(as_administrator, monday())
    assert mail.outbox
    assert as_administrator.execute("SELECT count(*) FROM audit_seen").fetchone() == before


def test_it_goes_once_however_often_the_job_runs(work, as_administrator):
    wished()
    for minutes in (0, 15, 30, 45, 600):
        ran(as_administrator, monday(8) + timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    with clock.frozen(monday(9)):
        tasks.write_digest(member=str(named("alice")), organisation=str(named("gladsaxe")))
    assert len(mail.outbox) == 1, "nor when its job runs twice"
    ran(as_administrator, monday(9, weeks=2))
    assert len(mail.outbox) == 2


def test_nothing_goes_where_nothing_waits_nor_before_its_time(work, as_administrator):
    # Bo would have a case to confirm by then, where that Monday is a week ahead.
    wished("dina")
    wished(hour=10)
    assert ran(as_administrator, monday()) == 1, "it is looked what waits for Dina"
    assert not mail.outbox
    assert states(as_administrator) == [("empty", 1)]
    assert down_since("dina") is None
    ran(as_administrator, monday(10))
    assert len(mail.outbox) == 1


def test_nobody_is_written_to_who_has_not_asked_or_has_left(work, as_administrator):
    assert ran(as_administrator, monday()) == 0
    wished(cadence=Cadence.NEVER)
    assert ran(as_administrator, monday()) == 0
    wished()
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("alice")])
    assert ran(as_administrator, monday()) == 0
    with clock.frozen(monday()):
        tasks.write_digest(member=str(named("alice")), organisation=str(named("gladsaxe")))
    assert not mail.outbox


def test_each_organisation_writes_to_its_own(work, as_administrator):
    wished()
    wished("hanne")
    assert ran(as_administrator, monday(), "herlev") == 1
    with clock.frozen(monday()):
        tasks.write_digest(member=str(named("alice")), organisation=str(named("herlev")))
    assert not mail.outbox


def test_mail_that_is_down_and_comes_back_gives_exactly_one_letter(work, as_administrator, down):
    wished()
    for minutes in range(0, 180, 15):
        ran(as_administrator, monday(8) + timedelta(minutes=minutes))
    assert not mail.outbox
    assert down_since() == monday(8)
    ((state, attempts),) = states(as_administrator)
    assert state == "waiting"
    assert attempts == 4, "after 15, 30 and 60 minutes, and not at each run"
    Down.is_down = False
    for minutes in range(180, 900, 15):
        ran(as_administrator, monday(8) + timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    assert states(as_administrator) == [("sent", 5)]
    assert down_since() is None


def test_a_late_letter_is_also_that_days(work, as_administrator, down):
    """What goes out on Tuesday at nine after a night without mail is not followed by Tuesday's own at once."""
    day = monday(8)
    wished(cadence=Cadence.DAILY)
    ran(as_administrator, day)
    Down.is_down = False
    for hours in (24, 25, 26, 27):
        ran(as_administrator, day + timedelta(hours=hours))
    assert len(mail.outbox) == 1


def test_after_two_days_it_is_given_up_and_said(work, as_administrator, down):
    wished()
    for hours in range(0, 60, 2):
        ran(as_administrator, monday(8) + timedelta(hours=hours))
    ((state, _attempts),) = states(as_administrator)
    assert state == "lost"
    assert down_since() == monday(8)
    Down.is_down = False
    ran(as_administrator, monday(9, weeks=2))
    assert len(mail.outbox) == 1
    assert down_since() is None


def test_it_is_not_tried_again_in_quiet_hours(work, as_administrator, down):
    wished(hour=9, quiet_from=12, quiet_until=20)
    ran(as_administrator, monday(9))
    Down.is_down = False
    for hour in range(12, 20):
        ran(as_administrator, monday(hour))
    assert not mail.outbox
    ran(as_administrator, monday(20))
    assert len(mail.outbox) == 1


def test_who_wants_none_any_longer_gets_none_that_waits(work, as_administrator, down):
    wished()
    ran(as_administrator, monday(9))
    wished(cadence=Cadence.NEVER)
    Down.is_down = False
    ran(as_administrator, monday(12))
    assert not mail.outbox
    assert down_since() is None


def test_a_job_that_dies_before_it_sends_is_made_up_for(work, as_administrator, monkeypatch):
    wished()
    monkeypatch.setattr(tasks.letters, "send", lambda **_: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        ran(as_administrator, monday(8))
    monkeypatch.undo()
    ran(as_administrator, monday(8.1))
    assert not mail.outbox, "somebody may have it in hand"
    ran(as_administrator, monday(8.5))
    assert len(mail.outbox) == 1


def test_what_ended_two_months_ago_is_forgotten(work, as_administrator):
    wished()
    ran(as_administrator, monday(9))
    ran(as_administrator, monday(7, weeks=11))
    assert states(as_administrator) == []


def test_the_settings_are_ones_own_and_can_be_kept(db):
    wished(quiet_from=17, quiet_until=7)
    with acting_as("alice") as alice:
        assert queries.wish_of(actor=alice).quiet_from == 17
        with pytest.raises(QuietThenError):
            reminders.wish(by=alice, wanted=Wish(cadence=Cadence.DAILY, hour=18, quiet_from=17, quiet_until=7))
    with acting_as("bo") as bo:
        assert queries.wish_of(actor=bo).cadence is Cadence.NEVER


def test_every_organisation_has_a_job_of_its_own(as_administrator):
    tasks.remind_all()
    jobs = "SELECT count(DISTINCT args ->> 'organisation') FROM procrastinate_jobs WHERE task_name = 'work.remind'"
    assert as_administrator.execute(jobs).fetchone()[0] > 5
