"""The marks of a page of how we work: headings, lists, steps and paragraphs, from plain text.

`## ` begins a heading, `- ` a point, `1. ` a step; an empty line ends a paragraph. Nothing else has a meaning, and
nothing is ever HTML: the template writes each piece as text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

_STEP = re.compile(r"\d{1,2}\.\s+")


class Piece(StrEnum):
    """What a piece of a page is."""

    HEADING = "heading"
    POINTS = "points"
    STEPS = "steps"
    TEXT = "text"


@dataclass(frozen=True)
class Block:
    """A piece of a page with its lines: of a heading and of a paragraph's line there is one, of a list one a point."""

    piece: Piece
    lines: tuple[str, ...]


def _of(line: str) -> tuple[Piece | None, str]:
    """Return what a line belongs to, and what it says; None for an empty one."""
    said = line.strip()
    if not said:
        return None, ""
    if said.startswith("#"):
        return Piece.HEADING, said.lstrip("#").strip()
    if said.startswith(("- ", "* ", "• ")):
        return Piece.POINTS, said[2:].strip()
    if (step := _STEP.match(said)) is not None:
        return Piece.STEPS, said[step.end() :].strip()
    return Piece.TEXT, said


def blocks(text: str) -> list[Block]:
    """Return a page's pieces in their order. A line below a point goes on with it."""
    return list(_joined(text))


def _joined(text: str) -> Iterator[Block]:
    lines: list[tuple[Piece | None, str]] = []
    for line in text.splitlines():
        piece, said = _of(line)
        if piece is Piece.TEXT and line[:1].isspace() and lines and lines[-1][0] in {Piece.POINTS, Piece.STEPS}:
            lines[-1] = lines[-1][0], f"{lines[-1][1]} {said}"
        else:
            lines.append((piece, said))
    for piece, group in groupby(lines, key=lambda each: each[0]):
        said_in = tuple(said for _piece, said in group if said)
        if piece is Piece.HEADING:
            # Each heading stands by itself, also one right below another.
            yield from (Block(piece, (said,)) for said in said_in)
        elif piece is not None and said_in:
            yield Block(piece, said_in)
