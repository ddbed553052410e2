"""Whoever only records tries to steer: calm a concern, stop its clocks, decide, rewrite a letter that was given."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import concern_rows
from tests.cast import named
from tvaers.concerns.access import get_for_reading
from tvaers.concerns.actions import adding, letters, triage
from tvaers.concerns.actions.intake import token_of_form
from tvaers.concerns.enums import GivenBy, LetterKind, Outcome
from tvaers.concerns.models import Concern, Letter
from tvaers.concerns.rules import Verdict
from tvaers.concerns.waiting import for_actor
from tvaers.foundation import clock, ids
from tvaers.work.models import Clock

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YOURS, STAYS, POLICY = "TV020", "TV034", "42501"
RECORDER, DECIDER = "dina", "alice"
CALM = "UPDATE concerns_concern SET is_acute = false, acute_at = now(), acute_by = %(me)s WHERE id = %(concern)s"
STOP = "UPDATE work_clock SET done_at = now(), done_by = %(me)s WHERE dossier_id = %(concern)s AND kind = 'acute'"
DECIDE = (
    "INSERT INTO concerns_decision (id, dossier_id, outcome, reason, by)"
    " VALUES (%(new)s, %(concern)s, 'advice', '', %(me)s)"
)
LETTER = (
    "INSERT INTO concerns_letter (id, dossier_id, kind, text, given_by)"
    " VALUES (%(new)s, %(concern)s, 'receipt', '', '')"
)


def met(statement, concern, who):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, {"concern": concern, "me": named(who), "new": ids.opaque()})
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


@pytest.fixture
def urgent(acting_as):
    """A concern that Dina of the street team wrote down as urgent, for the SSP unit."""
    with acting_as(RECORDER) as dina:
        return concern_rows.written(dina, is_acute=True)


@pytest.fixture
def answered(acting_as, urgent):
    """The same, with a receipt that Alice gave the reporter."""
    with acting_as(DECIDER) as alice:
        letters.give(by=alice, concern=urgent, kind=LetterKind.RECEIPT, text="Tak", how=GivenBy.TELEPHONE)
    return urgent


@pytest.mark.parametrize("statement", [CALM, STOP, DECIDE, LETTER])
def test_whoever_records_does_not_steer(acting_as, urgent, statement):
    with acting_as(RECORDER):
        assert met(statement, urgent, RECORDER) == NOT_YOURS
    with acting_as(DECIDER):
        assert met(statement, urgent, DECIDER) == "1 rows"


def test_what_cannot_wait_still_waits(acting_as, urgent):
    def waiting():
        with acting_as(DECIDER) as alice:
            return [(each.url, each.do_url, each.due) for each in for_actor(alice, clock.now() + timedelta(days=9))]

    before = waiting()
    with acting_as(RECORDER):
        for statement in (CALM, STOP, STOP.replace("acute", "triage"), DECIDE):
            assert met(statement, urgent, RECORDER) == NOT_YOURS
    assert before
    assert waiting() == before


@pytest.mark.parametrize(
    "change", ["due_at = now() + interval '9 years'", "started_at = now()", "kind = 'feedback'", "category = 16"]
)
@pytest.mark.parametrize("who", [RECORDER, DECIDER])
def test_a_clock_is_not_moved(acting_as, urgent, change, who):
    with acting_as(who):
        assert met(f"UPDATE work_clock SET {change} WHERE dossier_id = %(concern)s", urgent, who) == POLICY


def test_a_clock_that_was_stopped_stays_so(acting_as, urgent):
    again = "UPDATE work_clock SET done_at = NULL, done_by = NULL WHERE dossier_id = %(concern)s AND kind = 'acute'"
    with acting_as(DECIDER) as alice:
        triage.assess_urgency(by=alice, concern=urgent, is_acute=False)
        assert met(again, urgent, DECIDER) == STAYS
        assert met(STOP, urgent, DECIDER) == STAYS
        assert Clock.objects.get(dossier_id=urgent, kind="acute").done_by == alice.id


@pytest.mark.parametrize(
    "change",
    [
        "text = '', given_at = now() - interval '90 days'",
        "given_at = NULL, given_by = '', given_member_id = NULL",
        "text = ''",
        "written_at = now()",
    ],
)
@pytest.mark.parametrize("who", [RECORDER, DECIDER])
def test_a_letter_that_was_given_stays(acting_as, answered, change, who):
    statement = f"UPDATE concerns_letter SET {change} WHERE dossier_id = %(concern)s"
    with acting_as(who):
        assert met(statement, answered, who) == STAYS
    with acting_as(DECIDER) as alice, pytest.raises(letters.GivenAlreadyError):
        letters.write(by=alice, concern=answered, kind=LetterKind.RECEIPT, text="Andet")


def test_a_letter_that_waits_is_written_on_by_who_decides(acting_as, urgent):
    change = "UPDATE concerns_letter SET text = '' WHERE dossier_id = %(concern)s"
    with acting_as(DECIDER) as alice:
        letters.write(by=alice, concern=urgent, kind=LetterKind.RECEIPT, text="Tak")
    with acting_as(RECORDER):
        assert met(change, urgent, RECORDER) == NOT_YOURS
    with acting_as(DECIDER) as alice:
        since = Letter.objects.get(dossier_id=urgent).written_at
        letters.write(by=alice, concern=urgent, kind=LetterKind.RECEIPT, text="Mange tak", since=since)


@pytest.mark.parametrize(
    "columns", [{"state": "decided"}, {"outcome": "advice"}, {"decided_at": clock.now()}, {"erase_on": clock.today()}]
)
def test_a_concern_begins_undecided(acting_as, urgent, as_administrator, columns):
    with acting_as(RECORDER):
        row = Concern.objects.filter(id=urgent).values().get()
    as_administrator.execute("DELETE FROM concerns_concern WHERE id = %s", [urgent])
    with acting_as(RECORDER):
        with pytest.raises(DatabaseError) as refused, transaction.atomic():
            Concern.objects.create(**row | columns)
        assert refused.value.__cause__.sqlstate == NOT_YOURS
        Concern.objects.create(**row)


def test_the_lawful_course(acting_as, urgent, client_for):
    """Dina writes down and adds; Alice assesses, answers and decides."""
    with acting_as(RECORDER) as dina:
        once = token_of_form(dina, ids.opaque())
        adding.append(by=dina, concern=urgent, added=adding.Added(fact="Set igen"), version=1, once=once)
    with acting_as(DECIDER) as alice:
        get_for_reading(actor=alice, concern=urgent)
        triage.assess_urgency(by=alice, concern=urgent, is_acute=False)
        letters.give(by=alice, concern=urgent, kind=LetterKind.RECEIPT, text="Tak", how=GivenBy.TELEPHONE)
        triage.decide(by=alice, concern=urgent, verdict=Verdict(outcome=Outcome.ADVICE, reason="Talt"), version=2)
        assert Clock.objects.filter(dossier_id=urgent, done_at=None).count() == 1
    # No page offers a recorder what the database would refuse.
    for address in (reverse("concerns:decide", args=[urgent]), reverse("concerns:letter", args=[urgent, "receipt"])):
        assert client_for(RECORDER).post(address).status_code == 403
