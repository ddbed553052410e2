"""What consents hold: who agreed that something is shared with whom, and when it was taken back."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_consent = partial(
    FieldRecord,
    personal=True,
    category="plan",
    ground="showing that consent was given freely, for what, and when it was taken back (GDPR art. 7)",
    retention="with the case it belongs to",
    extract=True,
)

RECORDS: Final = (
    _consent("Consent.dossier_id"),
    _consent("Consent.frame_id"),
    _consent("Consent.given_by"),
    _consent("Consent.words"),
    _consent("Consent.given_on"),
    _consent("Consent.until_date"),
    _consent("Consent.written_by", extract=False),
    _consent("Consent.written_at"),
    _consent("Consent.withdrawn_at"),
)
