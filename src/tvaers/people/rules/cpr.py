"""CPR numbers: form, date and mask (R16). The old check digit proves nothing: numbers since 2007 may fail it.

The century stands in the seventh digit together with the year, by the CPR office's own table
("Personnummeret i CPR", https://cpr.dk).
"""

import re
from dataclasses import dataclass
from datetime import date

_FORM = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{4})")
# What people put between the digits.
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015]")
# The seventh digit and the two-digit year decide the century.
_ALWAYS_1900 = range(4)
_TURN_37 = (4, 9)
_LAST_OF_2000_BY_37 = 36
_LAST_OF_2000_BY_58 = 57


class CprError(ValueError):
    """What was typed is no CPR number; `code` is "form" or "date"."""

    def __init__(self, code: str) -> None:
        """Keep the code for the message at the field."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cpr:
    """A CPR number: ten digits and the birthday they tell."""

    digits: str
    born: date

    @property
    def masked(self) -> str:
        """The number with its last four digits hidden."""
        return f"{self.digits[:6]}-••••"

    @property
    def gender(self) -> str:
        """The gender that the number was given for: its last digit is odd for "male" and even for "female"."""
        return "male" if int(self.digits[-1]) % 2 else "female"

    @property
    def formatted(self) -> str:
        """The number as people write it."""
        return f"{self.digits[:6]}-{self.digits[6:]}"


def parse(text: str) -> Cpr:
    """Return the CPR number in `text`. Raises CprError when form or date is wrong."""
    match = _FORM.fullmatch(_BETWEEN.sub("", text))
    if match is None:
        raise CprError("form")
    day, month, year, serial = match.groups()
    try:
        born = date(_century(int(serial[0]), int(year)) + int(year), int(month), int(day))
    except ValueError as impossible:
        raise CprError("date") from impossible
    return Cpr(digits=f"{day}{month}{year}{serial}", born=born)


def _century(seventh: int, year: int) -> int:
    if seventh in _ALWAYS_1900:
        return 1900
    if seventh in _TURN_37:
        return 2000 if year <= _LAST_OF_2000_BY_37 else 1900
    return 2000 if year <= _LAST_OF_2000_BY_58 else 1800


def age_on(born: date, day: date) -> int:
    """Return the age in whole years on `day`."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
