"""The letters of meetings: called, moved, cancelled; when and where, and not a word of what it is about."""

import datetime as dt
from email.header import decode_header, make_header

import pytest
from django.core import mail

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.meetings import tasks
from tvaers.meetings.actions import convening, minutes
from tvaers.meetings.enums import MeetingKind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
SECRETS = (scene.FACTS, scene.NAME, "En ung ved kiosken", "Rødt flag")


@pytest.fixture
def meetings():
    """A handover with an item, and a network meeting around a young person; Hanne sits at the first alone."""
    handover = scene.call()
    item = scene.bring(handover, ahead=True)
    scene.let_in(item, "hanne")
    scene.arrive(handover, "hanne")
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    network = scene.call(kind=MeetingKind.NETWORK, seats=("palle",), case=case)
    board = scene.call(kind=MeetingKind.BOARD, seats=("palle",), title="Rødt flag")
    return {"handover": handover, "network": network, "board": board}


def waiting(connection):
    rows = connection.execute(
        "SELECT args FROM procrastinate_jobs WHERE task_name = 'meetings.write_to' ORDER BY id"
    ).fetchall()
    return [args for (args,) in rows]


def test_who_sits_is_written_to_without_a_word_of_what_it_is_about(meetings, as_administrator):
    jobs = waiting(as_administrator)
    assert {(args["to"], args["why"]) for args in jobs} == {
        (str(named("palle")), "called"),
        (str(named("hanne")), "called"),
    }
    for args in jobs:
        tasks.write_to(**args)
    assert {tuple(letter.to) for letter in mail.outbox} == {("palle@example.org",), ("hanne@example.org",)}
    for letter in mail.outbox:
        assert str(make_header(decode_header(letter.subject))) == "Et møde i Tværs"
        assert "Rådhuset, lokale 2" in letter.body
        assert "Gladsaxe Kommune" in letter.body
        for secret in (*SECRETS, "Netværksmøde"):
            assert secret not in letter.body


def test_a_move_and_a_cancellation_are_told_once_each(meetings, as_administrator):
    before = len(waiting(as_administrator))
    with acting_as("alice") as alice:
        begins = clock.now() + dt.timedelta(days=2)
        ends = begins + dt.timedelta(hours=1)
        move = {"by": alice, "meeting": meetings["board"], "starts_at": begins, "ends_at": ends}
        convening.move(**move, place="Kuben", version=1)
        convening.move(**move, place="Laden", version=2)
        convening.cancel(by=alice, meeting=meetings["board"])
    told = [args["why"] for args in waiting(as_administrator)[before:]]
    assert told == ["moved", "cancelled"], "another room is no other time: it stands in the calendar"


def test_mail_that_is_down_is_tried_again(meetings, as_administrator, settings):
    (args, *_others) = waiting(as_administrator)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    # The queue tries a job again that raises (foundation.queue.RETRIES).
    with pytest.raises(OSError):  # noqa: PT011 - whatever the line says
        tasks.write_to(**args)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tasks.write_to(**args)
    assert len(mail.outbox) == 1


def test_a_letter_that_waited_says_nothing_that_no_longer_holds(meetings, as_administrator):
    with acting_as("alice") as alice:
        convening.cancel(by=alice, meeting=meetings["board"])
        convening.unseat(by=alice, meeting=meetings["network"], member=named("palle"))
    for args in reversed(waiting(as_administrator)):
        tasks.write_to(**args)
    told = [letter.subject for letter in mail.outbox if letter.to == ["palle@example.org"]]
    subjects = sorted(str(make_header(decode_header(subject))) for subject in told)
    assert subjects == ["Et møde i Tværs", "Et møde i Tværs er aflyst"], "invited to the handover alone"


@pytest.mark.parametrize("writer", ["alice", "hanne"])
def test_who_was_not_there_is_told_once_that_they_have_something_to_do(meetings, as_administrator, writer):
    board = scene.call(kind=MeetingKind.BOARD, seats=("palle", "bo", "hanne"), minutes_ahead=20)
    item = scene.topic(board)
    scene.arrive(board, "bo", "hanne")
    scene.begin(board)
    scene.reach(board, item)
    before = len(waiting(as_administrator))
    with acting_as(writer) as by:
        minutes.decide(by=by, item=item, words="Bo skriver til skolen", member=named("bo"))
        for words in ("Palle kommer fredag", "Palle ringer til klubben"):
            minutes.decide(by=by, item=item, words=words, member=named("palle"))
    (args,) = waiting(as_administrator)[before:]
    assert (args["to"], args["why"]) == (str(named("palle")), "given"), "Bo sat there, and Palle is told once"
    tasks.write_to(**args)
    (letter,) = mail.outbox
    assert str(make_header(decode_header(letter.subject))) == "Noget at gøre i Tværs"
    assert "Et møde, du ikke var med til" in letter.body
    assert "Palle" not in letter.body
