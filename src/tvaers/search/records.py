"""What is held so that a text is found."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_finding = partial(
    FieldRecord,
    personal=True,
    category="entry",
    ground="finding a text among one's own cases without a readable index (GDPR art. 6(1)(e), art. 32)",
    retention="with the text; at the latest with its dossier",
    extract=False,
)

RECORDS: Final = (
    _finding("Posting.dossier_id"),
    _finding("Posting.category", number=NumberKind.CODE),
    _finding("Posting.source"),
    _finding("Posting.object_id"),
    _finding("Posting.narrow"),
    _finding("Posting.at"),
    _finding("Posting.key"),
    _finding("Posting.cutter", number=NumberKind.VERSION),
)
