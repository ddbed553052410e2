"""Forms of the table: items with and without people, who comes, letting in, minutes, decisions, screening."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MinLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.foundation.unnamed import looks_like_number, named_in
from tvaers.guard.enums import Category, Purpose
from tvaers.meetings.actions.agenda import Coming, Topic, Words
from tvaers.meetings.actions.letting_in import Ground
from tvaers.meetings.enums import Agreed, AttendeeKind, Capacity, Outcome, Subject
from tvaers.meetings.rules import CAPACITY_CATEGORY
from tvaers.sharing.wording import Ground as Stand
from tvaers.sharing.wording import offered
from tvaers.ui.fields import Once, line, radios, words
from tvaers.ui.forms import CheckboxChoices, Choice, Choices, LongSelect
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.meetings.words import outcome_hint

NECESSITY_FROM = 15
# What is kept of a paragraph that names nobody.
MOST_COMMON = 4000
MENTIONS = 3
_MINUTES = [("", gettext_lazy("Not said")), *((str(each), str(each)) for each in (5, 10, 15, 20, 30, 45, 60))]


class TopicForm(NamesNobody):
    """An item that names nobody."""

    TEXTS = ("title",)

    subject = forms.ChoiceField(
        label=gettext_lazy("What kind of item is it?"),
        choices=[(each.value, each.label) for each in Subject if each is not Subject.PERSON],
    )
    title = line(gettext_lazy("What is it about?"), missing=gettext_lazy("Write what it is about, without names."))
    area = forms.ChoiceField(label=gettext_lazy("Where?"), widget=LongSelect, required=False)
    minutes = forms.ChoiceField(label=gettext_lazy("How many minutes?"), choices=_MINUTES, required=False)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **options: Any) -> None:
        """Offer the areas."""
        super().__init__(*args, **options)
        self._field("area").choices = [("", _("Nowhere in particular")), *places]

    @property
    def told(self) -> Topic:
        """The item."""
        typed = self.cleaned_data
        return Topic(
            subject=Subject(typed["subject"]),
            title=typed["title"],
            area=UUID(typed["area"]) if typed["area"] else None,
            minutes=int(typed["minutes"]) if typed["minutes"] else None,
        )

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields of different kinds
        return self.fields[name]


class MatterForm(Once):
    """An item about a person: fact, assessment and source apart, and whom it names, each in a capacity."""

    title = line(
        gettext_lazy("What is it about, in a line?"),
        help_text=gettext_lazy("Only who is let in sees it. Name the young person below, not here."),
        missing=gettext_lazy("Write what it is about."),
    )
    facts = words(
        gettext_lazy("What was seen or heard?"),
        required=False,
        help_text=gettext_lazy("Facts that the receiver needs."),
    )
    assessment = words(gettext_lazy("What do you think of it?"), required=False, rows=3)
    source = line(gettext_lazy("Where do you know it from?"), required=False)
    wish = words(gettext_lazy("What shall the meeting do?"), required=False, rows=2)
    minutes = forms.ChoiceField(label=gettext_lazy("How many minutes?"), choices=_MINUTES, required=False)
    ahead = forms.BooleanField(
        label=gettext_lazy("Who is let in may read it before the meeting reaches it"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sees: Category, subject: Subject = Subject.PERSON, **options: Any) -> None:
        """Add a few lines for whom it names. sees: what the writer's role may see, and so write."""
        super().__init__(*args, **options)
        self.subject = subject
        offered_ = [each for each in Capacity if CAPACITY_CATEGORY[each] & sees]
        for number in range(1, MENTIONS + 1):
            self.fields[f"name_{number}"] = line(_("Name"), required=False)
            self.fields[f"capacity_{number}"] = forms.ChoiceField(
                label=_("As what?"),
                choices=[("", _("Choose")), *((each.value, each.label) for each in offered_)],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the capacity of everybody who is named."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if looks_like_number(typed.get("title") or ""):
            self.add_error("title", _("This looks like a CPR number. It never stands in a title."))
        for number in range(1, MENTIONS + 1):
            name, capacity = typed.get(f"name_{number}"), typed.get(f"capacity_{number}")
            if name and not capacity:
                self.add_error(f"capacity_{number}", _("Say as what they are named: it is never mixed."))
            if capacity and not name:
                self.add_error(f"name_{number}", _("Write the name, or take the capacity away."))
        return typed

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """The fields of whom it names, two by two."""
        return [(self[f"name_{each}"], self[f"capacity_{each}"]) for each in range(1, MENTIONS + 1)]

    @property
    def told(self) -> Words:
        """What the item says."""
        typed = self.cleaned_data
        pairs = ((typed[f"name_{each}"], typed[f"capacity_{each}"]) for each in range(1, MENTIONS + 1))
        return Words(
            subject=self.subject,
            title=typed["title"],
            facts=typed["facts"],
            assessment=typed["assessment"],
            source=typed["source"],
            wish=typed["wish"],
            mentions={name: Capacity(capacity) for name, capacity in pairs if name},
            ahead=typed["ahead"],
            minutes=int(typed["minutes"]) if typed["minutes"] else None,
        )


class AttendeeForm(Once):
    """Somebody who comes without a login, and on what."""

    kind = radios(gettext_lazy("Who is it?"), AttendeeKind.choices)
    name = line(gettext_lazy("Name"), missing=gettext_lazy("Write who comes."))
    relation = line(gettext_lazy("What are they to the young person?"), required=False)
    chosen = forms.BooleanField(label=gettext_lazy("The young person or the family chose them"), required=False)
    agreed = radios(gettext_lazy("On what are they there?"), Agreed.choices)
    words = words(
        gettext_lazy("In their words, or by which rule"),
        required=False,
        rows=2,
        help_text=gettext_lazy("Who said yes, to what and when; or which rule lets them be there."),
    )

    def __init__(self, *args: Any, there: frozenset[tuple[str, str]] = frozenset(), **options: Any) -> None:
        """there: who is noted already, each as kind and name in small letters."""
        super().__init__(*args, **options)
        self._there = there

    @property
    def told(self) -> Coming:
        """Who comes."""
        typed = self.cleaned_data
        return Coming(
            kind=AttendeeKind(typed["kind"]),
            name=typed["name"],
            agreed=Agreed(typed["agreed"]),
            relation=typed["relation"],
            words=typed["words"],
            chosen_by_family=typed["chosen"],
        )

    def clean(self) -> dict[str, Any]:
        """Ask which rule lets somebody be there, and take as their own matter only that of the young or the parents."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("agreed") == Agreed.BASIS and not typed.get("words"):
            self.add_error("words", _("Write which rule lets them be there."))
        if typed.get("agreed") == Agreed.OWN and typed.get("kind") not in {AttendeeKind.YOUNG, AttendeeKind.PARENT}:
            self.add_error("agreed", _("It is about the young person and the parents alone. Choose another."))
        if (typed.get("kind"), (typed.get("name") or "").casefold()) in self._there:
            self.add_error("name", _("They are noted already."))
        return typed


class LetInForm(forms.Form):
    """Who of one organisation is let in; elsewhere, on what ground and why it is necessary (R1)."""

    organisation = forms.UUIDField(widget=forms.HiddenInput)
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Who?"),
        widget=CheckboxChoices,
        error_messages={"required": gettext_lazy("Choose who is let in.")},
    )
    also = forms.BooleanField(label=gettext_lazy("Also to your other items of this meeting"), required=False)

    def __init__(
        self,
        *args: Any,
        members: list[tuple[str, Any]],
        grounds: list[Stand] | None,
        first: Purpose,
        others: int,
        names: tuple[str, ...] = (),
        **options: Any,
    ) -> None:
        """grounds: None for colleagues. others: how many items the actor brought besides. names: whom it is about."""
        super().__init__(*args, **options)
        self._names = names
        self._field("members").choices = members
        if not others:
            del self.fields["also"]
        self._grounds = {each.value: each for each in grounds or ()}
        if grounds is None:
            return
        self.fields["ground"] = forms.ChoiceField(
            label=_("What is it for, and what allows it?"),
            choices=offered(grounds, first=first),
            widget=Choices,
            initial=grounds[0].value if grounds else None,
            error_messages={"required": _("Choose what it is for.")},
        )
        self.fields["necessity"] = words(
            _("Why is it necessary?"),
            rows=3,
            help_text=_("The receiver reads it, and it stays in the record. Do not name the young person."),
            missing=_("Write why it is necessary."),
        )
        self.fields["necessity"].validators.append(MinLengthValidator(NECESSITY_FROM))

    def clean_necessity(self) -> str:
        """Refuse who it is about: the receiver reads why before saying yes, and it stays in the record."""
        text: str = self.cleaned_data["necessity"]
        named = next(filter(None, (named_in(text, name) for name in self._names)), "")
        if named:
            told = _("“%(name)s” stands here. The receiver reads it before saying yes: say why without the name.")
            raise forms.ValidationError(told % {"name": named})
        if looks_like_number(text):
            raise forms.ValidationError(_("This looks like a CPR number. Take it out: nobody is named here."))
        return text

    @property
    def ground(self) -> Ground | None:
        """The ground chosen; None for colleagues."""
        if "ground" not in self.fields:
            return None
        chosen = self._grounds[self.cleaned_data["ground"]]
        return Ground(
            purpose=chosen.purpose,
            frame=chosen.frame.id,
            basis=chosen.basis.version,
            necessity=self.cleaned_data["necessity"],
        )

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields of different kinds
        return self.fields[name]


class MinutesForm(Once):
    """A paragraph of the minutes."""

    words = words(
        gettext_lazy("What do the minutes say?"),
        rows=5,
        help_text=gettext_lazy("The decision, and only the facts that it needs."),
        missing=gettext_lazy("Write something, or go back to the meeting."),
    )
    paragraph = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommonMinutesForm(NamesNobody):
    """A paragraph of the minutes of an item that names nobody."""

    TEXTS = ("words",)

    words = words(
        gettext_lazy("What do the minutes say?"),
        rows=5,
        most=MOST_COMMON,
        help_text=gettext_lazy("The decision, and only the facts that it needs. Without names."),
        missing=gettext_lazy("Write something, or go back to the meeting."),
    )
    paragraph = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ScreeningForm(NamesNobody):
    """What becomes of an item that was handed over."""

    TEXTS: tuple[str, ...] = ("title",)

    outcome = forms.ChoiceField(
        label=gettext_lazy("What becomes of it here?"),
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose what becomes of it.")},
    )
    committee = forms.ChoiceField(label=gettext_lazy("Which meeting?"), required=False)
    title = line(
        gettext_lazy("What does it say of a place or a group?"),
        required=False,
        help_text=gettext_lazy("Without names, and so that nobody can be known by it."),
    )

    def __init__(self, *args: Any, committees: list[tuple[str, str]], **options: Any) -> None:
        """Offer the local committees to come; without any, that choice is not there."""
        super().__init__(*args, **options)
        chosen = [each for each in Outcome if each is not Outcome.GROUP or committees]
        self._field("outcome").choices = [
            (each.value, Choice(str(each.label), hint=outcome_hint(each))) for each in chosen
        ]
        if committees:
            self._field("committee").choices = committees
        else:
            del self.fields["committee"], self.fields["title"]
            self.TEXTS = ()

    def clean(self) -> dict[str, Any]:
        """Ask for the words that go to the committee."""
        typed = super().clean()
        if typed.get("outcome") == Outcome.GROUP and not typed.get("title") and "title" not in self.errors:
            self.add_error("title", _("Write what the committee shall speak of, without names."))
        return typed

    def _field(self, name: str) -> Any:  # noqa: ANN401 - Django's fields of different kinds
        return self.fields[name]
