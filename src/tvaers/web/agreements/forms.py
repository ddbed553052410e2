"""The forms in which a draft is written, one for each part of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.agreements import rules
from tvaers.agreements.actions import Part
from tvaers.agreements.enums import AgreementKind, AnnexKind
from tvaers.agreements.models import Agreement
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.models import Organisation
from tvaers.ui import dates
from tvaers.ui.forms import CheckboxChoices, Choice, Choices, DateField, TextField

KIND_HINTS = {
    AgreementKind.RENEWAL: gettext_lazy(
        "A new term. Everything from the agreement before is there to be kept, changed or left out."
    ),
    AgreementKind.EXTENSION: gettext_lazy(
        "The same agreement for longer. What is shared on it goes on as before, and all parties stay."
    ),
    AgreementKind.AMENDMENT: gettext_lazy("Changes the agreement in force, or takes a party in, until the same end."),
    AgreementKind.FIRST: gettext_lazy("A partnership that has had no agreement here before."),
}


class BeginForm(forms.Form):
    """Which kind of agreement is begun."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you want to write?"),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what you want to write.")},
    )
    form = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=ids.opaque)

    def __init__(self, *args: Any, kinds: list[AgreementKind], **options: Any) -> None:
        """Offer what can be begun now."""
        super().__init__(*args, **options)
        self.fields["kind"].choices = [  # type: ignore[attr-defined] # a choice field
            (kind.value, Choice(str(kind.label), hint=str(KIND_HINTS[kind]))) for kind in kinds
        ]


class DraftForm(forms.Form):
    """A form for one part of a draft; it carries the version that it was opened at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def values(self) -> dict[str, Any]:
        """Return what is saved."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PartForm(DraftForm):
    """A form for a part of a draft. draft: with its parties; row: the part as it is, None for a new one."""

    def __init__(self, *args: Any, draft: Agreement, row: Any, **options: Any) -> None:  # noqa: ANN401 - any part's row
        """Keep both, and offer what they let one choose."""
        super().__init__(*args, **options)
        self.draft, self.row = draft, row
        self.offer()

    def offer(self) -> None:
        """Fill the choices; most parts have none."""

    @property
    def parties(self) -> list[Any]:
        """The ids of the draft's parties."""
        return [party.organisation_id for party in self.draft.parties.all()]


class BasicsForm(DraftForm):
    """What it is called, for how long, why, and for which purposes the parties may share."""

    title = TextField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what the agreement is called.")},
    )
    purpose = TextField(
        label=gettext_lazy("What do the parties want to reach together?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    from_date = DateField(label=gettext_lazy("From which day?"), required=False)
    until_date = DateField(
        label=gettext_lazy("Through which day?"),
        required=False,
        help_text=gettext_lazy("Five years at most. Nothing is agreed for good."),
    )
    purposes = forms.MultipleChoiceField(
        label=gettext_lazy("What may the parties share for?"),
        required=False,
        widget=CheckboxChoices,
        help_text=gettext_lazy("Only what is ticked here can be shared on the agreement. Statutes stand beside it."),
    )

    def __init__(self, *args: Any, kind: AgreementKind, **options: Any) -> None:
        """Offer the purposes; leave the first day out of an amendment, which begins when all have signed."""
        super().__init__(*args, **options)
        offered = [purpose for purpose in Purpose if purpose & rules.AGREED_PURPOSES]
        named = [(str(purpose.value), capfirst(str(PURPOSE_LABELS[purpose]))) for purpose in offered]
        self.fields["purposes"].choices = named  # type: ignore[attr-defined] # a choice field
        if kind is AgreementKind.AMENDMENT:
            del self.fields["from_date"]

    def values(self) -> dict[str, Any]:
        """Return what is saved; an amendment has no first day yet."""
        return {"from_date": None} | super().values()

    def clean_purposes(self) -> int:
        """Return the mask of the purposes."""
        return sum(int(value) for value in self.cleaned_data["purposes"])

    def clean_until_date(self) -> date | None:
        """Refuse an end before the beginning, and one too far away."""
        first, last = self.cleaned_data.get("from_date"), self.cleaned_data["until_date"]
        if last is None or (first is None and "from_date" in self.fields):
            return last  # type: ignore[no-any-return] # a date field
        first = first or clock.today()
        if last < first:
            raise forms.ValidationError(_("It would end before it begins."))
        if last > rules.latest_end(first):
            words = _("It may last five years at most: through %(day)s.")
            raise forms.ValidationError(words % {"day": dates.year_day(rules.latest_end(first))})
        return last  # type: ignore[no-any-return] # as above


class PartyForm(PartForm):
    """A party, and which office signs for it."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Which organisation?"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Choose …"),
        error_messages={"required": gettext_lazy("Choose an organisation.")},
    )
    signatory = TextField(
        label=gettext_lazy("Which office signs?"),
        max_length=120,
        help_text=gettext_lazy("Such as “The mayor”. Who it is that signs is written down when they do."),
        error_messages={"required": gettext_lazy("Write which office signs.")},
    )

    def offer(self) -> None:
        """Offer who is not a party yet; one who is stays the same."""
        if self.row is not None:
            del self.fields["organisation"]
            return
        others = Organisation.objects.filter(ended_at=None).exclude(id__in=self.parties).order_by("name")
        self.fields["organisation"].queryset = others  # type: ignore[attr-defined] # a model choice field


class ThemeForm(PartForm):
    """A theme."""

    text = TextField(
        label=gettext_lazy("What do the parties work on together?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write what the theme is.")},
    )

    def values(self) -> dict[str, Any]:
        """Add that a new theme is one that this agreement adds."""
        return super().values() | ({"is_added": True} if self.row is None else {})


class ActionForm(PartForm):
    """Something the parties do under a theme."""

    text = TextField(
        label=gettext_lazy("What is done?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Write what is done.")},
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Who answers for it?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("All parties"),
    )
    target = TextField(label=gettext_lazy("What shall it reach?"), max_length=200, required=False)
    due_on = DateField(label=gettext_lazy("By when?"), required=False)

    def offer(self) -> None:
        """Offer the parties."""
        parties = Organisation.objects.filter(id__in=self.parties).order_by("name")
        self.fields["responsible"].queryset = parties  # type: ignore[attr-defined] # a model choice field


class IndicatorForm(PartForm):
    """By what the parties see whether a theme gets on; counts of places, meetings and deeds, never of people."""

    text = TextField(
        label=gettext_lazy("What do you look at?"),
        max_length=300,
        help_text=gettext_lazy("Such as “felt safety in the evening” or “days until the network meets”."),
        error_messages={"required": gettext_lazy("Write what you look at.")},
    )
    measure = TextField(label=gettext_lazy("How and how often?"), max_length=200, required=False)
    target = TextField(label=gettext_lazy("What should it become?"), max_length=200, required=False)


class AnnexForm(PartForm):
    """A text that is signed with the agreement."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=AnnexKind.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what it is.")},
    )
    title = TextField(
        label=gettext_lazy("What is it called?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what the annex is called.")},
    )
    text = TextField(
        label=gettext_lazy("Its text"),
        max_length=60_000,
        widget=forms.Textarea({"rows": 16}),
        help_text=gettext_lazy("It is signed with the agreement, word for word."),
        error_messages={"required": gettext_lazy("Write the text of the annex.")},
    )

    def offer(self) -> None:
        """Leave the text out of what is a file; another file is another annex."""
        if self.row is not None and self.row.file_id is not None:
            del self.fields["text"]


class TakeBackForm(forms.Form):
    """Why a text that was sent goes back."""

    why = TextField(
        label=gettext_lazy("What should be changed?"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write what should be changed, so that the others know.")},
    )


PART_FORMS: Mapping[Part, type[PartForm]] = {
    Part.PARTY: PartyForm,
    Part.THEME: ThemeForm,
    Part.ACTION: ActionForm,
    Part.INDICATOR: IndicatorForm,
    Part.ANNEX: AnnexForm,
}
