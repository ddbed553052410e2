"""Which area a name or a point means, for a hundred thousand rows: asked once for each text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import shapely
from shapely import MultiPolygon
from shapely.strtree import STRtree

from tvaers.incidents.imports import points

_POINT = re.compile(r"\(?(-?\d{1,3}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)\)?")


@dataclass
class Places:
    """The areas there are. by_name: without case, None where several are called so. shapes: the innermost first.

    swapped: of how many points the columns stood in each other's place.
    """

    by_name: Mapping[str, UUID | None]
    shapes: list[tuple[UUID, MultiPolygon]]
    swapped: int = 0
    _known: dict[str, UUID | None] = field(default_factory=dict)
    _points: dict[tuple[str, str], tuple[UUID | None, bool]] = field(default_factory=dict)
    _tree: STRtree | None = None

    def of(self, text: str) -> UUID | None:
        """Return the area that a name, or a point with latitude first, means; None where it means none or several."""
        point = _POINT.fullmatch(text)
        if point:
            return self.at(*point.groups())
        if text not in self._known:
            self._known[text] = self.by_name.get(text.casefold())
        return self._known[text]

    def at(self, north: str, east: str) -> UUID | None:
        """Return the innermost area around a point; None where there is none. Counts one that is only there swapped."""
        if (north, east) not in self._points:
            self._points[north, east] = self._around(points.number(north), points.number(east))
        area, is_swapped = self._points[north, east]
        self.swapped += is_swapped
        return area

    def _around(self, north: float | None, east: float | None) -> tuple[UUID | None, bool]:
        if north is None or east is None:
            return None, False
        if self._tree is None:
            self._tree = STRtree([shape for _area, shape in self.shapes])
        for latitude, longitude, is_swapped in points.degrees(north, east):
            found = self._tree.query(shapely.Point(longitude, latitude), predicate="intersects")
            if len(found):
                return self.shapes[int(found.min())][0], is_swapped
        return None, False


def named(areas: Iterable[tuple[str, UUID, UUID | None]]) -> dict[str, UUID | None]:
    """Return the areas by name, without case; None for a name that several have.

    areas: name, id and, of a housing area, what it lies in; the innermost first. A housing area is meant before its
    district that is called the same.
    """
    found: dict[str, tuple[UUID | None, UUID | None]] = {}
    for name, area, around in areas:
        told = name.casefold()
        if told not in found:
            found[told] = (area, around)
        elif found[told][1] != area:
            found[told] = (None, None)
    return {name: area for name, (area, _around) in found.items()}
