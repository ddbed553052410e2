"""What django-allauth asks of us: no sign-up, secrets sealed for their owner, failures counted and logged."""

import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar
from uuid import UUID

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tvaers.accounts.models import User
from tvaers.audit.actions import record_account
from tvaers.foundation import crypto, keystore
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

# Set on a request that a fresh second factor was asked of (accounts.entrance).
FRESH = "factor_is_fresh"
SEALING_KEY = "accounts:second-factor"

_owner: ContextVar[UUID | None] = ContextVar("owner_of_second_factor", default=None)


class NobodysSecretError(RuntimeError):
    """A second factor was to be sealed or opened, and nobody said whose it is."""


@contextmanager
def secrets_of(user: UUID) -> Iterator[None]:
    """Say whose second factor is sealed and opened in the block: sealed for one, it opens for nobody else."""
    token = _owner.set(user)
    try:
        yield
    finally:
        _owner.reset(token)


def _about() -> bytes:
    user = _owner.get()
    if user is None:
        raise NobodysSecretError
    return b"mfa_authenticator.data:" + user.bytes


def _public_key(key: Authenticator) -> str:
    """Return id and public key as the device gave them, as hexadecimal."""
    return bytes(key.wrap().authenticator_data.credential_data).hex()


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only. One answer for every failure, whatever it was that was wrong."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address and the password do not belong together."),
        "incorrect_password": _("That is not your password."),
        "enter_current_password": _("That is not your present password."),
        "too_many_login_attempts": _(
            "There have been too many attempts. Wait an hour and try again, or choose a new password."
        ),
        "rate_limited": _("There have been too many attempts. Wait an hour and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Return False: an administrator invites."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Tell whether the password is asked for again: not within five minutes of signing in, or of a factor."""
        if getattr(self.request, FRESH, False):
            return False
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """Return the ways to be asked again: the password, and a code for whoever has a second factor."""
        if not user.is_authenticated:
            return []
        ways = [("reauthenticate", "account_reauthenticate")]
        if self.request.session.has_second_factor:
            ways.append(("mfa_reauthenticate", "mfa_reauthenticate"))
        # Our templates have words of their own for each.
        return [{"id": way, "description": way, "url": reverse(page)} for way, page in ways]

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - as above
        """Log a failed attempt; an unknown address costs the same statements and leaves no trace."""
        address = str(credentials.get("email", "")).lower()
        user = User.objects.filter(email=address).values_list("id", flat=True).first()
        record_account("accounts.sign_in_failed", user=user)

    def logout(self, request: HttpRequest) -> None:
        """End the session; what follows in this request happens as somebody not signed in."""
        super().logout(request)
        claims = context.current()
        context.enter(Claims(kind=ContextKind.SIGN_IN, ticket=claims.ticket if claims else None))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # By account and address together: nobody can lock out a colleague, or a whole town hall, by failing.
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}@{get_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seals TOTP secrets, recovery seeds and public keys, each for its owner, with a key not in the database."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "That code does not fit. Wait for the next one in your app and try that. If none fits, see that the"
            " telephone sets its clock by itself; if it does, tell those who run Tværs."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return `text` sealed, as hexadecimal. Raises NobodysSecretError outside `secrets_of`."""
        return crypto.seal(keystore.shared(SEALING_KEY), text.encode(), about=_about()).hex()

    def sealed_key(self, key: Authenticator) -> str:
        """Return a seal on a public key: it is no secret, but whose it is must not be forged by a statement."""
        return self.encrypt(_public_key(key))

    def is_sealed(self, key: Authenticator) -> bool:
        """Tell whether the program sealed this public key for whoever is named by `secrets_of`."""
        try:
            return hmac.compare_digest(self.decrypt(str(key.data.get("seal", ""))), _public_key(key))
        except (crypto.UnsealError, ValueError):
            return False

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 - allauth's signature
        """Return a name for a new key that the person has not given one."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Key %(number)d") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return what keys are bound to: the name of the host that people ask."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Tværs"}

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` sealed. Raises crypto.UnsealError when it was changed or is somebody else's."""
        return crypto.unseal(keystore.shared(SEALING_KEY), bytes.fromhex(encrypted_text), about=_about()).decode()
