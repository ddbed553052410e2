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
    _consent("Consent.holders"),
    _consent("Consent.young_view"),
    _consent("Consent.parents"),
    # Why the parents were not asked may be a suspicion against whoever asks for the extract (R9).
    _consent("Consent.parents_words", extract=False),
    _consent("Consent.way"),
    _consent("Consent.way_words"),
    _consent("Consent.file_id"),
    _consent("Consent.tongue"),
    _consent("Consent.interpreter"),
    _consent("Consent.withdrawn_on"),
    _consent("Consent.withdrawn_by"),
    _consent("Consent.withdrawn_way"),
    _consent("Consent.withdrawn_words"),
    _consent("Consent.withdrawal_written_by", extract=False),
)
