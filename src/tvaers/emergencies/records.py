"""What is held about an emergency look-up: of whom, by whom, why, and how it was judged."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_about = partial(
    FieldRecord,
    personal=True,
    category="identity",
    ground="showing who looked somebody up in danger, and why (GDPR art. 5(2), 6(1)(d) and 15)",
    retention="with the log, whose time each controller sets; the words go with the person's key",
    extract=True,
)
_worker = partial(
    FieldRecord,
    personal=True,
    ground="accountability for looking somebody up (GDPR art. 5(2))",
    retention="with the log, whose time each controller sets",
)
_plain = partial(FieldRecord, personal=False)

RECORDS: Final = (
    _about("EmergencyLookup.organisation"),
    _worker("EmergencyLookup.member"),
    _plain("EmergencyLookup.form_id"),
    _about("EmergencyLookup.danger"),
    _about("EmergencyLookup.reason"),
    _about("EmergencyLookup.at"),
    _about("EmergencyLookup.until_at"),
    _about("EmergencyLookup.owner"),
    _about("EmergencyLookup.dossier_id", extract=False),
    _about("EmergencyLookup.reviewer"),
    _plain("EmergencyLookup.review_by"),
    _about("EmergencyLookup.verdict"),
    _about("EmergencyLookup.words"),
    _about("EmergencyLookup.reviewed_at"),
    _worker("EmergencyLookup.reviewed_by"),
    _worker("EmergencyLookup.restored_at"),
    _worker("EmergencyLookup.restored_by"),
    _plain("EmergencyAlarm.organisation"),
    _plain("EmergencyAlarm.at"),
    _plain("EmergencyAlarm.lookups"),
    _plain("EmergencyAlarm.accesses"),
    _worker("EmergencyAlarm.read_at"),
    _worker("EmergencyAlarm.read_by"),
)
