"""The forms of a network plan: what it says, who does what, how each stands to it, and how it goes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.foundation import clock
from tvaers.plans.actions.network import Goes, Said, Told
from tvaers.plans.enums import DutyState, Given, Party, View
from tvaers.ui.fields import ComingDate, Once, PastDate, line, radios, words

# How often a network can be set to meet; longer between two meetings, and it is no fast plan.
WEEKS = (1, 2, 3, 4, 6, 8, 12)
REVIEWED_WITHIN = timedelta(days=92)


def every(weeks: int) -> str:
    """Say how often, in words."""
    return ngettext("every week", "every %(count)d weeks", weeks) % {"count": weeks}


class PlanForm(Once):
    """What a network plan says besides its goals, tasks and agreements."""

    triggered_on = PastDate(label=gettext_lazy("When did it happen?"))
    cause = words(
        gettext_lazy("What set it off?"),
        rows=3,
        help_text=gettext_lazy("What is known, and from whom. No interpretation."),
        missing=gettext_lazy("Write what set it off."),
    )
    concerns = words(
        gettext_lazy("What worries, and whom?"),
        required=False,
        rows=3,
        help_text=gettext_lazy("The young person’s, the family’s and the professionals’ worries, each as their own."),
    )
    plain = words(
        gettext_lazy("To the young person, in plain words"),
        rows=4,
        help_text=gettext_lazy("Stands first in the young person’s own copy. Short sentences, and you, not he or she."),
        missing=gettext_lazy("Write a few lines to the young person."),
    )
    contact_on = ComingDate(label=gettext_lazy("When does somebody meet the young person for the first time?"))
    contact_by = line(
        gettext_lazy("Who does?"),
        help_text=gettext_lazy("The one whom the young person trusts, if there is one."),
        missing=gettext_lazy("Write who meets the young person first."),
    )
    review_on = ComingDate(
        label=gettext_lazy("When does the network meet again?"),
        help_text=gettext_lazy("That meeting is called when the plan is signed."),
    )
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("And how often after that?"), required=False, coerce=int, empty_value=None
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer how often, in the reader's language."""
        super().__init__(*args, **options)
        self.fields["every_weeks"].choices = [  # type: ignore[attr-defined]
            ("", _("Agreed each time")),
            *((str(weeks), every(weeks)) for weeks in WEEKS),
        ]

    def clean(self) -> dict[str, Any]:
        """Have it reviewed within three months."""
        typed = super().clean() or {}
        review_on = typed.get("review_on")
        if review_on and review_on > clock.today() + REVIEWED_WITHIN:
            self.add_error("review_on", _("A network plan is looked at again within three months."))
        return typed

    def told(self) -> Told:
        """Return what was written."""
        typed = self.cleaned_data
        names = ("triggered_on", "cause", "concerns", "plain", "contact_on", "contact_by", "review_on", "every_weeks")
        return Told(**{name: typed[name] for name in names})


class DutyForm(Once):
    """What somebody of the network does."""

    who = line(
        gettext_lazy("Who?"),
        help_text=gettext_lazy("As they are called in the network: mother, uncle, the coach, the young person."),
        missing=gettext_lazy("Write who does it."),
    )
    words = words(gettext_lazy("Does what?"), rows=2, missing=gettext_lazy("Write what was agreed."))
    due_on = ComingDate(label=gettext_lazy("Until when?"), required=False)


class StanceForm(Once):
    """How somebody stands to the plan."""

    party = radios(gettext_lazy("Who is it?"), Party.choices, initial=Party.YOUNG)
    who = line(gettext_lazy("What are they called here?"), missing=gettext_lazy("Write who it is."))
    view = radios(gettext_lazy("What do they say?"), View.choices)
    words = words(
        gettext_lazy("In their own words"),
        required=False,
        rows=2,
        help_text=gettext_lazy("What they do not agree to stands beside the plan; it is not argued away."),
    )
    given = radios(gettext_lazy("How did they say so?"), Given.choices, initial=Given.MEETING)
    said_on = PastDate(label=gettext_lazy("When?"))

    def clean(self) -> dict[str, Any]:
        """Ask what the reservation is."""
        typed = super().clean() or {}
        if typed.get("view") in {View.PARTLY, View.AGAINST} and not typed.get("words", "").strip():
            self.add_error("words", _("Write what they do not agree to."))
        return typed

    def said(self) -> Said:
        """Return what was said."""
        typed = self.cleaned_data
        return Said(
            party=Party(typed["party"]),
            who=typed["who"],
            view=View(typed["view"]),
            given=Given(typed["given"]),
            said_on=typed["said_on"],
            words=typed["words"],
        )


class GoesForm(Once):
    """How an agreement goes, as somebody says it."""

    state = radios(gettext_lazy("How does it go?"), DutyState.choices)
    words = words(
        gettext_lazy("In their own words"),
        required=False,
        rows=3,
        help_text=gettext_lazy("Where something is in the way: what would help?"),
    )
    said_by = line(gettext_lazy("Who says so?"), missing=gettext_lazy("Write who says so."))
    said_on = PastDate(label=gettext_lazy("When?"))

    def clean(self) -> dict[str, Any]:
        """Ask what is in the way."""
        typed = super().clean() or {}
        if typed.get("state") == DutyState.HINDERED and not typed.get("words", "").strip():
            self.add_error("words", _("Write what is in the way."))
        return typed

    def goes(self) -> Goes:
        """Return what was said."""
        typed = self.cleaned_data
        return Goes(
            state=DutyState(typed["state"]), said_by=typed["said_by"], said_on=typed["said_on"], words=typed["words"]
        )


class ContactForm(Once):
    """That somebody met the young person."""

    on = PastDate(label=gettext_lazy("When?"))
    words = words(gettext_lazy("How was it?"), rows=3, missing=gettext_lazy("Write in a sentence or two how it was."))


class OutcomeForm(Once):
    """What came of a plan."""

    on = PastDate(label=gettext_lazy("When did it end?"))
    outcome = words(
        gettext_lazy("What came of it?"),
        rows=4,
        help_text=gettext_lazy("What changed, what helped, and who goes on with what. Words, not marks."),
        missing=gettext_lazy("Write what came of it."),
    )
