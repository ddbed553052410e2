"""Files from anywhere become cells of text, or a clear reason why not."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from tests.repo import tree
from tvaers.concerns.enums import ReporterKind
from tvaers.concerns.imports import columns, rows, values
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.imports.reading import MOST_BYTES, MOST_ROWS, Line, UnreadableFileError, read
from tvaers.concerns.imports.rows import Problem, Reading
from tvaers.concerns.imports.values import CellError

TEXT = "Fakta;Henvenderstype\r\nSlås ved åen;skole\r\n"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def sheet(*lines, **options) -> bytes:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def package(**files) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return made.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_that_danish_programs_write(encoding):
    table = read(TEXT.encode(encoding))
    assert table.headings == ("Fakta", "Henvenderstype")
    assert table.lines == (Line(2, ("Slås ved åen", "skole")),)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_separator(separator):
    text = f'a{separator}"b;,x"\n1{separator}2\n'
    assert read(text.encode()).lines[0].cells == ("1", "2")


def test_lines_are_counted_as_the_person_counts_them():
    table = read(b'a;b\n"to\nlinjer";x\n\n3;y\n')
    assert [line.number for line in table.lines] == [2, 5]


def test_a_spreadsheet_gives_text_dates_and_whole_numbers():
    # A spreadsheet knows no time zones.
    day, moment = datetime(2026, 3, 3), datetime(2026, 3, 3, 9, 15)  # noqa: DTZ001
    table = read(sheet(["a", "b", "c", "d"], [day, moment, 2012.0, None]))
    assert table.lines[0].cells == ("2026-03-03", "2026-03-03 09:15", "2012", "")


def test_a_formula_is_the_text_it_is_written_as():
    assert read(sheet(["a", "b"], ["=1+1", "=cmd|' /C calc'!A0"])).lines[0].cells == ("=1+1", "=cmd|' /C calc'!A0")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (b"Fakta;Kilde\r\n", "empty"),
        (b"alene\nx\n", "headings"),
        (b"a;b\n\x00;1\n", "nul"),
        (b"<html><table><tr><td>x</td></tr></table>", "html"),
        (b"\xef\xbb\xbf  <?xml version='1.0'?>", "html"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old"),
        (b"%PDF-1.7 x", "kind"),
        (b"PK\x03\x04" + b"x" * 50, "broken"),
        (package(readme_dot_txt="hi"), "zip"),
        (package(xl__workbook_dot_xml="<x", **{"[Content_Types]_dot_xml": "<x"}), "broken"),
        (package(xl__workbook_dot_xml="x", xl__sheet_dot_xml=b"0" * (61 * 1024 * 1024)), "bomb"),
        (b"a;b\n" + b"1;2\n" * (MOST_ROWS + 1), "rows"),
        (b"a;b\n" + b"x" * MOST_BYTES, "large"),
        (b"\xff\xfe\x41", "broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(UnreadableFileError) as refused:
        read(data)
    assert refused.value.code == code


def test_an_entity_bomb_in_a_spreadsheet_is_refused():
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><workbook>&b;</workbook>'
    good = sheet(["a", "b"], [1, 2])
    with zipfile.ZipFile(io.BytesIO(good)) as source:
        files = {name: source.read(name) for name in source.namelist()}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as out:
        for name, data in files.items():
            out.writestr(name, bomb if name == "xl/workbook.xml" else data)
    with pytest.raises(UnreadableFileError):
        read(made.getvalue())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("3-3-2026", date(2026, 3, 3)),
        ("03.03.26", date(2026, 3, 3)),
        ("3/3 2026".replace(" ", "/"), date(2026, 3, 3)),
        ("3. marts 2026", date(2026, 3, 3)),
        ("2026-03-03", date(2026, 3, 3)),
        ("03-11-2026 kl. 14.20", date(2026, 11, 3)),
    ],
)
def test_danish_dates(text, found):
    assert values.day(text) == found


@pytest.mark.parametrize("text", ["31-02-2026", "i går", "", "13.13.2026", "2026"])
def test_what_is_no_date_is_said(text):
    with pytest.raises(CellError):
        values.day(text)


def test_a_time_of_day_is_kept_and_noon_is_taken_without_one():
    assert values.moment("03-11-2026 kl. 14.20").hour == 14
    assert values.moment("03-11-2026").hour == 12


@pytest.mark.parametrize(("text", "found"), [("2012", "2012"), ("14 år", "2012"), ("3-3-2012", "2012-03-03"), ("", "")])
def test_a_birthday_a_year_or_an_age(text, found):
    assert values.born(text, today=date(2026, 11, 23)) == found


@pytest.mark.parametrize("text", ["tolv", "3-3-2090", "x"])
def test_no_birthday(text):
    with pytest.raises(CellError):
        values.born(text, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Skole", ReporterKind.SCHOOL),
        ("klasselærer", ReporterKind.SCHOOL),
        ("ukendt", None),
        ("lærer", ReporterKind.SCHOOL),
        ("Nabo", ReporterKind.CITIZEN),
        ("politiet", ReporterKind.POLICE),
        ("Mor", ReporterKind.PARENT),
    ],
)
def test_who_told(text, kind):
    if kind is None:
        with pytest.raises(CellError):
            values.reporter_kind(text)
    else:
        assert values.reporter_kind(text) is kind


def judged(**cells):
    names = list(cells)
    mapping = {name: index for index, name in enumerate(names)}
    return rows.judged(Line(7, tuple(cells.values())), mapping, now=NOW, areas={})


def test_every_fault_of_a_row_is_told_at_once():
    problem = judged(received="31-02-2026", reporter_kind="ukendt", fact="", cpr="123", acute="måske", area="nowhere")
    assert isinstance(problem, Problem)
    assert set(problem.codes) == {"date", "reporter_kind", "fact", "cpr", "acute", "area"}


def test_a_professional_must_be_named():
    problem = judged(reporter_kind="skole", fact="x")
    assert isinstance(problem, Problem)
    assert problem.codes == ("unnamed",)
    assert isinstance(judged(reporter_kind="nabo", fact="x"), Reading)


def test_every_reason_has_words():
    assert all(str(words) for words in rows.REASONS.values())


@pytest.mark.parametrize("name", ["bekymringer.csv", "bekymringer.xlsx"])
def test_the_examples_are_read_alike(name):
    table = read((tree.ROOT / "examples" / name).read_bytes())
    mapping = columns.guessed(table.headings)
    assert set(mapping) == {field.value for field in Field}
    areas = {line.cells[mapping["area"]].casefold(): None for line in table.lines}
    areas.pop("et sted uden navn")
    good, bad = rows.all_judged(table.lines, mapping, now=NOW, areas=areas)
    assert len(good) == 31
    assert [problem.line for problem in bad] == [12, 15, 18, 24, 26, 27, 32, 33, 38]
