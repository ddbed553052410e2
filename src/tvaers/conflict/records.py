"""A plan is about an event, never about a person: nothing is personal but who at work wrote, leads and decided it."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_by = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="a year after the plan's end, then erased",
)

_PLAIN: Final = {
    "Plan": (
        "owner_id audience state kind title areas trigger happened_on normal_signs went_well next_time review_on"
        " expires_at edition begun_at written_at started_at calmed_at closed_at"
    ),
    "Part": "owner_id plan kind organisation_id who target text contact due_on written_at",
    "Done": "owner_id part done_at",
    "LogLine": "owner_id plan text written_at",
}
_PEOPLE: Final = {
    "Plan": "lead_id begun_by written_by started_by calmed_by closed_by",
    "Part": "by_id",
    "Done": "by_id",
    "LogLine": "by_id",
}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_by(f"{model}.{field}") for model, fields in _PEOPLE.items() for field in fields.split()),
)
