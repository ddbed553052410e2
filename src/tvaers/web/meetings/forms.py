"""Forms of calling a meeting: when, where, who, and somebody more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation.unnamed import looks_like_home
from tvaers.meetings.actions.convening import Call
from tvaers.meetings.enums import MeetingKind, SeatRole
from tvaers.meetings.rules import KINDS
from tvaers.ui.fields import ComingDate, PastDate, TimeOfDay, at, line, radios
from tvaers.ui.forms import CheckboxChoices, LongSelect, TextField
from tvaers.ui.unnamed import NamesNobody


def by_organisation(rows: list[dict[str, Any]], *, but: set[UUID]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return people for a choice, by organisation; but: who is left out."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        if row["id"] not in but:
            chosen = (str(row["id"]), f"{row['name']}, {row['title']}")
            groups.setdefault(row["organisation__name"], []).append(chosen)
    return list(groups.items())


# What is kept of a meeting's title and of its place.
MOST_IN_SHELL = 120


def place() -> TextField:
    """Return the field for where a meeting is."""
    return line(
        gettext_lazy("Where?"),
        required=False,
        help_text=gettext_lazy("A room or a link. Never a family's address."),
        most=MOST_IN_SHELL,
    )


def hour(label: Any) -> TimeOfDay:  # noqa: ANN401 - a text in the reader's language
    """Return the field for when a meeting begins or ends."""
    messages = {
        "invalid": gettext_lazy("Write the time like 9.15 or 14.30."),
        "required": gettext_lazy("Write the time."),
    }
    return TimeOfDay(label=label, error_messages=messages)


class Placed(NamesNobody):
    """A form in which the place is of no family."""

    TEXTS: tuple[str, ...] = ("place",)

    def clean(self) -> dict[str, Any]:
        """Ask about what looks like where somebody lives: it goes into letters, calendars and lists."""
        typed = super().clean()
        place = typed.get("place") or ""
        if looks_like_home(place):
            self.names.append(place)
            if not self.is_confirmed and "no_persons" not in self.errors:
                self.add_error("no_persons", _("If a family lives there, write “at home” instead of the address."))
        return typed


class MeetingForm(Placed):
    """When, where and who."""

    TEXTS: tuple[str, ...] = ("title", "place")

    title = line(
        gettext_lazy("What is it about, in a line?"),
        required=False,
        help_text=gettext_lazy("Without names. Empty: only which kind of meeting it is."),
        most=MOST_IN_SHELL,
    )
    on = ComingDate(label=gettext_lazy("Which day?"))
    begins, ends = hour(gettext_lazy("From")), hour(gettext_lazy("To"))
    place = place()
    triggered = PastDate(
        label=gettext_lazy("Since when does the clock run?"),
        required=False,
        help_text=gettext_lazy("The day on which it was known that a quick meeting is needed. Empty: no clock."),
    )
    people = forms.MultipleChoiceField(
        label=gettext_lazy("Who is invited?"), widget=CheckboxChoices({"class": "tv-choices--2"}), required=False
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Which organisations see all of it?"),
        help_text=gettext_lazy("All who work there read the agenda and the minutes. Nobody is named in them."),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )

    def __init__(
        self, *args: Any, kind: MeetingKind, people: list[dict[str, Any]], me: UUID, own: UUID, **options: Any
    ) -> None:
        """Offer who is at work, and the other organisations; leave out what the kind does not ask."""
        super().__init__(*args, **options)
        self.kind = kind
        rules = KINDS[kind]
        self._field("people").choices = by_organisation(people, but={me})
        others = {str(r["organisation_id"]): r["organisation__name"] for r in people if r["organisation_id"] != own}
        self._field("audience").choices = list(others.items())
        if rules.about_people:
            del self.fields["audience"]
        if rules.one_person:
            del self.fields["title"]
            self.TEXTS = ("place",)
        else:
            del self.fields["triggered"]

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields of different kinds
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Say at the field when it would end before it begins."""
        typed = super().clean()
        begins, ends = typed.get("begins"), typed.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", _("It has to end after it begins."))
        return typed

    def told(self, *, case: UUID | None = None) -> Call:
        """Return the meeting to call."""
        typed = self.cleaned_data
        triggered = typed.get("triggered")
        return Call(
            kind=self.kind,
            starts_at=at(typed["on"], typed["begins"]),
            ends_at=at(typed["on"], typed["ends"]),
            title=typed.get("title", ""),
            place=typed["place"],
            seats=tuple(UUID(each) for each in typed["people"]),
            audience=tuple(UUID(each) for each in typed.get("audience", ())),
            case=case,
            triggered_at=at(triggered, datetime.min.time()) if triggered else None,
        )


class MoveForm(Placed):
    """Another time or place."""

    TEXTS = ("place",)

    on = ComingDate(label=gettext_lazy("Which day?"))
    begins, ends = hour(gettext_lazy("From")), hour(gettext_lazy("To"))
    place = place()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Say at the field when it would end before it begins."""
        typed = super().clean()
        begins, ends = typed.get("begins"), typed.get("ends")
        if begins and ends and begins >= ends:
            self.add_error("ends", _("It has to end after it begins."))
        return typed

    @property
    def hours(self) -> tuple[datetime, datetime]:
        """From when to when."""
        typed = self.cleaned_data
        return at(typed["on"], typed["begins"]), at(typed["on"], typed["ends"])


class InviteForm(forms.Form):
    """Somebody more at the table."""

    member = forms.ChoiceField(
        label=gettext_lazy("Who?"),
        widget=LongSelect,
        error_messages={"required": gettext_lazy("Choose who is invited.")},
    )
    role = radios(
        gettext_lazy("As what?"),
        SeatRole.choices,
        initial=SeatRole.PARTICIPANT,
        help_text=gettext_lazy("A guest sees nothing but the items they are let in to."),
    )

    def __init__(self, *args: Any, people: list[dict[str, Any]], there: set[UUID], **options: Any) -> None:
        """Offer who is at work and not invited yet."""
        super().__init__(*args, **options)
        self._field("member").choices = [("", ""), *by_organisation(people, but=there)]

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields of different kinds
        return self.fields[name]
