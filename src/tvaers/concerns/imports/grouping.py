"""Rows that belong together: the same reference on several rows is one concern about several people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tvaers.concerns.imports.columns import OF_PERSON, Field
from tvaers.concerns.imports.rows import Flaw, Known, Problem, Reading, flaw, judged
from tvaers.files.tables import Line

# As many as the form takes.
MOST_PEOPLE = 20
_OF_PERSON = frozenset(field.value for field in OF_PERSON)


def together(lines: Iterable[Line], mapping: Mapping[str, int]) -> list[tuple[Line, ...]]:
    """Return the rows of each concern, in the order in which the concerns first appear in the file."""
    found: dict[tuple[str, int], list[Line]] = {}
    for line in lines:
        reference = _cell(line, Field.REFERENCE.value, mapping).casefold()
        # A row without a reference is a concern by itself.
        found.setdefault((reference, 0 if reference else line.number), []).append(line)
    return [tuple(rows) for rows in found.values()]


def all_judged(lines: Sequence[Line], mapping: Mapping[str, int], known: Known) -> tuple[list[Reading], list[Problem]]:
    """Return the concerns that can be written, and the problems of the rows of the others."""
    good: list[Reading] = []
    bad: list[Problem] = []
    for rows in together(lines, mapping):
        found = _concern(rows, mapping, known)
        if isinstance(found, Reading):
            good.append(found)
        else:
            bad += found
    return good, sorted(bad, key=lambda problem: problem.line)


def _concern(rows: Sequence[Line], mapping: Mapping[str, int], known: Known) -> Reading | list[Problem]:
    """Return one concern of all rows, or a problem for each: a part of it would be told twice when it is mended."""
    first, *others = rows
    if len(rows) > MOST_PEOPLE:
        return _all(rows, flaw("many", Field.REFERENCE, mapping, known))
    results = [judged(first, mapping, known)]
    results += [_further(row, first, mapping, known) for row in others]
    good = [result for result in results if isinstance(result, Reading)]
    if len(good) == len(rows):
        return replace(good[0], others=tuple(good[1:]))
    partner = flaw("partner", Field.REFERENCE, mapping, known)
    return [
        result if isinstance(result, Problem) else Problem(line=result.line, flaws=(partner,)) for result in results
    ]


def _all(rows: Iterable[Line], wrong: Flaw) -> list[Problem]:
    return [Problem(line=row.number, flaws=(wrong,)) for row in rows]


def _further(line: Line, first: Line, mapping: Mapping[str, int], known: Known) -> Reading | Problem:
    """Judge a further row of a concern: what is told of the whole concern is empty there, or the same."""
    cells = list(line.cells)
    wrong = []
    for field, index in mapping.items():
        if field in _OF_PERSON or not 0 <= index < len(cells):
            continue
        told = _cell(first, field, mapping)
        if cells[index] and cells[index].casefold() != told.casefold():
            wrong.append(flaw("differs", Field(field), mapping, known))
        cells[index] = told
    result = judged(Line(line.number, tuple(cells)), mapping, known)
    if isinstance(result, Problem):
        # What is wrong with the first row is told there, once.
        wrong += [each for each in result.flaws if each.field in _OF_PERSON or not each.field]
    if wrong:
        return Problem(line=line.number, flaws=tuple(wrong))
    if isinstance(result, Problem):
        return Problem(line=line.number, flaws=(flaw("partner", Field.REFERENCE, mapping, known),))
    return result


def _cell(line: Line, field: str, mapping: Mapping[str, int]) -> str:
    index = mapping.get(field, -1)
    return line.cells[index] if 0 <= index < len(line.cells) else ""
