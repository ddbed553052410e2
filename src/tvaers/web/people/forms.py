"""The forms about people: what is known of somebody, what to find by, and why a number is shown."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation import ids
from tvaers.guard.enums import UNSHARED, Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.people.access import PersonCard
from tvaers.people.actions import FIELDS, Details
from tvaers.people.enums import RevealReason
from tvaers.people.rules import cpr, names
from tvaers.people.rules.tokens import Traits
from tvaers.ui.forms import Choices, TextField
from tvaers.web.people.fields import BornField, CprField, LineField
from tvaers.web.people.words import sentence

EVERYBODY, ONLY_ME = "everybody", "me"
_YEAR = 4


def _line(label: str | Promise, *, most: int, **options: Any) -> LineField:
    # The hidden copy of what was there tells, when two save, who changed what.
    return LineField(label=label, max_length=most, show_hidden_initial=True, **options)


class DetailsForm(forms.Form):
    """What is known about somebody; nothing is required."""

    name = _line(gettext_lazy("Name"), most=120, help_text=gettext_lazy("As much of it as you know."))
    nickname = _line(gettext_lazy("Nickname"), most=80, help_text=gettext_lazy("What others call the person."))
    description = TextField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("What would help a colleague to know the person again. Only what somebody has seen."),
        max_length=2000,
        required=False,
        show_hidden_initial=True,
        widget=forms.Textarea({"rows": 3}),
    )
    cpr = CprField(
        label=gettext_lazy("CPR number"),
        help_text=gettext_lazy("Only when you are sure. It is hidden afterwards, and whoever shows it is logged."),
    )
    removes_cpr = forms.BooleanField(label=gettext_lazy("Remove the CPR number"), required=False)
    born = BornField(
        label=gettext_lazy("Born"),
        help_text=gettext_lazy("Leave day and month empty if you only know the year."),
        required=False,
        show_hidden_initial=True,
    )
    pronoun = _line(
        gettext_lazy("Pronoun"),
        most=20,
        help_text=gettext_lazy("For example she, he or they. Used in letters and lists."),
        widget=forms.TextInput({"autocomplete": "off", "class": "input-char-8"}),
    )
    phone = _line(
        gettext_lazy("Telephone"),
        most=30,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off", "class": "input-char-11"}),
    )
    school = _line(gettext_lazy("School, education or work"), most=120)
    language = _line(
        gettext_lazy("Language"), most=60, help_text=gettext_lazy("The language the person speaks best, if not Danish.")
    )
    needs_interpreter = forms.BooleanField(
        label=gettext_lazy("Needs an interpreter"), required=False, show_hidden_initial=True
    )
    street = _line(gettext_lazy("Street and number"), most=120)
    place = _line(gettext_lazy("Postcode and town"), most=80)
    has_protected_address = forms.BooleanField(
        label=gettext_lazy("Name and address protection"),
        help_text=gettext_lazy(
            "The address is shown with a warning, must not be told to anybody, and stands in no letter."
        ),
        required=False,
        show_hidden_initial=True,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, card: PersonCard | None = None, **options: Any) -> None:  # noqa: ANN401 - QueryDict
        """Fill the form with `card`, whose number is not shown here either."""
        initial = {name: getattr(card, name) for name in FIELDS if name != "cpr"} if card else {}
        super().__init__(data, initial=initial | ({"version": card.version} if card else {}), **options)
        if card and card.cpr_masked:
            self.fields["cpr"].help_text = _("%(number)s is kept. Write here only to replace it.") % {
                "number": card.cpr_masked
            }
        elif card:
            del self.fields["removes_cpr"]

    def clean(self) -> dict[str, Any]:
        """Hold number and birthday together."""
        typed: dict[str, Any] = super().clean() or {}
        number, born = typed.get("cpr"), typed.get("born")
        if number and born and not cpr.parse(number).born.isoformat().startswith(born):
            self.add_error("born", _("The birthday and the CPR number do not fit together. Correct one of them."))
        return typed

    @property
    def keeps_cpr(self) -> bool:
        """Whether the number that is saved, if any, stays: none was typed, for it was not shown either."""
        return not self.cleaned_data["cpr"] and not self.cleaned_data.get("removes_cpr")

    def details(self) -> Details:
        """Return what was typed."""
        return Details(**{name: self.cleaned_data[name] for name in FIELDS})


class NewForm(DetailsForm):
    """Somebody new: what is known, for what purpose, who at one's own place sees it. form: against sending twice."""

    form = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, actor: Actor, units: list[tuple[UUID, str]]) -> None:  # noqa: ANN401 - QueryDict
        """Offer the actor's own purposes and units, the narrowest that is practical first."""
        super().__init__(data)
        del self.fields["removes_cpr"]
        for field in self.fields.values():
            field.show_hidden_initial = False
        self.initial["form"] = ids.opaque()
        held = rules.purposes_for(actor.roles) & ~UNSHARED
        purposes = [each for each in Purpose if each in held]
        self.fields["purpose"] = forms.TypedChoiceField(
            label=_("Purpose"),
            help_text=_("What your organisation knows the person for."),
            choices=[(int(each), sentence(str(PURPOSE_LABELS[each]))) for each in purposes],
            coerce=lambda value: Purpose(int(value)),
        )
        offered = [(str(id_), name) for id_, name in units]
        offered.append((ONLY_ME, _("Only me, for the time being")))
        offered.append((EVERYBODY, _("Everybody at %(name)s whose role needs it") % {"name": actor.organisation.name}))
        self.fields["reader"] = forms.ChoiceField(
            label=_("Who works with it"), choices=offered, initial=offered[0][0], widget=forms.RadioSelect
        )

    def unit(self) -> UUID | None:
        """Return the unit that is let in, if one was chosen."""
        chosen = self.cleaned_data["reader"]
        return None if chosen in {EVERYBODY, ONLY_ME} else UUID(chosen)

    def member(self, actor: Actor) -> UUID | None:
        """Return the actor alone, if that was chosen."""
        return actor.id if self.cleaned_data["reader"] == ONLY_ME else None


class FindForm(forms.Form):
    """What somebody is to be found by: one line, and the year of birth."""

    q = LineField(
        label=gettext_lazy("Name, nickname, CPR number or telephone"),
        help_text=gettext_lazy(
            "First and last name, or a first name with the year of birth. Spelling need not be exact."
        ),
        max_length=120,
        required=True,
        error_messages={"required": gettext_lazy("Write what you know of the person.")},
    )
    year = forms.IntegerField(
        label=gettext_lazy("Year of birth"),
        min_value=1900,
        max_value=2100,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "input-char-4"}),
        error_messages={
            each: gettext_lazy("Write the year with four digits, for example 2011.")
            for each in ("invalid", "min_value", "max_value")
        },
    )

    def clean_q(self) -> str:
        """Refuse a number that is neither a CPR number nor a telephone number."""
        typed: str = self.cleaned_data["q"]
        if any(letter.isalpha() for letter in typed):
            return typed
        digits = "".join(letter for letter in typed if letter.isdecimal())
        if len(digits) == len("0102031234") and "+" not in typed:
            CprField().clean(typed)
        elif not names.telephone(typed):
            raise forms.ValidationError(
                _("Write a name, a CPR number with ten digits or a telephone number with eight.")
            )
        return typed

    def traits(self) -> Traits:
        """Return what to search for."""
        typed, year = self.cleaned_data["q"], self.cleaned_data.get("year")
        try:
            return Traits(cpr=cpr.parse(typed).digits)
        except cpr.CprError:
            pass
        if not any(letter.isalpha() for letter in typed):
            return Traits(phone=typed)
        *words, last = typed.split()
        if words and last.isdecimal() and len(last) == _YEAR and year is None:
            typed, year = " ".join(words), int(last)
        return Traits(name=typed, nickname=typed, birth_year=year)


class RevealForm(forms.Form):
    """Why the whole CPR number is needed (R16)."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you need the number?"),
        choices=RevealReason.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose why you need the number.")},
    )
    words = LineField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("Needed when the reason is another one."),
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for words when the reason is none of the list."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("reason") == RevealReason.OTHER and not typed.get("words"):
            self.add_error("words", _("Write why you need the number."))
        return typed


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field in which two people differ, in words, and which of the two is offered first."""

    name: str
    label: str
    kept: str
    other: str
    takes_other: bool
    only_one: bool


def choosing(differences: list[Difference]) -> type[forms.Form]:
    """Return a form that asks for each difference which of the two stays."""
    fields = {
        each.name: forms.ChoiceField(
            label=each.label,
            choices=[("keep", each.kept or _("(nothing)")), ("double", each.other or _("(nothing)"))],
            initial="double" if each.takes_other else "keep",
            widget=Choices({"class": "tv-choices--2"}),
        )
        for each in differences
    }
    looked_at = {
        "version": forms.IntegerField(widget=forms.HiddenInput),
        "double_version": forms.IntegerField(widget=forms.HiddenInput, required=False),
    }
    return type("ChoosingForm", (forms.Form,), looked_at | fields)
