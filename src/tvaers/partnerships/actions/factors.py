"""A lost second factor: one administrator asks, another agrees."""

from uuid import UUID

from tvaers.audit.actions import record
from tvaers.foundation import ids
from tvaers.partnerships.actions.refusals import NoSuchMemberError, OwnFactorError, call
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.models import FactorReset, Membership


def ask_factor_reset(*, by: Actor, member: Membership) -> UUID:
    """Ask that a colleague's lost second factor may be set up anew; open for three days.

    Raises OwnFactorError, AskedAlreadyError, NoSuchMemberError, NotAdministratorError.
    """
    if by.id == member.id:
        raise OwnFactorError
    reset = ids.opaque()
    call("SELECT guard.ask_factor_reset(%s, %s)", [reset, member.id])
    record("partnerships.factor_reset_asked", object_id=member.id)
    return reset


def agree_factor_reset(*, by: Actor, reset: FactorReset) -> None:
    """Agree to what another administrator asked: the member's factors and sessions go, and new ones can be set up.

    Raises OwnFactorError, NoSuchMemberError (gone, run out, or not here), NotAdministratorError.
    """
    if reset.organisation_id != by.organisation.id:
        raise NoSuchMemberError
    call("SELECT guard.agree_factor_reset(%s)", [reset.id])
    record(
        "partnerships.factor_reset_agreed",
        object_id=reset.membership_id,
        detail={"asked_by": str(reset.asked_by_id)},
    )
