"""The forms of keys: django-allauth's, and what the house asks beside: this very address, soon, once, and sealed."""

import struct
from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.cose import CoseKey
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

from tvaers.accounts.actions import use_challenge_once
from tvaers.accounts.adapters import secrets_of
from tvaers.accounts.models import User
from tvaers.accounts.rules import CHALLENGE_SECONDS
from tvaers.audit.actions import record_account
from tvaers.foundation import clock

NAME_LENGTH = 60
REFUSED = _("The key was not accepted. Try again, or use a code instead.")
NOT_ADDED = _("The key could not be added. Try again.")

# What taking apart something else than a browser's answer ends in.
NO_ANSWER = (TypeError, ValueError, LookupError, struct.error, RecursionError)
Answer = TypeVar("Answer", AuthenticationResponse, RegistrationResponse)


def stamp_challenge() -> None:
    """Note in the session when the challenge that stands there was made."""
    state = auth.get_state()
    if state is not None:
        auth.set_state({**state, "at": clock.now().timestamp()})


def _is_in_time() -> bool:
    made = (auth.get_state() or {}).get("at", 0)
    return bool(clock.now().timestamp() - made <= CHALLENGE_SECONDS)


def _is_from_here(said: CollectedClientData) -> bool:
    """Tell whether the browser signed on a page of this very host: fido2 would take a host below it, too."""
    return urlsplit(said.origin).netloc == context.request.get_host().lower() and not said.cross_origin


def _read(kind: type[Answer], credential: object) -> Answer:
    """Return what a browser sent, taken apart. Raises ValidationError for what is no answer of a browser."""
    try:
        if not isinstance(credential, Mapping):
            raise TypeError
        return kind.from_dict(credential)
    except NO_ANSWER as error:
        raise ValidationError(REFUSED) from error


def _verifies(key: CoseKey) -> bool:
    """Tell whether a public key can tell a true signature from a false one: of a kind and size that is known."""
    try:
        key.verify(b"anything", b"no signature")
    except InvalidSignature:
        return True
    except (NotImplementedError, *NO_ANSWER):
        return False
    return False


class _Shown(forms.Form):
    """The answer of a key that is shown."""

    user: User

    def clean_credential(self) -> Authenticator:
        """Return the key. What is refused is logged, whatever was wrong with it."""
        try:
            return self._key()
        except ValidationError as error:
            record_account("accounts.key_failed", user=self.user.id)
            if getattr(error, "code", "") == "incorrect_code":
                raise ValidationError(REFUSED) from error
            raise

    def _key(self) -> Authenticator:
        said = _read(AuthenticationResponse, self.cleaned_data["credential"]).response.client_data
        if not (_is_in_time() and _is_from_here(said)):
            raise ValidationError(REFUSED)
        key: Authenticator = super().clean_credential()  # type: ignore[misc]
        with secrets_of(self.user.id):
            if not get_adapter().is_sealed(key):
                raise ValidationError(REFUSED)
        # Two sent at once both find the challenge in the session.
        if not use_challenge_once(by=self.user, challenge=said.challenge):
            raise ValidationError(REFUSED)
        return key


class KeyForm(_Shown, AuthenticateWebAuthnForm):
    """A key at sign-in."""


class KeyAgainForm(_Shown, ReauthenticateWebAuthnForm):
    """A key once more, before what needs one shown just now."""


def _name(form: forms.Form) -> None:
    """Give the field of a key's name our words."""
    form.fields["name"] = forms.CharField(
        label=_("Name of the key"),
        help_text=_("So that you know it again, such as “blue key ring” or “my telephone”."),
        max_length=NAME_LENGTH,
        required=form.fields["name"].required,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AddKeyForm(AddWebAuthnForm):
    """A new key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        _name(self)

    def clean_credential(self) -> dict[str, Any]:
        """Take what a browser made for this very address, now."""
        credential: dict[str, Any] = self.cleaned_data["credential"]
        response = _read(RegistrationResponse, credential).response
        key = response.attestation_object.auth_data.credential_data
        if not (_is_in_time() and _is_from_here(response.client_data)) or key is None or not _verifies(key.public_key):
            raise ValidationError(NOT_ADDED)
        return credential

    def clean(self) -> dict[str, Any]:
        """Check what the device signed."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as error:
            raise ValidationError(NOT_ADDED) from error
        return cleaned


class NameKeyForm(EditWebAuthnForm):
    """The name of a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Use our words."""
        super().__init__(*args, **kwargs)
        _name(self)
