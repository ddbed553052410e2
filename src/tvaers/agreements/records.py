"""What agreements hold: organisations, dates and themes, and no person."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_plain = partial(FieldRecord, personal=False)

RECORDS: Final = (
    _plain("Agreement.kind"),
    _plain("Agreement.title"),
    _plain("Agreement.previous"),
    _plain("Agreement.signed_text"),
    _plain("Agreement.from_date"),
    _plain("Agreement.until_date"),
    _plain("Agreement.purpose"),
    _plain("Agreement.source"),
    _plain("Agreement.is_invented"),
    _plain("Agreement.frame_id"),
    _plain("AgreementParty.agreement"),
    _plain("AgreementParty.organisation"),
    _plain("AgreementParty.signatory"),
    _plain("AgreementTheme.agreement"),
    _plain("AgreementTheme.place"),
    _plain("AgreementTheme.text"),
    _plain("AgreementTheme.is_added"),
)
