"""A document becomes a tagged PDF that an archive can keep; its own text may go along, sign for sign."""

import json
from dataclasses import asdict, dataclass, field
from typing import Literal

from tvaers.ui.letters.typesetting import drawable, typeset


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading below the title, of level 2 to 4. is_new_page: it begins a page."""

    text: str
    level: int = 2
    is_new_page: bool = False
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, kw_only=True)
class Text:
    """Paragraphs, parted by an empty line. is_quiet: smaller, for what is said about the document."""

    text: str
    is_quiet: bool = False
    kind: Literal["text"] = "text"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What nobody may overlook."""

    text: str
    kind: Literal["notice"] = "notice"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What something is, one line each: the name of it, and lines about it."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows below their headings. widths: shares of the line, one a column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A drawing. svg: with its own colours; said: what it shows, for who cannot see it; caption: below it."""

    svg: str = field(repr=False)
    said: str
    caption: str = ""
    kind: Literal["picture"] = "picture"


@dataclass(frozen=True, kw_only=True)
class Boxes:
    """A question to be answered by hand: a box to tick before each choice, side by side. hint: how many to tick."""

    text: str
    hint: str
    choices: tuple[str, ...]
    columns: int = 3
    kind: Literal["boxes"] = "boxes"


@dataclass(frozen=True, kw_only=True)
class Lines:
    """Room to write by hand: empty lines below a text. hint: what becomes of what is written."""

    text: str
    hint: str
    number: int = 1
    kind: Literal["lines"] = "lines"


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A text that goes along as a file, sign for sign."""

    name: str
    said: str
    text: str = field(repr=False)


Block = Heading | Text | Notice | Facts | Table | Picture | Boxes | Lines


@dataclass(frozen=True, kw_only=True)
class Document:
    """What stands in a document. kicker: a line above the title; mark: on top of every page, such as “draft”.

    foot: at the bottom of every page, beside its number; page, of: the words in "page 1 of 2"; language: two letters.
    """

    title: str
    author: str
    language: str
    kicker: str
    mark: str
    foot: str
    page: str
    of: str
    blocks: tuple[Block, ...]
    attached: Attached | None = None


def render_document(document: Document) -> bytes:
    """Return the document as PDF/A-3a and PDF/UA-1. Raises LetterError."""
    attached = document.attached or Attached(name="", said="", text="")
    said = _drawable(asdict(document) | {"attached": {"name": attached.name, "said": attached.said}})
    words = {"document": json.dumps(said, ensure_ascii=False)}
    return typeset("document.typ", words, standards=("a-3a", "ua-1"), attached=attached.text)


def _drawable(said: object) -> object:
    """Return the same with each text drawable; before it is written as JSON, which would hide what is not."""
    if isinstance(said, str):
        return drawable(said)
    if isinstance(said, dict):
        return {name: _drawable(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_drawable(each) for each in said]
    return said
