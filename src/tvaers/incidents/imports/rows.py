"""Judging rows: what each becomes, or why it is left out."""

import base64
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tvaers.files.tables import Line
from tvaers.incidents.imports import words
from tvaers.incidents.imports.columns import Field
from tvaers.incidents.imports.places import Places
from tvaers.incidents.rules import KEPT_YEARS

REASONS: Final[dict[str, str | Promise]] = {
    "no-day": _("There is no day that we can read."),
    "ahead": _("The day lies ahead."),
    "old": _("It is more than five years ago."),
    "no-place": _("There is no area of that name, or several, or no area around the point."),
    "no-kind": _("It is not said what that word means."),
    "no-origin": _("It is not said whether that word means reported or found."),
}
_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
_HOUR: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?(?:[.:]\d{2})?")
# After a minus would stand when it ended, not a zone.
_ZONED: Final = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|\+(\d{2}):?(\d{2}))")
KEY_BYTES = 16


@dataclass(frozen=True)
class Row:
    """An incident to be written. hour: None where it is not known."""

    area: UUID
    day: date
    hour: int | None
    kind: str
    origin: str
    key: bytes


@dataclass(frozen=True)
class Problem:
    """A row that is left out: its line, the field, and a reason (REASONS)."""

    line: int
    field: str
    reason: str


class LeftOutError(ValueError):
    """The row cannot be an incident; says which field and why."""

    def __init__(self, told: Field, reason: str) -> None:
        """Keep both for the list."""
        super().__init__(reason)
        self.field, self.reason = told, reason


@dataclass
class Judge:
    """Judges the rows of one file, one after the other.

    columns: field → column. meant: what the file calls a kind or an origin, hashed → its code. origin: of a row that
    does not say. secret: what references and words are hashed with, so that nobody finds them by trying. unknown: by
    field, the texts that mean nothing, and in how many rows.
    """

    columns: Mapping[str, int]
    meant: Mapping[str, Mapping[str, str]]
    origin: str
    places: Places
    today: date
    secret: bytes
    unknown: dict[str, Counter[str]] = field(default_factory=dict)
    _days: dict[str, tuple[date | None, int | None]] = field(default_factory=dict)
    _codes: dict[tuple[Field, str], str] = field(default_factory=dict)
    _same: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Work out once what each row is held against."""
        self._oldest = self.today - relativedelta(years=KEPT_YEARS)
        # By member and not by value: a hundred thousand rows ask six times each.
        self._at = {told.name: self.columns.get(told.value, -1) for told in Field}

    def judged(self, lines: Iterable[Line]) -> tuple[list[Row], list[Problem]]:
        """Return what the rows become, and those that are left out."""
        rows, problems = [], []
        for line in lines:
            try:
                rows.append(self._row(line))
            except LeftOutError as out:
                problems.append(Problem(line.number, out.field.value, out.reason))
        return rows, problems

    def _row(self, line: Line) -> Row:
        day, hour = self._when(line)
        area = self._where(line)
        kind = self._code(line, Field.KIND, "no-kind")
        origin = self._code(line, Field.ORIGIN, "no-origin") or self.origin
        return Row(area, day, hour, kind, origin, self._key(line, (area, day, hour, kind, origin)))

    def _where(self, line: Line) -> UUID:
        """Return the area: by its name, else around the point."""
        name, north, east = (self._cell(line, each) for each in (Field.PLACE, Field.NORTH, Field.EAST))
        area = self.places.of(name) if name else None
        if area is None and north and east:
            area = self.places.at(north, east)
        if area is None:
            self._note(Field.PLACE, name or f"{north} {east}".strip())
            raise LeftOutError(Field.PLACE, "no-place")
        return area

    def _cell(self, line: Line, told: Field) -> str:
        index = self._at[told.name]
        return line.cells[index] if 0 <= index < len(line.cells) else ""

    def _note(self, told: Field, text: str) -> None:
        self.unknown.setdefault(told.value, Counter())[text] += 1

    def _when(self, line: Line) -> tuple[date, int | None]:
        text = self._cell(line, Field.DAY)
        if text not in self._days:
            self._days[text] = _moment(text)
        day, hour = self._days[text]
        if day is None:
            raise LeftOutError(Field.DAY, "no-day")
        if day > self.today:
            raise LeftOutError(Field.DAY, "ahead")
        if day <= self._oldest:
            raise LeftOutError(Field.DAY, "old")
        told = self._cell(line, Field.HOUR)
        return day, _hour(told) if told else hour

    def _code(self, line: Line, told: Field, reason: str) -> str:
        """Return the code of a kind or an origin; "" for an origin that is not said."""
        word = self._cell(line, told)
        if not word and told is Field.ORIGIN:
            return ""
        if (told, word) not in self._codes:
            known = self.meant.get(told.value, {}).get(keyed(self.secret, word))
            self._codes[told, word] = known or (words.kind(word) if told is Field.KIND else words.origin(word))
        code = self._codes[told, word]
        if not code:
            self._note(told, word)
            raise LeftOutError(told, reason)
        return code

    def _key(self, line: Line, all_of_it: tuple[object, ...]) -> bytes:
        """Return what tells the row from every other.

        Without a reference two rows can be quite the same and yet two incidents: the second is the second, in this file
        and in every later one.
        """
        told = f"reference|{self._cell(line, Field.REFERENCE)}"
        if told == "reference|":
            told = "|".join(map(str, all_of_it))
            self._same[told] += 1
            told = f"same|{told}|{self._same[told]}"
        return hmac.digest(self.secret, told.encode(), "sha256")[:KEY_BYTES]


def keyed(secret: bytes, word: str) -> str:
    """Return what a word is remembered by: whoever typed a name into that column is not kept with it for years.

    In letters, since ten figures in a row would be refused as what can be a CPR number.
    """
    return base64.b32encode(hmac.digest(secret, f"word|{word.casefold()}".encode(), "sha256")[:KEY_BYTES]).decode()


def _moment(text: str) -> tuple[date | None, int | None]:
    """Return the day and, where one follows it, the hour that a text begins with; here, where it says where it is."""
    found = _DAY.match(text)
    if found is None:
        return None, None
    year, month, day, day_2, month_2, year_2 = (int(each) if each else 0 for each in found.groups())
    if not year:
        year, month, day = year_2 + (2000 if year_2 < 100 else 0), month_2, day_2
    rest = text[found.end() :].strip(" T,.kl")
    zoned = _ZONED.fullmatch(rest)
    try:
        if zoned:
            return _here(date(year, month, day), zoned)
        return date(year, month, day), _hour(rest) if rest else None
    except (ValueError, OverflowError):
        return None, None


def _here(day: date, zoned: re.Match[str]) -> tuple[date, int]:
    """Return the day and hour here of a time in another zone, as systems that count in Greenwich's write it."""
    hour, minute, ahead, minutes = (int(each or 0) for each in zoned.groups())
    there = datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=ahead, minutes=minutes)
    here = there.astimezone(timezone.get_default_timezone())
    return here.date(), here.hour


def _hour(text: str) -> int | None:
    """Return the hour of a time; None for what is none: it is of use, and nothing depends on it."""
    found = _HOUR.match(text)
    hour = int(found[1]) if found else -1
    return hour if 0 <= hour <= 23 else None
