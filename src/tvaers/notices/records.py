"""What is held about a resident in a notice."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_GROUND = "notice to a housing organisation (Social Housing Act sections 63 d and 63 e)"
_KEPT = "six months at most, with the notice (R25)"

_told = partial(FieldRecord, personal=True, category="identity", ground=_GROUND, retention=_KEPT, extract=True)
_decided = partial(FieldRecord, personal=True, category="offence", ground=_GROUND, retention=_KEPT, extract=True)
# Colleagues' ids are not told to the person concerned (R20).
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)

RECORDS: Final = (
    _told("HousingNotice.kind"),
    _told("HousingNotice.name"),
    _told("HousingNotice.address"),
    _told("HousingNotice.effort"),
    _told("HousingNotice.to_organisation_id"),
    _by("HousingNotice.written_by"),
    _told("HousingNotice.written_at"),
    _told("HousingNotice.erase_on"),
    FieldRecord("HousingNotice.form_id", personal=False),
    _decided("NoticeDecision.dossier_id"),
    _decided("NoticeDecision.words"),
    _decided("NoticeDecision.decided_on"),
    _by("NoticeDecision.written_by"),
)
