"""What a clock tells about a person: only that something was due, and when it was done."""

from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_GROUND = "The deadlines of the social services act and of the partnership's agreement (R10)"
_RETENTION = "With the dossier that the clock runs on"

RECORDS: Final = (
    *(FieldRecord(f"ClockRule.{field}", personal=False) for field in ("organisation", "kind", "amount", "counting")),
    *(
        FieldRecord(f"Clock.{field}", personal=True, ground=_GROUND, retention=_RETENTION, extract=True)
        for field in ("dossier_id", "kind", "started_at", "due_at", "done_at")
    ),
    FieldRecord("Clock.category", personal=True, ground=_GROUND, retention=_RETENTION, number=NumberKind.MASK),
    # A colleague's id, not told to the person concerned (R20).
    FieldRecord("Clock.owner_id", personal=False),
    FieldRecord("Clock.done_by", personal=True, ground=_GROUND, retention=_RETENTION),
)
