"""Fields that the forms of several journeys share: lines, words, days, times, cards; and a form that writes once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation import clock
from tvaers.ui import dates
from tvaers.ui.forms import Choice, Choices, DateField, TextField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Label = str | _StrPromise

WORDS = 10_000
LINE = 200
# Nobody remembers to the day further back, and a mistyped year is found.
LONGEST_AGO = timedelta(days=20 * 366)


class Once(forms.Form):
    """A form that writes once however often it is sent: it carries a key of its own."""

    form = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)


def line(
    label: Label, *, required: bool = True, help_text: Label = "", missing: Label = "", most: int = LINE
) -> TextField:
    """Return a field of one line. most: how many signs are kept of it."""
    return TextField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        error_messages={"required": missing} if missing else {},
        widget=forms.TextInput({"autocomplete": "off"}),
    )


def words(
    label: Label,
    *,
    required: bool = True,
    rows: int = 4,
    help_text: Label = "",
    missing: Label = "",
    most: int = WORDS,
) -> TextField:
    """Return a field for a text. most: how many signs are kept of it."""
    return TextField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        error_messages={"required": missing} if missing else {},
        widget=forms.Textarea({"rows": rows}),
    )


def reason(label: Label = "", help_text: Label = "") -> TextField:
    """Return the field for a reason (R15)."""
    return words(
        label or gettext_lazy("Why?"),
        rows=3,
        help_text=help_text,
        missing=gettext_lazy("Write why, in a sentence or two."),
    )


class PastDate(DateField):
    """A day that has been, today at the latest."""

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 - as Django's
        """Refuse a day to come, and one so far back that the year must be mistyped."""
        day: date | None = super().clean(value)
        if day is not None and day > clock.today():
            raise forms.ValidationError(_("This day has not come yet."))
        if day is not None and day < clock.today() - LONGEST_AGO:
            raise forms.ValidationError(_("This is very long ago. Check the year."))
        return day


class ComingDate(DateField):
    """A day from today on; latest: how far ahead, if there is a limit."""

    def __init__(self, *, latest: date | None = None, **options: Any) -> None:
        """Keep the limit."""
        super().__init__(**options)
        self.latest = latest

    def clean(self, value: Any) -> date | None:  # noqa: ANN401 - as Django's
        """Refuse a day that is over, or too far ahead."""
        day: date | None = super().clean(value)
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("Choose a day from today on."))
        if day is not None and self.latest is not None and day > self.latest:
            raise forms.ValidationError(_("Choose %(day)s at the latest.") % {"day": dates.year_day(self.latest)})
        if day is not None and day > clock.today() + LONGEST_AGO:
            raise forms.ValidationError(_("This is very far ahead. Check the year."))
        return day


class TimeOfDay(forms.TimeField):
    """A time on the 24-hour clock, typed as 9.15 or 9:15."""

    def __init__(self, **options: Any) -> None:
        """Accept both ways of writing."""
        options.setdefault("input_formats", ["%H.%M", "%H:%M", "%H.%M.%S", "%H:%M:%S", "%H"])
        options.setdefault(
            "error_messages",
            {
                "invalid": gettext_lazy("Write the time like 9.15 or 14.30."),
                "required": gettext_lazy("Write the time, as exactly as you know it."),
            },
        )
        options.setdefault(
            "widget", forms.TextInput({"class": "input-char-8", "autocomplete": "off", "inputmode": "decimal"})
        )
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django's
        """Write a time as Danes do."""
        return f"{value.hour}.{value.minute:02d}" if hasattr(value, "hour") else value


def radios(label: Label, choices: Iterable[tuple[Any, Any]], **options: Any) -> forms.ChoiceField:
    """Return a field with radio buttons below each other, in the language of whoever reads them."""
    offered = list(choices)
    return forms.ChoiceField(
        label=label,
        choices=lambda: [(str(value), str(text)) for value, text in offered],
        widget=forms.RadioSelect,
        **options,
    )


def cards(label: Label, choices: Sequence[tuple[str, Choice]], **options: Any) -> forms.ChoiceField:
    """Return a field with large choices that carry a hint."""
    return forms.ChoiceField(label=label, choices=choices, widget=Choices, **options)


def at(day: date, time: Any) -> datetime:  # noqa: ANN401 - a time of day
    """Return a moment from what was typed, in Danish time."""
    return datetime.combine(day, time, tzinfo=clock.COPENHAGEN)
