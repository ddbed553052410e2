"""What is held in files and about them."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_KEPT = "with the dossier it lies behind, or until it is removed"
# A file's own category says what it tells about; plan is the least.
_file = partial(
    FieldRecord,
    personal=True,
    category="plan",
    ground="the task of the dossier it lies behind (GDPR art. 6(1)(e))",
    retention=_KEPT,
    extract=True,
)
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)
_plain = partial(FieldRecord, personal=False)

RECORDS: Final = (
    _file("File.dossier_id"),
    _file("File.category", number=NumberKind.CODE),
    _file("File.kind"),
    _file("File.size"),
    _file("File.title"),
    _file("File.digest", extract=False),
    _by("File.added_by"),
    _file("File.added_at"),
    _plain("File.stays"),
    _file("FileContent.dossier_id"),
    _file("FileContent.category", number=NumberKind.CODE),
    _file("FileContent.content"),
    _plain("OrganisationFile.owner_id"),
    _plain("OrganisationFile.audience"),
    _plain("OrganisationFile.until_at"),
    _plain("OrganisationFile.kind"),
    _plain("OrganisationFile.size"),
    _plain("OrganisationFile.title"),
    _plain("OrganisationFile.digest"),
    _by("OrganisationFile.added_by", retention="with the file"),
    _plain("OrganisationFile.added_at"),
    _plain("OrganisationFileContent.content"),
)
