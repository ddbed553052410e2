"""What is held about a volunteer."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_GROUND = "the volunteer agreement (GDPR art. 6(1)(b) and (f))"
_KEPT = (
    "six months after the last day as a volunteer, for expenses, complaints and a reference; and a year after the day"
    " on which somebody should have looked at it (R23)"
)
_CERTIFICATE = (
    "children's certificate (act on obtaining children's certificates): days alone, never what it said; the certificate"
    " itself is not kept here"
)

_told = partial(FieldRecord, personal=True, category="identity", ground=_GROUND, retention=_KEPT, extract=True)
_certified = partial(
    FieldRecord, personal=True, category="identity", ground=_CERTIFICATE, retention=_KEPT, extract=True
)
# Colleagues' ids are not told to the person concerned (R20).
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)

RECORDS: Final = (
    _told("Volunteer.state"),
    _told("Volunteer.name"),
    _told("Volunteer.reach"),
    _told("Volunteer.tasks"),
    _told("Volunteer.note"),
    _by("Volunteer.contact_id"),
    _told("Volunteer.begins_on"),
    _told("Volunteer.agreed_on"),
    _told("Volunteer.confidential_on"),
    _told("Volunteer.with_children"),
    _told("Volunteer.why_children"),
    _certified("Volunteer.consented_on"),
    _certified("Volunteer.ordered_on"),
    _certified("Volunteer.assessed_on"),
    _by("Volunteer.assessed_by"),
    _certified("Volunteer.deleted_on"),
    _told("Volunteer.review_on"),
    _told("Volunteer.ended_on"),
    _told("Volunteer.erase_on"),
    FieldRecord("Volunteer.version", personal=False, number=NumberKind.VERSION),
    _by("Volunteer.begun_by"),
    FieldRecord("Volunteer.form_id", personal=False),
    _by("Volunteer.written_by"),
    _told("Volunteer.written_at"),
    _told("Training.dossier_id"),
    _told("Training.what"),
    _told("Training.held_on"),
    _by("Training.written_by"),
)
