"""One row of a file: a concern that can be written down, or what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tvaers.concerns.enums import ReporterKind
from tvaers.concerns.imports import values
from tvaers.concerns.imports.columns import Field
from tvaers.concerns.imports.reading import Line
from tvaers.concerns.imports.values import CellError
from tvaers.concerns.rules import PROFESSIONAL

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Why a row is left out, by code.
REASONS: dict[str, Promise] = {
    "fact": _("Nothing is written about what was seen or heard."),
    "reporter_kind": _("It is not clear who told. Write for example school, police, neighbour or parent."),
    "unnamed": _("Whoever tells as part of a job must be named (name)."),
    "date": _("The date is not a date."),
    "future": _("The date lies in the future."),
    "born": _("The birthday is no date, year or age."),
    "cpr": _("The CPR number is not a CPR number."),
    "acute": _("Urgent must be yes or no."),
    "area": _("The area is not in the list of areas."),
    "columns": _("The row has more cells than there are headings."),
}
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a good row says, ready to be written down."""

    line: int
    received_at: datetime
    reporter_kind: ReporterKind
    texts: Mapping[str, str]
    born: str
    cpr: str
    pronoun: str
    area_id: UUID | None
    area: str
    is_acute: bool

    def __getitem__(self, field: Field) -> str:
        """Return the text of a field, as it was written."""
        return self.texts.get(field.value, "")

    @property
    def names_somebody(self) -> bool:
        """Tell whether anything is known of a young person."""
        return any((self[Field.NAME], self[Field.NICKNAME], self.cpr, self.born, self[Field.PHONE], self[Field.SCHOOL]))

    @property
    def canonical(self) -> str:
        """Everything the row says, in one order, for its fingerprint."""
        return "|".join(f"{field}={text}" for field, text in sorted(self.texts.items()) if text)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a row is left out: its line, and codes of REASONS."""

    line: int
    codes: tuple[str, ...]


def judged(line: Line, mapping: Mapping[str, int], *, now: datetime, areas: Mapping[str, UUID]) -> Reading | Problem:
    """Return what a row says, or everything that is wrong with it. areas: ids by name in lower case."""
    texts = {field: line.cells[index] for field, index in mapping.items() if 0 <= index < len(line.cells)}
    wrong: list[str] = []

    def tried(field: Field, read: Callable[[str], T], otherwise: T) -> T:
        try:
            return read(texts.get(field.value, ""))
        except CellError as error:
            wrong.append(error.code)
            return otherwise

    today = now.astimezone(COPENHAGEN).date()
    received = tried(Field.RECEIVED, lambda text: _received(text, now), now)
    kind = tried(Field.REPORTER_KIND, values.reporter_kind, ReporterKind.CITIZEN)
    born = tried(Field.BORN, lambda text: values.born(text, today=today), "")
    cpr = tried(Field.CPR, values.cpr, "")
    is_acute = tried(Field.ACUTE, values.yes, False)
    area = texts.get(Field.AREA.value, "")
    if area and area.casefold() not in areas:
        wrong.append("area")
    if not texts.get(Field.FACT.value, ""):
        wrong.append("fact")
    if "reporter_kind" not in wrong and kind in PROFESSIONAL and not texts.get(Field.REPORTER_NAME.value, ""):
        wrong.append("unnamed")
    if wrong:
        return Problem(line=line.number, codes=tuple(dict.fromkeys(wrong)))
    return Reading(
        line=line.number,
        received_at=received,
        reporter_kind=kind,
        texts=texts,
        born=born,
        cpr=cpr,
        pronoun=values.pronoun(texts.get(Field.PRONOUN.value, "")),
        area_id=areas.get(area.casefold()),
        area=area,
        is_acute=is_acute,
    )


def _received(text: str, now: datetime) -> datetime:
    if not text.strip():
        return now
    found = values.moment(text).replace(tzinfo=COPENHAGEN)
    if found.date() > now.astimezone(COPENHAGEN).date():
        raise CellError("future")
    return min(found, now)


def all_judged(
    lines: Sequence[Line], mapping: Mapping[str, int], *, now: datetime, areas: Mapping[str, UUID]
) -> tuple[list[Reading], list[Problem]]:
    """Return the good rows and the problems of the others."""
    results = [judged(line, mapping, now=now, areas=areas) for line in lines]
    return (
        [one for one in results if isinstance(one, Reading)],
        [one for one in results if isinstance(one, Problem)],
    )
