"""The form in which a concern is written down: what was told, who told it, and everybody's part in it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.concerns.actions.intake import TEXTS, Account, Part, Teller
from tvaers.concerns.enums import About, Channel, InvolvedRole, ReporterKind, Told
from tvaers.concerns.rules import UNNAMED_MAY_BE
from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.people.access import PersonCard
from tvaers.people.actions import Details
from tvaers.people.rules.tokens import Traits
from tvaers.ui.forms import Choice, Choices, DateField, LongSelect, TextField
from tvaers.web.concerns import words
from tvaers.web.people.fields import BornField, CprField, LineField

MOST_WORDS = 10_000
MOST_PARTS = 20
_BRIEF = 500


def _words(label: Any, hint: Any = "", *, rows: int = 4, required: bool = False) -> TextField:  # noqa: ANN401 - lazy text
    return TextField(
        label=label,
        help_text=hint,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": gettext_lazy("Write what was seen or heard.")},
    )


class ConcernForm(forms.Form):
    """What was told and who told it; three answers are required, the rest is there when it is known."""

    form = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(
        label=gettext_lazy("Whom is it about?"),
        choices=lambda: [
            (About.PERSON, Choice(_("One or more young people"), hint=_("A nickname is enough."))),
            (About.GROUP, Choice(_("A group"), hint=_("Nobody by name."))),
            (About.UNKNOWN, Choice(_("Somebody unknown"), hint=_("Not knowing who is normal."))),
        ],
        widget=Choices({"class": "tv-choices--3"}),
        error_messages={"required": gettext_lazy("Choose whom it is about.")},
    )
    strengths = _words(
        gettext_lazy("What goes well?"),
        gettext_lazy("Who and what carries the young person. Write it first, also when it is little."),
        rows=2,
    )
    fact = _words(
        gettext_lazy("What was seen or heard?"),
        gettext_lazy("Only what somebody has seen or heard: what, when, where."),
        rows=5,
        required=True,
    )
    assessment = _words(
        gettext_lazy("What could it mean?"),
        gettext_lazy("The assessment of whoever tells, kept apart."),
        rows=2,
    )
    source = _words(
        gettext_lazy("How is it known?"), gettext_lazy("Seen by whoever tells, heard from somebody, read?"), rows=2
    )
    observed = LineField(label=gettext_lazy("When did it happen?"), max_length=_BRIEF)
    tried = _words(gettext_lazy("What has been tried already?"), rows=2)
    told = forms.ChoiceField(
        label=gettext_lazy("Do the young person and the parents know?"), choices=Told.choices, initial=Told.UNKNOWN
    )
    child_view = _words(
        gettext_lazy("What does the young person say?"),
        gettext_lazy("As the young person puts it, apart from what the parents say."),
        rows=2,
    )
    parents_reaction = _words(gettext_lazy("How did the parents react?"), rows=2)
    not_told_because = _words(
        gettext_lazy("If somebody does not know: why not?"),
        gettext_lazy("For example because it could harm the young person, or because it is planned for a certain day."),
        rows=2,
    )
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False, widget=LongSelect)
    headline = LineField(
        label=gettext_lazy("Headline in the list"),
        help_text=gettext_lazy("Names nobody. Left empty, it is made of age and area."),
        max_length=120,
    )
    acute = forms.ChoiceField(
        label=gettext_lazy("Must somebody act now?"),
        help_text=gettext_lazy("If somebody is in danger, call 112 first."),
        choices=lambda: [
            ("yes", Choice(_("Yes, somebody must act today"), hint=_("Colleagues see “Act today” in the queue."))),
            ("no", Choice(_("Not as I know it"), hint=_("A colleague looks at it within 24 hours all the same."))),
        ],
        required=False,
        widget=Choices({"class": "tv-choices--2"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Who told?"),
        choices=[("", gettext_lazy("Choose")), *ReporterKind.choices],
        error_messages={"required": gettext_lazy("Choose who told.")},
    )
    name = LineField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Needed from whoever tells as part of a job."),
        max_length=120,
    )
    workplace = LineField(label=gettext_lazy("Workplace"), max_length=120)
    contact = LineField(
        label=gettext_lazy("Telephone or e-mail"),
        help_text=gettext_lazy("At work. Never a public employee's private address."),
        max_length=200,
    )
    relation = LineField(label=gettext_lazy("How do they know the young person?"), max_length=200)
    is_unnamed = forms.BooleanField(
        label=gettext_lazy("Will not be named"),
        help_text=gettext_lazy("Citizens may stay unnamed. Whoever tells as part of a job may not."),
        required=False,
    )
    unit = forms.ChoiceField(label=gettext_lazy("Who receives it?"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How did it come in?"),
        choices=[each for each in Channel.choices if each[0] != Channel.IMPORT],
        initial=Channel.SYSTEM,
    )
    received = DateField(
        label=gettext_lazy("Received on"), help_text=gettext_lazy("Left empty, it is today."), required=False
    )
    received_time = forms.TimeField(
        label=gettext_lazy("At"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "input-char-4"}),
        error_messages={"invalid": gettext_lazy("Write the time as 14.30.")},
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]],
        names: Mapping[str, str],
        units: Mapping[UUID, str],
        **options: Any,
    ) -> None:
        """Offer the areas of the list and the units that can receive, the usual one first."""
        super().__init__(*args, **options)
        self._names = names
        self.fields["area"].choices = areas  # type: ignore[attr-defined] # a choice field
        self.fields["unit"].choices = [(str(unit), name) for unit, name in units.items()]  # type: ignore[attr-defined] # a choice field
        self.may_route = len(units) > 1

    def clean(self) -> dict[str, Any]:
        """A professional is named (R29); nothing was received in the future."""
        typed: dict[str, Any] = super().clean() or {}
        kind = typed.get("kind")
        if kind and ReporterKind(kind) not in UNNAMED_MAY_BE:
            if typed.get("is_unnamed"):
                self.add_error("is_unnamed", _("Whoever tells as part of a job cannot stay unnamed."))
            elif not typed.get("name"):
                self.add_error("name", _("Write the name: whoever tells as part of a job is named."))
        at = self._received_at(typed)
        if at is not None and at > clock.now():
            self.add_error("received", _("It cannot have been received in the future."))
        return typed

    def _received_at(self, typed: Mapping[str, Any]) -> datetime | None:
        day, at = typed.get("received"), typed.get("received_time")
        if day is None and at is None:
            return None
        found = datetime.combine(day or clock.today(), at or time(12), tzinfo=COPENHAGEN)
        # Without a time, today means now, not noon that may lie ahead.
        return clock.now() if at is None and day == clock.today() else found

    @property
    def area_name(self) -> str:
        """The name of the area that was chosen."""
        return self._names.get(self.cleaned_data["area"], "")

    def account(self, headline: str) -> Account:
        """Return what was told."""
        typed = self.cleaned_data
        return Account(
            about=About(typed["about"]),
            headline=typed["headline"] or headline,
            told=Told(typed["told"]),
            channel=Channel(typed["channel"]),
            received_at=self._received_at(typed),
            area_id=UUID(typed["area"]) if typed["area"] else None,
            is_acute=True if typed["acute"] == "yes" else None,
            **{name: typed[name] for name in TEXTS if name in self.fields and name != "headline"},
        )

    @property
    def receiver(self) -> UUID | None:
        """The unit that was chosen to receive it, if one was."""
        return UUID(self.cleaned_data["unit"]) if self.cleaned_data["unit"] else None

    def teller(self) -> Teller:
        """Return who told."""
        typed = self.cleaned_data
        said = {name: typed[name] for name in ("name", "workplace", "contact", "relation")}
        unnamed = typed["is_unnamed"] or not typed["name"]
        return Teller(kind=ReporterKind(typed["kind"]), is_unnamed=unnamed, **said)


_PRONOUNS = [
    ("", gettext_lazy("Not known")),
    ("he", pgettext_lazy("pronoun", "he")),
    ("she", pgettext_lazy("pronoun", "she")),
    ("they", pgettext_lazy("pronoun", "they")),
]


class PartForm(forms.Form):
    """Somebody's part in a concern: somebody known already, or what is known of somebody new."""

    person = forms.UUIDField(required=False, widget=forms.HiddenInput)
    role = forms.ChoiceField(
        label=gettext_lazy("Part in it"), choices=InvolvedRole.choices, initial=InvolvedRole.OF_CONCERN
    )
    name = LineField(label=gettext_lazy("Name"), help_text=gettext_lazy("As much of it as you know."), max_length=120)
    nickname = LineField(label=gettext_lazy("Nickname"), max_length=80)
    born = BornField(
        label=gettext_lazy("Born"),
        help_text=gettext_lazy("Leave day and month empty if you only know the year."),
        required=False,
    )
    pronoun = forms.ChoiceField(label=gettext_lazy("Spoken of as"), choices=_PRONOUNS, required=False)
    school = LineField(label=gettext_lazy("School, education or work"), max_length=120)
    phone = LineField(label=gettext_lazy("Telephone"), max_length=30)
    cpr = CprField(
        label=gettext_lazy("CPR number"),
        help_text=gettext_lazy("Only when you are sure. It is hidden afterwards."),
    )
    description = TextField(
        label=gettext_lazy("Description"),
        help_text=gettext_lazy("What would help a colleague to know the person again."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    language = LineField(label=gettext_lazy("Language, if not Danish"), max_length=60)
    needs_interpreter = forms.BooleanField(label=gettext_lazy("Needs an interpreter"), required=False)
    note = LineField(
        label=gettext_lazy("What else about the part"),
        help_text=gettext_lazy("For example: mother, saw it from the balcony."),
        max_length=_BRIEF,
    )

    candidates: Sequence[PersonCard] = ()
    known: PersonCard | None = None
    searched: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was written about anybody; a form left empty is nobody."""
        said = ("person", "name", "nickname", "born", "phone", "cpr", "description", "school", "note")
        return not any(self.cleaned_data.get(name) for name in said)

    @property
    def shown(self) -> list[dict[str, str]]:
        """Who was found, as choices."""
        return [
            {"id": str(card.id), "label": card.label, "about": words.about_person(card)} for card in self.candidates
        ]

    @property
    def known_words(self) -> dict[str, str]:
        """Who was chosen, in words."""
        card = self.known
        return {"label": card.label, "about": words.about_person(card)} if card else {"label": "", "about": ""}

    def traits(self) -> Traits:
        """Return what to look somebody up by, from what is typed so far."""
        born = str(self.cleaned_data.get("born") or "")
        said = {name: self.cleaned_data.get(name) or "" for name in ("cpr", "phone", "name", "nickname")}
        return Traits(birth_year=int(born[:4]) if born else None, **said)

    def part(self) -> Part:
        """Return the part, with the known person or what is known of a new one."""
        typed = self.cleaned_data
        role = InvolvedRole(typed["role"])
        if typed["person"]:
            return Part(role=role, person=typed["person"], note=typed["note"])
        said = ("name", "nickname", "cpr", "born", "school", "phone", "description", "language", "needs_interpreter")
        details = Details(pronoun=self.pronoun_word, **{name: typed[name] for name in said})
        return Part(role=role, details=details, note=typed["note"])

    @property
    def pronoun_word(self) -> str:
        """The pronoun as the pages about people show it, in the language of whoever writes."""
        return str(dict(_PRONOUNS)[self.cleaned_data["pronoun"]]) if self.cleaned_data["pronoun"] else ""

    def clean_person(self) -> UUID | None:
        """Take nobody whom the asker cannot see: hidden and missing are the same."""
        chosen: UUID | None = self.cleaned_data["person"]
        if chosen is not None and (self.known is None or self.known.id != chosen):
            raise ValidationError(_("This person is not to be found any more. Write what you know."))
        return chosen
