"""The network as a drawing: who belongs where by angle, how close the contact is by distance. Geometry only.

The list beside it holds the same; with many people the drawing shows their numbers in the list.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tvaers.cases.enums import Circle, Closeness

WIDTH, HEIGHT = 400, 348
CENTRE = (200.0, 172.0)
RADIUS = {Closeness.CLOSE: 66.0, Closeness.BUILDING: 104.0, Closeness.BROKEN: 140.0}
ORDER = tuple(Circle)
NAMED_UP_TO = 12
BOTH_UP_TO = 8
_LONGEST = 17
# The first stands just right of the top, so that no label meets the drawing's edge.
_START = -math.pi / 2
_NEARLY_UPRIGHT = 0.35


@dataclass(frozen=True)
class Dot:
    """One person: where the dot, its line and its label are. number: the place in the list, from 1."""

    number: int
    x: float
    y: float
    from_x: float
    from_y: float
    label: str
    label_x: float
    label_y: float
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
    dots = [_dot(index, len(people), row, numbered=numbered) for index, row in enumerate(people)]
    return Drawing(dots, [RADIUS[each] for each in Closeness], numbered, _short(centre, 9))


def _short(text: str, longest: int = _LONGEST) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def _label(row: dict[str, Any], people: int) -> str:
    first = (str(row["name"]).split() or [""])[0].rstrip(",.;")
    relation = str(row["relation"])
    return _short(f"{first}, {relation}" if people <= BOTH_UP_TO and relation else first)


def _dot(index: int, people: int, row: dict[str, Any], *, numbered: bool) -> Dot:
    angle = _START + 2 * math.pi * (index + 0.5) / people
    closeness = Closeness(row["closeness"])
    across, down = math.cos(angle), math.sin(angle)
    x, y = CENTRE[0] + RADIUS[closeness] * across, CENTRE[1] + RADIUS[closeness] * down
    upright = abs(across) < _NEARLY_UPRIGHT
    anchor = "middle" if upright else ("start" if across > 0 else "end")
    gap = 12.0
    return Dot(
        number=index + 1,
        x=round(x, 1),
        y=round(y, 1),
        from_x=round(CENTRE[0] + 27 * across, 1),
        from_y=round(CENTRE[1] + 27 * down, 1),
        label=str(index + 1) if numbered else _label(row, people),
        label_x=round(x if upright else x + math.copysign(gap, across), 1),
        label_y=round(y + (math.copysign(gap + 6, down) + (0 if down < 0 else 5) if upright else 4.5), 1),
        anchor=anchor,
        closeness=str(closeness),
    )
