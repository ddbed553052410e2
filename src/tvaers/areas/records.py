"""Places are not people: nothing here is personal."""

from typing import Final

from tvaers.foundation.records import FieldRecord

RECORDS: Final = tuple(FieldRecord(f"Area.{field}", personal=False) for field in ("kind", "name", "parent", "ended_at"))
