"""The record that every app keeps of its fields: what is personal, on what ground, for how long.

An app's `records.py` holds `RECORDS`, a tuple of `FieldRecord`, one for each field of its models.
From these come the person's extract, the register of processing (GDPR art. 30) and the retention
rules; a repository test fails on a field that is not listed.
"""

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum


class NumberKind(StrEnum):
    """What a number about a person may be. There is no other kind: nothing scores a person (R13)."""

    AGE = "age"
    ORDER = "order"
    VERSION = "version"
    AMOUNT = "amount"
    # A member of a closed list, or a set of its members in one number; none is more than another.
    CODE = "code"
    MASK = "mask"


class IncompleteRecordError(ValueError):
    """A personal field that does not say on what ground or for how long it is held."""


@dataclass(frozen=True)
class FieldRecord:
    """One field of one model, written "Model.field".

    Raises IncompleteRecordError for a personal field without ground or retention.
    """

    field: str
    _: KW_ONLY
    personal: bool
    # The category of protected data; "" for what carries none (a colleague's title).
    category: str = ""
    # The legal ground, in words that the person concerned understands.
    ground: str = ""
    # When it goes, as a rule in words.
    retention: str = ""
    # Whether the person concerned gets it in an extract.
    extract: bool = False
    number: NumberKind | None = None

    def __post_init__(self) -> None:
        """Refuse a personal field without ground or retention."""
        if self.personal and not (self.ground and self.retention):
            raise IncompleteRecordError(f"{self.field}: a personal field needs a ground and a retention")
