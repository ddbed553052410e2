"""The tables of plans of conflicts. Nobody's name and nobody's number; everything has an end."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.conflict.enums import HELPED, PartKind, PlanKind, PlanState, Target
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass

# The longest of each, in characters.
TITLE, WORDS, TEXT, LINE = 90, 2000, 1000, 120
LOGGED = 600


def as_its_state() -> models.Q:
    """Return the condition that a plan holds what its state asks: who began it, ended it, and what was learned."""
    not_begun = models.Q(started_at=None, started_by=None, calmed_at=None, calmed_by=None)
    begun = models.Q(started_at__isnull=False, started_by__isnull=False)
    calm = begun & models.Q(calmed_at__isnull=False, calmed_by__isnull=False)
    open_ = models.Q(closed_at=None, closed_by=None)
    looked_at = models.Q(review_on__isnull=False)
    return (
        models.Q(state=PlanState.DRAFT) & not_begun & open_
        | models.Q(state=PlanState.READY, kind=PlanKind.FORESEEABLE) & not_begun & open_ & looked_at
        | models.Q(state=PlanState.IN_FORCE, calmed_at=None, calmed_by=None) & begun & open_ & looked_at
        | models.Q(state=PlanState.NORMAL) & calm & open_
        | models.Q(state=PlanState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
        & (not_begun | calm & ~models.Q(went_well="", next_time=""))
    )


class Plan(models.Model):
    """What is done about a conflict or an event, in one or more areas (handleplan, beredskabsplan).

    audience: the authorities that read it too, once it is no draft, until expires_at. trigger: what happened, or what
    could. happened_on: when, if it did. lead_id: the colleague who leads it. normal_signs: by which one sees that it is
    normal again. review_on: the day on which somebody looks whether it still holds. went_well, next_time: what was
    learned. edition: counts how often it was saved, so that nobody writes over a colleague.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=8, choices=PlanState.choices, default=PlanState.DRAFT)
    kind = models.CharField(max_length=11, choices=PlanKind.choices)
    title = models.CharField(max_length=TITLE)
    areas = ArrayField(models.UUIDField(), default=list)
    trigger = models.CharField(max_length=WORDS)
    happened_on = models.DateField(null=True)
    lead_id = models.UUIDField()
    normal_signs = models.CharField(max_length=WORDS)
    went_well = models.CharField(max_length=WORDS, blank=True, default="")
    next_time = models.CharField(max_length=WORDS, blank=True, default="")
    review_on = models.DateField(null=True)
    expires_at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    started_by = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    calmed_by = models.UUIDField(null=True)
    calmed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Words of the closed lists; who did what fits the state; what was in force ends with what was learned."""

        constraints: ClassVar = [
            without_numbers(
                "conflict_plan_without_numbers", "title", "trigger", "normal_signs", "went_well", "next_time"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=PlanKind.values, state__in=PlanState.values), name="conflict_plan_of_lists"
            ),
            models.CheckConstraint(condition=as_its_state(), name="conflict_plan_as_its_state"),
        ]


class Part(models.Model):
    """Who does what, a measure, or a message of a plan (aktør, indsats, budskab).

    organisation_id: who does it, if it is one of the plan's authorities: that one ticks it off too. who: a unit or a
    place, in words. target: whom a measure is for, or to whom a message is said. text: what. contact: how to reach
    whoever does it, at work. due_on: by when.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    # The database erases it with its plan (migration 0002).
    plan = models.ForeignKey(Plan, on_delete=models.DO_NOTHING, db_constraint=False, related_name="parts")
    kind = models.CharField(max_length=7, choices=PartKind.choices)
    organisation_id = models.UUIDField(null=True)
    who = models.CharField(max_length=LINE, blank=True, default="")
    target = models.CharField(max_length=12, choices=Target.choices, blank=True, default="")
    text = models.CharField(max_length=TEXT)
    contact = models.CharField(max_length=LINE, blank=True, default="")
    due_on = models.DateField(null=True)
    by_id = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Words of the closed lists, and what fits the kind; somebody does it."""

        constraints: ClassVar = [
            without_numbers("conflict_part_without_numbers", "who", "text", "contact"),
            models.CheckConstraint(
                condition=models.Q(kind=PartKind.ACTOR, target="", due_on=None)
                | models.Q(kind=PartKind.MEASURE, target__in=[each.value for each in HELPED], contact="")
                | models.Q(kind=PartKind.MESSAGE, target__in=Target.values, contact="", due_on=None),
                name="conflict_part_of_its_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation_id__isnull=False) | ~models.Q(who=""),
                name="conflict_part_by_somebody",
            ),
        ]


class Done(models.Model):
    """That a measure is done, or a message said, by whom and when. It goes where its part goes."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    # The database erases it with its part (migration 0002).
    part = models.ForeignKey(Part, on_delete=models.DO_NOTHING, db_constraint=False, related_name="done")
    done_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Once each."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["part"], name="conflict_part_done_once")]


class LogLine(models.Model):
    """What was seen or decided while a plan is in force, by whom and when (loglinje).

    Never changed; the plan's owner takes out one that names somebody.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField()
    # The database erases it with its plan (migration 0002).
    plan = models.ForeignKey(Plan, on_delete=models.DO_NOTHING, db_constraint=False, related_name="lines")
    text = models.CharField(max_length=LOGGED)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        """No numbers of persons."""

        constraints: ClassVar = [without_numbers("conflict_line_without_numbers", "text")]
