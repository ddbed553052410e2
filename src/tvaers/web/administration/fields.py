"""The fields that the journey's forms share, and what may be typed in them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tvaers.partnerships import rules, wording
from tvaers.partnerships.enums import ROLE_LABELS, OrganisationKind, Role
from tvaers.ui.forms import TELEPHONE, CheckboxChoices, Choice, TextField

CHOOSE_A_ROLE = gettext_lazy("Choose at least one role. Without a role nobody can sign in here.")


# What a form is filled with: what somebody posted, a draft, or nothing yet.
Typed = Mapping[str, Any] | None


class LineField(TextField):
    """One line of text; spaces and line breaks within it become single spaces."""

    def to_python(self, value: Any) -> str:  # noqa: ANN401 - as Django's
        """Return the text as one line."""
        return " ".join((super().to_python(value) or "").split())


def person_fields() -> dict[str, forms.Field]:
    """Return the fields that say how somebody at work is named and reached by telephone."""
    return {
        "name": LineField(
            label=_("Name"),
            max_length=120,
            error_messages={"required": _("Write the person's name.")},
            widget=forms.TextInput({"autocomplete": "off"}),
        ),
        "title": LineField(
            label=_("Title"),
            max_length=120,
            help_text=_("As colleagues in other organisations would know it, for example SSP consultant."),
            error_messages={"required": _("Write the person's title.")},
            widget=forms.TextInput({"autocomplete": "off"}),
        ),
        "phone": phone_field(),
    }


def phone_field() -> LineField:
    """Return an optional field for a telephone number."""
    return LineField(
        label=_("Telephone"),
        max_length=30,
        required=False,
        validators=[TELEPHONE],
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )


def email_field() -> forms.EmailField:
    """Return the field for the address that somebody signs in with."""
    return forms.EmailField(
        label=_("Work e-mail"),
        help_text=_("The invitation is sent here, and the address is what the person signs in with."),
        error_messages={
            "required": _("Write the person's work e-mail."),
            "invalid": _("Write an e-mail address, for example name@gladsaxe.dk."),
        },
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class RolesField(forms.TypedMultipleChoiceField):
    """Roles that an organisation of a kind can have, each with what it does and may see; gives a mask."""

    def __init__(self, kind: OrganisationKind) -> None:
        """Offer the roles of the kind."""
        super().__init__(
            label=_("Roles"),
            help_text=_(
                "Give only the roles that the work needs. A role opens no case by itself: it limits what is seen in "
                "those that the person has access to."
            ),
            choices=[
                (
                    str(int(role)),
                    Choice(str(ROLE_LABELS[role]), hint=wording.role_hint(role)),
                )
                for role in rules.roles_for(kind)
            ],
            coerce=lambda value: Role(int(value)),
            widget=CheckboxChoices({"class": "tv-choices--2"}),
            error_messages={"required": CHOOSE_A_ROLE},
        )


class UnitsField(forms.MultipleChoiceField):
    """The units of an organisation."""

    def __init__(self, units: list[tuple[str, str]]) -> None:
        """Offer the units."""
        super().__init__(
            label=_("Units"),
            help_text=_("Units keep their own cases. Choose those in which the person works."),
            choices=units,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
