"""What the log holds about who asked, and about whom (R18, R20).

The person concerned gets when, for what purpose and by which search; normally not which employee (R20).
"""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_log = partial(
    FieldRecord,
    personal=True,
    ground="accountability and security of processing (GDPR art. 5(2) and 32)",
    retention="with the log, whose time each controller sets",
)

RECORDS: Final = (
    _log("Ticket.at", extract=True),
    _log("Ticket.kind"),
    _log("Ticket.user_id"),
    _log("Ticket.actor_id"),
    _log("Ticket.organisation_id", extract=True),
    _log("Ticket.route"),
    _log("Ticket.method"),
    _log("Ticket.purposes", extract=True, number=NumberKind.MASK),
    FieldRecord("Outcome.at", personal=False),
    FieldRecord("Outcome.ticket_id", personal=False),
    FieldRecord("Outcome.status", personal=False),
    _log("Seen.at", extract=True),
    _log("Seen.ticket_id"),
    _log("Seen.dossier_id"),
    _log("Seen.owner_id", extract=True),
    _log("Seen.actor_id"),
    _log("Seen.organisation_id", extract=True),
    _log("Seen.categories", extract=True, number=NumberKind.MASK),
    _log("Seen.criterion", extract=True),
    _log("Event.at", extract=True),
    _log("Event.ticket_id"),
    _log("Event.organisation_id", extract=True),
    _log("Event.actor_id"),
    _log("Event.name", extract=True),
    _log("Event.object_id"),
    _log("Event.dossier_id"),
    _log("Event.detail"),
    _log("AccountEvent.at", extract=True),
    _log("AccountEvent.ticket_id"),
    _log("AccountEvent.user_id", extract=True),
    _log("AccountEvent.name", extract=True),
)
