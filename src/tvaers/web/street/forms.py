"""Forms of shifts: a plan with two and a back-up, a later hour, and what the team says afterwards."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.foundation import clock, ids
from tvaers.foundation.unnamed import likely_names, looks_like_number
from tvaers.outreach.actions.debriefing import Told
from tvaers.outreach.actions.planning import Plan
from tvaers.outreach.enums import MethodPoint
from tvaers.outreach.rules import FARTHEST, FEWEST, LONGEST
from tvaers.partnerships.models import Organisation
from tvaers.ui.fields import ComingDate
from tvaers.ui.forms import CheckboxChoices, Choice, DateField, LongSelect, TextField

_TIME = {"inputmode": "numeric", "autocomplete": "off", "size": 5, "placeholder": "19.00"}


class TimeField(forms.TimeField):
    """A time of day as Danish writes it: 19.00, 19:00 or 19."""

    widget = forms.TimeInput(_TIME, format="%H.%M")
    default_error_messages = {
        "required": gettext_lazy("Write a time, such as 19.00."),
        "invalid": gettext_lazy("Write a time, such as 19.00."),
    }

    def __init__(self, **options: Any) -> None:
        """Read the three ways of writing it."""
        super().__init__(input_formats=["%H.%M", "%H:%M", "%H"], **options)


class UnnamedField(TextField):
    """A short text without names and numbers of people: a number is refused, a likely name asked about once.

    Sent again with the same words, the text stands: whoever wrote it has looked.
    """

    default_error_messages = {
        "number": gettext_lazy("This looks like a CPR number. Nothing about one person is written here."),
        "required": gettext_lazy("Fill this in."),
    }

    def clean(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return the words. Raises ValidationError for what looks like a CPR number (R16)."""
        words = str(super().clean(value))
        if looks_like_number(words):
            raise forms.ValidationError(self.error_messages["number"], code="number")
        return words


class AskingForm(forms.Form):
    """A form that asks once about likely names. sure: the texts that were asked about, given back by the page."""

    form = forms.UUIDField(widget=forms.HiddenInput, initial=ids.opaque)
    sure = TextField(widget=forms.HiddenInput, required=False)
    known: frozenset[str] = frozenset()

    def clean(self) -> dict[str, Any]:
        """Say at the field what looks like a name, unless it was said before."""
        typed: dict[str, Any] = super().clean() or {}
        asked = []
        for name, field in self.fields.items():
            names = likely_names(typed.get(name, ""), known=self.known) if isinstance(field, UnnamedField) else []
            if names and ",".join(names) not in typed.get("sure", "").split("|"):
                words = _("“%(names)s” looks like a name. Take it out, or send again if it is none.")
                self.add_error(name, words % {"names": ", ".join(names)})
            asked += [",".join(names)] if names else []
        if asked:
            # What is sent back with the page says that it was asked about.
            given = QueryDict(mutable=True)
            given.update(self.data)
            given[self.add_prefix("sure")] = "|".join(asked)
            self.data = given
        return typed


class PlanForm(AskingForm):
    """A shift to come."""

    on = DateField(label=gettext_lazy("Which day?"))
    begins = TimeField(label=gettext_lazy("From"))
    ends = TimeField(label=gettext_lazy("To"), help_text=gettext_lazy("After midnight counts as the same shift."))
    home = TimeField(
        label=gettext_lazy("Home again at"),
        required=False,
        help_text=gettext_lazy("If the team has not checked out by then, the back-up is told. Empty: when it ends."),
    )
    team = forms.MultipleChoiceField(
        label=gettext_lazy("Who goes together?"),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        error_messages={"required": gettext_lazy("Choose two or more: nobody walks alone.")},
    )
    backup = forms.ChoiceField(
        label=gettext_lazy("Who waits for you to come home?"),
        error_messages={"required": gettext_lazy("Choose who is the back-up.")},
    )
    area = forms.ChoiceField(label=gettext_lazy("Where?"), widget=LongSelect, required=False)
    area_2 = forms.ChoiceField(label=gettext_lazy("And where?"), widget=LongSelect, required=False)
    theme = UnnamedField(
        label=gettext_lazy("What is it about?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In a line, without names: end of term, new lights at the square."),
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who else sees the shift and what is met?"),
        help_text=gettext_lazy("Never the debrief, the team or who waits for it."),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        colleagues: list[dict[str, Any]],
        places: list[dict[str, Any]],
        neighbours: list[Organisation],
        **options: Any,
    ) -> None:
        """Offer the colleagues who walk, everybody as back-up, the places, and the neighbours chosen beforehand."""
        super().__init__(*args, **options)
        walks = [(str(each["id"]), Choice(each["name"], hint=each["title"])) for each in colleagues if each["walks"]]
        self._offer("team", walks)
        everybody = [(str(each["id"]), f"{each['name']}, {each['title']}") for each in colleagues]
        self._offer("backup", [("", pgettext_lazy("choice", "Choose")), *everybody])
        named = [(str(each["id"]), f"{each['name']}, {each['within']}") for each in places]
        for name in ("area", "area_2"):
            self._offer(name, [("", pgettext_lazy("choice", "Choose")), *named])
        self._offer("audience", [(str(each.id), each.name) for each in neighbours])
        self.fields["audience"].initial = [str(each.id) for each in neighbours]
        self.fields["on"].initial = clock.today()
        self.known = frozenset(each["name"].lower() for each in places)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined] # a ChoiceField

    def clean_team(self) -> list[str]:
        """Refuse one alone (B13)."""
        team: list[str] = self.cleaned_data["team"]
        if len(team) < FEWEST:
            raise forms.ValidationError(_("Choose two or more: nobody walks alone."))
        return team

    def clean(self) -> dict[str, Any]:
        """Put day and hours together; what ends before it begins ends the next day."""
        typed = super().clean()
        if not {"on", "begins", "ends"} <= typed.keys():
            return typed
        typed["from_at"] = _at(typed["on"], typed["begins"])
        typed["until_at"] = _after(typed["from_at"], typed["on"], typed["ends"])
        typed["home_at"] = _after(typed["from_at"], typed["on"], typed["home"] or typed["ends"])
        if typed["until_at"] > typed["from_at"] + LONGEST:
            self.add_error("ends", _("A shift lasts twelve hours at most."))
        if typed["until_at"] < clock.now():
            self.add_error("on", _("The date has gone."))
        return typed

    def told(self) -> Plan:
        """Return the plan."""
        typed = self.cleaned_data
        return Plan(
            from_at=typed["from_at"],
            until_at=typed["until_at"],
            home_at=typed["home_at"],
            areas=tuple(UUID(each) for each in dict.fromkeys((typed["area"], typed["area_2"])) if each),
            theme=typed["theme"],
            team=tuple(map(UUID, typed["team"])),
            backup=UUID(typed["backup"]),
            audience=tuple(map(UUID, typed["audience"])),
        )


def _at(day: Any, hour: time) -> datetime:  # noqa: ANN401 - a date
    return datetime.combine(day, hour, tzinfo=clock.COPENHAGEN)


def _after(begins: datetime, day: Any, hour: time) -> datetime:  # noqa: ANN401 - a date
    at = _at(day, hour)
    return at if at > begins else _at(day + timedelta(days=1), hour)


class ChangeForm(PlanForm):
    """A plan anew; who sees it stays. was: the mark of the plan that it was filled with."""

    was = TextField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, before: Plan, **options: Any) -> None:
        """Fill in what is planned."""
        self.before = before
        local = {
            name: getattr(before, name).astimezone(clock.COPENHAGEN) for name in ("from_at", "until_at", "home_at")
        }
        areas = [*map(str, before.areas), "", ""]
        filled = {
            "on": local["from_at"].date(),
            "begins": local["from_at"].time(),
            "ends": local["until_at"].time(),
            "home": local["home_at"].time() if before.home_at != before.until_at else None,
            "team": [str(each) for each in before.team],
            "backup": str(before.backup),
            "area": areas[0],
            "area_2": areas[1],
            "theme": before.theme,
            "was": before.mark,
        }
        super().__init__(*args, neighbours=[], initial=filled, **options)
        del self.fields["audience"]

    def told(self) -> Plan:
        """Return the plan, with the audience that it has."""
        self.cleaned_data["audience"] = [str(each) for each in self.before.audience]
        return super().told()


class FollowUpForm(AskingForm):
    """What a team means to come back to."""

    what = UnnamedField(
        label=gettext_lazy("What do you want to come back to?"),
        max_length=200,
        help_text=gettext_lazy("In a line, without names: ask the hall about Tuesdays, look at the lights again."),
    )
    due_on = ComingDate(label=gettext_lazy("By when?"))

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer a week from today."""
        super().__init__(*args, **options)
        self.fields["due_on"].initial = clock.today() + timedelta(days=7)
        self.fields["due_on"].latest = clock.today() + FARTHEST  # type: ignore[attr-defined] # a ComingDate


class DebriefForm(AskingForm):
    """What the team says of its shift: what held of the method, and three short answers."""

    method = forms.MultipleChoiceField(
        label=gettext_lazy("What held tonight?"), choices=MethodPoint.choices, widget=CheckboxChoices, required=False
    )
    went_well = UnnamedField(
        label=gettext_lazy("What went well?"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )
    was_hard = UnnamedField(
        label=gettext_lazy("What was hard?"), max_length=600, required=False, widget=forms.Textarea({"rows": 2})
    )
    next_time = UnnamedField(
        label=gettext_lazy("What should the next team know?"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Stands on the phone when the next shift starts."),
    )
    supervision = UnnamedField(
        label=gettext_lazy("What do you want to take up in supervision?"),
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Read by the team and who leads it, nobody else."),
    )

    def told(self) -> Told:
        """Return what was said."""
        typed = self.cleaned_data
        return Told(
            method=tuple(typed["method"]),
            went_well=typed["went_well"],
            was_hard=typed["was_hard"],
            next_time=typed["next_time"],
            supervision=typed["supervision"],
        )
