"""The tables of areas: what they are called and lie in, where their borders run, and the files these came from."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass


class AreaKind(models.TextChoices):
    """How large an area is."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    HOUSING = "housing", _("Housing area")
    POLICE = "police", _("Police district")


class Area(models.Model):
    """A place by name (område): a municipality, a district in it, a housing area (boligområde), or a police district.

    code: the official one, such as a kommunekode; "" where there is none. police_district: of a municipality, the
    politikreds that most of it lies in, found by their borders.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=12, choices=AreaKind.choices)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    ended_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=20, blank=True, default="", db_default="")
    police_district = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="policed")

    class Meta:
        """A name once below its parent, a code once for a kind."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="area_name_below_parent", nulls_distinct=False),
            models.UniqueConstraint(fields=["kind", "code"], condition=~models.Q(code=""), name="area_code_once"),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Border(models.Model):
    """Where an area's border runs from a day on (grænse), until the next one of the same area begins.

    rings: GeoJSON's coordinates of a MultiPolygon, longitude and latitude in degrees (WGS 84). light: the same with
    fewer points, for a map of the whole area. west … north: what surrounds it. label_east, label_north: a point well
    inside. source: who made it. is_schematic: drawn by hand, to show where it is and not where it ends.
    """

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="borders")
    from_on = models.DateField()
    rings = models.JSONField()
    light = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    label_east = models.FloatField()
    label_north = models.FloatField()
    source = models.CharField(max_length=200)
    is_schematic = models.BooleanField(default=False)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        """One from each day on."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["area", "from_on"], name="border_once_a_day")]


class FileState(models.TextChoices):
    """How far a file of borders is."""

    READ = "read", _("Read, not started")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class BorderFile(models.Model):
    """A file of borders that the host's administrators read in (indlæsning af grænser); what became of it stays.

    kind: what its areas are. content: its features, gone when it has run or was stopped. name_property, code_property:
    which of `properties` hold name and code. from_on: the day from which the borders hold. outlines: how many areas it
    makes; done counts them: added, moved, the same as before; problems: what was left out, [number, name, reason].
    """

    table_class: ClassVar = TableClass.ORGANISATION

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    owner_id = models.UUIDField()
    by_id = models.UUIDField(null=True)
    filename = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=AreaKind.choices)
    source = models.CharField(max_length=200)
    is_schematic = models.BooleanField(default=False)
    from_on = models.DateField()
    properties = models.JSONField(default=list)
    content = models.JSONField(default=list)
    name_property = models.CharField(max_length=200)
    code_property = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.READ)
    outlines = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    read_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
