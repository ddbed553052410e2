"""Forms of the catalogue: what an effort is, who sees it, whether there is room; and how the list is narrowed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tvaers.areas import wording
from tvaers.areas.queries import Place
from tvaers.efforts import rules
from tvaers.efforts.actions import Reach, Told
from tvaers.efforts.enums import BY_CONSENT_ALONE, Kind, ProviderKind, Room
from tvaers.efforts.models import LINE, TITLE, WHAT, WORDS
from tvaers.foundation import clock
from tvaers.ui.fields import ComingDate, radios
from tvaers.ui.forms import CheckboxChoices, DateField, TextField
from tvaers.ui.unnamed import NamesNobody

# Authorities, laws, associations and kinds of help: words that name nobody.
KNOWN = frozenset(
    "råd kriminalpræventive socialstyrelsen kriminalforsorgen ssp exit exitenheden ungdomsskole ungdommens ungecenter"
    " jobcenter fritidspas fritidsjob forældrecoach mentor bostøtte headspace kors røde red barnet serviceloven"
    " barnets lov retsplejeloven kommune kommunes politi vestegns københavns boldklub boligforening boligselskab"
    " uddannelsesguide vejledning ungeindsatsen familiehuset rusmiddelcenter integrationsforeningen".split()
)


def words_of(*texts: str) -> frozenset[str]:
    """Return the words of texts in small letters: what was confirmed to name nobody is not asked about again."""
    return frozenset(word.strip(".,;:()»«").lower() for text in texts for word in text.split())


def area_groups(places: Iterable[Place], chosen: Iterable[UUID] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the areas by municipality: those where somebody works, and those of what is chosen."""
    kept, all_places = set(chosen), list(places)
    with_parts = [place for place in all_places if place.parts or place.id in kept]
    groups = []
    for place in with_parts or all_places:
        inside = [(key, name.strip()) for key, name in wording.choices(place.parts, everything="")[1:]]
        groups.append((place.name, [(str(place.id), _("All of %(place)s") % {"place": place.name}), *inside]))
    return groups


class WriteForm(NamesNobody):
    """What an effort is. version: of what was shown."""

    TEXTS = ("title", "what", "for_whom", "provider", "contact", "capacity", "source")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=0)
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of effort is it?"),
        choices=[("", pgettext_lazy("choice", "Choose")), *Kind.choices],
        error_messages={"required": gettext_lazy("Choose what kind of effort it is.")},
    )
    title = TextField(
        label=gettext_lazy("What is it called?"),
        max_length=TITLE,
        help_text=gettext_lazy("As a colleague would ask for it, such as “Mentor from the youth school”."),
        error_messages={"required": gettext_lazy("Write what it is called.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    what = TextField(
        label=gettext_lazy("What is it?"),
        max_length=WHAT,
        help_text=gettext_lazy("What happens, how often, and what it asks of the young person. No names."),
        error_messages={"required": gettext_lazy("Write what it is.")},
        widget=forms.Textarea({"rows": 6}),
    )
    for_whom = TextField(
        label=gettext_lazy("For whom?"),
        max_length=WORDS,
        help_text=gettext_lazy("With the ages, such as “13–17 years, and who wants it”."),
        error_messages={"required": gettext_lazy("Write for whom it is.")},
        widget=forms.Textarea({"rows": 2}),
    )
    provider = TextField(
        label=gettext_lazy("Who provides it?"),
        max_length=LINE,
        help_text=gettext_lazy("The authority, association or firm. Never a person’s name."),
        error_messages={"required": gettext_lazy("Write who provides it.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    provider_kind = forms.ChoiceField(label=gettext_lazy("What is the provider?"), widget=forms.RadioSelect)
    needs_consent = forms.BooleanField(
        label=gettext_lazy("Consent is asked for first"),
        required=False,
        help_text=gettext_lazy("Always so for associations, volunteers and firms; tick it where you do so anyway."),
    )
    contact = TextField(
        label=gettext_lazy("Whom to ask"),
        required=False,
        max_length=LINE,
        help_text=gettext_lazy("A mailbox or telephone of the place, not of a person."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Where does it work?"),
        help_text=gettext_lazy("A municipality stands for all that lies in it."),
        widget=CheckboxChoices,
        error_messages={"required": gettext_lazy("Choose where it works.")},
    )
    capacity = TextField(
        label=gettext_lazy("How much room is there usually?"),
        required=False,
        max_length=WORDS,
        help_text=gettext_lazy("In words, such as “two groups a year”. Whether there is room now is said elsewhere."),
        widget=forms.Textarea({"rows": 2}),
    )
    from_date = DateField(label=gettext_lazy("From when?"), required=False)
    until_date = DateField(
        label=gettext_lazy("Until when?"),
        required=False,
        help_text=gettext_lazy("Leave both empty where nothing bounds it."),
    )
    source = TextField(
        label=gettext_lazy("What is it built on?"),
        required=False,
        max_length=WORDS,
        help_text=gettext_lazy("A law, a guide, a study, or your own experience."),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        places: tuple[Place, ...],
        chosen: Iterable[UUID] = (),
        known: frozenset[str] = frozenset(),
        **options: Any,
    ) -> None:
        """Offer the areas. chosen: those that stand there. known: words that name nobody besides."""
        area_words = words_of(*wording.names(places).values())
        super().__init__(*args, known=KNOWN | area_words | known, **options)
        offered: Any = self.fields
        offered["areas"].choices = area_groups(places, chosen)
        offered["provider_kind"].choices = [(each.value, _provider(each)) for each in ProviderKind]

    def clean(self) -> dict[str, Any]:
        """Let an effort end after it begins."""
        typed = super().clean()
        begins, ends = typed.get("from_date"), typed.get("until_date")
        if begins and ends and ends < begins:
            self.add_error("until_date", _("This is before it begins."))
        return typed

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, without the question about names, which the page asks at the end."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]

    def told(self) -> Told:
        """Return what the effort is."""
        typed = self.cleaned_data
        names = ("title", "what", "for_whom", "provider", "contact", "capacity", "source", "needs_consent")
        return Told(
            **{name: typed[name] for name in (*names, "from_date", "until_date")},
            kind=Kind(typed["kind"]),
            provider_kind=ProviderKind(typed["provider_kind"]),
            areas=[UUID(each) for each in typed["areas"]],
        )


def _provider(kind: ProviderKind) -> str:
    by_consent = _("%(provider)s – told nothing without consent") % {"provider": kind.label}
    return by_consent if kind in BY_CONSENT_ALONE else str(kind.label)


class OfferForm(forms.Form):
    """Who else sees an effort, who keeps it and when they look again."""

    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who else sees it, and can choose it?"),
        help_text=gettext_lazy("Everybody in your own organisation does. Drafts are never shown to others."),
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
        """Offer the authorities and the colleagues who keep the catalogue."""
        super().__init__(*args, **options)
        offered: Any = self.fields
        offered["audience"].choices = [(str(each["id"]), each["name"]) for each in audiences]
        offered["keeper"].choices = [(str(each["id"]), f"{each['name']}, {each['title']}") for each in colleagues]
        offered["review"].latest = rules.latest_review(clock.today())

    def reach(self) -> Reach:
        """Return who sees it."""
        typed = self.cleaned_data
        return Reach(
            audience=[UUID(each) for each in typed["audience"]],
            keeper=UUID(typed["keeper"]),
            review_date=typed["review"],
        )


class RoomForm(forms.Form):
    """Whether there is room, as somebody says it today."""

    room = radios(
        gettext_lazy("Is there room for more?"),
        Room.choices,
        error_messages={"required": gettext_lazy("Choose whether there is room.")},
        help_text=gettext_lazy("It stands with your name and today’s date, and runs out after 60 days."),
    )


class FilterForm(forms.Form):
    """How the list is narrowed: codes alone, so that the address may hold them."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All kinds")), *Kind.choices]
    )
    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False)

    def __init__(self, *args: Any, areas: Iterable[tuple[UUID, str]], **options: Any) -> None:
        """Offer the areas in which there is an effort."""
        super().__init__(*args, **options)
        offered: Any = self.fields
        offered["area"].choices = [("", _("All areas")), *((str(key), name) for key, name in areas)]
        # What else stands in an address is neither repeated on the page nor taken for a choice (ADR 0017).
        self.data = {
            name: self.data[name]
            for name, field in offered.items()
            if name in self.data and self.data[name] in {str(key) for key, _label in field.choices}
        }
        self.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """What is narrowed, by field."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def label_of(self, name: str) -> str:
        """Return what is chosen in a field, in words."""
        field: Any = self.fields[name]
        return str({str(key): label for key, label in field.choices}[self.chosen[name]])
