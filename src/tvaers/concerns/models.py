"""The tables of concerns. Fact, assessment and source are separate fields (R12); all words are sealed."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.concerns.enums import (
    About,
    Channel,
    DecisionKind,
    GivenBy,
    ImportState,
    InvolvedRole,
    LetterKind,
    Outcome,
    ReporterKind,
    State,
    StoppedBecause,
    Told,
)
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.sharing.sealing import SealedTextField


class Concern(models.Model):
    """A concern (bekymringshenvendelse); id is the dossier's id.

    headline names nobody ("Boy, 13, Mågeparken") and is what lists show. opened_at: first read in full.
    is_acute: null until somebody has looked (within 24 hours, R10). erase_on: when it is erased if nothing follows;
    kept_reason: why somebody has put that off. child_view, parents_reaction, not_told_because: R9, each apart.
    reaction: what both said, in one field; read where it was written so, and written no more.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    about = models.CharField(max_length=8, choices=About.choices)
    area_id = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    headline = SealedTextField()
    strengths = SealedTextField()
    fact = SealedTextField()
    assessment = SealedTextField()
    source = SealedTextField()
    observed = SealedTextField()
    tried = SealedTextField()
    told = models.CharField(max_length=8, choices=Told.choices, default=Told.UNKNOWN)
    reaction = SealedTextField()
    child_view = SealedTextField(default=b"", db_default=b"")
    parents_reaction = SealedTextField(default=b"", db_default=b"")
    not_told_because = SealedTextField(default=b"", db_default=b"")
    is_acute = models.BooleanField(null=True)
    acute_at = models.DateTimeField(null=True)
    acute_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    erase_on = models.DateField(null=True)
    kept_reason = SealedTextField(default=b"", db_default=b"")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Queues are read by state, or by who wrote them down, in the order of arrival."""

        indexes: ClassVar = [
            models.Index(fields=["state", "received_at"], name="concern_state_received"),
            models.Index(fields=["recorded_by", "received_at"], name="concern_recorder_received"),
        ]


class Involved(models.Model):
    """Somebody's part in a concern. category: identity for the one of concern, others for everybody else (R12).

    person_id: none when it is known that somebody had this part and not who, such as when that was not passed on.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    person_id = models.UUIDField(db_index=True, null=True)
    role = models.CharField(max_length=10, choices=InvolvedRole.choices)
    category = models.IntegerField()
    note = SealedTextField()


class Addition(models.Model):
    """What became known after a concern was written down (tilføjelse). Appended; what was told first stays (R11).

    corrects: it says what of the concern is wrong (rettelse); whoever was shared it is told, by the database (R22).
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    at = models.DateTimeField(db_default=Now())
    by = models.UUIDField()
    fact = SealedTextField()
    assessment = SealedTextField()
    source = SealedTextField()
    corrects = models.BooleanField(default=False, db_default=False)


class Reporter(models.Model):
    """Who told (indberetter). A professional is named; a citizen may stay unnamed (R29)."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=12, choices=ReporterKind.choices)
    is_unnamed = models.BooleanField(default=False)
    name = SealedTextField()
    workplace = SealedTextField()
    relation = SealedTextField()
    contact = SealedTextField()


class Decision(models.Model):
    """What triage decided, and why (visitation). Appended; the last one of kind "decided" holds.

    outcome: what was decided; for the other kinds, what had been decided until then. sent_date: when a notification
    was sent, or the infohus was asked. receiver, basis: who was asked in the infohus, and on what legal basis (R1).
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    kind = models.CharField(
        max_length=12, choices=DecisionKind.choices, default=DecisionKind.DECIDED, db_default=DecisionKind.DECIDED
    )
    outcome = models.CharField(max_length=14, choices=Outcome.choices)
    reason = SealedTextField()
    at = models.DateTimeField(db_default=Now())
    by = models.UUIDField()
    organisation_id = models.UUIDField(null=True)
    sent_date = models.DateField(null=True)
    receiver = SealedTextField(default=b"", db_default=b"")
    basis = SealedTextField(default=b"", db_default=b"")


class Letter(models.Model):
    """A letter to the reporter: receipt, or feedback on what kind of thing happened (kvittering, tilbagemelding)."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=8, choices=LetterKind.choices)
    text = SealedTextField()
    written_at = models.DateTimeField(db_default=Now())
    given_at = models.DateTimeField(null=True)
    given_by = models.CharField(max_length=12, choices=GivenBy.choices, blank=True)
    given_member_id = models.UUIDField(null=True)


class Import(models.Model):
    """Many concerns from one file (indlæsning); a dossier of its own, erased with its key when it is over.

    table: the cells as text, gone when the import has run. problems: line and reason of each row left out.
    done counts rows handled, of `total`: written, here already, bad. seen_at: when its owner has read the result.
    stopped_because: why it ended early, if it did.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READ)
    member_id = models.UUIDField()
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(
        max_length=8, choices=StoppedBecause.choices, blank=True, default="", db_default=""
    )
    erase_on = models.DateField()
    filename = SealedTextField()
    table = SealedTextField()
    mapping = models.JSONField(default=dict)
    problems = SealedTextField()
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)


class ImportMapping(models.Model):
    """Which column of a kind of file is which field; remembered for the organisation. Holds headings, no rows."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    organisation_id = models.UUIDField()
    headings = models.BinaryField(max_length=32)
    mapping = models.JSONField(default=dict)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        """One mapping for each kind of file in an organisation."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "headings"], name="import_mapping_once")
        ]


class Arrival(models.Model):
    """That something came in once: a form that was saved, a row of a file. Sent again, it writes nothing.

    token: an HMAC with the organisation's own key. Stays when the concern is erased, so that the same file does not
    bring it back. Its uniqueness tells nobody anything: only the organisation can make its tokens.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    organisation_id = models.UUIDField()
    token = models.BinaryField(max_length=32)
    concern_id = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        """Once in an organisation."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation_id", "token"], name="arrival_once")]


class Passing(models.Model):
    """That what was offered in one go passes a concern on (oversendelse); id is the group of sharing.Disclosure.

    Seen by whoever sees the offer: the receiver it names, and the giver. It holds nothing of the concern.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField(db_default=Now())


class SavedFilter(models.Model):
    """How somebody narrows the queue again and again (gemt filter), under a name of their own; seen by nobody else.

    The fields are those of `queries.Filters`; days: received within so many days. No text that is looked for: it may
    name somebody (ADR 0017). threshold: from how many concerns on it stands in Today; muted_at,
    muted_on: up to how many it was seen there, and when.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    member_id = models.UUIDField()
    name = models.CharField(max_length=60)
    view = models.CharField(max_length=12)
    area_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=12, blank=True, default="")
    urgency = models.CharField(max_length=8, blank=True, default="")
    kind = models.CharField(max_length=16, blank=True, default="")
    about = models.CharField(max_length=12, blank=True, default="")
    outcome = models.CharField(max_length=16, blank=True, default="")
    days = models.PositiveSmallIntegerField(null=True)
    threshold = models.PositiveSmallIntegerField(null=True)
    muted_at = models.PositiveSmallIntegerField(null=True)
    muted_on = models.DateField(null=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Names no number; a name once for each; found by whose it is."""

        constraints: ClassVar = [
            without_numbers("saved_filter_without_numbers", "name"),
            models.UniqueConstraint(fields=["member_id", "name"], name="saved_filter_once"),
            models.CheckConstraint(
                condition=models.Q(threshold=None) | models.Q(threshold__gte=1, threshold__lte=200),
                name="saved_filter_threshold",
            ),
        ]
