"""Files from anywhere become cells of text, or a clear reason why not."""

import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest

from tests.repo import tree
from tvaers.concerns.enums import About, Channel, InvolvedRole, ReporterKind, Told
from tvaers.concerns.imports import columns, grouping, rows, values
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.imports.rows import Known, Problem, Reading
from tvaers.concerns.imports.values import CellError
from tvaers.files.tables import MOST_BYTES, MOST_ROWS, Line, UnreadableFileError, read

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
    return rows.judged(Line(7, tuple(cells.values())), mapping, known())


def known(*headings, **units):
    return Known(now=NOW, areas={}, units=units, headings=headings)


def grouped(*lines):
    """Judge rows with the columns reference, fact, reporter_kind, name, role; the first stands on line 2."""
    names = ("Ref", "Fakta", "Fra", "Navn", "Rolle")
    mapping = dict(zip(("reference", "fact", "reporter_kind", "name", "role"), range(5), strict=True))
    numbered = [Line(number, cells) for number, cells in enumerate(lines, start=2)]
    return grouping.all_judged(numbered, mapping, known(*names))


def test_every_fault_of_a_row_is_told_at_once():
    wrong = {
        "received": ("31-02-2026", "date"),
        "reporter_kind": ("ukendt", "reporter_kind"),
        "fact": ("", "fact"),
        "cpr": ("123", "cpr"),
        "acute": ("måske", "acute"),
        "area": ("nowhere", "area"),
        "interpreter": ("måske", "interpreter"),
        "channel": ("due", "channel"),
        "role": ("hovedmand", "role"),
        "about": ("alle mulige", "about"),
        "told": ("far ved det ikke", "told"),
        "unit": ("Afdelingen for alt", "unit"),
    }
    problem = judged(**{field: cell for field, (cell, _) in wrong.items()})
    assert isinstance(problem, Problem)
    assert {flaw.field: flaw.code for flaw in problem.flaws} == {field: code for field, (_, code) in wrong.items()}


def test_a_professional_must_be_named():
    problem = judged(reporter_kind="skole", fact="x")
    assert isinstance(problem, Problem)
    assert problem.codes == ("unnamed",)
    assert isinstance(judged(reporter_kind="nabo", fact="x"), Reading)


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (values.channel, "", Channel.IMPORT),
        (values.channel, "Pr. telefon", Channel.TELEPHONE),
        (values.channel, "e-mail", Channel.EMAIL),
        (values.channel, "meeting", Channel.MEETING),
        (values.role, "", InvolvedRole.OF_CONCERN),
        (values.role, "Vidne", InvolvedRole.WITNESS),
        (values.role, "of concern", InvolvedRole.OF_CONCERN),
        (values.role, "forurettet", InvolvedRole.VICTIM),
        (values.about, "", None),
        (values.about, "en gruppe", About.GROUP),
        (values.told, "", Told.UNKNOWN),
        (values.told, "den unge og forældrene", Told.BOTH),
        (values.told, "kun mor", Told.PARENTS),
        (values.told, "den unge selv", Told.YOUNG),
        (values.told, "hverken den unge eller forældrene", Told.NOBODY),
        (values.told, "neither", Told.NOBODY),
    ],
)
def test_words_for_how_who_and_whom(read, text, found):
    assert read(text) == found


def test_a_flaw_names_the_column_as_the_file_calls_it():
    problem = rows.judged(Line(7, ("", "nabo")), {"fact": 0, "reporter_kind": 1}, known("Hvad skete", "Fra"))
    assert isinstance(problem, Problem)
    assert [(flaw.code, flaw.heading) for flaw in problem.flaws] == [("fact", "Hvad skete")]


def test_cells_outside_the_headings_are_noticed():
    (line,) = read(b"Fakta;Henvenderstype\nSet; ved hallen;nabo\n").lines
    problem = rows.judged(line, {"fact": 0, "reporter_kind": 1}, known("Fakta", "Henvenderstype"))
    assert isinstance(problem, Problem)
    assert "columns" in problem.codes
    (fits,) = read(b"Fakta;Henvenderstype\nSet;nabo;;\n").lines
    assert isinstance(rows.judged(fits, {"fact": 0, "reporter_kind": 1}, known("Fakta", "Henvenderstype")), Reading)


def test_rows_with_one_reference_are_one_concern_wherever_they_stand():
    good, bad = grouped(
        ("s1", "Set ved hallen", "nabo", "Testus", ""),
        ("", "Noget andet", "nabo", "", ""),
        ("S1", "", "", "Nora", "vidne"),
        ("", "Noget andet", "nabo", "", ""),
    )
    assert bad == []
    assert [[row.line for row in concern.rows] for concern in good] == [[2, 4], [3], [5]]
    assert [row.role for row in good[0].rows] == [InvolvedRole.OF_CONCERN, InvolvedRole.WITNESS]
    assert good[0].canonical != grouped(("s1", "Set ved hallen", "nabo", "Testus", ""))[0][0].canonical


def test_a_concern_of_several_rows_is_left_out_whole():
    good, bad = grouped(
        ("s1", "Set ved hallen", "nabo", "Testus", ""),
        ("s1", "", "", "Nora", "hovedmand"),
        ("s2", "", "nabo", "Ali", ""),
        ("s2", "", "", "Ida", ""),
        ("s3", "Set ved hallen", "nabo", "Bo", ""),
        ("s3", "Set ved åen", "", "Ib", ""),
    )
    assert good == []
    assert [(problem.line, problem.codes) for problem in bad] == [
        (2, ("partner",)),
        (3, ("role",)),
        (4, ("fact",)),
        (5, ("partner",)),
        (6, ("partner",)),
        (7, ("differs",)),
    ]
    assert bad[-1].flaws[0].heading == "Fakta"


def test_more_rows_than_a_concern_can_have_people_are_refused():
    lines = [("s1", "Set", "nabo", f"Nummer {number}", "") for number in range(grouping.MOST_PEOPLE + 1)]
    good, bad = grouped(*lines)
    assert good == []
    assert {problem.codes for problem in bad} == {("many",)}
    assert len(grouped(*lines[:-1])[0][0].rows) == grouping.MOST_PEOPLE


@pytest.mark.parametrize(("name", "danish"), [("bekymringer-skabelon.csv", True), ("concerns-template.csv", False)])
def test_the_empty_files_have_every_field_in_either_language(name, danish):
    headings = (tree.ROOT / "examples" / name).read_bytes().decode("utf-8-sig").strip().split(";")
    assert headings == columns.template(danish=danish)
    found = columns.guessed(headings)
    assert [found[field.value] for field in columns.HEADINGS] == list(range(len(Field)))


def test_every_reason_has_words():
    assert all(str(words) for words in rows.REASONS.values())


@pytest.mark.parametrize("name", ["bekymringer.csv", "bekymringer.xlsx"])
def test_the_examples_are_read_alike(name):
    table = read((tree.ROOT / "examples" / name).read_bytes())
    mapping = columns.guessed(table.headings)
    assert set(mapping) == {field.value for field in Field}
    areas = {line.cells[mapping["area"]].casefold(): None for line in table.lines}
    areas.pop("et sted uden navn")
    lists = Known(now=NOW, areas=areas, units={}, headings=table.headings)
    good, bad = grouping.all_judged(table.lines, mapping, lists)
    assert len(good) == 33
    assert [problem.line for problem in bad] == [12, 15, 18, 24, 26, 27, 32, 33, 38, 46, 47, 48, 49, 50]
    assert all(flaw.heading for problem in bad for flaw in problem.flaws)
    assert [len(concern.rows) for concern in good if concern[Field.REFERENCE]] == [3]
