"""Drawing an area's border, from a day on."""

from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from shapely import MultiPolygon

from tvaers.areas import shapes
from tvaers.areas.models import Border


class Drawn(Enum):
    """What drawing a border came to: there was none, it runs otherwise, or it ran like that already."""

    ADDED = "added"
    MOVED = "moved"
    SAME = "same"


def draw(*, area: UUID, shape: MultiPolygon, from_on: date, source: str, is_schematic: bool) -> Drawn:
    """Let an area's border run so from a day on; earlier ones stay for the days before.

    One that was said to begin on the very same day is replaced.
    """
    rings = shapes.packed(shape)
    before = Border.objects.filter(area_id=area, from_on__lte=from_on).order_by("-from_on")
    last = before.values("id", "from_on", "rings", "is_schematic").first()
    if last and last["is_schematic"] == is_schematic and _alike(last["rings"], rings):
        return Drawn.SAME
    values = described(shape) | {"source": source, "is_schematic": is_schematic}
    if last and last["from_on"] == from_on:
        Border.objects.filter(id=last["id"]).update(**values)
    else:
        Border.objects.create(area_id=area, from_on=from_on, **values)
    return Drawn.MOVED if last else Drawn.ADDED


def described(shape: MultiPolygon) -> dict[str, Any]:
    """Return what a border keeps of its shape, column by column."""
    west, south, east, north = shape.bounds
    label_east, label_north = shapes.inner_point(shape)
    return {
        "rings": shapes.packed(shape),
        "light": shapes.packed(shapes.lighter(shape)),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "label_east": label_east,
        "label_north": label_north,
    }


def _alike(stored: shapes.Rings, drawn: shapes.Rings) -> bool:
    """Tell whether two shapes are the same, whichever point each ring begins with."""
    return bool(shapes.unpacked(stored).normalize() == shapes.unpacked(drawn).normalize())
