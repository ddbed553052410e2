"""The form behind the interruption card: to whom, on what, how much, why, until when."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.partnerships.enums import OrganisationKind
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.questions import opened
from tvaers.sharing.shareable import Summarising
from tvaers.sharing.wording import Ground, WhyNot, flat, notice, why_not
from tvaers.ui import dates
from tvaers.ui.forms import CheckboxChoices, Choices, DateField, TextField
from tvaers.web.sharing import choices
from tvaers.web.sharing.choices import Space
from tvaers.web.sharing.receiving import Somebody

SHORTEST = 15


class ShareForm(forms.Form):
    """What the giver decides. The smallest is chosen beforehand, and nothing is offered that would be refused."""

    receiver = forms.ChoiceField(
        label=gettext_lazy("Person or unit"), error_messages={"required": gettext_lazy("Choose who shall have it.")}
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("What is it for, and what allows it?"),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what it is for.")},
    )
    # Sent without it, as by a page of the release before, parts are meant.
    how = forms.ChoiceField(
        label=gettext_lazy("How much is necessary?"),
        widget=Choices,
        required=False,
    )
    summary = TextField(
        label=gettext_lazy("The summary"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("What the receiver must know to do their part. Leave out family, health and incidents."),
        error_messages={"required": gettext_lazy("Write the summary. Two or three sentences will do.")},
    )
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("How much more is necessary?"), widget=CheckboxChoices, required=False
    )
    necessity = TextField(
        label=gettext_lazy("Why is it necessary?"),
        min_length=SHORTEST,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy(
            "One or two sentences. They are kept, and the young person and the parents can read them."
        ),
        error_messages={
            "required": gettext_lazy("Write why it is necessary. One or two sentences will do."),
            "min_length": gettext_lazy("Write a little more, so that others understand why."),
        },
    )
    term = forms.ChoiceField(
        label=gettext_lazy("How long shall it be seen?"),
        widget=Choices({"class": "tv-choices--2"}),
        error_messages={"required": gettext_lazy("Choose until when.")},
    )
    until = DateField(label=gettext_lazy("Another date"), required=False)
    answers = forms.ChoiceField(
        label=gettext_lazy("Does it answer a question that you were asked?"),
        widget=Choices,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("The question has been taken back meanwhile. Nothing was shared.")
        },
    )
    decision = forms.UUIDField(widget=forms.HiddenInput, required=False)
    form_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, space: Space, to: str = "", **options: Any) -> None:
        """Offer what this giver can give to this receiver; `to` is chosen beforehand.

        decision: which decision of a meeting it carries out.
        """
        super().__init__(*args, **options)
        self.space = space
        self.somebody = self._somebody(to)
        self.initial["how"] = choices.SUMMARY
        self._offer()
        self.fields["form_id"].initial = ids.opaque
        self.initial["receiver"] = self.somebody.value if self.somebody else ""
        self.initial["ground"] = self._first("ground")
        self._offer_what_follows()
        self.initial["term"] = self._first("term")

    def _field(self, name: str) -> Any:  # noqa: ANN401 - any of Django's choice fields
        return self.fields[name]

    def _somebody(self, to: str) -> Somebody | None:
        named = self.data.get("receiver", "") if self.is_bound else to
        return self.space.place.find(str(named))

    def _offer(self) -> None:
        able = self.space.place.able
        people = [(each.value, each.label) for each in able if not each.is_unit]
        units = [(each.value, each.label) for each in able if each.is_unit]
        groups = [(_("People"), people), (_("Whole units"), units)]
        self._field("receiver").choices = [("", _("Choose …")), *((name, list(one)) for name, one in groups if one)]
        self._field("ground").choices = choices.grounds(self.space, self.somebody)
        if self.summarising is None:
            del self.fields["how"], self.fields["summary"]
        else:
            self._field("how").choices = choices.how_much()
            self._field("how").required = not self.is_bound or "how" in self.data
            self._field("summary").required = self.is_summary
        if self.space.place.questions or self.data.get("answers"):
            self._field("answers").choices = list(choices.answers(opened(self.space.place.questions)))
        else:
            del self.fields["answers"]

    def _offer_what_follows(self) -> None:
        """Offer what the ground lets: how much, and how long."""
        ground = self.stands_on
        base = self.space.door.shareable.base
        self._field("categories").help_text = choices.ALONE if self.is_lines else choices.ALWAYS.get(base, "")
        self._field("categories").choices = list(choices.categories(self.space, self.somebody, ground, self._among))
        self._field("term").choices = list(choices.terms(self.space, ground))
        self._field("term").help_text = choices.latest_words(self.space, ground)

    def _first(self, name: str) -> str:
        return next((value for value, label in flat(self._field(name).choices) if not label.off), "")

    def _asked(self, name: str) -> str:
        """What was chosen, or stands chosen beforehand; checked or not."""
        return str(self.data.get(name, "") if self.is_bound else self.initial.get(name, ""))

    @property
    def stands_on(self) -> Ground | None:
        """The purpose, the frame and the legal basis chosen, if they are."""
        wanted = self._asked("ground")
        return next((ground for ground in self.space.grounds if ground.value == wanted), None)

    @property
    def summarising(self) -> Summarising | None:
        """How it is shared in a few lines, where it can be."""
        return self.space.door.shareable.summarising

    @property
    def is_summary(self) -> bool:
        """Tell whether a few typed lines are shared, and nothing of the dossier itself."""
        return self.summarising is not None and self._asked("how") == choices.SUMMARY

    @property
    def is_lines(self) -> bool:
        """Tell whether a summary is shared, typed now or written before."""
        return self.is_summary or self.space.door.shareable.kind is DossierKind.SUMMARY

    @property
    def words(self) -> str:
        """The summary as it is typed, checked or not."""
        return str(self.data.get("summary", "")).strip() if self.is_bound else ""

    @property
    def _among(self) -> Category:
        """The categories among which can be chosen."""
        return self.summarising.categories if self.summarising and self.is_summary else choices.ALL

    @property
    def notice(self) -> str:
        """What the receiver may and may not do with it, and by which law."""
        organisation = self.space.place.organisation
        return notice(receiver=organisation.name, kind=OrganisationKind(organisation.kind))

    @property
    def others(self) -> list[WhyNot]:
        """The legal bases that cannot be chosen, and why not."""
        return list(why_not(self.space.bases, self.space.grounds))

    @property
    def chosen(self) -> Category:
        """The categories that go along: the base, and what was chosen and can be given; checked or not."""
        asked: list[str] = self.data.getlist("categories") if self.is_bound else []  # type: ignore[attr-defined] # a QueryDict
        given = choices.given(self.space, self.somebody, self.stands_on)
        chosen = self.space.door.shareable.base
        for each in Category:
            if str(int(each)) in asked and each & given & self._among:
                chosen |= each
        return chosen

    @property
    def ends(self) -> datetime | None:
        """When it ends: on the day chosen, but never later than it may; None while no day is chosen."""
        day = choices.day_of(self._asked("term"), self.space, self._other())
        if day is None:
            return None
        return min(choices.end_of(day), choices.limit(self.space, self.stands_on).at)

    @property
    def answered(self) -> tuple[UUID, bool] | None:
        """The question that it answers, and whether wholly; None where it answers none."""
        question, _bar, how_much = self.cleaned_data.get("answers", "").partition("|")
        return (UUID(question), how_much == choices.WHOLE) if question else None

    def _other(self) -> date | None:
        if not self.is_bound:
            return None
        try:
            written: date | None = self._field("until").clean(
                self._field("until").widget.value_from_datadict(self.data, self.files, "until")
            )
        except forms.ValidationError:
            return None
        return written

    def clean_ground(self) -> str:
        """Refuse what is shown with the reason why it cannot be chosen."""
        return str(self._possible("ground", [self.cleaned_data["ground"]])[0])

    def clean_categories(self) -> list[str]:
        """Refuse what is shown with the reason why it cannot be chosen."""
        return self._possible("categories", self.cleaned_data["categories"])

    def clean_term(self) -> str:
        """Refuse what is shown with the reason why it cannot be chosen."""
        return str(self._possible("term", [self.cleaned_data["term"]])[0])

    def _possible(self, name: str, values: list[str]) -> list[str]:
        offered = dict(flat(self._field(name).choices))
        for value in values:
            if offered[value].off:
                raise forms.ValidationError(f"{offered[value]}: {offered[value].hint}")
        return values

    def clean(self) -> dict[str, Any]:
        """Ask for the lines of a summary, and for a date that lies ahead and not too far where another is wished."""
        data: dict[str, Any] = super().clean() or {}
        if self.is_summary and "summary" not in self.errors:
            self._check_summary()
        if data.get("term") != choices.OTHER or "until" in self.errors:
            return data
        until, last = data.get("until"), choices.limit(self.space, self.stands_on)
        if until is None:
            self.add_error("until", _("Write the date until which it can be seen."))
        elif until <= clock.today():
            self.add_error("until", _("The date must lie ahead."))
        elif until > last.day:
            words = {"day": dates.year_day(last.day), "why": last.why}
            self.add_error("until", _("At the latest %(day)s, %(why)s.") % words)
        return data

    def _check_summary(self) -> None:
        most = self.summarising.most if self.summarising else 0
        if len(self.words) > most:
            over = len(self.words) - most
            words = ngettext(
                "Write it shorter: %(count)d sign too many.", "Write it shorter: %(count)d signs too many.", over
            )
            self.add_error("summary", words % {"count": over})

    def group(self, by: UUID) -> UUID:
        """Return the id of what this form offers: the same when it is sent twice."""
        form = self.cleaned_data["form_id"] or ids.opaque()
        return ids.of_form(form, "share", by, self.space.door.dossier)
