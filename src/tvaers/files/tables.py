"""Reading a file from anywhere into cells of text. Whatever it claims to be, it is looked at first."""

import csv
import io
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from xml.parsers.expat import ExpatError

from tvaers.foundation.typed import unturned

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_CHARACTERS = 10_000
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PACKED_FILES = 500
# Of all rows together: twenty in each of a hundred and fifty thousand. What is held of a file stays within 300 MB.
MOST_CELLS = 3_000_000
_SEPARATORS = ";\t,"
# Where a package that is a spreadsheet has its workbook.
_WORKBOOK = "xl/workbook.xml"
# Whatever is wrong with a package shows in one of these.
_BROKEN = (
    *(ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(KeyError, IndexError, ValueError, TypeError, OverflowError, NotImplementedError, RuntimeError),
)
_ZIP, _OLD_OFFICE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


class UnreadableFileError(ValueError):
    """The file cannot be read; `code` says why.

    empty, large, rows, old, zip, bomb, html, nul, kind, broken, headings.
    """

    def __init__(self, code: str) -> None:
        """Keep the code for the message at the field."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Line:
    """A row of the file with the line it stands on, counted as the person counts them."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What a file holds: headings and rows, all text; formulas are the text they are written as."""

    headings: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """How much of a file is taken: bytes, rows below the headings, and what a spreadsheet unpacks to, in bytes.

    A spreadsheet is a zip file; that is looked at before anything is unpacked.
    """

    most_bytes: int = MOST_BYTES
    rows: int = MOST_ROWS
    unpacked: int = MOST_UNPACKED


USUAL = Bounds()


def read(data: bytes, bounds: Bounds = USUAL) -> Table:
    """Return the table in a CSV or XLSX file. Raises UnreadableFileError."""
    if len(data) > bounds.most_bytes:
        raise UnreadableFileError("large")
    if not data.strip():
        raise UnreadableFileError("empty")
    if data.startswith(_OLD_OFFICE):
        raise UnreadableFileError("old")
    if data.startswith(_PDF):
        raise UnreadableFileError("kind")
    lines = _spreadsheet(data, bounds) if data.startswith(_ZIP) else _text(data, bounds)
    filled = [line for line in lines if any(line.cells)]
    if not filled:
        raise UnreadableFileError("empty")
    headings, below = _without_tail(filled[0].cells), filled[1:]
    if len({heading for heading in headings if heading}) < 2:
        raise UnreadableFileError("headings")
    if not below:
        raise UnreadableFileError("empty")
    if len(below) > bounds.rows:
        raise UnreadableFileError("rows")
    width = len(headings)
    return Table(headings, tuple(Line(row.number, _fitted(row.cells, width)) for row in below))


def _fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Return as many cells as there are headings; more, when something stands outside them, so that it is noticed."""
    return _without_tail(cells) if any(cells[width:]) else (cells + ("",) * width)[:width]


def _without_tail(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return the headings without the empty columns that a spreadsheet shows to their right."""
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


# --- CSV ---------------------------------------------------------------------------------------


def _text(data: bytes, bounds: Bounds) -> list[Line]:
    text = decoded(data)
    if "\x00" in text:
        raise UnreadableFileError("nul")
    if text.lstrip().startswith("<"):
        raise UnreadableFileError("html")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    lines = []
    begins, number = 1, 0
    try:
        for cells in reader:
            lines.append(Line(begins, tuple(_clean(cell) for cell in cells[:MOST_COLUMNS])))
            begins, number = reader.line_num + 1, number + len(cells)
            if len(lines) > bounds.rows + 1 or number > MOST_CELLS:
                raise UnreadableFileError("rows")
    except csv.Error as wrong:
        raise UnreadableFileError("broken") from wrong
    return lines


def decoded(data: bytes) -> str:
    """Return the text of a file: UTF-8 with or without mark, UTF-16, else Windows-1252, as Danish programs write."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    # Without a mark, UTF-16 shows by a NUL in every other byte of plain Latin text.
    head = data[:400]
    if head and head[1::2].count(0) > len(head) // 4:
        return _decoded(data, "utf-16-le")
    if head and head[::2].count(0) > len(head) // 4:
        return _decoded(data, "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as wrong:
        raise UnreadableFileError("broken") from wrong


def _separator(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    # Within quotes a separator is text.
    bare = "".join(piece for index, piece in enumerate(first.split('"')) if index % 2 == 0)
    return max(_SEPARATORS, key=bare.count)


def _clean(cell: object) -> str:
    text = str(cell)
    if not text.isprintable():
        text = unturned("".join(sign for sign in text if sign >= " " or sign in "\n\t"))
    return text.strip()[:MOST_CHARACTERS]


# --- XLSX --------------------------------------------------------------------------------------


def _spreadsheet(data: bytes, bounds: Bounds) -> list[Line]:
    _check_package(data, bounds)
    # Not by every page and every stream: openpyxl, for the dates, brings 20 MB along.
    from tvaers.files.sheets import rows  # noqa: PLC0415 - as above

    lines: list[Line] = []
    cells = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for number, row in rows(package, columns=MOST_COLUMNS):
                if any(value is not None for value in row):
                    lines.append(Line(number, tuple(_cell(value) for value in row)))
                cells += len(row)
                if len(lines) > bounds.rows + 1 or cells > MOST_CELLS:
                    raise UnreadableFileError("rows")
    except UnreadableFileError:
        raise
    except _BROKEN as wrong:
        raise UnreadableFileError("broken") from wrong
    return lines


def _check_package(data: bytes, bounds: Bounds) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            files = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as wrong:
        raise UnreadableFileError("broken") from wrong
    if _WORKBOOK not in {file.filename for file in files}:
        raise UnreadableFileError("zip")
    if len(files) > MOST_PACKED_FILES or sum(file.file_size for file in files) > bounds.unpacked:
        raise UnreadableFileError("bomb")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(value)
