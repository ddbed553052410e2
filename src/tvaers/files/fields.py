"""The field in which somebody chooses a file, and what it says when the file cannot be kept."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from tvaers.files.cleaning import Clean, clean
from tvaers.files.washing.kinds import MOST_BYTES, UncleanError, Why
from tvaers.ui.forms import FileInput

REFUSED = {
    Why.EMPTY: _("The file is empty. Choose another one."),
    Why.LARGE: _("The file is too large. The most is 20 MB. Scan it with fewer dots, or divide it."),
    Why.KIND: _("This is not a PDF, PNG or JPEG, whatever its name says. Save or scan it as PDF, and choose that."),
    Why.ENCRYPTED: _("The file is protected by a password. Save it without, and choose it again."),
    Why.PIXELS: _("The picture has too many pixels. Save it smaller, and choose it again."),
    Why.PAGES: _("The document has more than 1,000 pages. Divide it."),
    Why.DAMAGED: _("The file is damaged, or made in a way that is not safe. Print it to a new PDF, and choose that."),
    Why.HEAVY: _("The file takes too much to read, so it was left alone. Print it to a new PDF, and choose that."),
    Why.BUSY: _("Other files are being read just now. Choose the file again in a moment."),
}
AGAIN = _("Choose the file again. It is not kept until everything else is right.")


class FileField(forms.FileField):
    """A file: a PDF, PNG or JPEG, made anew; the cleaned value is a `cleaning.Clean`."""

    default_error_messages = {
        "required": _("Choose a file."),
        "invalid": _("Choose a file."),
        "missing": _("Choose a file."),
        "empty": REFUSED[Why.EMPTY],
    }

    def __init__(self, **options: Any) -> None:
        """Say beforehand what is taken, and what of it is not kept."""
        options.setdefault("widget", FileInput(accept=".pdf,.png,.jpg,.jpeg", most=MOST_BYTES))
        options.setdefault("label", _("The file"))
        options.setdefault(
            "help_text",
            _(
                "PDF, PNG or JPEG, at most 20 MB. It is made anew: scripts, links, places and other hidden data in it"
                " are not kept, nor is a digital signature."
            ),
        )
        super().__init__(**options)

    def clean(self, data: Any, initial: Any = None) -> Clean | None:  # noqa: ANN401 - as Django's
        """Return the file, made anew; None where it may be left out. Takes up to ten seconds."""
        sent: UploadedFile[bytes] | None = super().clean(data, initial)
        if not sent:
            return None
        try:
            if (sent.size or 0) > MOST_BYTES:
                raise UncleanError(Why.LARGE)
            return clean(sent.read())
        except UncleanError as unclean:
            raise forms.ValidationError(REFUSED[unclean.why], code=unclean.why) from unclean


class FormWithFile(forms.Form):
    """A form with a file: a browser sends it only once, so whoever corrects something else is told to choose it again.

    The file's field comes last, after all that may need correcting.
    """

    def clean(self) -> dict[str, Any]:
        """Ask for the file again where something else is wrong."""
        typed = super().clean() or {}
        self.ask_again(typed)
        return typed

    def ask_again(self, typed: dict[str, Any]) -> None:
        """Ask for the file again; for a form that finds what is wrong after `clean`."""
        for name, field in self.fields.items():
            if self.errors and isinstance(field, FileField) and isinstance(typed.get(name), Clean):
                self.add_error(name, forms.ValidationError(AGAIN, code="again"))
