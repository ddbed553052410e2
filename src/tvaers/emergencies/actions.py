"""Making an emergency look-up, ending it, judging it, and giving a right back: the only calls of its functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import DatabaseError, transaction

from tvaers.emergencies import rules
from tvaers.emergencies.enums import Danger, Stop
from tvaers.emergencies.models import EmergencyLookup
from tvaers.emergencies.queries import answer_of
from tvaers.emergencies.sealing import seal
from tvaers.foundation import clock, workdays
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import Organisation
from tvaers.people.queries import cpr_tokens
from tvaers.sharing import seen


class EmergencyError(Exception):
    """The database refused; the subclass says why."""


class NotNowError(EmergencyError):
    """No emergency look-up can be made now; `stop` says why."""

    def __init__(self, stop: Stop) -> None:
        """Keep the reason for the page."""
        super().__init__(stop.label)
        self.stop = stop


class NoFactorError(EmergencyError):
    """No second factor was shown within the last minute."""


class NotWholeError(EmergencyError):
    """The danger, the reason or the words of a judgement are missing or too short."""


class SeenAlreadyError(EmergencyError):
    """The asker works with the person already, and nobody else knows them."""


class NoSuchLookupError(EmergencyError):
    """There is none for the asker to open, end, judge or give back; hidden and missing are the same."""


class JudgedAlreadyError(EmergencyError):
    """It has been judged, and is not judged twice."""


ERRORS: dict[str, type[EmergencyError]] = {
    "TV005": NoFactorError,
    "TV088": NotWholeError,
    "TV089": SeenAlreadyError,
    "TV08A": NoSuchLookupError,
    "TV08B": JudgedAlreadyError,
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the database's refusals in the block into the exceptions above; the transaction stays usable."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        state = getattr(refused.__cause__, "sqlstate", None) or ""
        if state in Stop.values:
            raise NotNowError(Stop(state)) from refused
        error = ERRORS.get(state)
        if error is None:
            raise
        raise error(str(refused)) from refused


def look_up(*, by: Actor, form: UUID, cpr: str, danger: Danger, reason: str) -> UUID:
    """Look somebody up by the whole CPR number (ten digits), and open what is opened for an hour; return the look-up.

    Whether anybody was found stands in the look-up. The same form sent twice is one. The number is logged as the
    criterion of a search (R18). Raises NotNowError, NoFactorError, NotWholeError, SeenAlreadyError.
    """
    if len(reason.strip()) < rules.SHORTEST_REASON:
        raise NotWholeError
    seen.record_search({"cpr": cpr})
    tokens = cpr_tokens(cpr, organisations=Organisation.objects.filter(ended_at=None).values_list("id", flat=True))
    review_by = workdays.add_working_days(clock.today(), rules.REVIEW_WORKING_DAYS)
    with refusals():
        lookup, dossier = answer_of(
            "SELECT lookup, dossier FROM guard.begin_emergency(%s, %s, %s::uuid[], %s::bytea[], %s)",
            [form, danger, list(tokens), list(tokens.values()), review_by],
        )
        if EmergencyLookup.objects.filter(id=lookup, reason__isnull=False).exists():
            return UUID(str(lookup))
        sealed = seal(reason, field="reason", lookup=lookup, dossier=dossier, organisation=by.organisation.id)
        answer_of("SELECT guard.open_emergency(%s, %s)", [lookup, sealed])
    return UUID(str(lookup))


def end(*, lookup: UUID) -> None:
    """End what the actor has open before its hour has gone. Raises NoSuchLookupError."""
    with refusals():
        answer_of("SELECT guard.end_emergency(%s)", [lookup])


def review(*, row: EmergencyLookup, is_justified: bool, words: str) -> None:
    """Judge a look-up, with words. Raises NoSuchLookupError, JudgedAlreadyError, NotWholeError."""
    if len(words.strip()) < rules.SHORTEST_REASON:
        raise NotWholeError
    sealed = seal(words, field="words", lookup=row.id, dossier=row.dossier_id, organisation=row.organisation_id)
    with refusals():
        answer_of("SELECT guard.review_emergency(%s, %s, %s)", [row.id, is_justified, sealed])


def watch() -> bool:
    """Raise an alarm for the job's organisation when its look-ups have become a habit; tell whether it was raised."""
    (alarm,) = answer_of("SELECT guard.watch_emergencies()", [])
    return alarm is not None


def note_read(*, alarm: UUID) -> None:
    """Note that an inspector read of an alarm. Raises NoSuchLookupError, also for one that was read already."""
    with refusals():
        answer_of("SELECT guard.read_emergency_alarm(%s)", [alarm])


def give_back(*, lookup: UUID) -> None:
    """Give a colleague the right back that a judgement has ended. Raises NoSuchLookupError."""
    with refusals():
        answer_of("SELECT guard.restore_emergency(%s)", [lookup])
