"""The pages of django-allauth that we use, and what the house adds: secrets for their owner, the log."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.accounts.adapters import secrets_of
from tvaers.accounts.enums import Factor
from tvaers.accounts.models import User
from tvaers.audit.actions import record_account
from tvaers.web.signin.after import after_second_factor

log = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def opening_own_secrets(view: View) -> View:
    """Let a view open the second factor of whoever is signed in, and nobody else's."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not isinstance(request.user, User):
            return HttpResponseRedirect(reverse("account_login"))
        with secrets_of(request.user.id):
            return view(request, *args, **kwargs)

    return inside


@method_decorator(opening_own_secrets, name="dispatch")
class FirstCodeView(ActivateTOTPView):
    """Sets up the second factor; who has one keeps it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the way on to somebody who has a second factor already."""
        if getattr(request.session, "has_second_factor", False):
            return HttpResponseRedirect(reverse("profile:show"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the secret in groups of four, as people copy it, and the picture without its XML head."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        context["secret_groups"] = [secret[at : at + 4] for at in range(0, len(secret), 4)]
        context["picture"] = _picture(context["totp_svg"])
        return context

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Log it. Its first code was shown just now."""
        record_account("accounts.second_factor_added", user=self.request.user.pk)
        response: HttpResponse = super().form_valid(form)
        self.request.session.shown = (self.request.user.pk, Factor.TOTP)
        return response


def _picture(svg: str) -> SafeString:
    """Return the QR code as an element of the page; allauth draws it from our own text."""
    picture = svg[svg.index("<svg") :].replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(picture)  # noqa: S308 - no input in it


@method_decorator(opening_own_secrets, name="dispatch")
class RecoveryCodesView(ViewRecoveryCodesView):
    """Shows the recovery codes that are left."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where to go from here."""
        return {**super().get_context_data(**kwargs), "next_url": after_second_factor(self.request)}


@method_decorator(opening_own_secrets, name="dispatch")
class NewRecoveryCodesView(GenerateRecoveryCodesView):
    """Makes new recovery codes; the old ones end."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Log it."""
        record_account("accounts.recovery_codes_made", user=self.request.user.pk)
        response: HttpResponse = super().form_valid(form)
        return response


@method_decorator(opening_own_secrets, name="dispatch")
class RecoveryCodesFileView(DownloadRecoveryCodesView):
    """The recovery codes as a text file."""

    content_type = "text/plain; charset=utf-8"


class ForgottenPasswordView(account.PasswordResetView):
    """Sends a link to a new password, or says that it could not."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Send it. A mail server that is away is told alike for every address; the attempt counts (rate limit)."""
        try:
            response: HttpResponse = super().form_valid(form)
        except OSError:
            log.warning("a letter could not be sent")
            form.add_error(None, _("The letter could not be sent. Nothing was changed. Try again in a few minutes."))
            response = self.form_invalid(form)
        return response


login = READ_OR_SEND(account.login)


@require_POST
def logout(request: HttpRequest) -> HttpResponseBase:
    """End the session, and let the browser forget what it keeps for these pages: the log of the street, sealed."""
    response: HttpResponseBase = account.logout(request)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


inactive = require_GET(account.account_inactive)
password_again = READ_OR_SEND(account.reauthenticate)
code_again = READ_OR_SEND(opening_own_secrets(mfa.reauthenticate))
change_password = READ_OR_SEND(account.password_change)
forgotten_password = READ_OR_SEND(ForgottenPasswordView.as_view())
letter_sent = require_GET(account.password_reset_done)
new_password = READ_OR_SEND(account.password_reset_from_key)
password_is_new = require_GET(account.password_reset_from_key_done)
first_code = READ_OR_SEND(FirstCodeView.as_view())
recovery_codes = require_GET(RecoveryCodesView.as_view())
new_recovery_codes = READ_OR_SEND(NewRecoveryCodesView.as_view())
recovery_codes_file = require_GET(RecoveryCodesFileView.as_view())
