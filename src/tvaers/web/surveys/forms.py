"""Forms of the surveys: what one is, what was counted, who reads it, and what is to be done after it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.areas import wording
from tvaers.areas.queries import Place
from tvaers.foundation import clock
from tvaers.surveys.actions import Counted, Reach, Remedy, Told
from tvaers.surveys.enums import HowAsked, QuestionKind
from tvaers.surveys.models import LINE, SUMMARY, TITLE
from tvaers.surveys.queries import Counts
from tvaers.surveys.rules import MOST_ASKED, missing
from tvaers.surveys.words import NOT_ANSWERED, Question, Questionnaire
from tvaers.ui.fields import ComingDate, PastDate, line, radios, words
from tvaers.ui.forms import CheckboxChoices, DateField, LongSelect, WholeNumber
from tvaers.ui.unnamed import NamesNobody

# Words that begin with a capital letter and name nobody.
KNOWN = frozenset("tryghed tryghedsmåling tryghedsundersøgelse".split())

# As far ahead as the database takes (surveys.migrations.0002_guard).
FURTHEST = timedelta(days=400)


def words_of(*texts: str) -> frozenset[str]:
    """Return the words of texts in small letters: what was confirmed to name nobody is not asked about again."""
    return frozenset(word.strip(".,;:()»«").lower() for text in texts for word in text.split())


class WriteForm(NamesNobody):
    """What a survey is. version: of what was shown."""

    TEXTS = ("title", "summary")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    title = line(
        gettext_lazy("What is it called?"),
        help_text=gettext_lazy("Such as “Safety in Høje Gladsaxe, autumn 2026”."),
        missing=gettext_lazy("Write what it is called."),
        most=TITLE,
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Where?"),
        widget=LongSelect,
        error_messages={"required": gettext_lazy("Choose the area.")},
    )
    how = radios(
        gettext_lazy("How are people asked?"),
        HowAsked.choices,
        error_messages={"required": gettext_lazy("Choose how people are asked.")},
    )
    from_date = DateField(label=gettext_lazy("From when are they asked?"))
    until_date = DateField(label=gettext_lazy("Until when?"))
    summary = words(
        gettext_lazy("What do the free lines say?"),
        required=False,
        help_text=gettext_lazy(
            "A short summary in your own words, of several sheets together. No quotation, and nobody who can be"
            " recognised. The lines themselves are not kept."
        ),
        most=SUMMARY,
    )

    def __init__(
        self, *args: Any, places: tuple[Place, ...], known: frozenset[str] = frozenset(), **options: Any
    ) -> None:
        """Offer the areas. known: words that name nobody besides."""
        super().__init__(*args, known=KNOWN | wording.words_of(places) | known, **options)
        offered: Any = self.fields
        offered["area"].choices = wording.choices(places, everything=_("Choose an area"))

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that are seen, but for the question about names."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and days further ahead than anybody plans."""
        typed = super().clean()
        first, last = typed.get("from_date"), typed.get("until_date")
        if first and last and last < first:
            self.add_error("until_date", _("This day is before the first one."))
        elif last and last > clock.today() + FURTHEST:
            self.add_error("until_date", _("This is very far ahead. Check the year."))
        elif first and first.year < clock.today().year - 20:
            self.add_error("from_date", _("This is very long ago. Check the year."))
        return typed

    def told(self) -> Told:
        """Return what the survey is."""
        typed = self.cleaned_data
        return Told(
            area_id=UUID(typed["area"]),
            how=HowAsked(typed["how"]),
            **{name: typed[name] for name in ("title", "from_date", "until_date", "summary")},
        )


def _number(label: Any, *, required: bool, least: int = 0) -> WholeNumber:  # noqa: ANN401 - words, now or later
    return WholeNumber(
        label=label,
        required=required,
        min_value=least,
        max_value=MOST_ASKED,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "input-char-8"}),
    )


class CountForm(forms.Form):
    """What was counted. version: of what was shown. A question with nothing typed is not counted yet."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    asked = _number(gettext_lazy("How many were asked?"), required=True, least=1)
    answered = _number(gettext_lazy("How many have answered?"), required=True)

    def __init__(self, *args: Any, questionnaire: Questionnaire, **options: Any) -> None:
        """Ask for the number of each answer."""
        super().__init__(*args, **options)
        self.questionnaire = questionnaire
        for question in questionnaire.questions:
            for code, label in question.cells.items():
                self.fields[_name(question, code)] = _number(label, required=False)

    @staticmethod
    def begun(counts: Counts) -> dict[str, int]:
        """Return what the fields begin with."""
        return {f"{code}_{choice}": number for code, of in counts.items() for choice, number in of.items()}

    @property
    def questions(self) -> Iterator[dict[str, Any]]:
        """Each question: its text, code, whether it takes one answer, and its fields."""
        for question in self.questionnaire.questions:
            fields = [self[_name(question, code)] for code in question.cells]
            is_one = question.kind is QuestionKind.ONE
            yield {"text": question.text, "code": question.code, "is_one": is_one, "fields": fields}

    def clean(self) -> dict[str, Any]:
        """Refuse more answers than people asked, and numbers that do not add up, each at its field."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        asked, answered = typed.get("asked"), typed.get("answered")
        if asked is not None and answered is not None and answered > asked:
            self.add_error("answered", _("More have answered than were asked. Check both numbers."))
        if answered is not None:
            for question in self.questionnaire.questions:
                self._check(question, answered)
        return typed

    def _of(self, question: Question) -> dict[str, int]:
        """Return a question's numbers, where nothing typed is 0; empty when nothing at all is typed."""
        typed = {code: self.cleaned_data.get(_name(question, code)) for code in question.cells}
        if all(number is None for number in typed.values()):
            return {}
        return {code: number or 0 for code, number in typed.items()}

    def _check(self, question: Question, answered: int) -> None:
        numbers = self._of(question)
        names = [_name(question, code) for code in question.cells]
        if not numbers or any(name in self.errors for name in names):
            return
        if question.kind is QuestionKind.SEVERAL:
            for code, number in numbers.items():
                if number > answered:
                    self.add_error(_name(question, code), _("Only %(number)d have answered.") % {"number": answered})
            return
        lacking = missing(question, numbers, answered=answered)
        said = {"question": question.text, "sum": answered - lacking, "answered": answered, "lacking": abs(lacking)}
        if lacking > 0:
            text = _("“%(question)s” adds up to %(sum)d, and %(answered)d have answered: %(lacking)d lack.")
            self.add_error(_name(question, NOT_ANSWERED), text % said)
        elif lacking < 0:
            text = _("“%(question)s” adds up to %(sum)d, and only %(answered)d have answered: %(lacking)d too many.")
            self.add_error(_name(question, NOT_ANSWERED), text % said)

    def counted(self) -> Counted:
        """Return what was counted."""
        typed = self.cleaned_data
        found = {question.code: self._of(question) for question in self.questionnaire.questions}
        return Counted(
            asked=typed["asked"],
            answered=typed["answered"],
            counts={code: numbers for code, numbers in found.items() if numbers},
        )


def _name(question: Question, code: str) -> str:
    return f"{question.code}_{code}"


class ReachForm(forms.Form):
    """Who else reads a survey, until when it is kept and when it is asked again. version: of what was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who else reads it?"),
        help_text=gettext_lazy(
            "Everybody in your own organisation does. Authorities alone can be chosen; they see what is shown here,"
            " never what was counted."
        ),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )
    remeasure = ComingDate(
        label=gettext_lazy("When do you ask again?"),
        required=False,
        help_text=gettext_lazy("On that day it stands in Today of your coordinators. A year after is usual."),
    )
    until = ComingDate(
        label=gettext_lazy("Until when is it kept?"),
        help_text=gettext_lazy(
            "Then it is erased, with what was counted. Five years is usual: counts name nobody, and so two or three"
            " surveys can stand beside each other. Later it can be made sooner, never longer."
        ),
    )

    def __init__(self, *args: Any, readers: list[dict[str, Any]], latest: date, **options: Any) -> None:
        """Offer the authorities. latest: the last day that it can be kept."""
        super().__init__(*args, **options)
        offered: Any = self.fields
        offered["audience"].choices = [(str(each["id"]), each["name"]) for each in readers]
        offered["until"].latest = offered["remeasure"].latest = latest

    def reach(self) -> Reach:
        """Return who reads it."""
        typed = self.cleaned_data
        return Reach(
            audience=[UUID(each) for each in typed["audience"]],
            until=typed["until"],
            remeasure_on=typed["remeasure"],
        )


class ProblemForm(NamesNobody):
    """What is to be done, where, by whom and until when."""

    TEXTS = ("what", "spot")

    what = line(
        gettext_lazy("What is to be done?"),
        help_text=gettext_lazy("Such as “Light on the path, and cut the hedge”."),
        missing=gettext_lazy("Write what is to be done."),
        most=LINE,
    )
    spot = line(
        gettext_lazy("Where in the area?"),
        help_text=gettext_lazy("A place, never somebody’s address."),
        missing=gettext_lazy("Write where it is."),
        most=LINE,
    )
    responsible = forms.ChoiceField(
        label=gettext_lazy("Who sees to it?"),
        help_text=gettext_lazy("Your own organisation, or one that reads the survey. It stands in Today there."),
    )
    due_on = ComingDate(label=gettext_lazy("By when?"))

    def __init__(self, *args: Any, organisations: dict[UUID, str], places: tuple[Place, ...], **options: Any) -> None:
        """Offer who can see to it."""
        super().__init__(*args, known=KNOWN | wording.words_of(places), **options)
        offered: Any = self.fields
        chosen = ("", pgettext_lazy("choice", "Choose"))
        offered["responsible"].choices = [chosen, *((str(key), name) for key, name in organisations.items())]
        offered["responsible"].error_messages["required"] = _("Choose who sees to it.")

    def remedy(self) -> Remedy:
        """Return what is to be done."""
        typed = self.cleaned_data
        return Remedy(
            what=typed["what"], spot=typed["spot"], responsible=UUID(typed["responsible"]), due_on=typed["due_on"]
        )


class DoneForm(NamesNobody):
    """What was done."""

    TEXTS = ("words",)

    words = line(
        gettext_lazy("What was done?"),
        help_text=gettext_lazy("In a sentence, also when it was decided to leave it."),
        missing=gettext_lazy("Write what was done."),
        most=LINE,
    )
    on = PastDate(label=gettext_lazy("When?"))
