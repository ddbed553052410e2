"""The forms of triage: urgent or not, what shall happen, to whom a concern goes, several at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.concerns import outcomes, rules
from tvaers.concerns.access import ConcernView
from tvaers.concerns.actions.passing import Passage
from tvaers.concerns.enums import GivenBy, InvolvedRole, Outcome
from tvaers.concerns.rules import Verdict
from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing.actions import Reader
from tvaers.ui import dates
from tvaers.ui.forms import CheckboxChoices, Choice, Choices, DateField, TextField
from tvaers.web.people.fields import LineField

_WHAT: Mapping[Outcome, Promise] = {
    Outcome.ADVICE: gettext_lazy("Give advice, and close"),
    Outcome.NOTIFICATION: gettext_lazy("Notification"),
    Outcome.PASSED_ON: gettext_lazy("Send to another organisation"),
    Outcome.INFOHUS: gettext_lazy("Take it to the infohus"),
    Outcome.JOINED: gettext_lazy("Join it to a case"),
    Outcome.CASE: gettext_lazy("Open a case"),
    Outcome.NOT_RELEVANT: gettext_lazy("Not relevant for us"),
}
_HINTS: Mapping[Outcome, Promise] = {
    Outcome.ADVICE: gettext_lazy("You have talked with whoever told, or with the family."),
    Outcome.NOTIFICATION: gettext_lazy("Sent in the municipality's own system. Here the date is noted."),
    Outcome.PASSED_ON: gettext_lazy("You choose to whom and how much. They decide whether to accept."),
    Outcome.INFOHUS: gettext_lazy("Worry about extremism. The infohus advises and does not decide."),
}
# Asked for with one outcome alone; of the others they are not looked at.
_ONLY_WITH: Mapping[str, Outcome] = {
    "sent_date": Outcome.NOTIFICATION,
    "asked_date": Outcome.INFOHUS,
    "receiver": Outcome.INFOHUS,
    "basis": Outcome.INFOHUS,
    "erase_on": Outcome.NOT_RELEVANT,
}
# The order in which they are offered: from the lightest to the most far-reaching, closing without more last.
_ORDER = (
    Outcome.ADVICE,
    Outcome.NOTIFICATION,
    Outcome.CASE,
    Outcome.JOINED,
    Outcome.PASSED_ON,
    Outcome.INFOHUS,
    Outcome.NOT_RELEVANT,
)


def _hint(outcome: Outcome) -> str:
    handler = outcomes.handler_for(outcome)
    if handler is not None:
        return str(handler.hint)
    if outcome is Outcome.NOT_RELEVANT:
        day = dates.short_day(rules.erase_on(outcome, clock.today()))
        return _("Erased on %(day)s, or earlier.") % {"day": day}
    return str(_HINTS.get(outcome, ""))


class TriageForm(forms.Form):
    """Urgent or not, and what shall happen; either can be saved alone, so that the 24 hours need no decision.

    The three questions are asked of everybody, so none is called optional; `clean` says which may stay open.
    """

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    urgent = forms.ChoiceField(
        label=gettext_lazy("Is it urgent?"),
        choices=lambda: [
            ("yes", Choice(_("Yes, act now"), hint=_("Call the on-call service. In danger: 112."))),
            ("no", Choice(_("No, not now"), hint=_("There is time to look into it."))),
        ],
        widget=Choices({"class": "tv-choices--2"}),
    )
    outcome = forms.ChoiceField(label=gettext_lazy("What shall happen?"), widget=Choices({"class": "tv-choices--2"}))
    sent_date = DateField(label=gettext_lazy("When was the notification sent?"), required=False)
    asked_date = DateField(label=gettext_lazy("When was the infohus asked?"), required=False)
    receiver = LineField(
        label=gettext_lazy("Which infohus, and who there?"),
        help_text=gettext_lazy("The organisation, and the name of whoever took it."),
        max_length=200,
    )
    basis = LineField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("What allows you to pass it on. Change it if it is another."),
        max_length=200,
    )
    erase_on = DateField(label=gettext_lazy("When shall it be erased?"), required=False)
    reason = TextField(label=gettext_lazy("Write briefly why"), max_length=4000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, actor: Actor, concern: ConcernView, **options: Any) -> None:
        """Offer what somebody carries out."""
        super().__init__(*args, **options)
        offered = outcomes.offered(actor=actor)
        self._young = len(concern.young)
        self.fields["outcome"].choices = [  # type: ignore[attr-defined] # a choice field
            (each, self._choice(each)) for each in _ORDER if each in offered
        ]
        self.initial.setdefault("asked_date", clock.today())
        self.initial.setdefault("basis", _("Administration of Justice Act, section 115(1)(1)"))
        self.initial.setdefault("version", concern.version)
        self.initial.setdefault("sent_date", clock.today())
        self.initial.setdefault("erase_on", rules.erase_on(Outcome.NOT_RELEVANT, clock.today()))

    def _choice(self, outcome: Outcome) -> Choice:
        """Return an outcome as a choice; one that is for another number of young people cannot be chosen, and why."""
        unfit = _unfit(outcome, self._young)
        return Choice(str(_WHAT[outcome]), hint=unfit or _hint(outcome), off=bool(unfit))

    def clean(self) -> dict[str, Any]:
        """Ask for a reason with a decision, and for what its outcome needs."""
        typed: dict[str, Any] = super().clean() or {}
        for name in ("urgent", "outcome", "reason"):
            if not self.data.get(name, "").strip():
                self.errors.pop(name, None)
                typed[name] = ""
        outcome = typed.get("outcome", "")
        for name, wanted in _ONLY_WITH.items():
            if outcome != wanted:
                self.errors.pop(name, None)
                typed[name] = "" if name in {"receiver", "basis"} else None
        if outcome:
            self._check_decision(typed, Outcome(outcome))
        elif "outcome" not in self.errors and not typed.get("urgent"):
            self.add_error("outcome", _("Choose what shall happen, or answer whether it is urgent."))
        return typed

    def _check_decision(self, typed: dict[str, Any], outcome: Outcome) -> None:
        if not typed.get("reason", "").strip():
            self.add_error("reason", _("Write why, in a line or two."))
        unfit = _unfit(outcome, self._young)
        if unfit:
            self.add_error("outcome", unfit)
        sent, asked = typed.get("sent_date"), typed.get("asked_date")
        if outcome is Outcome.NOTIFICATION and "sent_date" not in self.errors and (not sent or sent > clock.today()):
            self.add_error("sent_date", _("Write the day on which it was sent; not a day to come."))
        if outcome is Outcome.INFOHUS:
            if "asked_date" not in self.errors and (not asked or asked > clock.today()):
                self.add_error("asked_date", _("Write the day on which they were asked; not a day to come."))
            if not typed.get("receiver"):
                self.add_error("receiver", _("Write who was asked."))
            if not typed.get("basis"):
                self.add_error("basis", _("Write what allows you to pass it on."))
        if outcome is Outcome.NOT_RELEVANT:
            check_erase_on(self, typed.get("erase_on"))

    @property
    def is_urgent(self) -> bool | None:
        """What was answered to whether it is urgent; None when it was not."""
        said = self.cleaned_data["urgent"]
        return None if not said else said == "yes"

    @property
    def chosen(self) -> Outcome | None:
        """What shall happen, if that was chosen."""
        said = self.cleaned_data["outcome"]
        return Outcome(said) if said else None

    def verdict(self, outcome: Outcome) -> Verdict:
        """Return the decision."""
        typed = self.cleaned_data
        return Verdict(
            outcome=outcome,
            reason=typed["reason"],
            sent_date=typed["sent_date"] or typed["asked_date"],
            receiver=typed["receiver"],
            basis=typed["basis"],
            erase_on=typed["erase_on"],
        )


def _unfit(outcome: Outcome, young: int) -> str:
    """Return why an outcome cannot be chosen for a concern about so many known young people; "" when it can."""
    if rules.is_about_right_number(outcome, young):
        return ""
    if young:
        return _("It is about several young people. Make one for each first, at the bottom of the page.")
    return _("Nobody is known yet. First add who it is about.")


def check_erase_on(form: forms.Form, wish: date | None) -> None:
    """Say at the field when a concern cannot be erased on the day that was chosen."""
    today = clock.today()
    try:
        rules.erase_on(Outcome.NOT_RELEVANT, today, wish=wish)
    except rules.EraseDayError:
        last = dates.year_day(rules.erase_on(Outcome.NOT_RELEVANT, today))
        form.add_error("erase_on", _("Choose a day from tomorrow to %(last)s.") % {"last": last})


class ReopenForm(forms.Form):
    """Why a decided concern is taken up again."""

    reason = TextField(
        label=gettext_lazy("Why is it taken up again?"), max_length=4000, widget=forms.Textarea({"rows": 2})
    )


@dataclass(frozen=True)
class Way:
    """Somebody who may receive a concern, and the frame and the legal basis that allow it.

    carries: what may go along by law.
    """

    reader: Reader
    frame: UUID
    basis: UUID
    law: str
    carries: Category
    purposes: Purpose
    until: datetime | None
    label: str
    hint: str
    is_agreement: bool

    @property
    def key(self) -> str:
        """What the form sends."""
        return f"{self.reader.organisation}:{self.reader.unit or ''}:{self.frame}"


PARTS_OF_CONCERN: tuple[tuple[Category, Promise, Promise], ...] = (
    (
        Category.IDENTITY,
        gettext_lazy("Who the young person is"),
        gettext_lazy("Name, birthday, school. A protected address stays here."),
    ),
    (
        Category.OTHERS,
        gettext_lazy("Relatives, victims and witnesses"),
        gettext_lazy("Their part in it, without their names."),
    ),
    (
        Category.REPORTER,
        gettext_lazy("Who told"),
        gettext_lazy("So that they can ask more. Often it is enough that they ask you."),
    ),
)
_MONTHS = (1, 3, 6, 12)


class PassOnForm(forms.Form):
    """To whom a concern goes, how much of it, why and until when; the least is chosen at first."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    way = forms.ChoiceField(
        label=gettext_lazy("Who shall have it?"),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose who shall have it.")},
    )
    categories = forms.TypedMultipleChoiceField(
        label=gettext_lazy("What do they get besides what was told?"),
        help_text=gettext_lazy("What was told always goes along. Choose no more than they need."),
        required=False,
        coerce=int,
        widget=CheckboxChoices,
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("How long can they see it here?"),
        choices=[(each, "") for each in _MONTHS],
        coerce=int,
        initial=1,
    )
    reason = TextField(
        label=gettext_lazy("Why is it necessary?"),
        help_text=gettext_lazy("They see this."),
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write why they need it.")},
    )

    def __init__(self, *args: Any, ways: Sequence[Way], mask: Category, concern: ConcernView, **options: Any) -> None:
        """Offer the ways there are, and the parts that there is anything in."""
        super().__init__(*args, **options)
        self._ways = {way.key: way for way in ways}
        shown: Mapping[Category, bool] = {
            Category.IDENTITY: any(part.role is InvolvedRole.OF_CONCERN for part in concern.involved),
            Category.OTHERS: any(part.role is not InvolvedRole.OF_CONCERN for part in concern.involved),
            Category.REPORTER: concern.reporter is not None,
        }
        self.fields["way"].choices = [(way.key, Choice(way.label, hint=way.hint)) for way in ways]  # type: ignore[attr-defined] # a choice field
        self.fields["categories"].choices = [  # type: ignore[attr-defined] # as above
            (int(category), self._part(category, str(label), str(hint)))
            for category, label, hint in PARTS_OF_CONCERN
            if shown[category] and category & mask
        ]
        self.fields["months"].choices = [  # type: ignore[attr-defined] # as above
            (each, _("until %(day)s") % {"day": dates.year_day(clock.today() + relativedelta(months=each))})
            for each in _MONTHS
        ]
        self.initial.setdefault("version", concern.version)

    def _part(self, category: Category, label: str, hint: str) -> Choice:
        """Return a part to choose, or why no law lets it go along."""
        if any(way.carries & category for way in self._ways.values()):
            return Choice(label, hint=hint)
        laws = ", ".join(dict.fromkeys(way.law for way in self._ways.values()))
        return Choice(label, hint=_("The law does not let it go along: %(law)s.") % {"law": laws}, off=True)

    def clean(self) -> dict[str, Any]:
        """Refuse what the law of the way chosen does not let go along."""
        typed: dict[str, Any] = super().clean() or {}
        way = self._ways.get(typed.get("way", ""))
        if way and any(not Category(each) & way.carries for each in typed.get("categories", ())):
            self.add_error("categories", _("The law does not let it go along: %(law)s.") % {"law": way.law})
        return typed

    def passage(self, purposes: Purpose) -> Passage:
        """Return to whom it goes and on what terms. purposes: the actor's own."""
        typed = self.cleaned_data
        way = self._ways[typed["way"]]
        categories = Category.CONCERN
        for each in typed["categories"]:
            categories |= Category(each)
        day: date = clock.today() + relativedelta(months=typed["months"])
        until = datetime.combine(day, time(23, 59), tzinfo=COPENHAGEN)
        common = way.purposes & purposes
        purpose = Purpose.SSP if Purpose.SSP & common else next(each for each in Purpose if each & common)
        return Passage(
            to=way.reader,
            frame=way.frame,
            basis=way.basis,
            purpose=purpose,
            categories=categories,
            until=min(until, way.until) if way.until else until,
            reason=typed["reason"],
        )


class BulkForm(forms.Form):
    """One step with several concerns."""

    step = forms.ChoiceField(
        label=gettext_lazy("What shall happen with those you have chosen?"),
        choices=lambda: [
            ("acknowledge", Choice(_("The ready receipt was given"), hint=_("The clock of the receipt stops."))),
            ("not-relevant", Choice(_("Not relevant for us"), hint=_("All of them are erased on the day below."))),
        ],
        widget=Choices({"class": "tv-choices--2"}),
        error_messages={"required": gettext_lazy("Choose what shall happen.")},
    )
    how = forms.ChoiceField(label=gettext_lazy("How was the receipt given?"), choices=GivenBy.choices, required=False)
    erase_on = DateField(label=gettext_lazy("When shall they be erased?"), required=False)
    reason = TextField(
        label=gettext_lazy("Write briefly why"), required=False, max_length=4000, widget=forms.Textarea({"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when they are closed."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("step") == "not-relevant" and not typed.get("reason", "").strip():
            self.add_error("reason", _("Write why, in a line or two."))
        if typed.get("step") == "not-relevant":
            check_erase_on(self, typed.get("erase_on"))
        return typed
