"""Forms of a plan: what it is, its parts, when it is looked at again, what was learned, and a line of its log."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.areas import wording
from tvaers.areas.queries import Place
from tvaers.conflict import rules
from tvaers.conflict.actions import Piece, Told
from tvaers.conflict.enums import HELPED, PartKind, PlanKind, PlanState, Target
from tvaers.conflict.models import LINE, LOGGED, TEXT, TITLE, WORDS
from tvaers.foundation import clock
from tvaers.ui.fields import ComingDate, PastDate, line, radios, words
from tvaers.ui.forms import CheckboxChoices, DateField
from tvaers.ui.unnamed import NamesNobody

# A measure is done within two years (conflict.migrations.0002_guard).
FURTHEST = timedelta(days=730)


def words_of(*texts: str) -> frozenset[str]:
    """Return the words of texts in small letters: what was confirmed to name nobody is not asked about again."""
    return frozenset(word.strip(".,;:()»«").lower() for text in texts for word in text.split())


class Unnamed(NamesNobody):
    """A form of a plan."""

    NUMBER_FOUND = gettext_lazy("This looks like a CPR number. Take it out: nobody is named in a conflict plan.")

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, without the question about names, which the page asks at the end."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]


def area_groups(places: Iterable[Place], chosen: Iterable[UUID] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the areas by municipality: those where somebody works, and those of what is chosen."""
    kept, all_places = set(chosen), list(places)
    with_parts = [place for place in all_places if place.parts or place.id in kept]
    groups = []
    for place in with_parts or all_places:
        inside = [(key, name.strip()) for key, name in wording.choices(place.parts, everything="")[1:]]
        groups.append((place.name, [(str(place.id), _("All of %(place)s") % {"place": place.name}), *inside]))
    return groups


class WriteForm(Unnamed):
    """What a plan is. version: of what was shown."""

    TEXTS = ("title", "trigger", "normal_signs")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    kind = radios(
        gettext_lazy("What is the plan for?"),
        PlanKind.choices,
        error_messages={"required": gettext_lazy("Choose what the plan is for.")},
    )
    title = line(
        gettext_lazy("What is it called?"),
        most=TITLE,
        help_text=gettext_lazy("The event and the place, such as “Fireworks in the park”."),
        missing=gettext_lazy("Write what it is called."),
    )
    trigger = words(
        gettext_lazy("What happened, or what can happen?"),
        most=WORDS,
        help_text=gettext_lazy("What set it off, where and when. No names, and nobody who can be recognised."),
        missing=gettext_lazy("Write what happened, or what can happen."),
    )
    happened_on = PastDate(
        label=gettext_lazy("When did it begin?"),
        required=False,
        help_text=gettext_lazy("Leave it empty for what can be foreseen."),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Where?"),
        help_text=gettext_lazy("A municipality stands for all that lies in it."),
        widget=CheckboxChoices,
        error_messages={"required": gettext_lazy("Choose where it is.")},
    )
    lead = forms.ChoiceField(
        label=gettext_lazy("Who leads it?"),
        help_text=gettext_lazy("Shown by name and telephone to all who read the plan."),
        error_messages={"required": gettext_lazy("Choose who leads it.")},
    )
    normal_signs = words(
        gettext_lazy("By which signs does one see that it is normal again?"),
        most=WORDS,
        rows=3,
        help_text=gettext_lazy("In words that all who read it would agree on, such as “the club is open as usual”."),
        missing=gettext_lazy("Write by which signs one sees that it is normal again."),
    )
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who else reads it, once it is no draft?"),
        help_text=gettext_lazy("They write in the log, and tick off what is theirs. Only authorities can be chosen."),
        required=False,
        widget=CheckboxChoices({"class": "tv-choices--2"}),
    )

    def __init__(
        self,
        *args: Any,
        places: tuple[Place, ...],
        authorities: list[dict[str, Any]],
        colleagues: list[dict[str, Any]],
        own: UUID,
        stands: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        """Offer areas, authorities and colleagues. stands: the row as it stands, of which nothing is asked again."""
        row = stands or {}
        known = wording.words_of(places) | words_of(*(each["name"] for each in authorities))
        known |= words_of(*(row[name] for name in self.TEXTS if name in row))
        super().__init__(*args, known=known, **options)
        offered: Any = self.fields
        offered["areas"].choices = area_groups(places, row.get("areas", ()))
        offered["lead"].choices = [
            ("", pgettext_lazy("choice", "Choose")),
            *((str(each["id"]), f"{each['name']}, {each['title']}") for each in colleagues),
        ]
        offered["audience"].choices = [(str(each["id"]), each["name"]) for each in authorities if each["id"] != own]

    def told(self) -> Told:
        """Return what the plan is."""
        typed = self.cleaned_data
        return Told(
            **{name: typed[name] for name in ("title", "trigger", "normal_signs", "happened_on")},
            kind=PlanKind(typed["kind"]),
            areas=[UUID(each) for each in typed["areas"]],
            lead=UUID(typed["lead"]),
            audience=[UUID(each) for each in typed["audience"]],
        )


class PartForm(Unnamed):
    """A part of a plan. SHOWN: the fields, in their order, that this kind has."""

    TEXTS: tuple[str, ...] = ("who", "text", "contact")
    KIND = PartKind.ACTOR

    target = forms.ChoiceField(required=False)
    organisation = forms.ChoiceField(
        label=gettext_lazy("Which authority does it?"),
        required=False,
        help_text=gettext_lazy("One of those that read the plan ticks off itself what is done."),
    )
    who = line(
        gettext_lazy("Which unit, or who else?"),
        required=False,
        most=LINE,
        help_text=gettext_lazy("Such as “the street team” or “the housing organisation’s office”. Never a person."),
    )
    text = words(gettext_lazy("What is done?"), most=TEXT, rows=3, missing=gettext_lazy("Write what is done."))
    contact = line(
        gettext_lazy("How does one reach them at work?"),
        required=False,
        most=LINE,
        help_text=gettext_lazy("A telephone or mailbox of the place, not of a person."),
    )
    due_on = DateField(label=gettext_lazy("By when?"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("target", "text", "organisation", "who", "due_on", "contact")
    LEAVES: tuple[str, ...] = ()

    def __init__(self, *args: Any, doers: list[dict[str, Any]], known: frozenset[str], **options: Any) -> None:
        """Offer who can do it: the plan's owner and its readers, short name and id."""
        super().__init__(*args, known=known | words_of(*(each["name"] for each in doers)), **options)
        offered: Any = self.fields
        for name in self.LEAVES:
            del offered[name]
        self.TEXTS = tuple(name for name in self.TEXTS if name in offered)
        offered["organisation"].choices = [
            ("", _("Somebody else")),
            *((str(each["id"]), each["name"]) for each in doers),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask who does it, and refuse a day that is a mistake, as the database does."""
        typed = super().clean()
        due = typed.get("due_on")
        if due and due > clock.today() + FURTHEST:
            self.add_error("due_on", _("This is very far ahead. Check the year."))
        elif due and due < clock.today() - FURTHEST:
            self.add_error("due_on", _("This is very long ago. Check the year."))
        if not typed.get("organisation") and not typed.get("who") and "who" not in self.errors:
            self.add_error("who", _("Choose an authority above, or write who does it."))
        return typed

    def piece(self) -> Piece:
        """Return the part."""
        typed = self.cleaned_data
        return Piece(
            kind=self.KIND,
            text=typed["text"],
            organisation=UUID(typed["organisation"]) if typed["organisation"] else None,
            who=typed["who"],
            target=Target(typed["target"]) if typed.get("target") else None,
            contact=typed.get("contact", ""),
            due_on=typed.get("due_on"),
        )


class ActorForm(PartForm):
    """Who does what."""

    LEAVES = ("target", "due_on")


class MeasureForm(PartForm):
    """A measure: for whom, what, who, by when."""

    KIND = PartKind.MEASURE
    LEAVES = ("contact",)

    target = radios(
        gettext_lazy("For whom?"),
        [(each.value, each.label) for each in HELPED],
        error_messages={"required": gettext_lazy("Choose for whom it is.")},
    )


class MessageForm(PartForm):
    """A message: to whom, what, who says it."""

    KIND = PartKind.MESSAGE
    LEAVES = ("contact", "due_on")

    target = radios(
        gettext_lazy("To whom?"),
        Target.choices,
        error_messages={"required": gettext_lazy("Choose to whom it is said.")},
    )
    text = words(
        gettext_lazy("What is said?"),
        most=TEXT,
        rows=4,
        help_text=gettext_lazy("As it is said, so that all say the same."),
        missing=gettext_lazy("Write what is said."),
    )
    organisation = forms.ChoiceField(label=gettext_lazy("Which authority says it?"), required=False)


PART_FORMS: Mapping[PartKind, type[PartForm]] = {form.KIND: form for form in (ActorForm, MeasureForm, MessageForm)}


class ReviewForm(forms.Form):
    """When somebody looks at a plan again."""

    review = ComingDate(
        label=gettext_lazy("When does somebody look whether it still holds?"),
        help_text=gettext_lazy("On that day it stands in the lead’s Today. A week later it is gone for others."),
    )

    def __init__(self, *args: Any, state: PlanState, **options: Any) -> None:
        """state: that the plan is in then; it bounds the day."""
        super().__init__(*args, **options)
        offered: Any = self.fields["review"]
        offered.initial = rules.usual_review(state, clock.today())
        offered.latest = rules.latest_review(state, clock.today())


class LearnForm(Unnamed):
    """What was learned."""

    TEXTS = ("went_well", "next_time")

    went_well = words(
        gettext_lazy("What went well?"),
        most=WORDS,
        help_text=gettext_lazy("What to do just so again. No names."),
        missing=gettext_lazy("Write what went well."),
    )
    next_time = words(
        gettext_lazy("What do we do otherwise next time?"),
        required=False,
        most=WORDS,
        help_text=gettext_lazy("What came too late, what was missing, who should have known."),
    )


class LogForm(Unnamed):
    """A line of the log."""

    TEXTS = ("text",)

    text = words(
        gettext_lazy("What was seen or decided?"),
        most=LOGGED,
        rows=2,
        help_text=gettext_lazy("A line or two. It is read by all who read the plan, and cannot be changed. No names."),
        missing=gettext_lazy("Write what was seen or decided."),
    )
