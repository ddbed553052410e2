"""Incidents without persons, the files they came from, what they add up to, and what was noticed in that."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from tvaers.areas.models import Area
from tvaers.foundation import ids
from tvaers.foundation.unnamed import without_numbers
from tvaers.guard.classes import TableClass
from tvaers.incidents.enums import (
    Basis,
    Family,
    FileState,
    IncidentKind,
    Method,
    Origin,
    ScanState,
    SignalState,
    Why,
)


class IncidentFile(models.Model):
    """A file of incidents that was read in (indlæsning af hændelser); what became of it stays.

    audience: the authorities that may see its counts. form: sent twice, it is one. headings: of the columns that were
    read; left_out: of those that were not, since they can hold somebody's name or words. columns: field → column.
    words: what the file calls a kind or an origin, hashed → its code. content: its rows as compressed JSON, gone at the
    end. good: how many rows go in; done counts them, added those that are new. bad: rows left out; problems: the first
    of them, [line, field, reason].
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    audience = ArrayField(models.UUIDField(), default=list)
    filename = models.CharField(max_length=200)
    headings = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    fingerprint = models.BinaryField(default=bytes)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.REPORTED)
    content = models.BinaryField(default=bytes)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.READ)
    lines = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    read_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Texts hold no number of a person."""

        constraints: ClassVar = [without_numbers("incidentfile_without_numbers", "filename")]


class Incident(models.Model):
    """Something that happened in an area on a day (hændelse), read by its owner alone; others are given counts.

    hour: 0 to 23, None where it is not known. key: what tells it from every other of its owner: the source's reference,
    hashed with a key, or all that is known of it and how many of the same the file had before it.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    # Without the database's own check, which would tell of files that the asker does not see.
    file = models.ForeignKey(IncidentFile, on_delete=models.PROTECT, related_name="incidents", db_constraint=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(db_index=True)
    hour = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=IncidentKind.choices)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    key = models.BinaryField(max_length=16)

    class Meta:
        """Each once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["owner_id", "key"], name="incident_once")]


class Count(models.Model):
    """What incidents of one file add up to; written by the database alone (sql/0002_counts.sql)."""

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    audience = ArrayField(models.UUIDField(), default=list)
    until = models.DateTimeField()
    file = models.ForeignKey(IncidentFile, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    number = models.PositiveIntegerField()

    class Meta:
        """No table of its own."""

        abstract = True


class DailyCount(Count):
    """How many of a kind happened in an area on a day (dagstal). What a scan reads.

    received_at: when the first of them was read in; a day that is looked at again is seen as it could be seen then.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    day = models.DateField()
    # Empty for none; rows of before it was kept count as having come when the column did.
    received_at = models.DateTimeField(null=True, db_default=Now())
    kind = models.CharField(max_length=10, choices=IncidentKind.choices)

    class Meta:
        """Each once for a file; found by day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "area", "day", "kind", "origin"], name="dailycount_once")
        ]
        indexes: ClassVar = [models.Index(fields=["day", "area"], name="dailycount_day")]


class WeeklyCount(Count):
    """How many happened in an area in a week (ugetal), of a kind or, where it is "", of all. What a page reads."""

    table_class: ClassVar = TableClass.ORGANISATION

    week = models.DateField()
    kind = models.CharField(max_length=10, choices=IncidentKind.choices, blank=True)

    class Meta:
        """Each once for a file; found by kind and week."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "area", "week", "kind", "origin"], name="weeklycount_once")
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "week"], name="weeklycount_week")]


class Scan(models.Model):
    """One look of an organisation's methods at a day (scanning), or again at many. steps, done: the bar.

    days: how many, the last of them `day`; 1 for a look that tells, more for one that only counts what would have been
    told (PastDay). found: signals it made or moved, or days on which something would have been told. by_id: who asked
    for it; None for the nightly one. method: "" where there was too little history for any.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    day = models.DateField()
    days = models.PositiveSmallIntegerField(default=1, db_default=1)
    method = models.CharField(max_length=12, choices=Method.choices, blank=True, default="")
    state = models.CharField(max_length=8, choices=ScanState.choices, default=ScanState.RUNNING)
    steps = models.PositiveSmallIntegerField()
    done = models.PositiveSmallIntegerField(default=0)
    found = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)


class PastDay(models.Model):
    """What would have been told of a past day (genset dag), so that the real rate of alarms is known.

    basis: with what was read in by the next morning, or with what is known today. method: "" where that was too little
    for any. told: findings; areas: where they were. recurrence: of the most unusual one, 0 for none.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    day = models.DateField()
    basis = models.CharField(max_length=4, choices=Basis.choices)
    method = models.CharField(max_length=12, choices=Method.choices, blank=True, default="")
    told = models.PositiveSmallIntegerField(default=0)
    areas = ArrayField(models.UUIDField(), default=list)
    recurrence = models.FloatField(default=0)
    looked_at = models.DateTimeField(db_default=Now())

    class Meta:
        """Each day once on each basis; looked at again it is written anew."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["owner_id", "day", "basis"], name="pastday_once")]


class Signal(models.Model):
    """More than usual, noticed by a method and decided by a person (tidligt varsel). Seen by its own organisation.

    areas: where; from_on to day: when; family: of what; by_area: how many in each of `areas`. expected: how many there
    usually are; recurrence: once in how many days chance alone shows as much. words: the decider's, of no person.
    bulletin_id: what was written on it.
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    method = models.CharField(max_length=12, choices=Method.choices)
    family = models.CharField(max_length=8, choices=Family.choices)
    day = models.DateField()
    from_on = models.DateField()
    areas = ArrayField(models.UUIDField())
    by_area = ArrayField(models.PositiveIntegerField())
    observed = models.PositiveIntegerField()
    expected = models.FloatField()
    recurrence = models.FloatField()
    noticed_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=9, choices=SignalState.choices, default=SignalState.OPEN)
    why = models.CharField(max_length=9, choices=Why.choices, blank=True, default="")
    words = models.CharField(max_length=300, blank=True, default="")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    bulletin_id = models.UUIDField(null=True)
    until = models.DateTimeField()

    class Meta:
        """One for what begins on a day in a family; texts hold no number of a person."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner_id", "day", "family", "areas"], name="signal_once"),
            without_numbers("signal_without_numbers", "words"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner_id", "state", "-day"], name="signal_state")]
