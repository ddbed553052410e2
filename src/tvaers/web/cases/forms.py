"""The forms of a case: notes, words, strengths, network, parents, goals, follow-up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.cases.actions.entries import Note
from tvaers.cases.actions.parents import Told
from tvaers.cases.enums import Circle, Closeness, Parents, Speaker
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans.enums import GoalState
from tvaers.ui.fields import ComingDate, Once, PastDate, TimeOfDay, at, cards, line, radios, words
from tvaers.ui.forms import Choice

NOTE_HINTS = {
    Category.ENTRY: (gettext_lazy("An ordinary note"), gettext_lazy("What happened, and what was agreed.")),
    Category.ASSESSMENT: (
        gettext_lazy("A professional assessment"),
        gettext_lazy("Read only by those whose work needs assessments."),
    ),
    Category.HEALTH: (
        gettext_lazy("Health"),
        gettext_lazy("Illness, treatment, addiction. Only when the case cannot do without."),
    ),
    Category.OFFENCE: (
        gettext_lazy("Offences"),
        gettext_lazy("Charges and sentences. Only when it is necessary (Data Protection Act, section 8)."),
    ),
}


class NoteForm(Once):
    """A note: fact, assessment and source apart (R12). Kept as a draft, or signed and locked (R11)."""

    title = line(gettext_lazy("Short title"), missing=gettext_lazy("Give the note a short title."))
    happened_on = PastDate(label=gettext_lazy("When did it happen?"))
    happened_time = TimeOfDay(label=gettext_lazy("At what time?"))
    fact = words(
        gettext_lazy("Facts"),
        required=False,
        help_text=gettext_lazy("What somebody has seen or heard, or what was agreed. No interpretation."),
    )
    assessment = words(
        gettext_lazy("Assessment"),
        required=False,
        rows=3,
        help_text=gettext_lazy("What you, or somebody you name, think that it means."),
    )
    source = line(
        gettext_lazy("Source"),
        required=False,
        help_text=gettext_lazy("Who said or saw it, and to whom. Leave it empty when you were there yourself."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, allowed: Sequence[Category], asks_parents: bool = False, **options: Any) -> None:
        """Offer the kinds that the writer may write, least first; asks_parents: somebody under 18 (R9)."""
        now = clock.now().astimezone(clock.COPENHAGEN)
        options["initial"] = {"happened_on": now.date(), "happened_time": now.time(), **(options.get("initial") or {})}
        super().__init__(*args, **options)
        if len(allowed) > 1:
            choices = [
                (str(int(each)), Choice(str(NOTE_HINTS[each][0]), hint=str(NOTE_HINTS[each][1]))) for each in allowed
            ]
            field = cards(_("What kind of note is it?"), choices, initial=choices[0][0])
            field.widget.attrs["class"] = "tv-choices--2"
            self.fields["category"] = field
        self.allowed = allowed
        if asks_parents:
            self.fields |= parents_fields(required=False)
        first = ("title", "happened_on", "happened_time", "fact", "assessment", "source", "category")
        self.order_fields(first)

    def clean(self) -> dict[str, Any]:
        """Ask for some content."""
        typed = super().clean() or {}
        if not typed.get("fact") and not typed.get("assessment") and not self.errors:
            self.add_error("fact", _("Write what happened, or an assessment."))
        check_parents(self, typed)
        return typed

    def note(self) -> Note:
        """Return what was written."""
        typed = self.cleaned_data
        return Note(
            happened_at=at(typed["happened_on"], typed["happened_time"]),
            title=typed["title"],
            fact=typed["fact"],
            assessment=typed["assessment"],
            source=typed["source"],
            category=Category(int(typed.get("category") or self.allowed[0])),
        )

    def told(self) -> Told | None:
        """Return what was said to the parents, if anything was."""
        return told_in(self.cleaned_data)


def parents_fields(*, required: bool) -> dict[str, forms.Field]:
    """Return the fields about contact with the parents of somebody under 18 (R9)."""
    choices: list[tuple[str, Any]] = list(Parents.choices)
    if not required:
        choices = [("", _("Not part of this note")), *choices]
    return {
        "parents": radios(
            _("The parents"),
            choices,
            required=required,
            help_text=_("The young person is under 18, or the age is not known."),
            error_messages={"required": _("Say whether the parents were contacted.")},
        ),
        "parents_words": words(
            _("How did they react? Or why were they not contacted?"),
            required=required,
            rows=2,
            missing=_("Write how the parents reacted, or why they were not contacted."),
            help_text=_(
                "For example that it is planned for a certain day, or that contact could harm the young person."
            ),
        ),
    }


def check_parents(form: forms.Form, typed: dict[str, Any]) -> None:
    """Ask for the reaction, or for the reason, when one of the answers was chosen (R9)."""
    if typed.get("parents") and not typed.get("parents_words", "").strip():
        form.add_error("parents_words", _("Write how the parents reacted, or why they were not contacted."))


def told_in(typed: dict[str, Any]) -> Told | None:
    """Return what was said to the parents, from a form's answers."""
    chosen = typed.get("parents")
    return Told(Parents(chosen), typed["parents_words"]) if chosen else None


class ParentsForm(Once):
    """Contact with the parents, by itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Build the fields."""
        super().__init__(*args, **options)
        self.fields |= parents_fields(required=True)

    def clean(self) -> dict[str, Any]:
        """Ask for the reaction, or the reason."""
        typed = super().clean() or {}
        check_parents(self, typed)
        return typed


class VoiceForm(Once):
    """Own words, as they were said."""

    speaker = radios(gettext_lazy("Whose words?"), Speaker.choices, initial=Speaker.YOUNG)
    words = words(
        gettext_lazy("The words"),
        help_text=gettext_lazy("Write them as they were said, without correcting them."),
        missing=gettext_lazy("Write what was said."),
    )
    said_by = line(
        gettext_lazy("Who said it, and on what occasion?"),
        help_text=gettext_lazy("For example: the young person, at the kitchen table at home."),
        missing=gettext_lazy("Write who said it."),
    )
    said_on = PastDate(label=gettext_lazy("When?"))
    is_approved = forms.BooleanField(
        label=gettext_lazy("Whoever said it has read the words and approved them"), required=False
    )


class StrengthForm(Once):
    """Something that carries."""

    title = line(
        gettext_lazy("What carries?"),
        help_text=gettext_lazy("A person, something one is good at, a habit. For example: Football."),
        missing=gettext_lazy("Write what carries, in a word or two."),
    )
    words = words(gettext_lazy("How?"), required=False, rows=2)
    said_by = line(gettext_lazy("Who says so?"), missing=gettext_lazy("Write who says so."))


class NetworkForm(Once):
    """Somebody around the young person."""

    name = line(gettext_lazy("Name"), missing=gettext_lazy("Write a name, or what the person is called."))
    relation = line(
        gettext_lazy("Relation"),
        help_text=gettext_lazy("For example: mother, trainer, class teacher."),
        missing=gettext_lazy("Write what the person is to the young person."),
    )
    circle = radios(gettext_lazy("Belongs to"), Circle.choices, initial=Circle.FAMILY)
    closeness = radios(gettext_lazy("How is the contact, as the young person sees it?"), Closeness.choices)
    brings = words(gettext_lazy("What does the young person get from the contact?"), required=False, rows=2)


class GoalForm(Once):
    """A goal in the young person's words."""

    words = words(
        gettext_lazy("The goal, in the young person's own words"),
        rows=2,
        help_text=gettext_lazy("For example: I want to play football again."),
        missing=gettext_lazy("Write the goal."),
    )
    said_by = line(gettext_lazy("Who said it?"), missing=gettext_lazy("Write who said it."))
    said_on = PastDate(label=gettext_lazy("When was it agreed?"))


class StandsForm(forms.Form):
    """How a goal stands, as somebody says it. Nothing is computed."""

    state = radios(gettext_lazy("How does it stand?"), GoalState.choices)
    said_by = line(
        gettext_lazy("Who says so?"),
        help_text=gettext_lazy("The young person, the family or a professional, by name."),
        missing=gettext_lazy("Write who says so. How a goal stands is always somebody's words."),
    )
    words = words(
        gettext_lazy("In which words?"),
        required=False,
        rows=2,
        help_text=gettext_lazy("As they were said. They stand under the goal, and what was said before stays."),
    )
    said_on = PastDate(label=gettext_lazy("When?"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class EvaluationForm(forms.Form):
    """What became of a goal, in words. version: the goal that was in front of the writer."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    words = words(
        gettext_lazy("What came of it?"),
        help_text=gettext_lazy(
            "What helped, what did not, and what the young person says about it. There is no number."
        ),
        missing=gettext_lazy("Write what came of it."),
    )


class FollowUpForm(Once):
    """That the plan was followed up."""

    held_on = PastDate(label=gettext_lazy("When was it?"))
    present = line(
        gettext_lazy("Who was there?"),
        help_text=gettext_lazy("The young person and the family first."),
        missing=gettext_lazy("Write who was there."),
    )
    words = words(gettext_lazy("What was agreed?"), missing=gettext_lazy("Write what was agreed."))
    next_on = ComingDate(label=gettext_lazy("When is it followed up next?"), required=False)


class EffortGoesForm(Once):
    """How a chosen effort goes, as somebody says it. There is no number."""

    words = words(
        gettext_lazy("How does it go?"),
        help_text=gettext_lazy("What has changed, what helps, what does not. What was said before stays."),
        missing=gettext_lazy("Write how it goes."),
    )
    said_by = line(
        gettext_lazy("Who says so?"),
        help_text=gettext_lazy("The young person, the family, or whoever works with them."),
        missing=gettext_lazy("Write who says so. How an effort goes is always somebody's words."),
    )
    said_on = PastDate(label=gettext_lazy("When?"))


class EffortEndForm(forms.Form):
    """That a chosen effort has ended, and how."""

    ended_on = PastDate(label=gettext_lazy("When did it end?"))
    words = words(
        gettext_lazy("How did it end?"),
        help_text=gettext_lazy("What came of it, what the young person says, and who takes over. There is no number."),
        missing=gettext_lazy("Write how it ended."),
    )
