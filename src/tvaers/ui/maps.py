"""Maps drawn on the server, as SVG: they need no script and no other server, and print as they are."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings

# How wide a map's own grid is, for a map as wide as the page; a hundred of its steps are a tenth of the picture.
WIDE = 1000
MARGIN = 0.03
# How large the letters of a kind's names are on that grid (styles/maps.css), and how broad a letter is to its height.
LETTERS = {"municipality": 26, "district": 15, "area": 17}
BROAD = 0.56
# What is less broad than this is an area whose name stands beside it, and that no other name should cover.
SMALL = 80
# How wide a picture of a base map is made, and how deep base maps go.
TILE, DEEPEST = 256, 19
# How large a pin is, from its middle to its edge, and where it may stand instead, the nearest first, in its own size.
PIN = 19
_AROUND = sorted(
    ((across / 2, down / 2) for across in range(-24, 25) for down in range(-24, 25)), key=lambda way: math.hypot(*way)
)
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


@dataclass(frozen=True, kw_only=True)
class Pin:
    """A numbered mark on the map, the same number as in the list beside it.

    at: longitude and latitude in degrees. kind: a word that styles it (tv-map__pin--<kind>). Those of one place stand
    beside each other.
    """

    number: int
    at: tuple[float, float]
    name: str
    url: str
    kind: str = "seen"


@dataclass(frozen=True)
class Pinned:
    """A pin on the map's own grid."""

    number: int
    x: float
    y: float
    name: str
    url: str
    kind: str


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
class Tile:
    """A picture of the base map, where it stands on the map's own grid."""

    url: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Map:
    """A map as a page has it. name: what it shows, for who cannot see it. tiles: the base map below; none needed."""

    name: str
    width: int
    height: int
    shapes: tuple[Drawn, ...]
    tiles: tuple[Tile, ...]
    tiles_by: str
    pins: tuple[Pinned, ...] = ()

    @property
    def is_linked(self) -> bool:
        """Tell whether something on it leads further: then it is no picture to who hears the page."""
        return bool(self.pins) or any(shape.url for shape in self.shapes)


def _across(east: float) -> float:
    """Return where a longitude stands on the whole world's map, from 0 to 1."""
    return (east + 180) / 360


def _down(north: float) -> float:
    """Return where a latitude stands on the whole world's map in Web Mercator, from 0 in the north to 1."""
    return (1 - math.asinh(math.tan(math.radians(north))) / math.pi) / 2


@dataclass(frozen=True, kw_only=True)
class Grid:
    """How degrees become steps on the map, in Web Mercator: what base maps are drawn in.

    left, top: of the map on the whole world's, from 0 to 1. scale: steps that the whole world would take.
    """

    left: float
    top: float
    scale: float
    width: int
    height: int

    def at(self, east: float, north: float) -> tuple[float, float]:
        """Return where a point stands, from the upper left corner."""
        return round((_across(east) - self.left) * self.scale, 1), round((_down(north) - self.top) * self.scale, 1)

    def box(self, shape: Shape) -> Box:
        """Return what surrounds a shape on the map."""
        west, south, east, north = bounds_of([shape])
        return (*self.at(west, north), *self.at(east, south))

    def tiles(self, address: str) -> tuple[Tile, ...]:
        """Return the pictures of a base map that cover the map, each about as large as it was made."""
        zoom = min(max(round(math.log2(self.scale / TILE)), 0), DEEPEST)
        across, size = 2**zoom, self.scale / 2**zoom
        columns = range(math.floor(self.left * across), math.floor((self.left + self.width / self.scale) * across) + 1)
        rows = range(math.floor(self.top * across), math.floor((self.top + self.height / self.scale) * across) + 1)
        return tuple(
            Tile(
                url=address.replace("{z}", str(zoom)).replace("{x}", str(column % across)).replace("{y}", str(row)),
                x=round((column / across - self.left) * self.scale, 1),
                y=round((row / across - self.top) * self.scale, 1),
                size=round(size, 1),
            )
            for row in rows
            if 0 <= row < across
            for column in columns
        )


def grid(bounds: tuple[float, float, float, float], *, wide: int = WIDE) -> Grid:
    """Return the grid, so many steps wide, that holds these bounds (west, south, east, north) with a margin."""
    west, south, east, north = bounds
    across = max(_across(east) - _across(west), 1e-6)
    down = max(_down(south) - _down(north), 1e-6)
    margin = max(across, down) * MARGIN
    scale = wide / (across + 2 * margin)
    height = math.ceil((down + 2 * margin) * scale)
    left, top = _across(west) - margin, _down(north) - margin
    return Grid(left=left, top=top, scale=scale, width=wide, height=height)


def bounds_of(shapes: Iterable[Shape]) -> tuple[float, float, float, float]:
    """Return what surrounds some shapes: west, south, east, north."""
    points = [point for shape in shapes for piece in shape.rings for point in piece[0]]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    return min(easts), min(norths), max(easts), max(norths)


def drawn(name: str, shapes: Sequence[Shape], *, pins: Sequence[Pin] = (), wide: int = WIDE) -> Map | None:
    """Return a map that holds all shapes, the first at the bottom; None where there is nothing to draw.

    pins stand on top of everything, and no name stands below one. wide: its grid, fewer steps for where it stands
    small, so that letters and pins are as large to its areas as they must be to be read.
    """
    if not shapes:
        return None
    on = grid(bounds_of(shapes), wide=wide)
    pinned = tuple(_pinned(pins, on))
    labels = _Labels(on, tuple(on.box(shape) for shape in shapes if shape.label_at))
    labels.taken += [(pin.x - PIN, pin.y - PIN, pin.x + PIN, pin.y + PIN) for pin in pinned]
    # The last are the smallest: their names have the fewest places to stand.
    placed = [labels.place(shape) for shape in reversed(shapes)][::-1]
    made = tuple(_one(shape, on, at) for shape, at in zip(shapes, placed, strict=True))
    tiles = on.tiles(settings.TVAERS_TILES) if settings.TVAERS_TILES else ()
    return Map(name, on.width, on.height, made, tiles, settings.TVAERS_TILES_BY if tiles else "", pinned)


def _pinned(pins: Sequence[Pin], on: Grid) -> Iterator[Pinned]:
    """Yield the pins on the grid, each where it belongs or as near to it as there is room: none covers another."""
    taken: list[tuple[float, float]] = []
    # What was too near to one is too near to the next of the same place: each place is gone around once.
    left: dict[tuple[float, float], Iterator[tuple[float, float]]] = {}
    for pin in pins:
        spot = on.at(*pin.at)
        ways = left.setdefault(spot, _around(spot, on))
        place = next((way for way in ways if all(math.dist(way, other) >= 2 * PIN for other in taken)), spot)
        taken.append(place)
        yield Pinned(pin.number, round(place[0], 1), round(place[1], 1), pin.name, pin.url, pin.kind)


def _around(spot: tuple[float, float], on: Grid) -> Iterator[tuple[float, float]]:
    """Yield where a pin may stand, the nearest first, all of it on the map."""
    for across, down in _AROUND:
        x, y = spot[0] + across * PIN, spot[1] + down * PIN
        yield min(max(x, PIN), on.width - PIN), min(max(y, PIN), on.height - PIN)


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
        return left >= 0 and right <= self.on.width and top >= 0 and bottom <= self.on.height


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _ring(ring: Ring, on: Grid) -> str:
    places = dict.fromkeys(on.at(point[0], point[1]) for point in ring)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in places) + "Z"
