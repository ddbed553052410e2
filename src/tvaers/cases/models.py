"""The tables of cases. A case is about exactly one young person; strengths and own words stand first."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from tvaers.cases.enums import (
    Band,
    Circle,
    Closeness,
    Criterion,
    Divided,
    Measure,
    Outcome,
    Parents,
    Speaker,
    State,
    StepKind,
)
from tvaers.foundation import ids
from tvaers.guard.classes import TableClass
from tvaers.guard.enums import Category
from tvaers.sharing.sealing import SealedTextField


class Case(models.Model):
    """The work around one young person (forløb); id is the dossier's id, person_id the young person's dossier.

    Why it was opened stands in its first step. purpose: one bit of guard.enums.Purpose. review_on: when it must be
    looked at again (R15, R23).
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    person_id = models.UUIDField(db_index=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    criterion = models.CharField(max_length=16, choices=Criterion.choices)
    purpose = models.IntegerField()
    basis = models.CharField(max_length=200)
    lead_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    review_on = models.DateField()
    paused_until = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    erase_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Lists are read by state, or by lead, in the order of review."""

        indexes: ClassVar = [
            models.Index(fields=["state", "review_on"], name="case_state_review"),
            models.Index(fields=["lead_id", "review_on"], name="case_lead_review"),
        ]


class Voice(models.Model):
    """Own words of the young person or the parents (egne ord), as they said them."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    speaker = models.CharField(max_length=8, choices=Speaker.choices)
    words = SealedTextField()
    said_by = SealedTextField()
    said_on = models.DateField()
    written_by = models.UUIDField()
    is_approved = models.BooleanField(default=False)
    written_at = models.DateTimeField(db_default=Now())


class Strength(models.Model):
    """Something that carries (styrke): a person, a skill, a habit; who says so."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    title = SealedTextField()
    words = SealedTextField()
    said_by = SealedTextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class NetworkMember(models.Model):
    """Somebody in the network around the young person; drawn together, strengths first."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    circle = models.CharField(max_length=12, choices=Circle.choices)
    closeness = models.CharField(max_length=8, choices=Closeness.choices)
    name = SealedTextField()
    relation = SealedTextField()
    brings = SealedTextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class Entry(models.Model):
    """A note in a case (journalnotat, R11): fact, assessment and source apart (R12); signed, it is locked.

    category: what it tells about. corrects_id: the signed entry that this one corrects.
    is_police_material: given by the police for prevention; never for investigation (R3).
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField()
    category = models.IntegerField(default=int(Category.ENTRY))
    happened_at = models.DateTimeField()
    title = SealedTextField()
    fact = SealedTextField()
    assessment = SealedTextField()
    source = SealedTextField()
    is_police_material = models.BooleanField(default=False)
    author_id = models.UUIDField()
    author_organisation_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    signed_at = models.DateTimeField(null=True)
    corrects_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Found by case, newest first; drafts by their author."""

        indexes: ClassVar = [
            models.Index(fields=["dossier_id", "-happened_at"], name="entry_case_happened"),
            models.Index(fields=["author_id"], name="entry_drafts", condition=models.Q(signed_at__isnull=True)),
            models.Index(fields=["corrects_id"], name="entry_corrects"),
        ]


class Step(models.Model):
    """A change in the course of a case, with its reason, which tells of the concern. Appended."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=StepKind.choices)
    reason = SealedTextField()
    at = models.DateTimeField()
    by = models.UUIDField()


class ParentContact(models.Model):
    """That the parents of somebody under 18 were contacted and how they reacted, or why not (R9). Appended.

    entry_id: the note it was written with; null when it was written at the opening or by itself.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    entry_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=14, choices=Parents.choices)
    words = SealedTextField()
    at = models.DateTimeField()
    by = models.UUIDField()


class Preparation(models.Model):
    """The reason written at triage, until the case is opened or joined: behind the concern, gone afterwards."""

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField(db_index=True)
    reason = SealedTextField()
    version = models.PositiveIntegerField()
    by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class Summary(models.Model):
    """A few lines of a case, written to be shared alone (resumé); id is its own dossier's id.

    The smallest that can be shared. Never changed: what was wrong is taken back, and told anew.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, editable=False)
    words = SealedTextField()
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())


class PublishedFigure(models.Model):
    """How many young people an organisation counted in a quarter (offentliggjort tal, R28): of nobody in particular.

    quarter: its first day. area: of a division by area, in which one; None for those of whom it is not known. count:
    None where there were from one to four, for the total alone; a division with so few in a cell is not there. Written
    once, by the organisation's own job, and never counted again.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    quarter = models.DateField()
    measure = models.CharField(max_length=8, choices=Measure.choices)
    divided = models.CharField(max_length=6, choices=Divided.choices)
    band = models.CharField(max_length=8, choices=Band.choices)
    area = models.ForeignKey("areas.Area", on_delete=models.PROTECT, null=True, related_name="+")
    count = models.PositiveIntegerField(null=True)

    class Meta:
        """Each figure once, and never of a few people."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "quarter", "measure", "divided", "band", "area"],
                name="figure_published_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(area=None) ^ models.Q(divided=Divided.AREA, band=Band.AREA), name="figure_of_area"
            ),
            models.CheckConstraint(
                # Of null neither of the first two would be false.
                condition=models.Q(models.Q(count=0) | models.Q(count__gte=5), count__isnull=False)
                | models.Q(count__isnull=True, divided=Divided.ALL),
                name="figure_of_nobody",
            ),
        ]


class Move(models.Model):
    """That a young person moves to another municipality, which is to take the case over (flytning).

    to_organisation_id: null where it is told by letter, to to_name. taken_at: since when there is a case there; it is
    written by who takes it over, or, with the answer in words, by who got a letter's answer. Until then whoever has the
    case answers for it. ended_at: it was called off.
    """

    table_class: ClassVar = TableClass.DOSSIER

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    dossier_id = models.UUIDField()
    to_organisation_id = models.UUIDField(null=True)
    to_name = SealedTextField()
    moves_on = models.DateField()
    by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())
    taken_at = models.DateTimeField(null=True)
    answer = SealedTextField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time for a case; those to take over are found by the municipality."""

        indexes: ClassVar = [
            models.Index(
                fields=["to_organisation_id"],
                name="move_to_take",
                condition=models.Q(ended_at__isnull=True, taken_at__isnull=True),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["dossier_id"], condition=models.Q(ended_at=None), name="move_once")
        ]
