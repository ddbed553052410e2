"""The forms of emergency look-ups: whom and why; what an inspector finds of one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from tvaers.emergencies import rules
from tvaers.emergencies.enums import Danger, Verdict
from tvaers.foundation import ids
from tvaers.ui.forms import Choices, TextField
from tvaers.web.people.fields import CprField

_MOST = 2000


class ReasonField(TextField):
    """Words of at least the length that a reason has."""

    default_error_messages = {"short": gettext_lazy("Write at least 20 characters, so that others can judge it.")}

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return the words. Raises ValidationError."""
        words = str(super().clean(value)).strip()
        if words and len(words) < rules.SHORTEST_REASON:
            raise ValidationError(self.error_messages["short"], code="short")
        return words


class LookUpForm(forms.Form):
    """Whom one looks up, in which danger and why. form: sent twice, it counts once."""

    form = forms.UUIDField(widget=forms.HiddenInput, initial=ids.opaque)
    cpr = CprField(
        label=gettext_lazy("CPR number"),
        help_text=gettext_lazy("The whole number. Nobody is found by name, and nobody by part of a number."),
        required=True,
    )
    danger = forms.ChoiceField(
        label=gettext_lazy("What is the danger?"),
        choices=Danger.choices,
        widget=Choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what the danger is.")),
    )
    reason = ReasonField(
        label=gettext_lazy("What has happened, and why can it not wait?"),
        help_text=gettext_lazy("Whoever answers for the person and whoever judges the look-up read it."),
        max_length=_MOST,
        widget=forms.Textarea({"rows": 3}),
    )


class JudgeForm(forms.Form):
    """What an inspector finds of a look-up, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Was it justified?"),
        choices=Verdict.choices,
        widget=Choices({"class": "tv-choices--2"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what you find.")),
    )
    words = ReasonField(
        label=gettext_lazy("Why do you find so?"),
        help_text=gettext_lazy("Both organisations read it. Do not name the person."),
        max_length=_MOST,
        widget=forms.Textarea({"rows": 3}),
    )
