"""What somebody searches for, and in which kinds of texts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from tvaers.search import sources
from tvaers.ui.forms import LongSelect, TextField

MOST_LETTERS = 120
# The id of what the field completes.
LIST = "known-words"


class SearchForm(forms.Form):
    """Some words, and perhaps one kind of text."""

    text = TextField(
        label=gettext_lazy("Words to search for"),
        help_text=gettext_lazy("All the words must stand in the same text. Most parts of long words are found too."),
        max_length=MOST_LETTERS,
        error_messages={"required": gettext_lazy("Write at least one word to search for.")},
        widget=forms.TextInput(
            {"type": "search", "autocomplete": "off", "data-search": "", "enterkeyhint": "search", "list": LIST},
        ),
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Search in"),
        required=False,
        widget=LongSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Offer the kinds of texts there are."""
        super().__init__(*arguments, **options)
        everything = ("", gettext_lazy("Everything"))
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the types
        field.choices = [everything, *sources.groups().items()]
