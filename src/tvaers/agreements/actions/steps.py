"""The steps of an agreement's life; each is a function of the database."""

from datetime import date
from uuid import UUID

from tvaers.agreements.actions.refusals import call
from tvaers.partnerships.actor import Actor


def send(*, by: Actor, agreement: UUID, version: int) -> None:
    """Send a draft to all parties to be signed; nothing in it changes from then on.

    Raises NotYoursError, NotWholeError, ChangedMeanwhileError, FollowedAlreadyError.
    """
    call("SELECT guard.send_agreement(%s, %s)", [agreement, version])


def take_back(*, by: Actor, agreement: UUID, why: str) -> None:
    """Take a sent text back to be written in again; signatures so far count no longer.

    Raises NotYoursError, WrongStateError.
    """
    call("SELECT guard.take_agreement_back(%s, %s)", [agreement, why])


def drop(*, by: Actor, agreement: UUID) -> None:
    """Give a draft up; it stays readable for its parties. Raises NotYoursError."""
    call("SELECT guard.drop_agreement(%s)", [agreement])


def sign(*, by: Actor, agreement: UUID, shown: bytes) -> bool:
    """Sign for the actor's organisation the text whose hash was shown; tell whether it was the last signature.

    With it the agreement is complete, and what may be shared on it follows from its first day.
    Raises NotYoursError, NoFactorError (a second factor is shown at most FACTOR_SECONDS before), WrongStateError,
    ChangedMeanwhileError, SignedAlreadyError, FormerEndedError, FollowedAlreadyError, NotWholeError.
    """
    complete: bool = call("SELECT guard.sign_agreement(%s, %s)", [agreement, shown])
    return complete


def leave(*, by: Actor, agreement: UUID, last_day: date) -> bool:
    """Take the actor's organisation out of an agreement after `last_day`; tell whether it ends for all by that.

    What the organisation was given on it, and has given, ends with that day, and nothing else. Raises NotYoursError,
    NoFactorError, WrongStateError (over, or left already), NotThenError.
    """
    terminated: bool = call("SELECT guard.leave_agreement(%s, %s)", [agreement, last_day])
    return terminated
