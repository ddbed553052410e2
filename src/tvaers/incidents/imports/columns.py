"""Which columns of a file may be read, and which of them is which field.

Whatever can hold somebody's name, number or words is left where it is: such a column is not taken out of the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from tvaers.files.tables import Table


class Field(models.TextChoices):
    """What a column can tell."""

    DAY = "day", _("Day, perhaps with the time")
    HOUR = "hour", _("Time of day")
    PLACE = "place", _("Area by name, or a point (55.73, 12.49)")
    NORTH = "north", _("Latitude, or metres north (UTM 32)")
    EAST = "east", _("Longitude, or metres east (UTM 32)")
    KIND = "kind", _("Kind of incident")
    ORIGIN = "origin", _("Who noticed it (reported, or found by a patrol)")
    REFERENCE = "reference", _("Reference of the source")


REQUIRED: Final = (Field.DAY, Field.PLACE, Field.KIND)
# Both together say where, as well as an area does.
POINT: Final = (Field.NORTH, Field.EAST)
# Headings as they are met, compared without case, signs and spaces.
_MEANT: Final[dict[Field, str]] = {
    Field.DAY: "dato gerningsdato hændelsesdato dag anmeldelsesdato anmeldtdato gerningstidspunkt date day",
    Field.HOUR: "tid tidspunkt klokkeslæt kl time timestamp klokken hour",
    Field.PLACE: "område boligområde bydel sted gerningssted områdenavn stednavn koordinat punkt area place distrikt",
    Field.NORTH: "breddegrad bredde latitude lat nord northing koordinaty ykoordinat utmy utmnord utmn etrsy y",
    Field.EAST: "længdegrad længde longitude lon lng long øst easting koordinatx xkoordinat utmx utmøst utme etrsx x",
    Field.KIND: "type hændelsestype kategori art gerning hændelse forhold gerningskode emne kind incident",
    Field.ORIGIN: "kilde oprindelse anmeldtaf hvordan opdaget opdagelse origin",
    Field.REFERENCE: "reference journalnummer journalnr sagsnummer sagsnr løbenummer id nummer hændelsesid hændelsesnr",
}
_BY_HEADING: Final = {word: field for field, words in _MEANT.items() for word in words.split()}
# Headings of columns that tell of somebody, or hold what somebody wrote.
_PERSONAL: Final = re.compile(
    r"cpr|personnummer|person|navn|adresse|vej|gade|hus|etage|telefon|tlf|mobil|mail|født|fødsel|alder|køn|sigt|mistænkt"
    r"|forurettet|offer|vidne|anmelder|beskriv|fritekst|notat|bemærk|resum|komment|tekst|regnr|registreringsn|nummerplade"
    r"|name|address|phone|born|birth|age$|gender|suspect|victim|witness|descri|note|text|comment"
)
# Digits behind a decimal sign are no number of a person's, in a column that tells where.
_DECIMALS: Final = re.compile(r"-?\d{1,3}[.,]\d+")
_NUMBER: Final = re.compile(r"(?<!\d)(\d{2})(\d{2})\d{2}[-\s\u2010-\u2015\u2212]{0,3}\d{4}(?!\d)")
_TWO_NAMES: Final = re.compile(r"[A-ZÆØÅ][\w'’-]+(?: [A-ZÆØÅ][\w'’.-]*){1,4}")
MOST_CHARACTERS, MOST_WORDS = 60, 6
# Of a large file, so many rows are looked at for names, spread over it; numbers and sentences are looked for in all.
LOOKED_AT = 2000


def plain(heading: str) -> str:
    """Return a heading without case, signs and spaces."""
    return re.sub(r"[^a-zæøå0-9]", "", heading.casefold())


def holds_number(text: str) -> bool:
    """Tell whether a text holds what can be a CPR number: ten digits that begin with a day and a month."""
    return any(
        1 <= int(day) % 60 <= 31 and 1 <= int(month) <= 12
        for day, month in (found.groups() for found in _NUMBER.finditer(text))
    )


def is_personal(heading: str, cells: Iterable[str]) -> bool:
    """Tell whether a column can hold somebody's name, number or words."""
    told = [cell for cell in cells if cell]
    meant = _BY_HEADING.get(plain(heading))
    if meant is None and _PERSONAL.search(plain(heading)):
        return True
    if meant in {Field.PLACE, *POINT}:
        if any(holds_number(_DECIMALS.sub("", cell)) for cell in told):
            return True
    elif meant is not Field.REFERENCE and any(map(holds_number, told)):
        return True
    if any(len(cell) > MOST_CHARACTERS or cell.count(" ") >= MOST_WORDS for cell in told):
        return True
    some = told[:: max(1, len(told) // LOOKED_AT)]
    names = sum(1 for cell in some if _TWO_NAMES.fullmatch(cell))
    return meant is None and bool(some) and names > len(some) / 2


def readable(table: Table) -> tuple[list[int], list[str]]:
    """Return which columns of a table are taken out of it, and the headings of those that are not."""
    taken, left = [], []
    for index, heading in enumerate(table.headings):
        cells = (line.cells[index] for line in table.lines if index < len(line.cells))
        if heading and not holds_number(heading) and not is_personal(heading, cells):
            taken.append(index)
        elif heading:
            left.append(heading)
    return taken, left


def guessed(headings: Sequence[str]) -> dict[str, int]:
    """Return, by field, the column that its heading names; the first where there are several."""
    found: dict[str, int] = {}
    for index, heading in enumerate(headings):
        field = _BY_HEADING.get(plain(heading))
        if field is not None:
            found.setdefault(field.value, index)
    return found


def fingerprint(headings: Sequence[str]) -> bytes:
    """Return what tells one kind of file from another: its headings, hashed."""
    return sha256("|".join(map(plain, headings)).encode()).digest()


def missing(columns: Mapping[str, int]) -> list[Field]:
    """Return the fields that no row can do without, and that no column is chosen for: an area, or both of a point."""
    is_told = all(field.value in columns for field in POINT)
    return [field for field in REQUIRED if field.value not in columns and not (is_told and field is Field.PLACE)]
