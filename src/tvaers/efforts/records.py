"""An effort is about no person: nothing here is personal but who at work wrote, keeps and decided it."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_by = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="as long as the organisation keeps the effort in its catalogue",
)

_PLAIN: Final = {
    "Effort": (
        "owner_id audience state kind title what for_whom provider provider_kind contact areas capacity source"
        " from_date until_date needs_consent room room_on review_date starter edition begun_at written_at offered_at"
        " closed_at"
    ),
    "EffortStep": "owner_id effort place text who days",
}
_PEOPLE: Final = {"Effort": "room_by keeper_id begun_by written_by offered_by closed_by"}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_by(f"{model}.{field}") for model, fields in _PEOPLE.items() for field in fields.split()),
)
