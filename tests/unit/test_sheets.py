"""Spreadsheets are read as openpyxl reads them, many times as fast, and never further than their bounds."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tvaers.files import sheets, tables
from tvaers.files.tables import Bounds, Line, UnreadableFileError, read

# A spreadsheet knows no time zones.
MOMENT = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001
BLOCK = TextBlock(InlineFont(b=True), "tyk")
LINES = [
    ["Dag", "Sted", "Type", "Tal", "Tid"],
    [MOMENT, "Prøvehøj", "Hærværk", 1, time(22, 15)],
    [date(2026, 3, 29), None, "<&>'\"", 55.73, timedelta(hours=30)],
    [None] * 5,
    [True, "=1+1", "#N/A", -3.0, 1e300],
    [" rum ", "to\nlinjer", "", 12345678901234567890, 0],
    [None, None, None, None, CellRichText("lidt ", BLOCK, " tekst")],
    [datetime(1900, 1, 1), datetime(1900, 3, 1), datetime(9999, 12, 31), date(1900, 2, 28), 0.1 + 0.2],  # noqa: DTZ001
]


def saved(lines, *, write_only=False, epoch=None):
    book = openpyxl.Workbook(write_only=write_only)
    sheet = book.create_sheet() if write_only else book.active
    if epoch:
        book.epoch = epoch
    for line in lines:
        sheet.append(line)
    if not write_only:
        sheet.merge_cells("B2:C2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
SHARED = (
    '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>a</t></si><si><r><t>b</t></r><r>'
    "<t xml:space='preserve'> c</t></r><rPh sb='0' eb='1'><t>uudtalt</t></rPh></si><si><t>d</t></si></sst>"
)
POINTS = (
    '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"'
    ' Target="sharedStrings.xml" Id="rId9"/></Relationships>'
)
TYPED = '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument'
TYPED += '.spreadsheetml.sharedStrings+xml"/></Types>'
OF_SHARED = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c><c r="C{0}" t="s"><v>1</v></c></row>'


def excel(shared=SHARED, first="0"):
    """A book as Excel saves it: texts stand apart, and cells point at them."""
    rows = "".join(OF_SHARED.format(at) for at in (1, 2, 7)).replace("<v>0<", f"<v>{first}<", 1)
    data = altered(
        saved([["x", "y"]]),
        xl__worksheets__sheet1=lambda part: part[: part.index("<row")] + rows + part[part.index("</sheetData") :],
        xl___rels__workbook_xml_rels=lambda part: part.replace("</Relationships>", POINTS),
        Content_Types=lambda part: part.replace("</Types>", TYPED),
    )
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr("xl/sharedStrings.xml", shared)
    return out.getvalue()


def test_texts_that_stand_apart_are_found():
    # openpyxl stops where the sheet says that it ends, which is not always true.
    assert [line.cells[:3] for line in by_openpyxl(excel())] == [("a", "", "b c")] * 2
    table = read(excel())
    assert (table.headings, table.lines) == (("a", "", "b c"), tuple(Line(at, ("a", "", "b c")) for at in (2, 7)))


@pytest.mark.parametrize("told", [{"first": "9999"}, {"first": "x"}, {"first": "-1"}, {"shared": f"{DTD}{SHARED}"}])
def test_a_text_that_is_nowhere_or_could_grow_is_refused(told):
    with pytest.raises(UnreadableFileError, match="broken"):
        read(excel(**told))


def altered(data, **changes):
    """The package with parts of it changed; a part's name with __ for the stroke."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            change = changes.get(named(name), lambda part: part)
            package.writestr(name, change(source.read(name).decode()))
    return out.getvalue()


def named(part):
    """A part's name as a keyword."""
    return part.removesuffix(".xml").strip("[]").replace("/", "__").replace(".", "_")


def by_openpyxl(data):
    """What openpyxl reads, the way that took a minute for what takes seconds now."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    rows = book.worksheets[0].iter_rows(max_col=tables.MOST_COLUMNS, values_only=True)
    found = [Line(at, tuple(map(tables._cell, row))) for at, row in enumerate(rows, start=1)]
    return [line for line in found if any(line.cells)]


@pytest.mark.parametrize("write_only", [True, False])
@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_a_sheet_reads_as_openpyxl_reads_it(write_only, epoch):
    lines = [[cell for cell in line if not (epoch and isinstance(cell, date) and cell.year == 1900)] for line in LINES]
    data = saved(lines, write_only=write_only, epoch=epoch)
    wanted = by_openpyxl(data)
    table = read(data)
    assert table.headings == wanted[0].cells[:5]
    assert [line.number for line in table.lines] == [line.number for line in wanted[1:]]
    for ours, theirs in zip(table.lines, wanted[1:], strict=True):
        assert ours.cells == (theirs.cells + ("",) * 5)[:5]


def test_names_with_a_prefix_and_cells_without_a_reference_are_read():
    sheet = (
        '<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
        '<x:c t="str"><x:v>b</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2.5</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    table = read(altered(saved(LINES), xl__worksheets__sheet1=lambda _part: sheet))
    assert (table.headings, table.lines) == (("a", "b"), (Line(2, ("1", "2.5")),))


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("xl__worksheets__sheet1", lambda part: part[:400]),
        ("xl__worksheets__sheet1", lambda part: f'<?xml version="1.0"?>{DTD}<worksheet>&a;</worksheet>'),
        ("xl__worksheets__sheet1", lambda part: part.replace('r="A1"', 'r="AAAAAA1"')),
        ("xl__workbook", lambda part: part.replace("<sheet ", "<sheetless ")),
        ("xl___rels__workbook_xml_rels", lambda part: part.replace("sheet1.xml", "../../../etc/passwd")),
    ],
)
def test_what_is_wrong_inside_is_said_and_followed_nowhere(part, change):
    with pytest.raises(UnreadableFileError) as refused:
        read(altered(saved(LINES), **{part: change}))
    assert refused.value.code == "broken"


def test_a_sheet_has_as_many_rows_as_a_text(monkeypatch):
    rows = [["a", "b"], *([each, "x"] for each in range(30))]
    assert len(read(saved(rows, write_only=True), Bounds(rows=30)).lines) == 30
    for most in (29, 5):
        with pytest.raises(UnreadableFileError, match="rows"):
            read(saved(rows, write_only=True), Bounds(rows=most))
    monkeypatch.setattr(tables, "MOST_CELLS", 61)
    for data in (saved(rows, write_only=True), b"a;b\n" + b"1;2\n" * 30):
        with pytest.raises(UnreadableFileError, match="rows"):
            read(data, Bounds(rows=30))


def test_rows_are_given_before_the_sheet_is_unpacked_to_its_end():
    data = saved([["a", "b"], *([each, "x" * 50] for each in range(20_000))], write_only=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        size = package.getinfo("xl/worksheets/sheet1.xml").file_size
        given = sheets.rows(package, columns=60)
        held = [at for (at, _cells), _next in zip(pairwise(given), range(10), strict=False) if at]
        assert size > 20 * 64 * 1024 / 2
        assert held


def test_what_claims_to_be_small_is_unpacked_no_further_than_it_claims():
    data = bytearray(saved([["a", "b"], *([each, "x" * 50] for each in range(5_000))], write_only=True))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        info = package.getinfo("xl/worksheets/sheet1.xml")
    size = info.file_size.to_bytes(4, "little")
    at = data.rfind(size)
    data[at : at + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(UnreadableFileError, match="broken"):
        read(bytes(data), Bounds(rows=5_000, unpacked=60 * 1024))
