"""Forms of templates that decide and take in: who may take one over, taking it into use, and a file."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.assessments.documents import LINE, Wrong
from tvaers.assessments.packing import MOST, Package, unpack
from tvaers.foundation.unnamed import likely_names
from tvaers.ui.fields import Once
from tvaers.ui.forms import CheckboxChoices, FileInput, TextField
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.templating.forms import KNOWN
from tvaers.web.templating.words import told

MOST_BYTES = 1024**2


class OfferForm(NamesNobody):
    """Which authorities may take a template over."""

    audience = forms.MultipleChoiceField(
        label=gettext_lazy("Who else may read it and take it over?"),
        help_text=gettext_lazy("They take over a copy, and change it as they like. Drafts are never shown to others."),
        widget=CheckboxChoices({"class": "tv-choices--2"}),
        required=False,
    )

    def __init__(self, *args: Any, audiences: list[dict[str, Any]], **options: Any) -> None:
        """Offer the authorities."""
        super().__init__(*args, known=KNOWN, **options)
        offered: Any = self.fields
        offered["audience"].choices = [(str(each["id"]), each["name"]) for each in audiences]

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields, without the question about names, which the page asks at the end."""
        return [field for field in self.visible_fields() if field.name != "no_persons"]

    def chosen(self) -> list[UUID]:
        """Return the authorities that were chosen."""
        return [UUID(each) for each in self.cleaned_data["audience"]]


class UseForm(OfferForm):
    """Taking a draft into use: what is new where another version was before, and who else may take it over.

    Names are asked about here in all that it says, once, whoever wrote it and wherever it was read in from.
    """

    TEXTS = ("changed",)
    field_order = ("version", "changed", "audience")

    version = forms.IntegerField(widget=forms.HiddenInput)
    changed = TextField(
        label=gettext_lazy("What is new?"),
        max_length=LINE,
        help_text=gettext_lazy("In one line; it stands beside the versions."),
        error_messages={"required": gettext_lazy("Write in one line what is new.")},
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, is_first: bool, said: str, **options: Any) -> None:
        """is_first: nothing is new in a first version. said: all that the draft says."""
        super().__init__(*args, **options)
        self.said = said
        if is_first:
            del self.fields["changed"]

    def clean(self) -> dict[str, Any]:
        """Ask about names in what the draft says as well."""
        typed = super().clean()
        was_asked = not self.is_confirmed
        self.names = list(dict.fromkeys([*self.names, *likely_names(self.said, known=self.known)]))
        if not self.is_confirmed and not was_asked:
            self.add_error("no_persons", _("Look at these words once more. If they name a person, take them out."))
        return typed


class FileForm(Once):
    """A template as a file: chosen, or pasted."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        help_text=gettext_lazy("A template that was given out by Tværs, here or at another authority."),
        widget=FileInput(accept=".json", most=MOST_BYTES),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    text = TextField(
        label=gettext_lazy("Or paste what stands in it"),
        required=False,
        max_length=MOST,
        strip=False,
        widget=forms.Textarea({"rows": 14, "class": "tv-template__json", "spellcheck": "false"}),
    )
    package: Package

    def clean_file(self) -> str:
        """Return the text of the file."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for a template."))
        try:
            text: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is no text in UTF-8.")) from error
        return text

    def clean(self) -> dict[str, Any]:
        """Read the template, and say of each fault where it stands."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        text = typed.get("file") or typed.get("text") or ""
        if not self.errors and not text.strip():
            self.add_error("file", _("Choose a file, or paste what stands in it."))
        if not self.errors:
            try:
                self.package = unpack(text)
            except Wrong as wrong:
                for each in told(wrong.faults):
                    self.add_error("text", each)
        return typed

    def with_text(self) -> "FileForm":
        """Return the form with what stood in the file in its field, so that it can be corrected there."""
        text = self.cleaned_data.get("file")
        if not text or not self.has_error("text"):
            return self
        again = FileForm({**{name: self.data.get(name, "") for name in self.data}, "text": text})
        again.is_valid()
        return again
