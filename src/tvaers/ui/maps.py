"""Maps drawn on the server, as SVG: they need no script and no other server, and print as they are."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

# How wide a map's own grid is; a hundred of its steps are a tenth of the picture.
WIDE = 1000
MARGIN = 0.03
# How large the letters of a kind's names are on that grid (styles/maps.css), and how broad a letter is to its height.
LETTERS = {"municipality": 26, "district": 15, "area": 17}
BROAD = 0.56
# What is less broad than this is an area whose name stands beside it, and that no other name should cover.
SMALL = 80
Ring = Sequence[Sequence[float]]
Rings = Sequence[Sequence[Ring]]
# Left, top, right, bottom on the map's own grid.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class Shape:
    """An area to draw. rings: coordinates of a MultiPolygon, longitude and latitude in degrees.

    label_at: where its name is written; url: where it leads; kind: a word that styles it (tv-map__<kind>).
    """

    rings: Rings
    name: str = ""
    label_at: tuple[float, float] | None = None
    url: str = ""
    kind: str = "area"


@dataclass(frozen=True)
class Drawn:
    """A shape on the map's own grid: an SVG path, and where its name stands."""

    path: str
    name: str
    url: str
    kind: str
    x: float
    y: float
    is_labelled: bool


@dataclass(frozen=True)
class Map:
    """A map as a page has it. name: what it shows, for who cannot see it."""

    name: str
    width: int
    height: int
    shapes: tuple[Drawn, ...]


@dataclass(frozen=True)
class Grid:
    """How degrees become steps on the map: true at its middle, which is enough for a region."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: int

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Return where a point stands, from the upper left corner."""
        return round((east - self.west) * self.squeeze * self.scale, 1), round((self.north - north) * self.scale, 1)

    def box(self, shape: Shape) -> Box:
        """Return what surrounds a shape on the map."""
        west, south, east, north = bounds_of([shape])
        return (*self.at(west, north), *self.at(east, south))


def grid(bounds: tuple[float, float, float, float]) -> Grid:
    """Return the grid that holds these bounds (west, south, east, north) with a margin."""
    west, south, east, north = bounds
    squeeze = math.cos(math.radians((south + north) / 2))
    across = (east - west) * squeeze or 0.001
    margin = max(across, north - south) * MARGIN
    scale = WIDE / (across + 2 * margin)
    height = math.ceil((north - south + 2 * margin) * scale)
    return Grid(west - margin / squeeze, north + margin, scale, squeeze, height)


def bounds_of(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Return what surrounds some shapes: west, south, east, north."""
    points = [point for shape in shapes for piece in shape.rings for point in piece[0]]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    return min(easts), min(norths), max(easts), max(norths)


def drawn(name: str, shapes: Sequence[Shape]) -> Map | None:
    """Return a map that holds all shapes, the first at the bottom; None where there is nothing to draw."""
    if not shapes:
        return None
    on = grid(bounds_of(shapes))
    labels = _Labels(on, tuple(on.box(shape) for shape in shapes if shape.label_at))
    # The last are the smallest: their names have the fewest places to stand.
    placed = [labels.place(shape) for shape in reversed(shapes)][::-1]
    return Map(name, WIDE, on.height, tuple(_one(shape, on, at) for shape, at in zip(shapes, placed, strict=True)))


def _one(shape: Shape, on: Grid, label: tuple[float, float] | None) -> Drawn:
    path = "".join(_ring(ring, on) for piece in shape.rings for ring in piece)
    x, y = label or (0, 0)
    return Drawn(path, shape.name, shape.url, shape.kind, x, y, label is not None)


@dataclass
class _Labels:
    """The names that stand already, so that the next one finds a place beside them."""

    on: Grid
    areas: tuple[Box, ...]
    taken: list[Box] = field(default_factory=list)

    def place(self, shape: Shape) -> tuple[float, float] | None:
        """Return where a shape's name is written, its middle and its foot; None where it has none or no room.

        In the middle of what is large enough to hold it, else below, above or beside it.
        """
        if not shape.label_at or not shape.name:
            return None
        x, y = self.on.at(*shape.label_at)
        size = LETTERS.get(shape.kind, LETTERS["area"])
        wide, high = len(shape.name) * size * BROAD, size * 1.1
        left, top, right, bottom = self.on.box(shape)
        middle, foot = (left + right) / 2, size * 0.35
        if right - left > wide * 1.2:
            steps = [(x, y + foot + size * step) for step in (0, -1.5, 1.5, -3, 3, -4.5, 4.5)]
        else:
            steps = [(middle, bottom + size), (middle, top - size * 0.4)]
            steps += [(right + wide / 2 + 6, y + foot), (left - wide / 2 - 6, y + foot)]
        boxes = [(at_x - wide / 2, at_y - high, at_x + wide / 2, at_y + size * 0.25) for at_x, at_y in steps]
        # Not on another small area, if there is a way around it.
        for others in (self._small(), []):
            for (at_x, at_y), box in zip(steps, boxes, strict=True):
                if self._is_inside(box) and not any(_touch(box, other) for other in (*self.taken, *others)):
                    self.taken.append(box)
                    return round(at_x, 1), round(at_y, 1)
        return None

    def _small(self) -> list[Box]:
        return [box for box in self.areas if box[2] - box[0] < SMALL]

    def _is_inside(self, box: Box) -> bool:
        left, top, right, bottom = box
        return left >= 0 and right <= WIDE and top >= 0 and bottom <= self.on.height


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ring(ring: Ring, on: Grid) -> str:
    places = dict.fromkeys(on.at(point[0], point[1]) for point in ring)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + "Z"
