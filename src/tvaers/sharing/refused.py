"""What the database refuses, as exceptions; and calling its functions so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from tvaers.guard import context
from tvaers.sharing.enums import BasisStop


class SharingError(Exception):
    """The database refused; the subclass says why."""


class NotYoursToGiveError(SharingError):
    """Only the organisation that answers for a dossier gives access to it, or erases it."""


class NoSuchAccessError(SharingError):
    """There is no such dossier, offer or access for the asker; hidden and missing are the same."""


class NotYoursToAnswerError(SharingError):
    """Colleagues in another role answer an offer of this kind."""


class WrongReceiverError(SharingError):
    """The receiver may not receive this: no authority with a public task, not at work, or oneself (R4)."""


class WrongPurposeError(SharingError):
    """The purpose is not one of the asker's, or the frame does not carry it."""


class WrongCategoryError(SharingError):
    """More than the asker sees was to be given."""


class WrongTimeError(SharingError):
    """Access must end, and not later than the giver's own, the frame's, or the cap."""


class NoFrameError(SharingError):
    """No frame in force covers both giver and receiver (R1)."""


class BasisError(SharingError):
    """The legal basis does not let this be given: `stop` says why (R1, R4, R17)."""

    def __init__(self, message: str, stop: BasisStop) -> None:
        """Keep the reason for the message at the field."""
        super().__init__(message)
        self.stop = stop


class NotKeeperError(SharingError):
    """Only an administrator at the host keeps the register of legal bases."""


class NotToComeError(SharingError):
    """A legal basis changes or ends from a day to come, tomorrow at the earliest."""


class NothingToChangeError(SharingError):
    """There is no such legal basis, it is not in force, or nothing of it is to come."""


class RestrictedError(SharingError):
    """The case is seen by named colleagues alone: nobody else is let in to what belongs to it."""


class TooFewNamedError(SharingError):
    """Of those named, the lead must be one, and two must be able to open it again."""


class NoNecessityError(SharingError):
    """Nothing is shared without saying why it is necessary (R1)."""


ERRORS: dict[str, type[SharingError]] = {
    "TV020": NotYoursToGiveError,
    "TV021": NoSuchAccessError,
    "TV022": WrongReceiverError,
    "TV023": WrongPurposeError,
    "TV024": WrongCategoryError,
    "TV025": WrongTimeError,
    "TV026": NoFrameError,
    "TV010": NotKeeperError,
    "TV056": NotToComeError,
    "TV057": NothingToChangeError,
    "TV058": RestrictedError,
    "TV059": TooFewNamedError,
}
_STOPS = frozenset(BasisStop.values)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the database's refusals in the block into the exceptions above; the transaction stays usable."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        state = getattr(refused.__cause__, "sqlstate", None) or ""
        if state in _STOPS:
            raise BasisError(str(refused), BasisStop(state)) from refused
        error = ERRORS.get(state)
        if error is None:
            raise
        raise error(str(refused)) from refused


def call(statement: str, parameters: list[Any]) -> None:
    """Call a function of the database. Raises the exceptions above."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)


def made(statement: str, parameters: list[Any]) -> UUID:
    """Call a function of the database and return the id of what it made. Raises the exceptions above."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)
        made: UUID = cursor.fetchone()[0]
    return made
