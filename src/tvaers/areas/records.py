"""Places are not people: nothing here is personal."""

from typing import Final

from tvaers.foundation.records import FieldRecord

_FIELDS: Final = {
    "Area": "kind name parent ended_at code police_district",
    "Border": ("area from_on rings light west south east north label_east label_north source is_schematic written_at"),
    "BorderFile": (
        "owner_id by_id filename kind source is_schematic from_on properties content name_property code_property"
        " state outlines done added moved same problems read_at ended_at"
    ),
}
RECORDS: Final = tuple(
    FieldRecord(f"{model}.{field}", personal=False) for model, fields in _FIELDS.items() for field in fields.split()
)
