"""Forms of the method library: what a page says, and where it stands in the library."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.foundation import clock
from tvaers.methods import rules
from tvaers.methods.actions import Reach, Told
from tvaers.methods.enums import Place, Topic
from tvaers.methods.models import BODY, LINE, SUMMARY, TITLE
from tvaers.ui.fields import ComingDate
from tvaers.ui.forms import CheckboxChoices, TextField
from tvaers.ui.unnamed import NamesNobody

# Authorities, laws and whoever has written about the work: words that name nobody.
KNOWN = frozenset(
    "råd kriminalpræventive socialstyrelsen datatilsynet nationalt center forebyggelse ekstremisme infohus infohuset"
    " korus forskningskontor boligsocial udvikling udviklings oslostandarden retsplejeloven retsplejelovens"
    " barnets lov forvaltningsloven serviceloven ungdomskriminalitetsnævnet rigsrevisionen kriminalforsorgen"
    " samrådet børnehuset".split()
)


class WriteForm(NamesNobody):
    """What a method says. version: of the draft that was shown; 0 where there was none."""

    TEXTS = ("title", "summary", "body", "source")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    topic = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("", pgettext_lazy("choice", "Choose")), *Topic.choices],
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    title = TextField(
        label=gettext_lazy("What is the page called?"),
        max_length=TITLE,
        help_text=gettext_lazy("As a colleague would ask for it, such as “The first talk with parents”."),
        error_messages={"required": gettext_lazy("Write what the page is called.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    summary = TextField(
        label=gettext_lazy("In one line"),
        max_length=SUMMARY,
        help_text=gettext_lazy("What one can do after reading it."),
        error_messages={"required": gettext_lazy("Write in one line what the page is for.")},
        widget=forms.Textarea({"rows": 2}),
    )
    body = TextField(
        label=gettext_lazy("How we work"),
        max_length=BODY,
        help_text=gettext_lazy(
            "Short sections. Begin a line with ## for a heading, with - for a point and with 1. for a step. No names."
        ),
        error_messages={"required": gettext_lazy("Write how you work.")},
        widget=forms.Textarea({"rows": 20, "class": "tv-method__write"}),
    )
    source = TextField(
        label=gettext_lazy("Where is it from?"),
        required=False,
        max_length=LINE,
        help_text=gettext_lazy("A guide, a law, a study, or your own experience."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, asks_topic: bool = True, language: str = "", **options: Any) -> None:
        """asks_topic: not of a page that stands in the library already. language: of its texts, where it is known."""
        super().__init__(*args, known=KNOWN, **options)
        for name in self.TEXTS if language else ():
            self.fields[name].widget.attrs["lang"] = language
        if not asks_topic:
            del self.fields["topic"]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, without the question about names, which the page asks at the end."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]

    def told(self, *, changed: str = "") -> Told:
        """Return what the version says."""
        return Told(**{name: self.cleaned_data[name] for name in self.TEXTS}, changed=changed)


class ArrangeForm(NamesNobody):
    """Where a method stands in the library: who reads it, where it is shown, who keeps it and when they look again."""

    topic = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=Topic.choices)
    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who else reads it?"),
        help_text=gettext_lazy("Everybody in your own organisation does. Drafts are never shown to others."),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )
    places = forms.MultipleChoiceField(
        label=gettext_lazy("On which pages is it shown?"),
        help_text=gettext_lazy("There stands a quiet link to it, for everybody who reads it."),
        choices=Place.choices,
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )
    keeper = forms.ChoiceField(label=gettext_lazy("Who keeps it?"))
    review = ComingDate(
        label=gettext_lazy("When is it looked at again?"),
        help_text=gettext_lazy("On that day it stands in Today of whoever keeps it. A year is usual."),
    )

    def __init__(
        self, *args: Any, audiences: list[dict[str, Any]], colleagues: list[dict[str, Any]], **options: Any
    ) -> None:
        """Offer the authorities and the colleagues who keep the library."""
        super().__init__(*args, known=KNOWN, **options)
        offered: Any = self.fields
        offered["audience"].choices = [(str(each["id"]), each["name"]) for each in audiences]
        offered["keeper"].choices = [(str(each["id"]), f"{each['name']}, {each['title']}") for each in colleagues]
        offered["review"].latest = rules.latest_review(clock.today())

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, without the question about names, which the page asks at the end."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]

    def reach(self) -> Reach:
        """Return where the method stands."""
        typed = self.cleaned_data
        return Reach(
            topic=Topic(typed["topic"]),
            audience=[UUID(each) for each in typed["audience"]],
            places=typed["places"],
            keeper=UUID(typed["keeper"]),
            review_date=typed["review"],
        )


class UseForm(ArrangeForm):
    """Taking a draft into use: where it stands, and what is new in it where another version was before."""

    TEXTS = ("changed",)
    field_order = ("version", "changed", "topic", "audience", "places", "keeper", "review")

    version = forms.IntegerField(widget=forms.HiddenInput)
    changed = TextField(
        label=gettext_lazy("What is new?"),
        max_length=LINE,
        help_text=gettext_lazy("In one line; it stands beside the versions."),
        error_messages={"required": gettext_lazy("Write in one line what is new.")},
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        """is_first: nothing is new in a first version."""
        super().__init__(*args, **options)
        if is_first:
            del self.fields["changed"]
