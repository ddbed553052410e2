"""The first sheet of a spreadsheet (.xlsx), row by row: a hundred and fifty thousand are read in seconds.

Parts of the package are unpacked as they are read, and a row is gone when it was given. No macro, no link to another
file and no formula is followed; a document type, with which texts could grow, is refused. How dates are stored is
openpyxl's knowledge (ECMA-376, parts 1 and 2).
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Final
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel, from_ISO8601

WORKBOOK: Final = "xl/workbook.xml"
# What is unpacked at once.
_PIECE: Final = 64 * 1024
_LETTERS: Final = re.compile("[A-Z]{1,3}")
_WHOLE: Final = re.compile(r"-?\d+")

Attributes = dict[str, str]
Started = Callable[[str, Attributes], None]


class BrokenSheetError(ValueError):
    """The package is no spreadsheet that can be read."""


@dataclass
class _Parser:
    """Parses a part of a package piece by piece. Names come without the prefix that a program gave them."""

    started: Started
    ended: Callable[[str], None] = lambda _name: None
    text: Callable[[str], None] = lambda _text: None

    def pieces(self, part: IO[bytes]) -> Iterator[None]:
        """Go through the part, and give way after each piece."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._first(parser)
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = _refused
        while piece := part.read(_PIECE):
            parser.Parse(piece)
            yield
        parser.Parse(b"", True)
        yield

    def _first(self, parser: expat.XMLParserType) -> Started:
        """Return what hears the first element, and whether names have a prefix: a million come, and hardly any has."""

        def first(name: str, told: Attributes) -> None:
            started, ended = self.started, self.ended
            if ":" in name:
                parser.StartElementHandler = lambda name, told: started(name.rpartition(":")[2], told)
                parser.EndElementHandler = lambda name: ended(name.rpartition(":")[2])
            else:
                parser.StartElementHandler, parser.EndElementHandler = started, ended
            started(name.rpartition(":")[2], told)

        return first


def _refused(*_told: object) -> None:
    raise BrokenSheetError


def _all(package: zipfile.ZipFile, name: str, parser: _Parser) -> None:
    if name in package.namelist():
        with package.open(name) as part:
            for _piece in parser.pieces(part):
                pass


@dataclass
class Book:
    """What the cells of the first sheet are read with. sheet: its part's name. shared: texts that cells point at.

    dates: of the styles that show a number as a day or a time, whether it is a length of time.
    """

    sheet: str = ""
    epoch: datetime = WINDOWS_EPOCH
    shared: list[str] = field(default_factory=list)
    dates: dict[str, bool] = field(default_factory=dict)


def opened(package: zipfile.ZipFile) -> Book:
    """Read what stands around the cells. Raises BrokenSheetError, expat.ExpatError, KeyError."""
    book = Book()
    sheets: list[str] = []
    parts: dict[str, tuple[str, str]] = {}

    def workbook(name: str, told: Attributes) -> None:
        if name == "sheet":
            sheets.extend(value for key, value in told.items() if key.rpartition(":")[2] == "id" and ":" in key)
        elif name == "workbookPr" and told.get("date1904") in {"1", "true"}:
            book.epoch = MAC_EPOCH

    def relation(name: str, told: Attributes) -> None:
        if name == "Relationship":
            kind = told.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/xl", told.get("Target", ""))).lstrip("/")
            parts[told.get("Id", "")] = (kind, target)

    _all(package, WORKBOOK, _Parser(workbook))
    _all(package, "xl/_rels/workbook.xml.rels", _Parser(relation))
    book.sheet = next((parts[each][1] for each in sheets if parts.get(each, ("", ""))[0] == "worksheet"), "")
    if book.sheet not in package.namelist():
        raise BrokenSheetError
    for kind, target in parts.values():
        if kind == "styles":
            _all(package, target, _styles(book))
        elif kind == "sharedStrings":
            _all(package, target, _shared(book))
    return book


def _styles(book: Book) -> _Parser:
    formats: dict[str, str] = {str(number): told for number, told in BUILTIN_FORMATS.items()}
    within: list[str] = []
    number = 0

    def started(name: str, told: Attributes) -> None:
        nonlocal number
        within.append(name)
        if name == "numFmt":
            formats[told.get("numFmtId", "")] = told.get("formatCode", "")
        elif name == "xf" and "cellXfs" in within:
            shown = formats.get(told.get("numFmtId", ""), "")
            if is_timedelta_format(shown) or is_date_format(shown):
                book.dates[str(number)] = is_timedelta_format(shown)
            number += 1

    def ended(_name: str) -> None:
        within.pop()

    return _Parser(started, ended)


def _shared(book: Book) -> _Parser:
    texts: list[str] = []
    takes = spoken = False

    def started(name: str, _told: Attributes) -> None:
        nonlocal takes, spoken
        spoken = spoken or name == "rPh"
        takes = name == "t" and not spoken

    def ended(name: str) -> None:
        nonlocal takes, spoken
        takes = False
        if name == "rPh":
            spoken = False
        elif name == "si":
            book.shared.append("".join(texts))
            texts.clear()

    def text(told: str) -> None:
        if takes:
            texts.append(told)

    return _Parser(started, ended, text)


@dataclass
class _Cells:
    """Gathers a sheet's cells into rows. rows: those that are whole and were not given yet."""

    book: Book
    columns: int
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)
    _row: list[Any] = field(default_factory=list)
    _number: int = 0
    _place: int = -1
    _kind: str = ""
    _style: str = ""
    _value: str = ""
    _formula: str | None = None
    _takes: str = ""
    _places: dict[str, int] = field(default_factory=dict)
    _moments: dict[tuple[str, bool], Any] = field(default_factory=dict)

    def started(self, name: str, told: Attributes) -> None:
        """Begin a row, a cell, or what stands in one."""
        if name == "c":
            at = told.get("r")
            self._place = self._at(at) if at else self._place + 1
            self._kind, self._style = told.get("t", "n"), told.get("s", "0")
            self._value, self._formula = "", None
        elif name in {"v", "t"}:
            self._takes = "value"
        elif name == "f":
            self._takes, self._formula = "formula", ""
        elif name == "row":
            number = told.get("r", "")
            self._number = int(number) if number.isascii() and number.isdecimal() else self._number + 1
            self._row, self._place = [], -1

    def text(self, told: str) -> None:
        """Take what stands in a cell, which can come in pieces."""
        if self._takes == "value":
            self._value += told
        elif self._takes == "formula" and self._formula is not None:
            self._formula += told

    def ended(self, name: str) -> None:
        """End a cell or a row."""
        self._takes = ""
        if name == "c" and self._place < self.columns:
            told = f"={self._formula}" if self._formula is not None else self._told()
            if told is not None and told != "":
                self._row.extend([None] * (self._place + 1 - len(self._row)))
                self._row[self._place] = told
        elif name == "row":
            self.rows.append((self._number, self._row))

    def _at(self, reference: str) -> int:
        """Return the column of a cell's reference, from 0."""
        letters = reference.rstrip("0123456789")
        if letters not in self._places:
            if not _LETTERS.fullmatch(letters):
                raise BrokenSheetError
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - ord("A") + 1
            self._places[letters] = place - 1
        return self._places[letters]

    def _told(self) -> object:
        """Return what the cell's value means."""
        value, kind = self._value, self._kind
        if kind == "s":
            # Below nought would be counted from the end.
            return self.book.shared[int(value) if value.isdecimal() else len(self.book.shared)] if value else ""
        if kind == "n":
            length = self.book.dates.get(self._style)
            return _number(value) if length is None else self._moment(value, is_length=length)
        if kind == "d":
            return from_ISO8601(value)
        return bool(int(value)) if kind == "b" and value else value

    def _moment(self, value: str, *, is_length: bool) -> object:
        if (value, is_length) not in self._moments:
            self._moments[value, is_length] = self._dated(value, is_length=is_length)
        return self._moments[value, is_length]

    def _dated(self, value: str, *, is_length: bool) -> object:
        number = _number(value)
        try:
            return from_excel(number, self.book.epoch, timedelta=is_length)
        except (OverflowError, ValueError, TypeError):
            # A number that is shown as a day and lies outside all calendars.
            return number


def _number(value: str) -> object:
    if not value:
        return None
    return int(value) if len(value) < 18 and _WHOLE.fullmatch(value) else float(value)


def rows(package: zipfile.ZipFile, *, columns: int) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows of the first sheet: the number it has there, and what stands in its first cells.

    Raises BrokenSheetError, expat.ExpatError, KeyError, ValueError, IndexError.
    """
    book = opened(package)
    cells = _Cells(book, columns)
    with package.open(book.sheet) as part:
        for _piece in _Parser(cells.started, cells.ended, cells.text).pieces(part):
            yield from cells.rows
            cells.rows.clear()
