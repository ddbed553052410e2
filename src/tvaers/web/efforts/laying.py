"""The form of an effort's usual steps: one row a step, added and taken away by buttons."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tvaers.efforts.actions import Step
from tvaers.efforts.enums import StepBy
from tvaers.efforts.models import MOST_DAYS, WORDS
from tvaers.efforts.rules import MOST_STEPS
from tvaers.ui.forms import TextField, WholeNumber
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.efforts.forms import KNOWN

PARTS = ("text", "who", "days")
ADD, REMOVE = "add", "remove-"
# So many rows stand there where nothing was laid out yet.
FIRST_ROWS = 3

Row = Mapping[str, Any]


def rows_in(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what was typed, row by row, as it was typed."""
    count = 0
    while count < MOST_STEPS and f"text_{count}" in typed:
        count += 1
    return [{part: typed.get(f"{part}_{number}", "") for part in PARTS} for number in range(count)]


def changed_rows(rows: Sequence[Row], asked: str) -> list[Row]:
    """Return the rows with one more, or without the one that is to go; else as they are."""
    if asked == ADD and len(rows) < MOST_STEPS:
        return [*rows, {}]
    gone = asked.removeprefix(REMOVE) if asked.startswith(REMOVE) else ""
    return [row for number, row in enumerate(rows) if str(number) != gone]


class StepsForm(NamesNobody):
    """Usual steps. A row without words is no step. version: the edition that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, begun: Sequence[Row | Step], known: frozenset[str], edition: int | str = "", **options: Any
    ) -> None:
        """begun: the rows that stand there, at least one."""
        shown: list[Row] = [vars(row) if isinstance(row, Step) else row for row in begun]
        shown = shown or [{}] * FIRST_ROWS
        self.numbers = range(len(shown))
        self.TEXTS = tuple(f"text_{number}" for number in self.numbers)
        initial = {f"{part}_{number}": row[part] for number, row in enumerate(shown) for part in PARTS if part in row}
        super().__init__(*args, known=KNOWN | known, initial=initial | {"version": edition}, **options)
        for number, row in enumerate(shown):
            # An empty row is no step, and nothing is asked of it.
            is_asked = not self.is_bound or bool(row.get("text") or row.get("days"))
            self.fields |= self._row(number, is_asked=is_asked)

    def _row(self, number: int, *, is_asked: bool) -> dict[str, forms.Field]:
        return {
            f"text_{number}": TextField(
                label=_("What is done?"),
                required=is_asked,
                max_length=WORDS,
                widget=forms.Textarea({"rows": 2}),
                error_messages={"required": _("Write what is done, or remove the step.")},
            ),
            f"who_{number}": forms.ChoiceField(label=_("Who usually?"), choices=StepBy.choices, required=is_asked),
            f"days_{number}": WholeNumber(
                label=_("Working days after the start"),
                required=is_asked,
                min_value=0,
                max_value=MOST_DAYS,
                error_messages={
                    "required": _("Write how many working days after the start; 0 for the first day."),
                    "invalid": _("Write a whole number, such as 5."),
                },
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "input-char-4"}),
            ),
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as the page shows them: number, fields, and what its button says."""
        return [
            {"number": number, "fields": [self[f"{part}_{number}"] for part in PARTS], "remove": f"{REMOVE}{number}"}
            for number in self.numbers
        ]

    @property
    def may_add(self) -> bool:
        """Tell whether one more row fits."""
        return len(self.numbers) < MOST_STEPS

    def steps(self) -> list[Step]:
        """Return the steps that were written."""
        typed = self.cleaned_data
        return [
            Step(
                text=typed[f"text_{number}"],
                who=StepBy(typed[f"who_{number}"]),
                days=typed[f"days_{number}"],
            )
            for number in self.numbers
            if typed[f"text_{number}"]
        ]
