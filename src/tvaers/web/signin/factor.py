"""The second factor: after the password, and once more before what needs one shown just now (accounts.entrance).

Whoever has a key is asked for it first; "?with=code", and a browser without scripts, ask for a code.
"""

from typing import Any

from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.decorators import method_decorator

from tvaers.accounts.models import User
from tvaers.ui.headers import SHOW_KEYS, may_use
from tvaers.web.signin.accounts import READ_OR_SEND, opening_own_secrets
from tvaers.web.signin.forms import FreshCodeForm
from tvaers.web.signin.key_forms import KeyAgainForm
from tvaers.web.signin.keys import for_browser, has_keys

KEY, CODE = "credential", "code"


def _with_key(request: HttpRequest, options: dict[str, Any], shown: forms.Form | None) -> dict[str, Any]:
    """Return what the page needs to ask for a key first. shown: the form of a key that was refused."""
    address = QueryDict(mutable=True)
    address.update({**request.GET.dict(), "with": CODE})
    errors = list(shown.errors.get(KEY, [])) if shown is not None and shown.is_bound else []
    return {"key_options": for_browser(options), "key_errors": errors, "code_url": f"?{address.urlencode()}"}


def _wants_code(request: HttpRequest) -> bool:
    return CODE in request.POST or (request.GET.get("with") == CODE and request.method != "POST")


class SecondStepView(AuthenticateView):
    """Asks for key or code after the password."""

    webauthn_form: forms.Form | None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for the key where there is one."""
        shown = self.webauthn_form
        if _wants_code(self.request) or not has_keys(self.stage.login.user):
            # Without it no challenge is made.
            self.webauthn_form = None
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.webauthn_form is None:
            return context
        return context | _with_key(self.request, context["js_data"]["request_options"], shown)


@method_decorator(opening_own_secrets, name="dispatch")
class ShowFactorView(ReauthenticateView):
    """Asks for key or code, and leads back to the deed. A recovery code is not enough."""

    template_name = "signin/factor.html"

    def _check_reauthentication_method_available(self, request: HttpRequest) -> None:
        """Nobody comes here without a second factor, and this page takes whichever it is."""

    def get_form_class(self) -> type[forms.Form]:
        """Return the form for what was sent."""
        return KeyAgainForm if KEY in self.request.POST else FreshCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask for the key where there is one."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - who is not is sent away by the decorator
        if _wants_code(self.request) or not has_keys(user):
            return context
        shown = context["form"] if KEY in self.request.POST else None
        code = FreshCodeForm(user=user)
        return {**context, "form": code, **_with_key(self.request, auth.begin_authentication(user), shown)}

    def get_reauthentication_alternatives(self) -> list[dict[str, Any]]:
        """Offer no other way: the password proves nothing here."""
        return []


second_step = READ_OR_SEND(may_use(SHOW_KEYS)(SecondStepView.as_view()))
show_factor = READ_OR_SEND(may_use(SHOW_KEYS)(ShowFactorView.as_view()))
