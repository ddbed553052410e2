"""What the database refuses, by name, and the one way to call its functions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, IntegrityError, connections, transaction

from tvaers.guard import context


class PartnershipsError(Exception):
    """The database refused; the subclass says why."""


class AskedAlreadyError(PartnershipsError):
    """Somebody has asked for this reset already, and it is still open."""


class NotAdministratorError(PartnershipsError):
    """Only an administrator of the organisation may do this; for some things, of the host."""


class NoSuchMemberError(PartnershipsError):
    """There is nobody such, or no such request, for this administrator; hidden and missing are the same."""


class LastAdministratorError(PartnershipsError):
    """The organisation would have no administrator."""


class WorksHereAlreadyError(PartnershipsError):
    """Somebody with this address is at work here already."""


class NoSuchInvitationError(PartnershipsError):
    """The link is unknown, used, withdrawn or has run out."""


class SignInFirstError(PartnershipsError):
    """The account invited is in use: its owner accepts, signed in with the second factor."""


class OwnFactorError(PartnershipsError):
    """A second factor takes two administrators, and neither may be its owner."""


class OwnRoleError(PartnershipsError):
    """Nobody gives oneself a role; another administrator does."""


class RoleNotHereError(PartnershipsError):
    """No role was given, or one that the organisation cannot have."""


class ChangedMeanwhileError(PartnershipsError):
    """Somebody else has changed the member since the page was opened."""


class UnitNotHereError(PartnershipsError):
    """The unit belongs to another organisation or is closed."""


class InvitedAlreadyError(PartnershipsError):
    """Somebody with this address is invited already and has not answered."""


class FoundedAlreadyError(PartnershipsError):
    """Somebody is at work in this installation: they invite others on the pages."""


class NameTakenError(PartnershipsError):
    """Another one has this name."""


ERRORS: dict[str, type[PartnershipsError]] = {
    "TV008": OwnRoleError,
    "TV009": AskedAlreadyError,
    "TV010": NotAdministratorError,
    "TV011": NoSuchMemberError,
    "TV012": LastAdministratorError,
    "TV013": WorksHereAlreadyError,
    "TV014": NoSuchInvitationError,
    "TV015": OwnFactorError,
    "TV016": RoleNotHereError,
    "TV017": ChangedMeanwhileError,
    "TV018": UnitNotHereError,
    "TV019": InvitedAlreadyError,
    "TV032": SignInFirstError,
    "TV047": FoundedAlreadyError,
    # Row-level security and grants: PostgreSQL's own code for what a policy does not let through.
    "42501": NotAdministratorError,
}


@contextmanager
def refusals() -> Iterator[None]:
    """Turn the database's refusals in the block into the exceptions above; the transaction stays usable."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as taken:
        if getattr(taken.__cause__, "sqlstate", None) != "23505":
            raise
        raise NameTakenError from taken
    except DatabaseError as refused:
        error = ERRORS.get(getattr(refused.__cause__, "sqlstate", None) or "")
        if error is None:
            raise
        raise error(str(refused)) from refused


def call(statement: str, parameters: list[Any]) -> Any:  # noqa: ANN401 - whatever the function returns
    """Call one of the database's functions and return its value. Raises PartnershipsError."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)
        (value,) = cursor.fetchone()
        return value
