"""A page of how we work is about no person: nothing here is personal but who at work wrote, keeps and decided it."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_by = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="as long as the organisation keeps the page and its versions",
)

_PLAIN: Final = {
    "Method": "owner_id audience topic places review_date starter begun_at",
    "MethodVersion": (
        "owner_id method number state title summary body source changed edition written_at taken_at retired_at"
    ),
}
_PEOPLE: Final = {"Method": "keeper_id begun_by", "MethodVersion": "written_by taken_by retired_by"}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_by(f"{model}.{field}") for model, fields in _PEOPLE.items() for field in fields.split()),
)
