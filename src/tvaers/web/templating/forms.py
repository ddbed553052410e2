"""Forms of a draft: what it is about, a section, a question."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.assessments.actions.templates import Told
from tvaers.assessments.documents import (
    CATEGORIES,
    CHOICES,
    GUIDANCE,
    LINE,
    TITLE,
    WORD,
    Document,
    Question,
    Section,
    Wrong,
    parse_section,
)
from tvaers.assessments.enums import Form, Kind
from tvaers.assessments.packing import SUMMARY
from tvaers.ui.fields import cards
from tvaers.ui.forms import Choice, TextField
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.templating.words import FORMS, KINDS, SEEN, name_of

# Authorities, laws and whoever has written about the work: words that name nobody.
KNOWN = frozenset(
    "råd kriminalpræventive socialstyrelsen socialstyrelsens datatilsynet nationalt center forebyggelse ekstremisme"
    " infohus infohuset oslostandarden oslo-standarden retsplejeloven barnets lov forvaltningsloven".split()
)


class WriteForm(NamesNobody):
    """A form of a draft's. version: of the draft that was shown; 0 where there was none."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)

    def __init__(self, *args: Any, language: str = "", **options: Any) -> None:
        """language: of its texts, where it is known."""
        super().__init__(*args, known=KNOWN, **options)
        for name in self.TEXTS if language else ():
            self.fields[name].widget.attrs["lang"] = language

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, without the question about names, which the page asks at the end."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]

    @property
    def edition(self) -> int:
        """The edition of the draft that was shown."""
        return int(self.cleaned_data.get("version") or 0)


class AboutForm(WriteForm):
    """What a template is called, where it is from and what it is for."""

    TEXTS = ("title", "summary", "source", "guidance")

    title = TextField(
        label=gettext_lazy("What is the template called?"),
        max_length=TITLE,
        error_messages={"required": gettext_lazy("Write what the template is called.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    summary = TextField(
        label=gettext_lazy("In one line"),
        max_length=SUMMARY,
        help_text=gettext_lazy("What one gets to know by filling it."),
        error_messages={"required": gettext_lazy("Write in one line what the template is for.")},
        widget=forms.Textarea({"rows": 2}),
    )
    source = TextField(
        label=gettext_lazy("Where is it from?"),
        required=False,
        max_length=LINE,
        help_text=gettext_lazy("A guide, a study, or your own experience. Tools that others own are not copied here."),
        widget=forms.Textarea({"rows": 2}),
    )
    form_of = cards(
        gettext_lazy("What is it for?"),
        [(each.value, Choice(str(each.value))) for each in Form],
        error_messages={"required": gettext_lazy("Choose what it is for.")},
    )
    guidance = TextField(
        label=gettext_lazy("Guidance for whoever fills it"),
        required=False,
        max_length=GUIDANCE,
        help_text=gettext_lazy("Stands at the top. How to begin, what not to write, when to stop."),
        widget=forms.Textarea({"rows": 6}),
    )
    concludes = forms.BooleanField(
        label=gettext_lazy("It ends with a conclusion"),
        required=False,
        help_text=gettext_lazy("In own words, with a reason and a day until which it holds. A colleague may read it."),
    )
    needs_consent = forms.BooleanField(
        label=gettext_lazy("It needs somebody’s yes"),
        required=False,
        help_text=gettext_lazy("It cannot be signed before it says who said yes, and when."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the kinds, in the language of whoever reads."""
        super().__init__(*args, **options)
        offered: Any = self.fields["form_of"]
        offered.choices = [(each.value, Choice(str(each.label), hint=str(FORMS[each]))) for each in Form]

    @staticmethod
    def initial_of(told: Told, form: Form) -> dict[str, Any]:
        """Return what the form begins with."""
        return {
            "title": told.title,
            "summary": told.summary,
            "source": told.source,
            "form_of": form.value,
            "guidance": told.document.guidance,
            "concludes": told.document.concludes,
            "needs_consent": told.document.needs_consent,
        }

    def told(self, document: Document) -> Told:
        """Return what the template says, with the sections of a document."""
        typed = self.cleaned_data
        return Told(
            title=typed["title"],
            summary=typed["summary"],
            source=typed["source"],
            document=Document(
                guidance=typed["guidance"],
                concludes=typed["concludes"],
                needs_consent=typed["needs_consent"],
                sections=document.sections,
            ),
        )


class SectionForm(WriteForm):
    """A section: what it is called, guidance, and who sees it."""

    TEXTS = ("title", "guidance")

    title = TextField(
        label=gettext_lazy("What is the section called?"),
        max_length=TITLE,
        error_messages={"required": gettext_lazy("Write what the section is called.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    guidance = TextField(
        label=gettext_lazy("Guidance"),
        required=False,
        max_length=GUIDANCE,
        help_text=gettext_lazy("Stands below the heading, where the section is filled."),
        widget=forms.Textarea({"rows": 4}),
    )
    category = cards(
        gettext_lazy("What does it tell about, and who sees it?"),
        [(each, Choice(each)) for each in SEEN],
        error_messages={"required": gettext_lazy("Choose who sees the section.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the categories, in the language of whoever reads."""
        super().__init__(*args, **options)
        offered: Any = self.fields["category"]
        offered.choices = [(each, Choice(str(name), hint=str(who))) for each, (name, who) in SEEN.items()]

    @staticmethod
    def initial_of(section: Section) -> dict[str, Any]:
        """Return what the form begins with."""
        return {"title": section.title, "guidance": section.guidance, "category": name_of(section.category)}

    def section(self, key: str, questions: tuple[Question, ...] = ()) -> Section:
        """Return the section that was typed."""
        typed = self.cleaned_data
        return Section(
            key=key,
            title=typed["title"],
            guidance=typed["guidance"],
            category=CATEGORIES[typed["category"]],
            questions=questions,
        )


class QuestionForm(WriteForm):
    """A question: its text, how it is answered, and what an answer needs."""

    TEXTS = ("text", "group", "guidance", "choices")
    FLAGS = ("required", "basis", "source", "unknown", "irrelevant")

    text = TextField(
        label=gettext_lazy("The question"),
        max_length=LINE,
        help_text=gettext_lazy("Ask what somebody can see or tell, and not what the young person “is”."),
        error_messages={"required": gettext_lazy("Write the question.")},
        widget=forms.Textarea({"rows": 2}),
    )
    kind = cards(
        gettext_lazy("How is it answered?"),
        [(each.value, Choice(str(each.value))) for each in Kind],
        error_messages={"required": gettext_lazy("Choose how it is answered.")},
    )
    choices = TextField(
        label=gettext_lazy("Words to choose between"),
        required=False,
        max_length=CHOICES * (WORD + 2),
        help_text=gettext_lazy(
            "One on each line, where the question is answered by words. Words alone: no figures, colours or grades."
        ),
        widget=forms.Textarea({"rows": 5}),
    )
    group = TextField(
        label=gettext_lazy("Under which heading?"),
        required=False,
        max_length=TITLE,
        help_text=gettext_lazy("Several questions can share one, such as “What carries”. Empty: as the one before."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    guidance = TextField(
        label=gettext_lazy("Guidance"),
        required=False,
        max_length=GUIDANCE,
        widget=forms.Textarea({"rows": 3}),
    )
    required = forms.BooleanField(label=gettext_lazy("It must be answered before one can sign"), required=False)
    basis = forms.BooleanField(
        label=gettext_lazy("It asks how one knows"),
        help_text=gettext_lazy("Seen, estimate, or told by others."),
        required=False,
    )
    source = forms.BooleanField(
        label=gettext_lazy("It asks for a source"),
        help_text=gettext_lazy("Who said it, or where it stands."),
        required=False,
    )
    unknown = forms.BooleanField(
        label=gettext_lazy("One may answer “Don’t know”"),
        help_text=gettext_lazy("An honest one is better than a guess."),
        required=False,
        initial=True,
    )
    irrelevant = forms.BooleanField(label=gettext_lazy("One may answer “Not relevant”"), required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the kinds, in the language of whoever reads."""
        super().__init__(*args, **options)
        offered: Any = self.fields["kind"]
        offered.widget.attrs["class"] = "tv-choices--2"
        offered.choices = [(each.value, Choice(str(each.label), hint=str(KINDS[each]))) for each in Kind]

    @staticmethod
    def initial_of(question: Question) -> dict[str, Any]:
        """Return what the form begins with."""
        return {
            "text": question.text,
            "kind": question.kind.value,
            "choices": "\n".join(question.choices),
            "group": question.group,
            "guidance": question.guidance,
            "required": question.is_required,
            "basis": question.asks_basis,
            "source": question.asks_source,
            "unknown": question.may_not_know,
            "irrelevant": question.may_not_matter,
        }

    @property
    def words(self) -> list[str]:
        """The words that were typed, one a line."""
        return [word.strip() for word in (self.cleaned_data.get("choices") or "").splitlines() if word.strip()]

    def clean(self) -> dict[str, Any]:
        """Ask of the question what a template asks of every question, and say it at its field."""
        typed = super().clean()
        # Once a fault is said at the field, it holds what was typed no longer.
        words = self.words
        if typed.get("text") and typed.get("kind"):
            try:
                self._read("question")
            except Wrong as wrong:
                for where, what in wrong.faults:
                    self._fault(where.split(".")[3:], what, words)
        return typed

    def _fault(self, where: list[str], what: str | Promise, words: list[str]) -> None:
        name = where[0] if where else "text"
        if self.has_error(name, "number"):
            return
        if name == "choices" and len(where) > 1:
            word = words[int(where[1]) - 1]
            said = word if len(word) < WORD else f"{word[:40]}…"
            self.add_error(name, _("“%(word)s”: %(what)s") % {"word": said, "what": what})
        elif not self.has_error(name):
            self.add_error(name if name in self.fields else None, str(what))

    def _read(self, key: str) -> Question:
        typed = self.cleaned_data
        question = {name: typed.get(name) or "" for name in ("text", "group", "guidance", "kind")}
        flags = {name: bool(typed.get(name)) for name in self.FLAGS}
        shape = {"key": "s", "title": "s", "questions": [{"key": key, "choices": self.words} | question | flags]}
        return parse_section(shape).questions[0]

    def question(self, key: str) -> Question:
        """Return the question that was typed."""
        return self._read(key)
