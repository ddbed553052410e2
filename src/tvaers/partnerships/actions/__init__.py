"""Writes: what administrators do with organisations, units, members, invitations and lost second factors."""

from tvaers.partnerships.actions.factors import agree_factor_reset, ask_factor_reset
from tvaers.partnerships.actions.founding import FirstAdministrator, found
from tvaers.partnerships.actions.invitations import (
    Invitee,
    Letter,
    LetterNotSentError,
    invite,
    invite_again,
    withdraw_invitation,
)
from tvaers.partnerships.actions.members import (
    MemberDetails,
    change_member,
    change_own_details,
    leave_organisation,
    review_roles,
)
from tvaers.partnerships.actions.organisations import (
    OrganisationDetails,
    add_organisation,
    change_organisation,
)
from tvaers.partnerships.actions.refusals import (
    AskedAlreadyError,
    ChangedMeanwhileError,
    FoundedAlreadyError,
    InvitedAlreadyError,
    LastAdministratorError,
    NameTakenError,
    NoSuchInvitationError,
    NoSuchMemberError,
    NotAdministratorError,
    OwnFactorError,
    OwnRoleError,
    PartnershipsError,
    RoleNotHereError,
    UnitNotHereError,
    WorksHereAlreadyError,
)
from tvaers.partnerships.actions.units import add_unit, change_unit, close_unit, reopen_unit

__all__ = [
    "AskedAlreadyError",
    "ChangedMeanwhileError",
    "FirstAdministrator",
    "FoundedAlreadyError",
    "InvitedAlreadyError",
    "Invitee",
    "LastAdministratorError",
    "Letter",
    "LetterNotSentError",
    "MemberDetails",
    "NameTakenError",
    "NoSuchInvitationError",
    "NoSuchMemberError",
    "NotAdministratorError",
    "OrganisationDetails",
    "OwnFactorError",
    "OwnRoleError",
    "PartnershipsError",
    "RoleNotHereError",
    "UnitNotHereError",
    "WorksHereAlreadyError",
    "add_organisation",
    "add_unit",
    "agree_factor_reset",
    "ask_factor_reset",
    "change_member",
    "change_organisation",
    "change_own_details",
    "change_unit",
    "close_unit",
    "found",
    "invite",
    "invite_again",
    "leave_organisation",
    "reopen_unit",
    "review_roles",
    "withdraw_invitation",
]
