"""Adding, naming and removing the own keys. Each asks for a second factor shown just now; a code is always kept."""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from tvaers.accounts.entrance import fresh_factor
from tvaers.accounts.models import User
from tvaers.accounts.rules import KEYS_SECONDS
from tvaers.ui.headers import CREATE_KEYS, may_use
from tvaers.web.signin.accounts import READ_OR_SEND, opening_own_secrets
from tvaers.web.signin.key_forms import stamp_challenge

PROFILE = reverse_lazy("profile:show")

freshly = method_decorator(fresh_factor(seconds=KEYS_SECONDS, reading=True), name="dispatch")
as_owner = method_decorator(opening_own_secrets, name="dispatch")


def has_keys(user: User) -> bool:
    """Tell whether somebody has a key to show."""
    return bool(get_adapter().is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]))


def for_browser(options: dict[str, Any]) -> str:
    """Return what the browser hands to the device, as JSON; the challenge in it holds for a few minutes."""
    stamp_challenge()
    return json.dumps(options["publicKey"], default=dict)


@as_owner
@freshly
class AddKeyView(AddWebAuthnView):
    """Adds a key: a name, then the browser asks for the device."""

    template_name = "signin/key_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the browser needs."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "key_options": for_browser(context["js_data"]["creation_options"])}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Seal it for its owner."""
        key, codes = flows.add_authenticator(
            self.request, name=form.cleaned_data["name"], credential=form.cleaned_data["credential"]
        )
        key.data["seal"] = get_adapter().sealed_key(key)
        key.save(update_fields=["data"])
        return HttpResponseRedirect(reverse("mfa_view_recovery_codes") if codes else str(PROFILE))


@as_owner
@freshly
class NameKeyView(EditWebAuthnView):
    """Gives a key another name."""

    template_name = "signin/key_name.html"
    success_url = PROFILE

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Say it."""
        response: HttpResponse = super().form_valid(form)
        messages.success(self.request, _("The name is saved."))
        return response


@as_owner
@freshly
class RemoveKeyView(RemoveWebAuthnView):
    """Removes a key."""

    template_name = "signin/key_remove.html"
    success_url = PROFILE


add = READ_OR_SEND(may_use(CREATE_KEYS)(AddKeyView.as_view()))
name = READ_OR_SEND(NameKeyView.as_view())
remove = READ_OR_SEND(RemoveKeyView.as_view())
