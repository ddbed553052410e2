"""The forms of the sign-in: django-allauth's, with our words and one-time codes that are taken once."""

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tvaers.accounts.actions import use_code_once
from tvaers.accounts.adapters import secrets_of
from tvaers.accounts.models import User

# What the validators of the settings ask for (config.settings), in one breath.
PASSWORD_RULES = _(
    "At least 12 characters. Not only digits, not like your e-mail address, and not one that many people use."
)


def _worded(field: forms.Field, label: object, hint: object = "") -> None:
    """Give a field of allauth's our label and hint; a placeholder is no label."""
    field.label, field.help_text = label, hint  # type: ignore[assignment]
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        _worded(self.fields["login"], _("E-mail address"))
        _worded(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}


class PasswordAgainForm(ReauthenticateForm):
    """The password once more, before something that opens a door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        _worded(self.fields["password"], _("Password"))


class ChangePasswordForm(AllauthChangePasswordForm):
    """The present password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words; what is typed can be shown, so once is enough."""
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _worded(self.fields["oldpassword"], _("Present password"))
        _worded(self.fields["password1"], _("New password"), PASSWORD_RULES)


class ForgottenPasswordForm(ResetPasswordForm):
    """The address that a link to a new password is sent to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        _worded(self.fields["email"], _("E-mail address"))
        self.fields["email"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Send a letter to whatever address it is: an unknown one learns that there is no account."""
        address: str = self.cleaned_data["email"]
        if not self.users:
            get_account_adapter().send_mail("account/email/unknown_account", address, {})
            return address
        sent: str = super().save(request, **options)
        return sent


class NewPasswordForm(ResetPasswordKeyForm):
    """A new password, by the link that was sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _worded(self.fields["password1"], _("New password"), PASSWORD_RULES)


class _OneTimeCode(forms.Form):
    """A code that is taken once, by whatever process."""

    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        _worded(self.fields["code"], _("Code"), self.hint)
        self.fields["code"].widget.attrs |= {
            "autocomplete": "one-time-code",
            "spellcheck": "false",
            "maxlength": 20,
            "class": "tv-codefield",
        }

    hint: object = _("Six digits from your app, or one of your recovery codes.")

    def clean_code(self) -> str:
        """Accept a code that fits and was not used before."""
        with secrets_of(self.user.id):
            code: str = super().clean_code()  # type: ignore[misc]
        if not use_code_once(by=self.user, code=code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OneTimeCode, AuthenticateForm):
    """The code at sign-in."""


class CodeAgainForm(_OneTimeCode, CodeReauthenticateForm):
    """The code once more, before something that opens a door."""


class FreshCodeForm(CodeAgainForm):
    """A code before a deed that needs one shown just now. A recovery code is refused, and stays unused."""

    hint = _("Six digits from your app.")

    def clean_code(self) -> str:
        """Accept a code of the telephone only."""
        if len("".join(filter(str.isalnum, self.cleaned_data["code"]))) != app_settings.TOTP_DIGITS:
            raise ValidationError(
                _("Type the six digits that your app shows. A recovery code lets you log in, but is not enough here.")
            )
        return super().clean_code()


class FirstCodeForm(_OneTimeCode, ActivateTOTPForm):
    """The first code of a new second factor."""

    hint = _("Six digits. A new code comes every 30 seconds.")


class FirstPasswordForm(forms.Form):
    """The password of somebody invited."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_RULES,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """Take the address, which the password may not resemble."""
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        """Refuse what the rules refuse."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email))
        if "\0" in password:
            raise ValidationError(_("Use another character."))
        return password
