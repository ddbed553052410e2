"""The network as a drawing: who belongs where by angle, how close the contact is by distance. Geometry only.

The list beside it holds the same; with many people the drawing shows their numbers in the list.
"""

import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tvaers.cases.enums import Circle, Closeness

WIDTH, HEIGHT = 400, 376
CENTRE = (200.0, 186.0)
RADIUS = {Closeness.CLOSE: 64.0, Closeness.BUILDING: 100.0, Closeness.BROKEN: 136.0}
ORDER = tuple(Circle)
NAMED_UP_TO = 12
BOTH_UP_TO = 8
# Of a label of 14 px: the height of a line, the part of it above the baseline, and the width of a wide letter.
LINE_HEIGHT, ASCENT, LETTER = 16.5, 11.0, 7.7
EDGE = 3.0
_LONGEST_LINE, _MOST_LINES = 18, 3
_DOT, _GAP = 8.0, 4.0
# The first stands just right of the top, so that no label meets the drawing's edge.
_START = -math.pi / 2


class Box(NamedTuple):
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self) -> "Box":
        """Return the rectangle moved inside the drawing."""
        across = max(EDGE - self.left, 0.0) - max(self.right - WIDTH + EDGE, 0.0)
        down = max(EDGE - self.top, 0.0) - max(self.bottom - HEIGHT + EDGE, 0.0)
        return Box(self.left + across, self.top + down, self.right + across, self.bottom + down)

    def shared(self, other: "Box") -> float:
        """Return the area that both cover."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)


@dataclass(frozen=True)
class Line:
    """A line of a label and its baseline."""

    text: str
    y: float


@dataclass(frozen=True)
class Dot:
    """One person: where the dot, its line and its label are. number: the place in the list, from 1."""

    number: int
    x: float
    y: float
    from_x: float
    from_y: float
    lines: list[Line]
    label_x: float
    anchor: str
    closeness: str


@dataclass(frozen=True)
class Drawing:
    """The whole drawing; numbered: the dots carry numbers because names would not fit."""

    dots: list[Dot]
    rings: list[float]
    numbered: bool
    centre: str

    @property
    def view_box(self) -> str:
        """The size of the drawing."""
        return f"0 0 {WIDTH} {HEIGHT}"

    @property
    def middle(self) -> tuple[float, float]:
        """Where the young person stands."""
        return CENTRE


def sorted_people(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the people in the order of the list: by circle, then by closeness, as they were written down."""
    closeness = tuple(Closeness)
    return sorted(
        rows, key=lambda row: (ORDER.index(Circle(row["circle"])), closeness.index(Closeness(row["closeness"])))
    )


def drawn(rows: Sequence[dict[str, Any]], *, centre: str) -> Drawing:
    """Return the drawing of a network around `centre`, the young person's first name."""
    people = sorted_people(rows)
    numbered = len(people) > NAMED_UP_TO
    places = [_place(index, len(people), row) for index, row in enumerate(people)]
    # A label covers neither a dot nor the young person, and no label before it.
    taken = [_around(*CENTRE, 30.0), *(_around(x, y, _DOT) for x, y, _angle in places)]
    dots = []
    for index, (row, (x, y, angle)) in enumerate(zip(people, places, strict=True)):
        texts = [str(index + 1)] if numbered else _label(row, len(people))
        anchor, box = ("middle", Box(x, y - ASCENT / 2 - 1, x, y)) if numbered else _placed(texts, x, y, taken)
        taken.append(box)
        label_x = {"start": box.left, "end": box.right}.get(anchor, (box.left + box.right) / 2)
        dots.append(
            Dot(
                number=index + 1,
                x=round(x, 1),
                y=round(y, 1),
                from_x=round(CENTRE[0] + 27 * math.cos(angle), 1),
                from_y=round(CENTRE[1] + 27 * math.sin(angle), 1),
                lines=[Line(text, round(box.top + ASCENT + LINE_HEIGHT * at, 1)) for at, text in enumerate(texts)],
                label_x=round(label_x, 1),
                anchor=anchor,
                closeness=str(Closeness(row["closeness"])),
            )
        )
    return Drawing(dots, [RADIUS[each] for each in Closeness], numbered, _short(centre, 9))


def width(texts: Sequence[str]) -> float:
    """Return the room that the longest of some lines takes."""
    return max(len(text) for text in texts) * LETTER


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _label(row: dict[str, Any], people: int) -> list[str]:
    """Return a label's lines: the first name, and below it who it is while there is room for both."""
    first = (str(row["name"]).split() or [""])[0].rstrip(",.;")
    relation = str(row["relation"]) if people <= BOTH_UP_TO else ""
    if relation and len(f"{first}, {relation}") <= _LONGEST_LINE - 4:
        return [f"{first}, {relation}"]
    below = textwrap.wrap(relation, _LONGEST_LINE, max_lines=_MOST_LINES - 1, placeholder="…", break_on_hyphens=True)
    return [_short(f"{first}," if below else first, _LONGEST_LINE), *below]


def _place(index: int, people: int, row: dict[str, Any]) -> tuple[float, float, float]:
    angle = _START + 2 * math.pi * (index + 0.5) / people
    radius = RADIUS[Closeness(row["closeness"])]
    return CENTRE[0] + radius * math.cos(angle), CENTRE[1] + radius * math.sin(angle), angle


def _around(x: float, y: float, reach: float) -> Box:
    return Box(x - reach, y - reach, x + reach, y + reach)


def _placed(texts: Sequence[str], x: float, y: float, taken: Sequence[Box]) -> tuple[str, Box]:
    """Return how a label is anchored and where: of the places beside its dot the one that covers the least."""
    return min(_places(texts, x, y), key=lambda place: sum(place[1].shared(each) for each in taken))


def _places(texts: Sequence[str], x: float, y: float) -> Iterator[tuple[str, Box]]:
    """Yield the places of a label, the best first: outward, below or above, inward; all of them inside the drawing."""
    across, down = width(texts), LINE_HEIGHT * len(texts)
    outward = 1 if x >= CENTRE[0] else -1
    for side in (outward, -outward):
        left = x + _DOT + _GAP if side > 0 else x - _DOT - _GAP - across
        yield "start" if side > 0 else "end", Box(left, y - down / 2, left + across, y + down / 2).within()
        if side == outward:
            for top in (y + _DOT + _GAP, y - _DOT - _GAP - down)[:: 1 if y >= CENTRE[1] else -1]:
                yield "middle", Box(x - across / 2, top, x + across / 2, top + down).within()
