"""Signing in and out: the log of accounts, and that what was kept goes to its owner only."""

from typing import Any, cast
from uuid import UUID

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_used,
)
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from tvaers.accounts.enums import Factor
from tvaers.accounts.models import User
from tvaers.accounts.sessions import SessionStore
from tvaers.audit.actions import record_account
from tvaers.web.signin import kept


def connect() -> None:
    """Listen."""
    user_logged_in.connect(signed_in, dispatch_uid="signin.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="signin.signed_out")
    authentication_failed.connect(code_failed, dispatch_uid="signin.code_failed")
    authenticator_used.connect(factor_shown, dispatch_uid="signin.factor_shown")
    authenticator_added.connect(key_added, dispatch_uid="signin.key_added")
    authenticator_removed.connect(key_removed, dispatch_uid="signin.key_removed")
    password_changed.connect(password_was_changed, dispatch_uid="signin.password_changed")
    password_reset.connect(password_was_reset, dispatch_uid="signin.password_reset")


def signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    """Log it; drop what another person had typed; know the pages that this person left open."""
    record_account("accounts.signed_in", user=user.id)
    held = kept.kept_in(request)
    if held is not None and UUID(held.user) != user.id:
        kept.drop(request)
    last = kept.last_actor(request)
    if last is not None and UUID(last.user) == user.id:
        kept.remember_pages(request, request.COOKIES.get(settings.CSRF_COOKIE_NAME), last.actor)


def signed_out(*, user: User | None, **_: Any) -> None:
    """Log it."""
    if user is not None:
        record_account("accounts.signed_out", user=user.id)


def code_failed(*, user: User, **_: Any) -> None:
    """Log a wrong code."""
    record_account("accounts.code_failed", user=user.id)


def factor_shown(*, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Have the session note it. A recovery code proves neither telephone nor key, and is not noted."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        cast("SessionStore", request.session).shown = (user.id, Factor(authenticator.type))


def key_added(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Log it."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        record_account("accounts.key_added", user=user.id)


def key_removed(*, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Log it."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        record_account("accounts.key_removed", user=user.id)


def password_was_changed(*, user: User, **_: Any) -> None:
    """Log it."""
    record_account("accounts.password_changed", user=user.id)


def password_was_reset(*, user: User, **_: Any) -> None:
    """Log it."""
    record_account("accounts.password_reset", user=user.id)
