"""Nothing here is about a person of concern: events are coded, and the text of a column is not read in.

Colleagues' ids stand where somebody read a file in or decided.
"""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_plain = partial(FieldRecord, personal=False)
# Colleagues', kept as long as what they did.
_by = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="five years, with the incidents; then erased nightly",
)

_FIELDS: Final = {
    "IncidentFile": (
        "owner_id audience filename headings left_out fingerprint columns words origin content state lines good done"
        " added bad problems read_at ended_at"
    ),
    # Five years from the day that it happened on, then erased nightly; so are the counts.
    "Incident": "owner_id file area day hour kind origin key",
    "DailyCount": "owner_id audience until file area origin number day kind received_at",
    "WeeklyCount": "owner_id audience until file area origin number week kind",
    "Scan": "owner_id day days method state steps done found begun_at ended_at",
    "PastDay": "owner_id day basis method told areas recurrence looked_at",
    "Signal": (
        "owner_id method family day from_on areas by_area observed expected recurrence noticed_at state why words"
        " decided_at bulletin_id until"
    ),
}
RECORDS: Final = (
    *(_plain(f"{model}.{field}") for model, fields in _FIELDS.items() for field in fields.split()),
    _by("IncidentFile.by_id"),
    _by("Scan.by_id"),
    _by("Signal.decided_by"),
)
