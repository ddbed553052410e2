"""The form of one section: its questions as fields, and what was typed as answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tvaers.assessments.documents import Question, Section
from tvaers.assessments.enums import Basis, Kind, Known
from tvaers.assessments.rules import Answer
from tvaers.ui.fields import LINE, WORDS
from tvaers.ui.forms import CheckboxChoices, Choices, TextField

UNSAID = (Known.DONT_KNOW, Known.NOT_RELEVANT)


@dataclass(frozen=True)
class Asked:
    """A question as the page asks it. heading: the group it begins; more: fields that stand folded below it."""

    question: Question
    heading: str
    main: BoundField | None
    words: BoundField | None
    known: BoundField | None
    basis: BoundField | None
    source: BoundField | None

    @property
    def folds(self) -> bool:
        """Tell whether there is something below the choice that stays folded until somebody wants it."""
        return self.main is not None

    @property
    def is_open(self) -> bool:
        """Tell whether what is folded holds something, or is asked for."""
        below = (self.words if self.folds else None, self.basis, self.source)
        asked = self.question.asks_source or self.question.asks_basis
        return asked or any(field is not None and (field.value() or field.errors) for field in below)


class SectionForm(forms.Form):
    """The questions of a section. version: of the part that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, section: Section, answers: Mapping[str, Answer], version: int) -> None:  # noqa: ANN401
        """Ask each question as its kind is answered."""
        self.section = section
        initial: dict[str, Any] = {"version": version}
        for question in section.questions:
            initial |= _initial(question, answers.get(question.key, Answer()))
        super().__init__(data, initial=initial)
        for question in section.questions:
            self.fields |= {f"{question.key}-{name}": field for name, field in _fields(question).items()}

    def _bound(self, question: Question, name: str) -> BoundField | None:
        key = f"{question.key}-{name}"
        return self[key] if key in self.fields else None

    @property
    def asked(self) -> Iterator[Asked]:
        """The questions in their order."""
        before = ""
        for question in self.section.questions:
            group = question.group or before
            heading, before = (group if group != before else ""), group
            names = ("chosen", "words", "known", "basis", "source")
            yield Asked(question, heading, *(self._bound(question, name) for name in names))

    def clean(self) -> dict[str, Any]:
        """Refuse an answer beside "don't know", in words for each question."""
        typed = super().clean() or {}
        for question in self.section.questions:
            chosen = typed.get(f"{question.key}-chosen") or []
            known = typed.get(f"{question.key}-known") or []
            said = set(chosen if isinstance(chosen, list) else [chosen]) & set(UNSAID)
            if said and isinstance(chosen, list) and len(chosen) > 1:
                self.add_error(f"{question.key}-chosen", _("Choose either words, or that you do not answer."))
            if len(known) > 1:
                self.add_error(f"{question.key}-known", _("Choose one of the two."))
            elif known and typed.get(f"{question.key}-words"):
                self.add_error(f"{question.key}-known", _("You have written an answer. Take one of the two away."))
        return typed

    def answers(self) -> dict[str, Answer]:
        """Return what was typed, by the questions' keys."""
        return {question.key: self._answer(question) for question in self.section.questions}

    def _answer(self, question: Question) -> Answer:
        typed = {name: self.cleaned_data.get(f"{question.key}-{name}") for name in _NAMES}
        picked = typed["chosen"] or typed["known"] or []
        values = picked if isinstance(picked, list) else [picked]
        known = next((Known(value) for value in values if value in UNSAID), Known.ANSWERED)
        chosen = [question.choices[int(value)] for value in values if value.isdigit()]
        return Answer(
            known=known,
            chosen=tuple(chosen),
            words=typed["words"] or "",
            basis=Basis(typed["basis"]) if typed["basis"] else None,
            source=typed["source"] or "",
        )


_NAMES = ("chosen", "known", "words", "basis", "source")


def _unsaid(question: Question) -> list[tuple[str, str]]:
    allowed = {Known.DONT_KNOW: question.may_not_know, Known.NOT_RELEVANT: question.may_not_matter}
    return [(known.value, str(known.label)) for known in UNSAID if allowed[known]]


def _fields(question: Question) -> dict[str, forms.Field]:
    if question.kind is Kind.NETWORK:
        return {}
    found: dict[str, forms.Field] = {}
    label = question.text
    inline = {"class": "tv-choices--inline"}
    if question.kind is Kind.TEXT:
        found["words"] = TextField(
            label=label, help_text=question.guidance, required=False, max_length=WORDS, widget=_area(3)
        )
        if _unsaid(question):
            found["known"] = forms.MultipleChoiceField(
                label=_("Or, about “%(question)s”") % {"question": label},
                choices=_unsaid(question),
                required=False,
                widget=CheckboxChoices(inline),
            )
    else:
        several = question.kind is Kind.CHOICES
        offered = [*((str(place), word) for place, word in enumerate(question.choices)), *_unsaid(question)]
        field = forms.MultipleChoiceField if several else forms.ChoiceField
        widget = CheckboxChoices(inline) if several else Choices(inline)
        found["chosen"] = field(
            label=label, help_text=question.guidance, choices=offered, required=False, widget=widget
        )
        found["words"] = TextField(
            label=pgettext("answer", "In words"), required=False, max_length=WORDS, widget=_area(2)
        )
    found["basis"] = forms.ChoiceField(
        label=_("How do you know?"),
        choices=[(basis.value, str(basis.label)) for basis in Basis],
        required=False,
        widget=Choices(inline),
    )
    found["source"] = TextField(
        label=_("Source"),
        help_text=_("Who said or saw it.") if question.asks_source else "",
        required=False,
        max_length=LINE,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    return found


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _initial(question: Question, answer: Answer) -> dict[str, Any]:
    places = [str(question.choices.index(word)) for word in answer.chosen if word in question.choices]
    unsaid = [answer.known.value] if answer.known is not Known.ANSWERED else []
    values = unsaid or places
    found: dict[str, Any] = {
        "words": answer.words,
        "basis": answer.basis.value if answer.basis else "",
        "source": answer.source,
    }
    if question.kind is Kind.TEXT:
        found["known"] = unsaid
    else:
        found["chosen"] = values if question.kind is Kind.CHOICES else next(iter(values), "")
    return {f"{question.key}-{name}": value for name, value in found.items()}
