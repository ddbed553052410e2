"""The forms of volunteers: who it is, the papers, training, the certificate's days, looking again, stopping."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.civilsociety.access import VolunteerView
from tvaers.civilsociety.actions import Told
from tvaers.civilsociety.rules import (
    Certificate,
    CertificateOrderError,
    check_certificate,
    erase_on,
    latest_review,
    next_review,
)
from tvaers.foundation import clock
from tvaers.foundation.unnamed import looks_like_number
from tvaers.ui.fields import ComingDate, Once, PastDate, line, radios, words
from tvaers.ui.forms import DateField

SHORT = 600
# A telephone with its country in front has ten digits, and is no CPR number.
_PREFIX = re.compile(r"\+\d{2}")
YES, NO = "yes", "no"
TEXTS = ("name", "reach", "tasks", "why_children", "note")
NO_NUMBER = gettext_lazy("This looks like a CPR number. It is not needed here: leave it out.")
STEPS_WRONG = {
    "with_children": gettext_lazy("Without contact with children under 15 no certificate is asked for."),
    "ordered_on": gettext_lazy("It is ordered when the volunteer has consented, on the same day or later."),
    "assessed_on": gettext_lazy("It is assessed when it has been ordered, on the same day or later."),
    "deleted_on": gettext_lazy("It is deleted when it has been assessed, on the same day or later."),
}


class Versioned(forms.Form):
    """A form that knows which version was shown: of two who write at once the second is told."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, data: Any, *, view: VolunteerView) -> None:  # noqa: ANN401 - QueryDict
        """Begin with what is known."""
        super().__init__(data, initial=self.known(view) | {"version": view.version})

    @staticmethod
    def known(view: VolunteerView) -> dict[str, Any]:
        """Return what stands in the fields at first."""
        raise NotImplementedError

    def again(self, version: int) -> None:
        """Let what was typed be saved over what a colleague has saved meanwhile, once it was read."""
        self.data = {name: self.data[name] for name in self.data} | {"version": str(version)}
        self.add_error(None, _("A colleague has changed it meanwhile. Look at what stands now, and save again."))


class VolunteerForm(Once):
    """Who it is, what they do, whom they turn to, and whether there are children."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = line(gettext_lazy("Name"), missing=gettext_lazy("Write the name."), most=120)
    reach = line(
        gettext_lazy("Telephone or e-mail"), missing=gettext_lazy("Write how the volunteer is reached."), most=200
    )
    tasks = words(
        gettext_lazy("What do they do?"),
        rows=3,
        most=SHORT,
        missing=gettext_lazy("Write what they do."),
        help_text=gettext_lazy("Such as night walker, mentor, help in the homework café. It stands in the agreement."),
    )
    begins_on = DateField(label=gettext_lazy("First day"))
    with_children = radios(
        gettext_lazy("Is there direct and lasting contact with children under 15?"),
        ((NO, gettext_lazy("No")), (YES, gettext_lazy("Yes"))),
        error_messages={"required": gettext_lazy("Say whether there is.")},
        help_text=gettext_lazy("Where there is, a children’s certificate is assessed before they begin."),
    )
    why_children = words(
        gettext_lazy("Why, or why not?"),
        rows=3,
        most=SHORT,
        missing=gettext_lazy("Write why, in a sentence."),
        help_text=gettext_lazy("How often, with whom, and whether they are alone with the children."),
    )
    note = words(
        gettext_lazy("Other things to remember"),
        required=False,
        rows=3,
        most=SHORT,
        help_text=gettext_lazy("The volunteer can ask to read it. Nothing of health or offences, and no CPR number."),
    )

    def __init__(self, data: Any, *, colleagues: list[tuple[UUID, str]], view: VolunteerView | None = None) -> None:  # noqa: ANN401 - QueryDict
        """Offer the colleagues who can be the contact person, and begin with what is known."""
        super().__init__(data, initial=_known(view) if view else {"review_on": next_review(clock.today())})
        self.fields["contact"] = forms.ChoiceField(
            label=_("Contact person"),
            choices=[("", _("Choose a colleague")), *((str(id_), name) for id_, name in colleagues)],
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose a colleague who works here.")),
            help_text=_("The colleague whom the volunteer turns to, also with a worry."),
        )
        self.fields["review_on"] = ComingDate(
            label=_("Look at it again"),
            latest=latest_review(clock.today()),
            help_text=_("In a year, as a rule; two years at most."),
        )
        self.order_fields(
            ("form", "name", "reach", "tasks", "contact", "begins_on", "with_children", "why_children", "review_on")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a CPR number in any text (R16)."""
        typed: dict[str, Any] = super().clean() or {}
        for name in TEXTS:
            if looks_like_number(_PREFIX.sub("", typed.get(name, ""))):
                self.add_error(name, NO_NUMBER)
        return typed

    def told(self) -> Told:
        """Return what was typed."""
        typed = self.cleaned_data
        return Told(
            contact=UUID(typed["contact"]),
            with_children=typed["with_children"] == YES,
            **{name: typed[name] for name in (*TEXTS, "begins_on", "review_on")},
        )


def _known(view: VolunteerView) -> dict[str, Any]:
    known = {name: getattr(view, name) for name in (*TEXTS, "begins_on", "review_on", "version")}
    has_children = YES if view.certificate.with_children else NO
    return known | {"contact": str(view.contact_id), "with_children": has_children}


class PapersForm(Versioned):
    """When the agreement was made and confidentiality was promised."""

    agreed_on = PastDate(
        label=gettext_lazy("The agreement was made on"),
        required=False,
        help_text=gettext_lazy("The day on which both have signed. Leave it empty while it has not been made."),
    )
    confidential_on = PastDate(
        label=gettext_lazy("Confidentiality was signed on"),
        required=False,
        help_text=gettext_lazy("It stands in the printed agreement, with a signature of its own."),
    )

    @staticmethod
    def known(view: VolunteerView) -> dict[str, Any]:
        """Return both days."""
        return {"agreed_on": view.agreed_on, "confidential_on": view.confidential_on}


class CertificateForm(Versioned):
    """The days of a children's certificate, in their order; never what it said."""

    consented_on = PastDate(label=gettext_lazy("The volunteer consented on"), required=False)
    ordered_on = PastDate(
        label=gettext_lazy("Ordered on"),
        required=False,
        help_text=gettext_lazy("Whoever leads orders it, and the volunteer gives consent to the police."),
    )
    assessed_on = PastDate(
        label=gettext_lazy("Assessed on"),
        required=False,
        help_text=gettext_lazy("The day alone. What it said is written nowhere. You are noted as who assessed it."),
    )
    deleted_on = PastDate(
        label=gettext_lazy("The certificate was deleted on"),
        required=False,
        help_text=gettext_lazy("Delete it wherever it lies, also in the mail, when it has been assessed."),
    )

    @staticmethod
    def known(view: VolunteerView) -> dict[str, Any]:
        """Return the days."""
        said = view.certificate
        return {name: getattr(said, name) for name in ("consented_on", "ordered_on", "assessed_on", "deleted_on")}

    def clean(self) -> dict[str, Any]:
        """Refuse days that do not follow each other."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                check_certificate(self.said())
            except CertificateOrderError as wrong:
                self.add_error(wrong.field, STEPS_WRONG[wrong.field])
        return typed

    def said(self) -> Certificate:
        """Return the days."""
        days = {name: self.cleaned_data.get(name) for name in self.fields if name.endswith("_on")}
        return Certificate(with_children=True, **days)


class TrainingForm(Once):
    """What was learned, and when."""

    what = line(
        gettext_lazy("What?"),
        missing=gettext_lazy("Write what it was."),
        help_text=gettext_lazy("Such as an introduction, a first-aid course, an evening along with others."),
    )
    held_on = PastDate(label=gettext_lazy("When?"))

    def clean(self) -> dict[str, Any]:
        """Refuse a CPR number (R16)."""
        typed: dict[str, Any] = super().clean() or {}
        if looks_like_number(typed.get("what", "")):
            self.add_error("what", NO_NUMBER)
        return typed


class ReviewForm(forms.Form):
    """When it is looked at again."""

    def __init__(self, data: Any) -> None:  # noqa: ANN401 - QueryDict
        """Offer a year from today."""
        super().__init__(data)
        self.fields["review_on"] = ComingDate(
            label=_("Look at it again"),
            latest=latest_review(clock.today()),
            initial=next_review(clock.today()),
            help_text=_("In a year, as a rule; two years at most."),
        )

    @property
    def day(self) -> date:
        """The day that was typed."""
        day: date = self.cleaned_data["review_on"]
        return day


class EndForm(forms.Form):
    """The last day."""

    ended_on = PastDate(label=gettext_lazy("Last day"))

    def __init__(self, data: Any) -> None:  # noqa: ANN401 - QueryDict
        """Begin with today."""
        super().__init__(data, initial={"ended_on": clock.today()})

    def clean_ended_on(self) -> date:
        """Refuse a day so long ago that all of it would be erased tonight: that is asked for on a page of its own."""
        ended: date = self.cleaned_data["ended_on"]
        if erase_on(review_on=ended, ended_on=ended) <= clock.today():
            raise ValidationError(
                _("That is more than six months ago, so all of it would be erased tonight. Check the year.")
            )
        return ended
