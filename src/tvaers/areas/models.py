"""The table of areas."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tvaers.foundation import ids
from tvaers.guard.classes import TableClass


class AreaKind(models.TextChoices):
    """How large an area is."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")
    HOUSING = "housing", _("Housing area")


class Area(models.Model):
    """A place by name (område): a municipality, a district in it, or a housing area (boligområde)."""

    table_class: ClassVar = TableClass.REFERENCE

    id = models.UUIDField(primary_key=True, default=ids.opaque, editable=False)
    kind = models.CharField(max_length=12, choices=AreaKind.choices)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A name once below its parent."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="area_name_below_parent", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name
