"""What is held about a young person in a case, and about those around."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_TASK = "crime prevention by public authorities (GDPR art. 6(1)(e); Administration of Justice Act section 115)"
_KEPT = "with the case: 3 to 24 months after it was closed, by its outcome (R23)"

_case = partial(FieldRecord, personal=True, category="plan", ground=_TASK, retention=_KEPT, extract=True)
_why = partial(FieldRecord, personal=True, category="concern", ground=_TASK, retention=_KEPT, extract=True)
_around = partial(FieldRecord, personal=True, category="others", ground=_TASK, retention=_KEPT, extract=True)
# A note's own category says what it tells about; entry is the least.
_note = partial(FieldRecord, personal=True, category="entry", ground=_TASK, retention=_KEPT, extract=True)
# Colleagues' ids are not told to the person concerned (R20).
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)
_waiting = partial(
    FieldRecord,
    personal=True,
    category="concern",
    ground=_TASK,
    retention="until the case is opened or joined, at the latest with the concern",
    extract=True,
)
_figure = partial(FieldRecord, personal=False)

RECORDS: Final = (
    _case("Case.person_id"),
    _case("Case.state"),
    _case("Case.criterion"),
    _case("Case.purpose", number=NumberKind.MASK),
    _case("Case.basis"),
    _by("Case.lead_id"),
    _case("Case.unit_id"),
    _case("Case.opened_at"),
    _case("Case.review_on"),
    _case("Case.paused_until"),
    _case("Case.closed_at"),
    _case("Case.outcome"),
    _case("Case.erase_on"),
    _case("Case.version", number=NumberKind.VERSION),
    _case("Voice.dossier_id"),
    _case("Voice.speaker"),
    _case("Voice.words"),
    _case("Voice.said_by"),
    _case("Voice.said_on"),
    _by("Voice.written_by"),
    _case("Voice.is_approved"),
    _case("Voice.written_at"),
    _case("Strength.dossier_id"),
    _case("Strength.title"),
    _case("Strength.words"),
    _case("Strength.said_by"),
    _by("Strength.written_by"),
    _case("Strength.written_at"),
    _around("NetworkMember.dossier_id"),
    _around("NetworkMember.circle"),
    _around("NetworkMember.closeness"),
    _around("NetworkMember.name"),
    _around("NetworkMember.relation"),
    _around("NetworkMember.brings"),
    _by("NetworkMember.written_by"),
    _around("NetworkMember.written_at"),
    _note("Entry.dossier_id"),
    _note("Entry.category", number=NumberKind.CODE),
    _note("Entry.happened_at"),
    _note("Entry.title"),
    _note("Entry.fact"),
    _note("Entry.assessment"),
    _note("Entry.source"),
    _note("Entry.is_police_material"),
    _by("Entry.author_id"),
    _note("Entry.author_organisation_id"),
    _note("Entry.written_at"),
    _note("Entry.signed_at"),
    _note("Entry.corrects_id"),
    _note("Entry.version", number=NumberKind.VERSION),
    _why("Step.dossier_id"),
    _why("Step.kind"),
    _why("Step.reason"),
    _why("Step.at"),
    _by("Step.by"),
    _around("ParentContact.dossier_id"),
    _around("ParentContact.entry_id"),
    _around("ParentContact.kind"),
    _around("ParentContact.words"),
    _around("ParentContact.at"),
    _by("ParentContact.by"),
    *(_case(f"Move.{name}") for name in ("dossier_id", "to_organisation_id", "to_name", "moves_on", "begun_at")),
    *(_case(f"Move.{name}") for name in ("taken_at", "answer", "ended_at")),
    _by("Move.by"),
    _waiting("Preparation.dossier_id"),
    _waiting("Preparation.reason"),
    _waiting("Preparation.version", number=NumberKind.VERSION),
    _by("Preparation.by"),
    _waiting("Preparation.written_at"),
    # Counts of at least five young people, each of nobody in particular (R28).
    _case("Summary.words"),
    _by("Summary.written_by"),
    _case("Summary.written_at"),
    _figure("PublishedFigure.owner"),
    _figure("PublishedFigure.quarter"),
    _figure("PublishedFigure.measure"),
    _figure("PublishedFigure.divided"),
    _figure("PublishedFigure.band"),
    _figure("PublishedFigure.area"),
    _figure("PublishedFigure.count", number=NumberKind.AMOUNT),
)
