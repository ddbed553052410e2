"""The tables of the method library: a page's identity, and its versions. Nothing here is about a person of concern."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.methods.enums import Place, Topic, VersionState

# The longest of each, in characters: pages are short.
TITLE, SUMMARY, BODY, LINE = 90, 200, 8000, 300


class Method(models.Model):
    """A page of how we work (metodeside), whatever its version.

    audience: the authorities that read it too; empty until a version is taken into use. places: the pages on which it
    is shown. keeper_id: the colleague who sees to it that it holds; review_date: when they look at it again. starter:
    the starter page that it began as, if any.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField(db_index=True)
    audience = ArrayField(models.UUIDField(), default=list)
    topic = models.CharField(max_length=16, choices=Topic.choices)
    places = ArrayField(models.CharField(max_length=16, choices=Place.choices), default=list)
    keeper_id = models.UUIDField()
    review_date = models.DateField(null=True)
    starter = models.CharField(max_length=40, blank=True, default="")
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Words of the closed lists alone."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(topic__in=Topic.values, places__contained_by=Place.values), name="method_of_lists"
            )
        ]


class MethodVersion(models.Model):
    """What a method says, from the day it is taken into use until the next version is (version).

    body: short sections in plain text with marks of our own (web.methods.reading). source: where it is from. changed:
    what is new in it. edition: counts how often the draft was saved, so that nobody writes over a colleague.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    method = models.ForeignKey(Method, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=VersionState.choices, default=VersionState.DRAFT)
    title = models.CharField(max_length=TITLE)
    summary = models.CharField(max_length=SUMMARY)
    body = models.CharField(max_length=BODY)
    source = models.CharField(max_length=LINE, blank=True, default="")
    changed = models.CharField(max_length=LINE, blank=True, default="")
    edition = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    written_at = models.DateTimeField(db_default=Now())
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered in a row, one draft and one in use at a time; what is said of a version fits its state."""

        constraints: ClassVar = [
            without_numbers("method_without_numbers", "title", "summary", "body", "source", "changed"),
            models.CheckConstraint(
                condition=models.Q(state=VersionState.DRAFT, taken_by=None, taken_at=None, retired_by=None)
                & models.Q(retired_at=None)
                | models.Q(state=VersionState.IN_USE, taken_at__isnull=False, taken_by__isnull=False, retired_by=None)
                & models.Q(retired_at=None)
                | models.Q(state=VersionState.RETIRED, taken_at__isnull=False, retired_at__isnull=False)
                & models.Q(retired_by__isnull=False, taken_by__isnull=False),
                name="method_version_as_its_state",
            ),
            models.UniqueConstraint(fields=["method", "number"], name="method_version_numbered"),
            models.UniqueConstraint(
                fields=["method"], name="method_one_draft", condition=models.Q(state=VersionState.DRAFT)
            ),
            models.UniqueConstraint(
                fields=["method"], name="method_one_in_use", condition=models.Q(state=VersionState.IN_USE)
            ),
        ]
