"""The forms of the profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tvaers.ui.forms import TELEPHONE, SharedForm, TextField


class DetailsForm(SharedForm):
    """What one may change about oneself; name, roles and units an administrator keeps."""

    title = TextField(
        label=_("Job title"), max_length=120, widget=forms.TextInput({"autocomplete": "organization-title"})
    )
    phone = TextField(
        label=_("Telephone at work"),
        max_length=30,
        required=False,
        validators=[TELEPHONE],
        widget=forms.TextInput({"autocomplete": "work tel", "inputmode": "tel"}),
    )
