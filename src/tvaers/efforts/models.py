"""The tables of the catalogue: an effort and its usual steps. Nothing here is about a person of concern."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.efforts.enums import BY_CONSENT_ALONE, EffortState, Kind, ProviderKind, Room, StepBy
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass

# The longest of each, in characters.
TITLE, WHAT, WORDS, LINE = 90, 2000, 300, 120
# Working days after the start that a step can lie: about a year.
MOST_DAYS = 250


class Effort(models.Model):
    """Something that can be offered a young person or a family (indsats), as its owner's coordinators keep it.

    audience: the authorities that see it too; empty until it is offered. areas: where it works, and in all that lies
    in them. for_whom: ages too, in words. capacity: in words; room: whether there is any, as room_by said on room_on.
    needs_consent: the provider is told nothing without consent (R4). from_date, until_date: when it runs, if that is
    bounded. keeper_id: the colleague who sees to it that it holds, and looks again on review_date. starter: what it
    began as, if anything. edition: counts how often it was saved, so that nobody writes over a colleague.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=8, choices=EffortState.choices, default=EffortState.DRAFT)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=TITLE)
    what = models.CharField(max_length=WHAT)
    for_whom = models.CharField(max_length=WORDS)
    provider = models.CharField(max_length=LINE)
    provider_kind = models.CharField(max_length=16, choices=ProviderKind.choices)
    contact = models.CharField(max_length=LINE, blank=True, default="")
    areas = ArrayField(models.UUIDField(), default=list)
    capacity = models.CharField(max_length=WORDS, blank=True, default="")
    source = models.CharField(max_length=WORDS, blank=True, default="")
    from_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    needs_consent = models.BooleanField(default=False)
    room = models.CharField(max_length=8, choices=Room.choices, blank=True, default="")
    room_by = models.UUIDField(null=True)
    room_on = models.DateField(null=True)
    keeper_id = models.UUIDField()
    review_date = models.DateField(null=True)
    starter = models.CharField(max_length=40, blank=True, default="")
    edition = models.PositiveIntegerField(default=1)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    offered_by = models.UUIDField(null=True)
    offered_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Words of the closed lists; what is said fits the state; nobody is told anything that needs consent (R4)."""

        constraints: ClassVar = [
            without_numbers(
                "effort_without_numbers", "title", "what", "for_whom", "provider", "contact", "capacity", "source"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=Kind.values,
                    provider_kind__in=ProviderKind.values,
                    state__in=EffortState.values,
                    room__in=["", *Room.values],
                ),
                name="effort_of_lists",
            ),
            models.CheckConstraint(
                condition=~models.Q(provider_kind__in=sorted(BY_CONSENT_ALONE)) | models.Q(needs_consent=True),
                name="effort_asks_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(state=EffortState.DRAFT, offered_by=None, offered_at=None, closed_by=None)
                & models.Q(closed_at=None, audience=[])
                | models.Q(state=EffortState.OFFERED, offered_by__isnull=False, offered_at__isnull=False)
                & models.Q(closed_by=None, closed_at=None, review_date__isnull=False)
                | models.Q(state=EffortState.CLOSED, offered_by__isnull=False, offered_at__isnull=False)
                & models.Q(closed_by__isnull=False, closed_at__isnull=False),
                name="effort_as_its_state",
            ),
            models.CheckConstraint(
                condition=models.Q(room="", room_by=None, room_on=None)
                | ~models.Q(room="") & models.Q(room_by__isnull=False, room_on__isnull=False),
                name="effort_room_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(from_date=None)
                | models.Q(until_date=None)
                | models.Q(from_date__lte=models.F("until_date")),
                name="effort_ends_after_it_begins",
            ),
        ]


class EffortStep(models.Model):
    """A usual step of an effort (sædvanligt skridt). place: their order; days: working days after the start."""

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    effort = models.ForeignKey(Effort, on_delete=models.PROTECT, related_name="steps")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=WORDS)
    who = models.CharField(max_length=8, choices=StepBy.choices)
    days = models.PositiveSmallIntegerField()

    class Meta:
        """Of the closed list, in a row, and within a year."""

        constraints: ClassVar = [
            without_numbers("effort_step_without_numbers", "text"),
            models.CheckConstraint(
                condition=models.Q(who__in=StepBy.values, days__lte=MOST_DAYS), name="effort_step_of_lists"
            ),
            models.UniqueConstraint(fields=["effort", "place"], name="effort_step_numbered"),
        ]
