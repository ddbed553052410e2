"""One row of a file: a concern that can be written down, or what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tvaers.concerns.enums import About, Channel, InvolvedRole, ReporterKind, Told
from tvaers.concerns.imports import values
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.imports.values import CellError
from tvaers.concerns.rules import PROFESSIONAL
from tvaers.files.tables import Line
from tvaers.foundation.clock import COPENHAGEN

# Why a row is left out, by code.
REASONS: dict[str, Promise] = {
    "fact": _("Nothing is written about what was seen or heard."),
    "reporter_kind": _("It is not clear who told. Write for example school, police, neighbour or parent."),
    "unnamed": _("Whoever tells as part of a job must be named (name)."),
    "date": _("Write the date as 3.4.2026."),
    "future": _("The date lies in the future."),
    "born": _("The birthday is no date, year or age."),
    "cpr": _("A CPR number has ten digits: the date of birth and four more."),
    "acute": _("Urgent must be yes or no."),
    "interpreter": _("Interpreter must be yes or no."),
    "area": _("The area is not in the list of areas."),
    "unit": _("Your organisation has no unit of this name that receives concerns."),
    "channel": _("It is not clear how it came in. Write telephone, e-mail, meeting or letter."),
    "role": _("The part is not clear. Write of concern, suspect, victim, witness or relative."),
    "about": _("It is not clear whom it is about. Write person, group or unknown."),
    "told": _("It is not clear who knows. Write both, young person, parents or neither."),
    "columns": _("The row has more cells than there are headings."),
    "differs": _("The first row with the same reference says something else here. Leave it empty, or mend it."),
    "partner": _("Another row with the same reference is left out; the concern is written whole or not at all."),
    "many": _("More than 20 rows have the same reference."),
}
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Known:
    """What rows are judged by: the moment, ids of areas and units by name in lower case, and the file's headings."""

    now: datetime
    areas: Mapping[str, UUID]
    units: Mapping[str, UUID]
    headings: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a good row says, ready to be written down. others: further rows of the same concern, one person each."""

    line: int
    received_at: datetime
    reporter_kind: ReporterKind
    channel: Channel
    told: Told
    about: About | None
    role: InvolvedRole
    texts: Mapping[str, str]
    born: str
    cpr: str
    pronoun: str
    needs_interpreter: bool
    area_id: UUID | None
    area: str
    unit_id: UUID | None
    is_acute: bool
    others: tuple["Reading", ...] = ()

    def __getitem__(self, field: Field) -> str:
        """Return the text of a field, as it was written."""
        return self.texts.get(field.value, "")

    @property
    def rows(self) -> tuple["Reading", ...]:
        """Every row of the concern, this one first."""
        return (self, *self.others)

    @property
    def names_somebody(self) -> bool:
        """Tell whether anything is known of somebody."""
        return any((self[Field.NAME], self[Field.NICKNAME], self.cpr, self.born, self[Field.PHONE], self[Field.SCHOOL]))

    @property
    def canonical(self) -> str:
        """Everything the rows say, in one order, for their fingerprint."""
        return "\n".join(
            "|".join(f"{field}={text}" for field, text in sorted(row.texts.items()) if text) for row in self.rows
        )


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a row: a code of REASONS, the field, and the heading of its column, if any."""

    code: str
    field: str = ""
    heading: str = ""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a row is left out: its line, and everything that is wrong with it."""

    line: int
    flaws: tuple[Flaw, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes alone."""
        return tuple(flaw.code for flaw in self.flaws)


def flaw(code: str, field: Field, mapping: Mapping[str, int], known: Known) -> Flaw:
    """Return a flaw with the heading under which the cell stands."""
    index = mapping.get(field.value, -1)
    return Flaw(code, field.value, known.headings[index] if 0 <= index < len(known.headings) else "")


def judged(line: Line, mapping: Mapping[str, int], known: Known) -> Reading | Problem:
    """Return what a row says, or everything that is wrong with it."""
    row = _Row(line, mapping, known)
    reading = row.reading()
    if not reading[Field.FACT]:
        row.note("fact", Field.FACT)
    if reading.reporter_kind in PROFESSIONAL and not reading[Field.REPORTER_NAME]:
        row.note("unnamed", Field.REPORTER_NAME)
    if known.headings and len(line.cells) > len(known.headings):
        row.wrong.append(Flaw("columns"))
    return Problem(line=line.number, flaws=tuple(row.wrong)) if row.wrong else reading


class _Row:
    """A row while it is read; wrong: what is wrong with it so far."""

    def __init__(self, line: Line, mapping: Mapping[str, int], known: Known) -> None:
        self.line, self.mapping, self.known = line, mapping, known
        self.texts = {field: line.cells[index] for field, index in mapping.items() if 0 <= index < len(line.cells)}
        self.wrong: list[Flaw] = []

    def note(self, code: str, field: Field) -> None:
        self.wrong.append(flaw(code, field, self.mapping, self.known))

    def cell(self, field: Field, read: Callable[[str], T], otherwise: T) -> T:
        """Return what a cell says; what is wrong with it is noted, and `otherwise` returned."""
        try:
            return read(self.texts.get(field.value, ""))
        except CellError as error:
            self.note(error.code, field)
            return otherwise

    def reading(self) -> Reading:
        """Return what the row says, whatever is wrong with it."""
        cell, known = self.cell, self.known
        today = known.now.astimezone(COPENHAGEN).date()
        return Reading(
            line=self.line.number,
            texts=self.texts,
            received_at=cell(Field.RECEIVED, lambda text: _received(text, known.now), known.now),
            # A citizen may stay unnamed: nothing more is asked of whoever is not known.
            reporter_kind=cell(Field.REPORTER_KIND, values.reporter_kind, ReporterKind.CITIZEN),
            channel=cell(Field.CHANNEL, values.channel, Channel.IMPORT),
            told=cell(Field.TOLD, values.told, Told.UNKNOWN),
            about=cell(Field.ABOUT, values.about, None),
            role=cell(Field.ROLE, values.role, InvolvedRole.OF_CONCERN),
            born=cell(Field.BORN, lambda text: values.born(text, today=today), ""),
            cpr=cell(Field.CPR, values.cpr, ""),
            pronoun=values.pronoun(self.texts.get(Field.PRONOUN.value, "")),
            needs_interpreter=cell(Field.INTERPRETER, lambda text: values.yes(text, code="interpreter"), False),
            area_id=cell(Field.AREA, lambda text: _named(text, known.areas, "area"), None),
            area=self.texts.get(Field.AREA.value, ""),
            unit_id=cell(Field.UNIT, lambda text: _named(text, known.units, "unit"), None),
            is_acute=cell(Field.ACUTE, values.yes, False),
        )


def _named(text: str, ids: Mapping[str, UUID], code: str) -> UUID | None:
    if not text:
        return None
    if text.casefold() not in ids:
        raise CellError(code)
    return ids[text.casefold()]


def _received(text: str, now: datetime) -> datetime:
    if not text.strip():
        return now
    found = values.moment(text).replace(tzinfo=COPENHAGEN)
    if found.date() > now.astimezone(COPENHAGEN).date():
        raise CellError("future")
    return min(found, now)
