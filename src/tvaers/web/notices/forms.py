"""The form of a notice: only the fields that the law lets go along (R25)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation import clock, ids
from tvaers.notices.actions import To, Told
from tvaers.notices.enums import NoticeKind
from tvaers.notices.queries import Receiver
from tvaers.notices.rules import LONGEST, USUAL
from tvaers.ui.forms import Choice, Choices, DateField, TextField

NAME, LINE, WORDS = 120, 200, 600


def _text(label: Any, most: int, missing: Any, *, rows: int = 0, **options: Any) -> TextField:  # noqa: ANN401 - lazy
    if rows:
        options["widget"] = forms.Textarea({"rows": rows})
    return TextField(label=label, max_length=most, error_messages={"required": missing}, **options)


class NoticeForm(forms.Form):
    """To whom, about whom, what, why, and until when. form: sent twice, it gives one notice."""

    form = forms.UUIDField(widget=forms.HiddenInput, initial=ids.opaque)
    receiver = forms.ChoiceField(
        label=gettext_lazy("Who shall have it?"),
        widget=Choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose who shall have it.")),
    )
    name = _text(gettext_lazy("The resident’s name"), NAME, gettext_lazy("Write the resident’s name."))
    address = _text(gettext_lazy("The address"), LINE, gettext_lazy("Write the address."))
    decision = _text(
        gettext_lazy("What was decided?"),
        WORDS,
        gettext_lazy("Write what was decided."),
        rows=3,
        help_text=gettext_lazy("The decision itself, in a sentence. Nothing of how the case went, and nobody else."),
    )
    decided_on = DateField(label=gettext_lazy("When was it decided?"))
    effort = _text(
        gettext_lazy("Which safety effort is under way there?"),
        LINE,
        gettext_lazy("Write which safety effort it is for. Without one the law does not let it be told."),
        help_text=gettext_lazy("Such as the plan for the area, or the agreement with the housing organisation."),
    )
    necessity = _text(
        gettext_lazy("Why is it necessary?"),
        WORDS,
        gettext_lazy("Write why it is necessary."),
        rows=3,
        help_text=gettext_lazy("The receiver reads it before accepting. Do not name anybody."),
    )
    until = DateField(
        label=gettext_lazy("Until when do they need it?"),
        help_text=gettext_lazy("Six months at most. Then it is erased, here and there."),
    )

    def __init__(self, *args: Any, kind: NoticeKind, receivers: list[Receiver], **options: Any) -> None:
        """Offer the receivers, and leave out what the kind does not tell."""
        super().__init__(*args, **options)
        self.receivers = {str(each.id): each for each in receivers}
        choosing: Any = self.fields["receiver"]
        choosing.choices = [
            (key, Choice(each.name, hint=f"{each.title}, {each.organisation_name}"))
            for key, each in self.receivers.items()
        ]
        if kind is NoticeKind.ADDRESS:
            for name in ("decision", "decided_on", "effort"):
                del self.fields[name]
        self.fields["until"].initial = clock.today() + USUAL

    def clean_decided_on(self) -> date:
        """Refuse a day that lies ahead."""
        decided: date = self.cleaned_data["decided_on"]
        if decided > clock.today():
            raise forms.ValidationError(_("The date lies ahead."))
        return decided

    def clean_until(self) -> date:
        """Refuse a day that has gone, and one beyond half a year."""
        until: date = self.cleaned_data["until"]
        if until <= clock.today():
            raise forms.ValidationError(_("The date has gone."))
        if until > clock.today() + LONGEST:
            raise forms.ValidationError(_("Six months at most."))
        return until

    @property
    def chosen(self) -> Receiver:
        """Who was chosen."""
        return self.receivers[self.cleaned_data["receiver"]]

    def told(self) -> Told:
        """Return what the notice says."""
        typed = self.cleaned_data
        return Told(
            name=typed["name"],
            address=typed["address"],
            decision=typed.get("decision", ""),
            decided_on=typed.get("decided_on"),
            effort=typed.get("effort", ""),
        )

    def to(self) -> To:
        """Return to whom and on what."""
        return To(
            organisation=self.chosen.organisation,
            member=self.chosen.id,
            frame=self.chosen.frame,
            basis=self.chosen.basis,
            until=self.cleaned_data["until"],
            necessity=self.cleaned_data["necessity"],
        )
