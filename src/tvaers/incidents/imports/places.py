"""Which area a name or a point means, for a hundred thousand rows: asked once for each text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import shapely
from shapely import MultiPolygon
from shapely.strtree import STRtree

_POINT = re.compile(r"\(?(-?\d{1,3}[.,]\d+)\s*[,;\s]\s*(-?\d{1,3}[.,]\d+)\)?")


@dataclass
class Places:
    """The areas there are. by_name: without case, None where several are called so. shapes: the innermost first."""

    by_name: Mapping[str, UUID | None]
    shapes: list[tuple[UUID, MultiPolygon]]
    _known: dict[str, UUID | None] = field(default_factory=dict)
    _tree: STRtree | None = None

    def of(self, text: str) -> UUID | None:
        """Return the area that a name, or a point with latitude first, means; None where it means none or several."""
        if text not in self._known:
            point = _POINT.fullmatch(text)
            told = text.casefold()
            self._known[text] = self._around(*point.groups()) if point else self.by_name.get(told)
        return self._known[text]

    def _around(self, north: str, east: str) -> UUID | None:
        if self._tree is None:
            self._tree = STRtree([shape for _area, shape in self.shapes])
        point = shapely.Point(float(east.replace(",", ".")), float(north.replace(",", ".")))
        found = sorted(int(each) for each in self._tree.query(point, predicate="intersects"))
        return self.shapes[found[0]][0] if found else None


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
