"""Fields of the forms about people: a CPR number, a birthday or only its year, one line of text."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tvaers.foundation import clock
from tvaers.people.rules import cpr
from tvaers.ui.forms import DateWidget, TextField

_OLDEST = 1900
_YEAR = re.compile(r"(19|20)[0-9]{2}")


class LineField(TextField):
    """One line of text; line breaks and runs of spaces within it become one space."""

    def __init__(self, **options: Any) -> None:
        """Be optional and remember nothing in the browser, unless told otherwise."""
        options.setdefault("required", False)
        options.setdefault("widget", forms.TextInput({"autocomplete": "off"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return the text as one line."""
        return " ".join((super().to_python(value) or "").split())


class CprField(LineField):
    """A CPR number in any usual spelling; gives ten digits. Tells form and date apart when it is wrong."""

    default_error_messages = {
        "form": _("A CPR number has ten digits: the date of birth and four more."),
        "date": _("The first six digits are not a date. If it is a replacement number, write it in the description."),
    }

    def __init__(self, **options: Any) -> None:
        """Be short and numeric."""
        options.setdefault("max_length", 20)
        options.setdefault(
            "widget", forms.TextInput({"autocomplete": "off", "inputmode": "numeric", "class": "input-char-11"})
        )
        super().__init__(**options)

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return ten digits, or "". Raises ValidationError."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return cpr.parse(typed).digits
        except cpr.CprError as wrong:
            raise ValidationError(self.error_messages[wrong.code], code=wrong.code) from wrong


class BornWidget(DateWidget):
    """The three fields, filled from an ISO date or a year alone."""

    def decompress(self, value: date | str | None) -> list[str]:
        """Split what was typed or saved into the three fields."""
        text = str(value or "")
        if "-" not in text:
            return ["", "", text]
        year, month, day = (*text.split("-"), "", "")[:3]
        return [day.removeprefix("0"), month.removeprefix("0"), year]


class BornField(TextField):
    """A birthday in three fields, or its year alone; gives an ISO date, a year, or ""."""

    widget = BornWidget
    default_error_messages = {
        "invalid": _("Enter a date that exists, or the year alone."),
        "future": _("Nobody is born in the future. Check the year."),
        "old": _("Check the year: it is before 1900."),
    }

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ANN401 - as Django's
        """Compare what the fields mean, not how they were typed."""
        try:
            return str(initial or "") != self.clean(data)
        except ValidationError:
            return True

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return what was typed. Raises ValidationError."""
        year, month, day = (*str(value or "").split("-"), "", "")[:3]
        if not (year or month or day):
            return ""
        if not _YEAR.fullmatch(year):
            old = year.isdecimal() and len(year) == 4 and int(year) < _OLDEST
            raise ValidationError(self.error_messages["old" if old else "invalid"])
        if not (month or day):
            return self._within(year, date(int(year), 1, 1))
        try:
            born = date(int(year), int(month), int(day))
        except ValueError as impossible:
            raise ValidationError(self.error_messages["invalid"]) from impossible
        return self._within(born.isoformat(), born)

    def _within(self, said: str, earliest: date) -> str:
        if earliest > clock.today():
            raise ValidationError(self.error_messages["future"])
        return said
