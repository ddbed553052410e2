"""The pages of the demonstration: choose whom you want to be, and see how the real sign-in would go."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from tvaers.accounts.models import User
from tvaers.demo.personas import Persona, everybody, groups, main_job, persona
from tvaers.demo.second_factor import PASSWORD, code_at
from tvaers.foundation import clock
from tvaers.sharing.middleware import ACTING_FOR


@require_GET
def personas(request: HttpRequest) -> HttpResponse:
    """Show whom one can be."""
    return render(
        request,
        "demo/personas.html",
        {"groups": groups(), "main_job": main_job(), "next": _next(request.GET.get("next", ""), request)},
    )


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as the persona chosen, without password, in a session of its own."""
    chosen = _persona(request.POST.get("person", ""))
    adapter = get_adapter()
    # Whoever was signed in sees the own account only; after this the next one is looked up as at any sign-in.
    adapter.logout(request)
    user = User.objects.filter(id=chosen.job.worker.user_id, is_active=True).first()
    if user is None:
        raise Http404
    for method in ("password", "mfa"):
        record_authentication(request, user, method=method)
    adapter.login(request, user)
    # As at every sign-in, the cookie goes when the browser is closed.
    request.session.set_expiry(0)
    request.session[ACTING_FOR] = str(chosen.job.id)
    return HttpResponseRedirect(_next(request.POST.get("next", ""), request) or settings.LOGIN_REDIRECT_URL)


@require_GET
def code(request: HttpRequest) -> HttpResponse:
    """Show the password and the present one-time code of a persona, for the real sign-in."""
    chosen = _persona(request.GET.get("person") or main_job()[0].key)
    number, seconds = code_at(chosen.job.worker, clock.now())
    return render(
        request,
        "demo/code.html",
        {"chosen": chosen, "everybody": everybody(), "password": PASSWORD, "code": number, "seconds": seconds},
    )


def _persona(key: str) -> Persona:
    found = persona(key)
    if found is None:
        raise Http404
    return found


def _next(address: str, request: HttpRequest) -> str:
    """Return where to go after signing in, when that is a page of ours and not this one again."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and not address.startswith(reverse("demo:personas")) else ""
