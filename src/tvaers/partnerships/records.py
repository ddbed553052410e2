"""What is held about organisations and about colleagues at work."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_plain = partial(FieldRecord, personal=False)
_colleague = partial(
    FieldRecord,
    personal=True,
    ground="work in the public interest (GDPR art. 6(1)(e))",
    retention="while at work in the organisation, then as long as the log names the membership",
    extract=True,
)

RECORDS: Final = (
    _plain("Organisation.name"),
    _plain("Organisation.short_name"),
    _plain("Organisation.mark"),
    _plain("Organisation.kind"),
    _plain("Organisation.phone"),
    _plain("Organisation.is_host"),
    _plain("Organisation.ended_at"),
    _plain("Unit.organisation"),
    _plain("Unit.name"),
    _plain("Unit.kind"),
    _plain("Unit.ended_at"),
    _colleague("Membership.user"),
    _colleague("Membership.organisation"),
    _colleague("Membership.name"),
    _colleague("Membership.title"),
    _colleague("Membership.phone"),
    _colleague("Membership.email"),
    _colleague("Membership.roles", number=NumberKind.MASK),
    _colleague("Membership.state"),
    _colleague("Membership.created_at"),
    _colleague("Membership.reviewed_at"),
    _colleague("Membership.reviewed_by"),
    _colleague("Membership.left_at"),
    _colleague("Membership.version", number=NumberKind.VERSION, extract=False),
    _colleague("UnitMembership.membership"),
    _colleague("UnitMembership.unit"),
    _colleague("Invitation.membership"),
    _colleague("Invitation.token_hash", extract=False),
    _colleague("Invitation.created_at"),
    _colleague("Invitation.expires_at"),
    _colleague("Invitation.used_at"),
    _colleague("FactorReset.membership"),
    _colleague("FactorReset.organisation"),
    _colleague("FactorReset.asked_by"),
    _colleague("FactorReset.asked_at"),
    _colleague("FactorReset.agreed_by"),
    _colleague("FactorReset.agreed_at"),
)
