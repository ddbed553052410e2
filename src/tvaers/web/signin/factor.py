"""Showing the second factor once more, before what needs one shown just now (accounts.entrance)."""

from typing import Any

from allauth.mfa.base.views import ReauthenticateView
from django.http import HttpRequest
from django.utils.decorators import method_decorator

from tvaers.web.signin.accounts import READ_OR_SEND, opening_own_secrets
from tvaers.web.signin.forms import FreshCodeForm


@method_decorator(opening_own_secrets, name="dispatch")
class ShowFactorView(ReauthenticateView):
    """Asks for a code, and leads back to the deed. A recovery code is not enough."""

    template_name = "signin/factor.html"

    def _check_reauthentication_method_available(self, request: HttpRequest) -> None:
        """Nobody comes here without a second factor, and this page takes whichever it is."""

    def get_form_class(self) -> type[FreshCodeForm]:
        """Return the form for what was sent."""
        return FreshCodeForm

    def get_reauthentication_alternatives(self) -> list[dict[str, Any]]:
        """Offer no other way: the password proves nothing here."""
        return []


show_factor = READ_OR_SEND(ShowFactorView.as_view())
