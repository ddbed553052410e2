"""What the database refuses of an agreement, by name, and the one way to call its functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connections, transaction

from tvaers.guard import context


class AgreementError(Exception):
    """The database refused; the subclass says why."""


class NotYoursError(AgreementError):
    """Not the asker's to do: no party, not the role for it, or no such agreement; hidden and missing are the same."""


class NotWholeError(AgreementError):
    """The text lacks something that a signed agreement must say."""


class ChangedMeanwhileError(AgreementError):
    """Somebody has changed the text since it was shown."""


class SignedAlreadyError(AgreementError):
    """The organisation has signed this text."""


class WrongStateError(AgreementError):
    """The agreement is not, or no longer, in the state that the step begins in."""


class FormerEndedError(AgreementError):
    """What an extension or an amendment goes on with is no longer in force."""


class FollowedAlreadyError(AgreementError):
    """Another text goes on with the agreement before already; this one grew out of what no longer holds."""


class NotThenError(AgreementError):
    """A party cannot leave on that day: it is past, or the agreement ends sooner."""


class NoFactorError(AgreementError):
    """No second factor was shown within the last minute."""


ERRORS: dict[str, type[AgreementError]] = {
    "TV005": NoFactorError,
    "TV060": NotYoursError,
    "TV061": NotWholeError,
    "TV062": ChangedMeanwhileError,
    "TV063": SignedAlreadyError,
    "TV064": WrongStateError,
    "TV065": FormerEndedError,
    "TV066": NotThenError,
    "TV067": FollowedAlreadyError,
    # Row-level security and grants: PostgreSQL's own code for what a policy does not let through.
    "42501": NotYoursError,
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the database's refusals in the block into the exceptions above; the transaction stays usable."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        error = ERRORS.get(getattr(refused.__cause__, "sqlstate", None) or "")
        if error is None:
            raise
        raise error(str(refused)) from refused


def call(statement: str, parameters: list[Any]) -> Any:  # noqa: ANN401 - whatever the function returns
    """Call one of the database's functions and return its value. Raises AgreementError."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)
        (value,) = cursor.fetchone()
        return value
