"""The forms with which a consent is written down, and taken back (R8, R9)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.consents.actions import Agreed, Given, Said
from tvaers.consents.enums import GivenBy, Holders, Parents, Tongue, Way
from tvaers.files.fields import FileField, FormWithFile
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.models import Organisation
from tvaers.sharing.shareable import Shareable
from tvaers.ui.forms import CheckboxChoices, Choice, Choices, DateField, TextField
from tvaers.web.sharing.choices import ALWAYS, HINTS, category_label

LONGEST = timedelta(days=365)
WORDS = 2000


def _words(label: Any, *, missing: Any = "", **options: Any) -> TextField:  # noqa: ANN401 - lazy texts
    return TextField(
        label=label,
        max_length=WORDS,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": missing} if missing else {},
        **options,
    )


class ConsentForm(FormWithFile):
    """A consent: free, specific, informed; to one organisation, for what, until when (R8); by whom and how (R9)."""

    to = forms.ChoiceField(
        label=gettext_lazy("Who may receive?"), error_messages={"required": gettext_lazy("Choose an organisation.")}
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("What more may be shared?"), widget=CheckboxChoices, required=False
    )
    words = _words(
        gettext_lazy("What have they said yes to?"),
        help_text=gettext_lazy("What is shared, with whom and why, as it was explained and agreed."),
        missing=gettext_lazy("Write what they have said yes to."),
    )
    given_on = DateField(label=gettext_lazy("When was it given?"))
    until = DateField(label=gettext_lazy("Until when?"), help_text=gettext_lazy("A year at most."))
    given_by = forms.ChoiceField(
        label=gettext_lazy("Who has consented?"),
        choices=GivenBy.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose who has consented.")},
    )
    holders = forms.ChoiceField(
        label=gettext_lazy("Which holders of custody?"),
        choices=[("", gettext_lazy("Choose …")), *Holders.choices],
        required=False,
    )
    young_view = _words(
        gettext_lazy("What does the young person say about it?"),
        required=False,
        help_text=gettext_lazy(
            "Under 18 the young person’s own view is asked for as well, also when the parents decide."
        ),
    )
    parents = forms.ChoiceField(
        label=gettext_lazy("How do the holders of custody stand to it?"),
        choices=Parents.choices,
        widget=Choices({"class": "tv-choices--2"}),
        required=False,
    )
    parents_words = _words(
        gettext_lazy("Why not?"),
        required=False,
        help_text=gettext_lazy("For example that asking them may put the young person at risk. It is read here only."),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How was it given?"),
        choices=lambda: [
            (Way.WRITTEN.value, Choice(_("On a signed form"), hint=_("Add it below, or write where the paper lies."))),
            (Way.SPOKEN.value, Choice(_("Spoken, and noted here"), hint=_("Write who heard it, and where."))),
        ],
        widget=Choices({"class": "tv-choices--2"}),
        error_messages={"required": gettext_lazy("Choose how it was given.")},
    )
    way_words = _words(gettext_lazy("Where does the form lie, or who heard it and where?"), required=False)
    tongue = forms.ChoiceField(
        label=gettext_lazy("In which language was it explained?"), choices=Tongue.choices, initial=Tongue.DANISH
    )
    interpreter = forms.BooleanField(label=gettext_lazy("An interpreter helped"), required=False)
    form = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=ids.opaque)
    signed = FileField(label=gettext_lazy("The signed form"), required=False)

    def __init__(
        self, *args: Any, organisations: list[Organisation], shareable: Shareable, purpose: Purpose, **options: Any
    ) -> None:
        """Offer the organisations that may receive, and what can be shared of the kind that it is about."""
        super().__init__(*args, **options)
        self._base, self._purpose = shareable.base, purpose
        self.organisations = {str(each.id): each.name for each in organisations}
        choosing: Any = self.fields["to"]
        choosing.choices = [("", _("Choose …")), *self.organisations.items()]
        # Who told is never passed on by a consent: it was not theirs to give.
        offered = [each for each in shareable.categories if each != Category.REPORTER]
        what: Any = self.fields["categories"]
        what.choices = [(str(int(each)), Choice(category_label(each), hint=str(HINTS[each]))) for each in offered]
        what.help_text = ALWAYS.get(shareable.base, "")
        self.fields["given_on"].initial = clock.today()

    def clean_given_on(self) -> date:
        """Refuse a day that lies ahead."""
        given: date = self.cleaned_data["given_on"]
        if given > clock.today():
            raise forms.ValidationError(_("The date lies ahead."))
        return given

    def clean_until(self) -> date:
        """Refuse an end that is past, more than a year ahead, or more than a year after it was given."""
        until: date = self.cleaned_data["until"]
        given: date | None = self.cleaned_data.get("given_on")
        if not clock.today() < until <= clock.today() + LONGEST:
            raise forms.ValidationError(_("The end must lie ahead, within a year."))
        if given is not None and until > given + LONGEST:
            raise forms.ValidationError(_("A consent lasts a year at most from the day on which it was given."))
        return until

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs to who consented and how (R9)."""
        typed = self.cleaned_data
        by, way = typed.get("given_by"), typed.get("way")
        if by in {GivenBy.PARENTS, GivenBy.BOTH}:
            self._need("holders", _("Choose which holders of custody have consented."))
        if by == GivenBy.PARENTS:
            self._need("young_view", _("Write what the young person says, or why nobody could ask."))
        if by == GivenBy.YOUNG:
            self._need("parents", _("Choose how the holders of custody stand to it."))
        if by == GivenBy.YOUNG and typed.get("parents") in {Parents.AGAINST, Parents.NOT_ASKED}:
            self._need("parents_words", _("Write why not, in a sentence."))
        if way == Way.SPOKEN:
            self._need("way_words", _("Write who heard it, and where."))
        if way == Way.WRITTEN and not typed.get("signed") and "signed" not in self.errors:
            self._need("way_words", _("Choose the signed form, or write where the paper lies."))
        # Last: whoever corrects any of this is asked for the file again.
        return super().clean()

    def _need(self, name: str, words: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, words)

    @property
    def agreed(self) -> Agreed:
        """What was agreed; answers to questions that were not asked are left out."""
        typed = self.cleaned_data
        by, parents = GivenBy(typed["given_by"]), Parents(typed["parents"]) if typed["parents"] else None
        alone = by is GivenBy.YOUNG
        mask = self._base
        for each in typed["categories"]:
            mask |= Category(int(each))
        return Agreed(
            to=UUID(typed["to"]),
            purpose=self._purpose,
            categories=mask,
            given_by=by,
            words=typed["words"],
            given_on=typed["given_on"],
            until=typed["until"],
            given=Given(
                holders=None if alone else Holders(typed["holders"]),
                young_view=typed["young_view"] if by is GivenBy.PARENTS else "",
                parents=parents if alone else None,
                parents_words=typed["parents_words"]
                if alone and parents in {Parents.AGAINST, Parents.NOT_ASKED}
                else "",
                way=Way(typed["way"]),
                way_words=typed["way_words"],
                tongue=Tongue(typed["tongue"]),
                interpreter=typed["interpreter"],
            ),
        )


class WithdrawForm(forms.Form):
    """That a consent was taken back: by whom, when and how; words only where they help."""

    by = forms.ChoiceField(
        label=gettext_lazy("Who took it back?"),
        choices=GivenBy.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose who took it back.")},
    )
    on = DateField(label=gettext_lazy("When did they say so?"))
    way = forms.ChoiceField(
        label=gettext_lazy("How did they say so?"),
        choices=Way.choices,
        widget=Choices({"class": "tv-choices--2"}),
        initial=Way.SPOKEN,
        error_messages={"required": gettext_lazy("Choose how they said so.")},
    )
    words = _words(
        gettext_lazy("What did they say?"),
        required=False,
        help_text=gettext_lazy("Nobody needs to say why. The receiver does not read it."),
    )

    def __init__(self, *args: Any, given_by: str, given_on: date, **options: Any) -> None:
        """Begin with who gave it, today."""
        super().__init__(*args, **options)
        self._given_on = given_on
        self.fields["by"].initial = given_by
        self.fields["on"].initial = clock.today()

    def clean_on(self) -> date:
        """Refuse a day before it was given, or one that lies ahead."""
        day: date = self.cleaned_data["on"]
        if not self._given_on <= day <= clock.today():
            raise forms.ValidationError(_("Choose a day from when it was given until today."))
        return day

    @property
    def said(self) -> Said:
        """What was said."""
        typed = self.cleaned_data
        return Said(by=GivenBy(typed["by"]), on=typed["on"], way=Way(typed["way"]), words=typed["words"])
