"""Numbers over time drawn on the server as bars, in SVG: they need no script, and beside them stands a table."""

from collections.abc import Sequence
from dataclasses import dataclass

# A bar's place is ten wide, of which it takes eight; a picture is as high as its kind says.
STEP, BAR = 10, 8
HIGH, LOW = 120, 26


@dataclass(frozen=True)
class Bar:
    """One number. x, y: its upper left corner; height from there down; words: the number in words; kind: styles it."""

    x: int
    y: float
    height: float
    words: str
    kind: str


@dataclass(frozen=True)
class Bars:
    """A picture of bars. name: what it shows, for who cannot see it. line: how high what is usual is; None for none.

    path: all bars that say nothing and are of no kind, as one SVG path: a table of small pictures has hundreds of them.
    """

    name: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    path: str
    line: float | None


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number to draw. words: what stands there for who points at it; kind: "" or a word (tv-bars__<kind>)."""

    value: float
    words: str = ""
    kind: str = ""


def drawn(
    name: str, numbers: Sequence[Number], *, high: int = HIGH, usual: float | None = None, most: float = 0
) -> Bars:
    """Return bars for numbers, the largest as high as the picture. most: of several pictures on one scale."""
    top = max([1.0, most, usual or 0, *(number.value for number in numbers)])
    found, plain = [], []
    for place, number in enumerate(numbers):
        height = round(number.value / top * high, 1)
        bar = Bar(place * STEP + 1, round(high - height, 1), height, number.words, number.kind)
        if bar.words or bar.kind:
            found.append(bar)
        elif height:
            plain.append(f"M{bar.x} {high}v-{height:g}h{BAR}v{height:g}z")
    line = None if usual is None else round(high - usual / top * high, 1)
    return Bars(name, len(numbers) * STEP, high, tuple(found), "".join(plain), line)
